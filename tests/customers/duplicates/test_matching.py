import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from salesapp.customers.duplicates.company_names import core_words
from salesapp.customers.duplicates.matching import (
    MOST_KEYS,
    blocking_keys,
    canonical_email,
    company_similarity,
    person_similarity,
)

SAME_COMPANY = [
    ("Acme Corp.", "ACME Corporation"),
    ("Acme, Inc.", "acme"),
    ("The Acme Company Ltd.", "Acme"),
    ("Acme GmbH & Co. KG", "ACME"),
    ("Acme G.m.b.H.", "Acme GmbH"),
    ("Acme GmbH (Berlin)", "Acme Berlin"),
    ("Müller & Söhne AG", "Muller Sohne"),
    ("Müller und Söhne", "Söhne & Müller"),
    ("Ørsted A/S", "Orsted"),
    ("Société Générale S.A.", "Societe Generale"),
    ("Orlen Sp. z o.o.", "ORLEN"),
    ("PT Astra International", "Astra International"),
    ("Echo Foods Sp. z o.o. Sp. k.", "Echo Foods"),
    ("Echo spol. s r.o.", "Echo"),
    ("Echo Foods, Lda.", "Echo Foods"),
    ("Echo Alimentos S. de R.L. de C.V.", "Echo Alimentos, S.A. de C.V."),
    ("Echo Foods Private Limited", "Echo Foods Pvt. Ltd."),
    ("ООО «Ромашка»", "Ромашка ООО"),
    ("АО Ромашка", "Ромашка"),
    ("SIA Echo", "Echo SIA"),
    ("Echo Foods BVBA", "Echo Foods"),
    ("Echo Eesti OÜ", "Echo Eesti"),
    ("Echo UG (haftungsbeschränkt)", "Echo"),
    ("Echo Gıda Ltd. Şti.", "Echo Gıda"),
    ("PT Echo Tbk", "Echo"),
    ("McDonald’s Corp", "McDonalds"),
    ("Face Book Inc", "Facebook"),
    ("上海贸易有限公司", "上海贸易"),
    ("上海贸易股份有限公司", "上海贸易有限责任公司"),
    ("阿里巴巴（中国）有限公司", "阿里巴巴中国"),
    ("阿里巴巴(中国)有限公司", "阿里巴巴（中国）公司"),
    ("トヨタ自動車株式会社", "トヨタ自動車"),
    ("삼성전자 주식회사", "삼성전자"),
    ("ＡＣＭＥ　Ｌｔｄ", "Acme"),
    ("台積電股份有限公司", "台积电股份有限公司"),
    ("臺灣水泥", "台湾水泥有限公司"),
]
ALIKE_COMPANIES = [
    ("Schmidt Maschinenbau GmbH", "Schmitt Maschinenbau"),
    ("Siemens AG", "Seimens"),
    ("Acme", "Acme Trading"),
    ("Acme International Services", "Acme Global"),
    ("华为技术有限公司", "华为"),
    ("上海华东贸易有限公司", "华东贸易公司"),
    ("Microsoft", "Microsft Corporation"),
]
OTHER_COMPANIES = [
    ("Acme", "Zenith"),
    ("Deutsche Post", "Deutsche Bahn"),
    ("上海贸易有限公司", "北京科技有限公司"),
    ("上海贸易有限公司", "上海科技有限公司"),
    ("华为技术有限公司", "中兴技术有限公司"),
    ("Studio 54", "Studio 55"),
    ("GmbH", "AG"),
    ("", "Acme"),
    ("", ""),
    ("?!", "?!"),
]


@pytest.mark.parametrize(("a", "b"), SAME_COMPANY)
def test_legal_form_case_and_punctuation_do_not_tell_companies_apart(a, b):
    assert company_similarity(a, b) == 100


@pytest.mark.parametrize(("a", "b"), ALIKE_COMPANIES)
def test_a_slip_or_an_addition_leaves_companies_alike(a, b):
    assert 80 <= company_similarity(a, b) < 100


@pytest.mark.parametrize(("a", "b"), OTHER_COMPANIES)
def test_different_companies_stay_different(a, b):
    assert company_similarity(a, b) < 70


def test_a_word_said_twice_is_a_name_and_no_legal_form():
    assert core_words("Sa Sa Ltd") == ["sa", "sa"]


@pytest.mark.parametrize(("a", "b"), SAME_COMPANY + ALIKE_COMPANIES)
def test_companies_that_may_be_the_same_share_a_key(a, b):
    assert blocking_keys(a) & blocking_keys(b)


