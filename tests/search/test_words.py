import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesapp.search.words import (
    MOST_QUERY_WORDS,
    MOST_WORDS,
    WORD_LENGTH,
    asked_words,
    fold,
    phone_words,
    query_words,
    words,
)


def finds(query, text):
    """As the index does it: every word of the query begins some word of the text."""
    asked = query_words(query)
    return bool(asked) and all(any(word.startswith(start) for word in words(text)) for start in asked)


def test_chinese_is_indexed_from_every_character_on():
    assert words("上海贸易") == {
        "上海贸易", "海贸易", "贸易", "易",
        "shanghaimaoyi", "haimaoyi", "maoyi", "yi",
        "shmy", "hmy", "my", "y",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "text"),
    [
        # Latin words
        ("acme", "ACME Corporation"),
        ("corp acm", "ACME Corporation"),
        ("muller", "Müller & Söhne"),
        ("MÜLLER", "Muller"),
        ("söhne", "Müller & Söhne"),
        ("strasse", "Große Straße"),
        ("lodz", "Łódź"),
        ("ＡＣＭＥ", "acme"),
        ("acme", "ＡＣＭＥ"),
        ("o'neill", "O’Neill"),
        ("oneill", "O'Neill"),
        ("neill", "O'Neill"),
        ("acme-widgets", "Acme Widgets"),
        ("acme widgets", "Acme-Widgets"),
        ("widgets", "Acme-Widgets"),
        ("at&t", "AT&T Inc."),
        ("att", "AT&T Inc."),
        ("j.p. morgan", "J.P. Morgan"),
        ("jp morgan", "J.P. Morgan"),
        ("iso-9001", "ISO 9001"),
        ("iso 9001", "ISO-9001"),
        ("Иван", "иванов"),
        ("mueller", "Müller & Söhne"),
        ("muller", "Mueller KG"),
        ("müller", "MUELLER"),
        ("soehne", "Müller & Söhne"),
        ("oersted", "Ørsted"),
        ("aarhus", "Århus"),
        ("quell", "Quelle"),
        # Traditional and Simplified Chinese
        ("陈", "陳大文"),
        ("陳", "陈大文"),
        ("台积电", "台積電股份有限公司"),
        ("台積", "台积电股份有限公司"),
        ("chen", "陳大文"),
        # surnames
        ("boxicheng", "薄熙成"),
        ("nai", "能伟"),
        ("du", "都伟"),
        ("gou", "句伟"),
        # Chinese
        ("上海", "上海贸易有限公司"),
        ("海贸", "上海贸易有限公司"),
        ("公司", "上海贸易有限公司"),
        ("易", "上海贸易"),
        ("上海 公司", "上海贸易有限公司"),
        ("王小明", "王 小明"),
        ("王 小明", "王小明"),
        ("shanghai", "上海贸易有限公司"),
        ("shang hai", "上海贸易有限公司"),
        ("sh", "上海贸易有限公司"),
        ("SHMY", "上海贸易有限公司"),
        ("my", "上海贸易有限公司"),
        ("maoyi", "上海贸易有限公司"),
        ("chongqing", "重庆银行"),
        ("cqyh", "重庆银行"),
        ("xi'an", "西安"),
        ("zeng", "曾国藩"),
        ("ceng", "曾国藩"),
        ("zgf", "曾国藩"),
        ("shan", "单田芳"),
        ("qiuying", "仇英"),
        ("zhangsun", "长孙无忌"),
        ("lv", "吕布"),
        ("lu", "吕布"),
        ("lyubu", "吕布"),
        ("ye", "𠮷野家"),
        ("野家", "𠮷野家"),
        ("上海acme", "上海 Acme 贸易"),
        ("トヨタ", "株式会社トヨタ"),
        ("삼성", "삼성전자"),
        # Phones
        ("13800138000", "+86 138 0013 8000"),
        ("138 0013 8000", "+8613800138000"),
        ("138-0013", "+8613800138000"),
        ("138 00", "+8613800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("0086 138 0013 8000", "138 0013 8000"),
        ("8000", "+8613800138000"),
        ("0013 8000", "+8613800138000"),
        ("030 1234567", "+49301234567"),
        ("030/123", "+49301234567"),
        ("0301", "+49301234567"),
        ("+49 30 1234567", "030 / 1234567"),
        ("+49 (0)30 1234567", "+49301234567"),
        ("+49 30 12", "+49301234567"),
        ("301234567", "+49 (0) 30 1234-567"),
        ("(415) 555-2671", "+14155552671"),
        ("415.555.2671", "+1 415-555-2671"),
        ("+1 415 555 2671", "(415) 555-2671"),
        ("5552671", "(415) 555-2671"),
        ("１３８００１３８０００", "138 0013 8000"),
        ("١٣٨٠٠١٣٨٠٠٠", "138 0013 8000"),
        ("13800138000", "电话13800138000"),
        # Document numbers
        ("inv-2026-00042", "INV-2026-00042"),
        ("INV-2026-000", "INV-2026-00042"),
        ("inv-2026", "INV-2026-00042"),
        ("inv2026", "INV-2026-00042"),
        ("2026-00042", "INV-2026-00042"),
        ("2026-00", "INV-2026-00042"),
        ("202600042", "INV-2026-00042"),
        ("00042", "INV-2026-00042"),
        ("0042", "INV-2026-00042"),
        ("42", "INV-2026-00042"),
        ("inv 42", "INV-2026-00042"),
        ("42", "R00042"),
        ("2026 00042", "INV-2026-00042"),
        ("INV 2026 00042", "INV-2026-00042"),
        ("inv - 2026 - 00042", "INV-2026-00042"),
        ("INV202600042", "INV-2026-00042"),
        ("inv-2026 00042", "INV-2026-00042"),
        # E-mail and web
        ("john.smith@acme.com", "John.Smith@Acme.com"),
        ("john.smith@ac", "john.smith@acme.com"),
        ("john.smith@", "john.smith@acme.com"),
        ("john.smith", "john.smith@acme.com"),
        ("smith", "john.smith@acme.com"),
        ("@acme.com", "john.smith@acme.com"),
        ("acme.com", "john.smith@acme.com"),
        ("acme.com", "https://www.acme.com/en"),
        ("https://www.acme.com", "acme.com"),
        ("john@acme.com smith", "Smith <john@acme.com>"),
    ],
)
def test_a_record_is_found_by(query, text):
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("cme", "Acme"),
        ("上贸", "上海贸易"),
        ("acme gmbh", "Acme Inc"),
        ("013", "INV-2026-00042"),
        ("00042", "INV-2026-00421"),
        ("john@other.com", "john@acme.com"),
        ("13900", "+8613800138000"),
        ("", "Acme"),
        ("  - / ", "Acme"),
        ("?!", "Acme"),
    ],
)
def test_a_record_is_not_found_by(query, text):
    assert not finds(query, text)


