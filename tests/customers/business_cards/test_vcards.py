"""Business cards as iPhones, Android phones, Outlook, old Nokias and Chinese QR codes write them."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.customers.business_cards.vcards import Address, Card, read_bytes, read_card
from salesapp.customers.models import Contact
from tests.records.importing.intake import bring_in, counts, reasons

IPHONE = """BEGIN:VCARD\r
VERSION:3.0\r
PRODID:-//Apple Inc.//iPhone OS 17.5//EN\r
N:Stein;Mara;;Dr.;\r
FN:Dr. Mara Stein\r
ORG:Nordlicht Energie GmbH;Procurement\r
TITLE:Head of procurement\r
item1.EMAIL;type=INTERNET;type=pref:mara@nordlicht.example\r
item1.X-ABLabel:_$!<Work>!$_\r
TEL;type=CELL;type=VOICE;type=pref:+49 170 7654321\r
TEL;type=WORK;type=FAX:+49 40 1234568\r
TEL;type=WORK;type=VOICE:+49 40 1234567\r
ADR;type=WORK;type=pref:;;Am Sandtorkai 1\\, 2. OG;Hamburg;;20457;Germany\r
URL;type=pref:https://nordlicht.example\r
NOTE:Met at the fair\\nWants an offer\\; soon\r
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD\r
 AAAAAAAAAAAAAAAA\r
END:VCARD\r
"""
NOKIA = """BEGIN:VCARD
VERSION:2.1
N;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:M=C3=BCller;J=C3=B6rg
ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller =
=26 S=C3=B6hne
TEL;CELL;VOICE:01701234567
TEL;WORK:03641 555010
EMAIL;INTERNET:joerg@mueller.example
END:VCARD
"""
FOUR = """BEGIN:VCARD
VERSION:4.0
FN:Anna-Sofia van der
  Berg
N:van der Berg;Anna-Sofia;;;
TEL;VALUE=uri;PREF=1;TYPE="voice,work":tel:+31-20-5550100;ext=102
TEL;VALUE=uri;TYPE="cell":tel:+31-6-55501234
EMAIL;TYPE=home:private@example.nl
EMAIL;PREF=1;TYPE=work:anna@kantoor.example
ADR;LABEL="Keizersgracht 1: 2nd; floor";TYPE=work:;;Keizersgracht 1;Amsterdam;Noord-Holland;1015 CN;Netherlands
END:VCARD
"""
CHINESE = """BEGIN:VCARD
VERSION:3.0
N:张;伟;;;
FN:张伟
ORG:上海远航贸易有限公司
TITLE:采购经理
TEL;TYPE=CELL:138 0013 8000
EMAIL:zhangwei@yuanhang.example
ADR;TYPE=WORK:;;南京东路100号;上海;上海市;200001;中国
NOTE:展会上认识，要报价
END:VCARD
"""


def test_an_iphones_card():
    assert read_card(IPHONE) == Card(
        name="Dr. Mara Stein", family="Stein", given="Mara", organization="Nordlicht Energie GmbH",
        title="Head of procurement", phone="+49 40 1234567", mobile="+49 170 7654321",
        email="mara@nordlicht.example", url="https://nordlicht.example",
        note="Met at the fair\nWants an offer; soon",
        address=Address("Am Sandtorkai 1, 2. OG", "Hamburg", "", "20457", "Germany"),
    )  # fmt: skip


def test_an_old_phones_card_in_quoted_printable():
    card = read_card(NOKIA)
    assert (card.name, card.organization) == ("Jörg Müller", "Müller & Söhne")
    assert (card.mobile, card.phone, card.email) == ("01701234567", "03641 555010", "joerg@mueller.example")


def test_version_four_prefers_what_it_says_it_prefers():
    card = read_card(FOUR)
    assert (card.name, card.family) == ("Anna-Sofia van der Berg", "van der Berg")
    assert (card.phone, card.mobile, card.email) == (
        "+31-20-5550100 ext. 102",
        "+31-6-55501234",
        "anna@kantoor.example",
    )
    assert card.address == Address("Keizersgracht 1", "Amsterdam", "Noord-Holland", "1015 CN", "Netherlands")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_chinese_card_in_every_encoding(encoding):
    card = read_bytes(CHINESE.encode(encoding))
    assert (card.name, card.organization, card.title) == ("张伟", "上海远航贸易有限公司", "采购经理")
    assert (card.mobile, card.address.city, card.address.country) == ("138 0013 8000", "上海", "中国")


def test_the_first_of_several_is_read():
    assert read_card(CHINESE + IPHONE).name == "张伟"


@pytest.mark.parametrize(
    "text",
    ["", "hello", "BEGIN:VCARD\nFN:A", "BEGIN:VCARD\nTEL:1\nEND:VCARD", "BEGIN:VCARD\nEND:VCARD"],
)
def test_what_is_no_card_is_refused_with_a_sentence(app, text):
    with pytest.raises(ValueError, match="business card"):
        read_card(text)


@given(st.text(max_size=300))
def test_whatever_stands_in_a_card_it_is_read_or_refused(app_text):
    try:
        card = read_card(f"BEGIN:VCARD\nFN:Mara\n{app_text}\nEND:VCARD")
    except ValueError:
        return
    assert card.name


def test_a_file_or_pasted_text_fills_the_form_and_keeps_nothing(as_user):
    ada = as_user("ada")
    data = {"csrf_token": ada.csrf(), "file": (io.BytesIO(IPHONE.encode()), "mara.vcf")}
    page = ada.post("/leads/card", data=data).text
    for said in (
        "Dr. Mara Stein",
        "Nordlicht Energie GmbH",
        "mara@nordlicht.example",
        "Am Sandtorkai 1, 2. OG",
    ):
        assert said in page
    assert 'action="/leads/card/save"' in page
    assert 'fold" open' in page
    assert 'value="DE" selected' in page or 'selected value="DE"' in page
    assert "Mara Stein" not in ada.get("/leads").text
    pasted = ada.submit("/leads/card", {"pasted": CHINESE}, action="/leads/card").text
    assert "上海远航贸易有限公司" in pasted
    refused = ada.submit("/leads/card", {"pasted": "nonsense"}, action="/leads/card")
    assert refused.status_code == 422
    assert "nonsense" in refused.text
    assert "No contact details were found in this text." in refused.text
    assert as_user("rob").get("/leads/card").status_code == 403


def test_an_address_book_of_cards_is_a_file_of_the_import(app):
    def card(*lines):
        return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])

    book = card(
        "N:Lovelace;Ada;;;",
        "FN:Ada Lovelace",
        "ORG:Engines Ltd",
        "TEL;TYPE=CELL:+44 20 1234",
        "EMAIL:ada@e.example",
    )
    book += card("FN:王小明", "ORG:引擎公司") + card("TEL:+49 30 901820")
    run = bring_in(book, "contact", creates=("account",))
    assert counts(run) == (2, 0, 0, 1)
    assert [reason for *_where, reason in reasons(run)] == ["A contact needs a name."]
    found = db.session.scalars(select(Contact).order_by(Contact.id)).all()
    assert [(each.family_name, each.given_name, each.account.name, each.mobile) for each in found] == [
        ("Lovelace", "Ada", "Engines Ltd", "+44 20 1234"),
        ("王", "小明", "引擎公司", None),
    ]
    assert counts(bring_in(book, "lead")) == (2, 0, 0, 1)