@pytest.mark.parametrize(
    ("a", "b"), [("上海贸易有限公司", "北京科技有限公司"), ("Acme Trading Ltd", "Zenith Trading Ltd")]
)
def test_common_words_and_legal_forms_are_no_key(a, b):
    assert not blocking_keys(a) & blocking_keys(b)


def test_the_keys_of_a_name_are_few():
    assert blocking_keys("上海华东贸易有限公司") == {"华东"}
    assert blocking_keys("Schmidt Maschinenbau GmbH") == {"schmi", "schm", "~s53", "masc", "~m255"}
    assert blocking_keys("?!") == set()
    assert len(blocking_keys("华东" * 100)) <= MOST_KEYS
    assert len(blocking_keys(" ".join(f"word{i}x" for i in range(1000, 1100)))) <= MOST_KEYS


company_names = st.text(alphabet="abcdeéüAB 上海华东贸易&.-'9", max_size=25)


@given(company_names, company_names)
def test_similarity_is_mutual_and_within_its_scale(a, b):
    assert 0 <= company_similarity(a, b) == company_similarity(b, a) <= 100


@given(
    st.lists(st.text(alphabet="bdfkmtéü", min_size=2, max_size=9), min_size=1, max_size=4).map(" ".join)
    | st.text(alphabet="华东明远贸易达", min_size=2, max_size=8),
    st.sampled_from([", Inc.", " GmbH", " Ltd", " S.A.", "有限公司", "股份有限公司", ""]),
)
@example("ét", ", Inc.")  # a firm named like a word that only links others
def test_a_legal_form_changes_neither_score_nor_keys(name, form):
    assert company_similarity(name + form, name.upper()) == 100
    assert blocking_keys(name + form) == blocking_keys(name.upper())


@pytest.mark.parametrize(
    ("a", "b", "least"),
    [
        ("Anna Schmidt", "anna schmidt", 100),
        ("Anna Schmidt", "Schmidt, Anna", 100),
        ("Ánna Schmídt", "Anna Schmidt", 100),
        ("张伟", "张 伟", 100),
        ("张伟", "伟 张", 100),
        ("A. Schmidt", "Anna Schmidt", 90),
        ("Schmidt A", "Anna Schmidt", 90),
        ("张伟", "Zhang Wei", 90),
        ("Lyu Bu", "吕布", 85),
        ("LU BU", "呂布", 85),
        ("Zhai Wei", "翟伟", 85),
        ("Qin Wei", "覃伟", 85),
        ("Miao Wei", "缪伟", 85),
        ("Ou Wei", "区伟", 85),
        ("Zeng Wei", "曾伟", 85),
        ("Wei Bo", "薄伟", 85),
        ("叶问", "葉問", 100),
        ("范冰冰", "範冰冰", 100),
        ("Wei Zhang", "张伟", 90),
        ("王小明", "Xiaoming Wang", 90),
        ("Ana Schmidt", "Anna Schmidt", 90),
        ("AnnaMaria Schmidt", "Anna Maria Schmidt", 95),
    ],
)
def test_a_person_is_recognised_in_either_order(a, b, least):
    assert person_similarity(a, b) >= least
    assert person_similarity(b, a) >= least


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Anna Schmidt", "Peter Müller"),
        ("A. Müller", "Anna Schmidt"),
        ("张伟", "李娜"),
        ("张伟", "Li Na"),
        ("", "Anna"),
    ],
)
def test_different_people_stay_different(a, b):
    assert person_similarity(a, b) < 60


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Anna@Example.COM", "anna@example.com"),
        (" mailto:anna@example.com ", "anna@example.com"),
        ("Anna Schmidt <Anna@example.com>", "anna@example.com"),
        ("ａｎｎａ＠example.com", "anna@example.com"),
        ("anna@example.com.", "anna@example.com"),
        ("anna@xn--bcher-kva.example", "anna@bücher.example"),
        ("anna@BÜCHER.example", "anna@bucher.example"),
        ("anna+crm@example.com", "anna+crm@example.com"),
        ("anna", None),
        ("@example.com", None),
        ("anna@", None),
        ("anna schmidt@example.com", None),
        ("anna@@example.com", None),
        ("", None),
    ],
)
def test_an_address_has_one_spelling(text, address):
    assert canonical_email(text) == address


@given(st.text(max_size=40))
def test_no_text_is_too_strange_to_be_compared(text):
    address = canonical_email(text)
    assert address is None or canonical_email(address) == address
    assert 0 <= person_similarity(text, "Anna Schmidt") <= 100
    assert all(blocking_keys(text))