def test_a_folded_text_has_neither_case_nor_accents_nor_width():
    assert fold("Ｃafé Ｇröße İstanbul Ærø") == "cafe grosse istanbul aero"


def test_a_whole_phone_number_is_one_query_word():
    assert query_words("+49 (0)30 1234-567") == ["301234567"]
    assert query_words("138 0013 8000") == ["13800138000"]


def test_a_phone_number_is_indexed_down_to_its_last_four_digits():
    assert words("138 0013 8000") >= {"13800138000", "3800138000", "00138000", "8000"}
    assert "000" not in words("138 0013 8000")


def test_a_document_number_is_no_phone_number():
    short = {"inv202642", "202642", "inv42"}
    assert words("INV-2026-00042") == {"inv202600042", "202600042", "00042", "0042", "042", "42"} | short


@pytest.mark.parametrize(
    "text", ["上海" * 100, "吕" * 200, "a-" * 300, "12 " * 300, "ab@c.de " * 90, "1" * 500, "0" * 500]
)
def test_a_long_text_makes_no_heap_of_words(text):
    found = words(text)
    assert len(found) <= MOST_WORDS
    assert all(len(word) <= WORD_LENGTH for word in found)
    asked = query_words(text)
    assert len(asked) <= MOST_QUERY_WORDS
    assert all(len(word) <= WORD_LENGTH for word in asked)


def test_a_long_word_is_found_although_it_is_cut():
    assert finds("x" * 60, "x" * 60)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("4504.15", [("450415", "=450415")]),
        ("4504,15", [("=450415",)]),
        ("4,504.15", [("=450415",)]),
        ("4.504,15 €", [("=450415",)]),
        ("€ 4504.15", [("=450415",)]),
        ("4504.15 EUR", [("=450415",)]),
        ("￥50,000", [("=50000",)]),
        ("4504", [("4504", "=4504")]),
        ("inv 2026", [("inv",), ("2026",)]),
        ("42", [("42",)]),
        ("010-62345678转801", [("01062345678",)]),
    ],
)
def test_an_amount_is_asked_for_as_one(typed, asked):
    assert asked_words(typed) == asked


@pytest.mark.parametrize(
    "typed",
    ["139 0013 9000", "+86 139 0013 9000", "021-6234-5678", "+86 21 62345678", "021-62345678转8", "5678"],
)
def test_each_number_of_a_field_is_found_in_every_notation(typed):
    indexed = phone_words("13900139000（微信同号）/ 021-62345678转8", "CN")
    (asked,) = query_words(typed)
    assert any(word.startswith(asked) for word in indexed)


anything = st.text(max_size=60) | st.text(alphabet="上海贸易王吕トヨ삼aéßZ0129 -_./@+()'&", max_size=40)


@given(anything)
def test_whatever_a_text_is_its_words_are_clean(text):
    assert all(word and word == word.strip() for word in words(text))
    assert all(word and word == word.strip() for word in query_words(text))


@given(st.text(alphabet="abcdezéüßŁ", min_size=1, max_size=20), st.text(alphabet="abcdezéüßŁ ", max_size=20))
def test_each_word_of_a_name_finds_it(word, rest):
    assert finds(word, f"{rest} {word.upper()}")


@given(st.text(alphabet="上海贸易有限公司重庆银行王曾吕单", min_size=1, max_size=12), st.data())
def test_any_run_of_chinese_characters_finds_it(name, data):
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert finds(name[start:end], name)


@given(st.integers(1, 99_999), st.sampled_from(["INV", "Q", "SO", "CN"]), st.integers(2000, 2099))
def test_every_document_is_found_by_its_number_in_any_length(number, series, year):
    document = f"{series}-{year}-{number:05d}"
    for query in (document, document.lower(), f"{year}-{number:05d}", f"{number:05d}", str(number)):
        assert finds(query, document)


@given(st.from_regex(r"\A1[3-9]\d{9}\Z"), st.integers(4, 11))
def test_a_mobile_number_is_found_by_its_end_in_any_notation(number, length):
    for stored in (number, f"+86{number}", f"{number[:3]} {number[3:7]} {number[7:]}", f"0086-{number}"):
        assert finds(number[-length:], stored)
        assert finds(f"+86 {number}", stored)
