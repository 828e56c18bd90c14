"""Business cards as odd writers make them: cut characters, assistants' cards inside, labels, every old encoding."""

from __future__ import annotations

import base64
import quopri

import pytest
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.customers.business_cards.photos import read_photo
from salesapp.customers.business_cards.vcards import Address, cards_in, read_bytes, read_card
from salesapp.customers.models import Contact
from tests.pictures import code_of
from tests.records.importing.intake import bring_in, counts


def card(*lines, version="3.0", end="\r\n"):
    return end.join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
@pytest.mark.parametrize("cut", range(1, 9))
def test_a_fold_in_the_middle_of_a_character_is_no_damage(encoding, cut):
    name = "王小明明".encode(encoding)
    folded = card("FN:@", "TEL:1380000").encode(encoding).replace(b"@", name[:cut] + b"\r\n " + name[cut:])
    assert read_bytes(folded).name == "王小明明"


def test_one_is_preferred_to_two_and_work_to_home():
    read = read_card(
        card(
            "FN:Ann",
            "EMAIL;PREF=2:second@x.example",
            "EMAIL;PREF=1:first@x.example",
            "TEL;TYPE=HOME;TYPE=pref:+49 30 1",
            "TEL;TYPE=VOICE:+49 30 2",
            "TEL;TYPE=WORK,VOICE:+49 30 3",
            "TEL;TYPE=cell;PREF=20:+49 171 1",
            "TEL;TYPE=cell;PREF=3:+49 171 2",
            "ADR;TYPE=HOME:;;Gartenweg 1;Jena;;07743;Germany",
            "ADR;TYPE=WORK:;;Markt 1;Jena;;07743;Germany",
            "URL;TYPE=home:https://ann.example",
            "URL;TYPE=work:https://firm.example",
            version="4.0",
        )
    )
    assert (read.email, read.phone, read.mobile) == ("first@x.example", "+49 30 3", "+49 171 2")
    assert (read.address.street, read.url) == ("Markt 1", "https://firm.example")
    assert read_card(card("FN:Ann", "TEL;HOME:1", "TEL:2", version="2.1")).phone == "2"
    assert read_card(card("FN:Ann", "TEL;HOME:1", version="2.1")).phone == "1"


def test_two_numbers_in_one_field_both_stay():
    assert read_card(card("FN:Ann", "TEL:030 123456; 0171 1234567")).phone == "030 123456; 0171 1234567"


@pytest.mark.parametrize(
    ("value", "email"),
    [
        ("mailto:ann%2Bcrm@x.example?subject=Hello", "ann+crm@x.example"),
        (r"ann@x.example\nbob@x.example", "ann@x.example"),
        (r"ann@x.example\; bob@x.example", "ann@x.example"),
        ("Ann Lee <ann@x.example>", "ann@x.example"),
        ("ann%2Bcrm@x.example", "ann%2Bcrm@x.example"),
    ],
)
def test_one_address_is_taken_of_a_field_and_a_link_is_no_address(value, email):
    assert read_card(card("FN:Ann", f"EMAIL:{value}", version="4.0")).email == email


def test_the_card_of_an_assistant_is_not_the_card():
    inside = "AGENT:\r\n" + card("N:Friday;Fred", "TEL;WORK:111", version="2.1").rstrip()
    book = card("N:Boss;Ann", inside, "TEL;CELL:222", version="2.1") + card("FN:Next", "TEL:333")
    read = read_card(book)
    assert (read.name, read.phone, read.mobile) == ("Ann Boss", "", "222")
    assert [(line, each.name) for line, each in cards_in(book)] == [(1, "Ann Boss"), (12, "Next")]
    inline = card("N:Boss;Ann", r"AGENT:BEGIN:VCARD\nFN:Fred\nTEL:111\nEND:VCARD\n", "TEL;CELL:222")
    assert (read_card(inline).name, read_card(inline).mobile) == ("Ann Boss", "222")


@pytest.mark.parametrize(
    ("label", "phone", "mobile"),
    [
        ("_$!<Mobile>!$_", "", "1"),
        ("iPhone", "", "1"),
        ("手机", "", "1"),
        ("_$!<WorkFAX>!$_", "", ""),
        ("传真", "", ""),
        ("Empfang", "1", ""),
    ],
)
def test_what_an_address_book_calls_a_number_counts(label, phone, mobile):
    read = read_card(card("FN:Ann", "item1.TEL:1", f"item1.X-ABLabel:{label}"))
    assert (read.phone, read.mobile) == (phone, mobile)


@pytest.mark.parametrize("said", ["KIND:org", "X-ABShowAs:COMPANY"])
def test_a_company_is_no_person(said):
    read = read_card(card("N:;;;;", "FN:Nordlicht GmbH", "ORG:Nordlicht GmbH", said))
    assert (read.name, read.family, read.organization) == ("", "", "Nordlicht GmbH")
    assert read_card(card("FN:Nordlicht GmbH", said)).organization == "Nordlicht GmbH"


@pytest.mark.parametrize(
    ("charset", "name"),
    [
        ("UTF-8", "王小明"),
        ("GB2312", "张镕喆"),
        ("GBK", "王小明"),
        ("BIG5", "陳大文"),
        ("EUC-KR", "김철수"),
        ("KS_C_5601-1987", "김철수"),
        ("SHIFT_JIS", "田中太郎"),
        ("ISO-8859-1", "Müller – Söhne"),
        ("", "张三丰"),
        ("X-UNKNOWN", "张三丰"),
    ],
)
def test_quoted_printable_in_every_encoding_named_or_not(charset, name):
    wider = {"GB2312": "gbk", "ISO-8859-1": "cp1252", "KS_C_5601-1987": "cp949"}
    written = name.encode(wider.get(charset, charset if charset not in {"", "X-UNKNOWN"} else "gbk"))
    quoted = "".join(f"={byte:02X}" for byte in written)
    about = f";CHARSET={charset}" if charset else ""
    half = len(quoted) // 6 * 3
    soft = f"{quoted[:half]}=\r\n{quoted[half:]}"
    for value in (quoted, soft):
        read = read_card(card(f"FN{about};ENCODING=QUOTED-PRINTABLE:{value}", "TEL;CELL:1", version="2.1"))
        assert (read.name, read.mobile) == (name, "1")
    assert quopri.decodestring(quoted) == written


@pytest.mark.parametrize(
    ("encoding", "name", "firm"),
    [
        ("gbk", "王小明", "北京科技有限公司"),
        ("big5", "陳大文", "香港貿易有限公司"),
        ("euc-kr", "김철수", "한국전자 주식회사"),
        ("shift-jis", "田中太郎", "株式会社テスト"),
        ("cp1252", "Jörg Müller", "Müller & Söhne"),
        ("cp1251", "Иванов И. И.", "ООО Ромашка"),
    ],
)
def test_a_card_in_an_old_encoding_as_file_and_as_code(encoding, name, firm):
    written = card(f"FN:{name}", f"ORG:{firm}", "TEL;TYPE=CELL:13800138000").encode(encoding)
    read = read_bytes(written)
    assert (read.name, read.organization, read.mobile) == (name, firm, "13800138000")
    assert read_photo(code_of(written)).card == read
    short = f"MECARD:N:{name};ORG:{firm};TEL:13800138000;;".encode(encoding)
    assert read_photo(code_of(short)).card.name == name


def test_line_ends_groups_and_base64():
    said = base64.b64encode("展会上认识".encode()).decode()
    for end in ("\n", "\r", "\r\r\n"):
        read = read_card(
            card(
                "A.B:odd",
                "item2.N:Stein;Mara;;;",
                f"NOTE;ENCODING=b;CHARSET=UTF-8:{said}",
                "ROLE:Buyer\x0b",
                "TEL;TYPE=work:TEL:+49-30-5550100;phone-context=x;ext=7",
                "EMAIL:MAILTO:mara@x.example",
                end=end,
            )
        )
        assert (read.name, read.note, read.title) == ("Mara Stein", "展会上认识", "Buyer")
        assert (read.phone, read.email) == ("+49-30-5550100 ext. 7", "mara@x.example")
        assert read.address == Address()


def test_an_address_book_with_all_of_it_comes_in(app):
    book = card("FN:王小明", "AGENT:\r\n" + card("FN:Fred").rstrip(), "TEL;TYPE=home:010-62345678")
    book += card("N:Lovelace;Ada;;;", "ORG:Engines Ltd;R&D", "item1.TEL:+44 7700 900123",
                 "item1.X-ABLabel:_$!<Mobile>!$_") + card("FN:Engines Ltd", "ORG:Engines Ltd", "KIND:org")  # fmt: skip
    run = bring_in(book.encode("gb18030"), "contact", creates=("account",))
    found = db.session.scalars(select(Contact).order_by(Contact.id)).all()
    assert [(each.title, each.phone, each.mobile) for each in found[:2]] == [
        ("王小明", "010-62345678", None),
        ("Ada Lovelace", None, "+44 7700 900123"),
    ]
    assert counts(run)[0] == len(found)


def test_a_bizcard_says_the_same_in_other_letters():
    said = (
        "BIZCARD:N:Mara;X:Stein;T:Head of Sales;C:Nordlicht GmbH;A:Markt 1, 07743 Jena;"
        "B:+49364155501;M:+4917155501;F:+49364155502;E:mara@x.example;;"
    )
    read = read_photo(code_of(said.encode())).card
    assert (read.name, read.family, read.given) == ("Mara Stein", "Stein", "Mara")
    assert (read.organization, read.title) == ("Nordlicht GmbH", "Head of Sales")
    assert (read.phone, read.mobile, read.email) == ("+49364155501", "+4917155501", "mara@x.example")
    assert read.address.street == "Markt 1, 07743 Jena"
