"""Signatures of e-mails and cards typed in lines, as people in three languages write them."""

from __future__ import annotations

from time import process_time

import pytest

from salesapp.customers.business_cards.signatures import read_signature
from salesapp.customers.business_cards.vcards import Address, Card

ENGLISH = """Best regards,

Jane Doe
Head of Procurement
Northwind Traders Ltd.
T: +44 20 7946 0958 | M: +44 7700 900123
jane.doe@northwind.example | www.northwind.example
1 High Street, London SW1A 1AA
United Kingdom"""
AMERICAN = """Michael O'Brien, VP of Sales
Contoso, Inc.
123 Main St
Springfield, IL 62701
(217) 555-0134
mike@contoso.example"""
GERMAN = """Mit freundlichen Grüßen

i. A. Dr. Anna Schmidt
Leiterin Einkauf

Nordlicht Energie GmbH & Co. KG
Hafenstraße 12
D-20457 Hamburg
Tel. +49 40 1234567   Fax +49 40 1234599
Mobil: 0171 9876543
E-Mail: anna.schmidt@nordlicht.example
Web: www.nordlicht.example

Geschäftsführer: Karl Meier · Amtsgericht Hamburg HRB 12345 · USt-IdNr. DE123456789"""
CHINESE = """王小明  销售经理
上海远航贸易有限公司
手机：138 0013 8000
电话：021-6234 5678
邮箱：wang@yuanhang.example
地址：上海市浦东新区世纪大道100号 200120"""
LABELLED = """姓名：李娜
职务：采购总监
公司：北京蓝天科技集团
电话：010-8523 4567 转 802
地址：广东省深圳市南山区科技园路5号
邮编：518057"""

CARDS = {
    "English": (
        ENGLISH,
        Card(
            name="Jane Doe",
            organization="Northwind Traders Ltd.",
            title="Head of Procurement",
            phone="+44 20 7946 0958",
            mobile="+44 7700 900123",
            email="jane.doe@northwind.example",
            url="www.northwind.example",
            address=Address("1 High Street", "London", "", "SW1A 1AA", "GB"),
        ),
    ),
    "American": (
        AMERICAN,
        Card(
            name="Michael O'Brien",
            organization="Contoso, Inc.",
            title="VP of Sales",
            phone="(217) 555-0134",
            email="mike@contoso.example",
            address=Address("123 Main St", "Springfield", "IL", "62701", ""),
        ),
    ),
    "German": (
        GERMAN,
        Card(
            name="Dr. Anna Schmidt",
            organization="Nordlicht Energie GmbH & Co. KG",
            title="Leiterin Einkauf",
            phone="+49 40 1234567",
            mobile="0171 9876543",
            email="anna.schmidt@nordlicht.example",
            url="www.nordlicht.example",
            note="Geschäftsführer: Karl Meier\nAmtsgericht Hamburg HRB 12345\nUSt-IdNr. DE123456789",
            address=Address("Hafenstraße 12", "Hamburg", "", "20457", ""),
        ),
    ),
    "Chinese": (
        CHINESE,
        Card(
            name="王小明",
            organization="上海远航贸易有限公司",
            title="销售经理",
            phone="021-6234 5678",
            mobile="138 0013 8000",
            email="wang@yuanhang.example",
            address=Address("浦东新区世纪大道100号", "上海市", "", "200120", "CN"),
        ),
    ),
    "Chinese, labelled": (
        LABELLED,
        Card(
            name="李娜",
            organization="北京蓝天科技集团",
            title="采购总监",
            phone="010-8523 4567 转 802",
            address=Address("南山区科技园路5号", "深圳市", "广东省", "518057", "CN"),
        ),
    ),
}


ELSEWHERE = {
    "FR": (
        (
            "Cordialement,\nMarie-Hélène DUPONT\nDirectrice commerciale\nSAS Les Vergers du Sud\n"
            "12 bis, rue de la République\n69002 LYON\nTél. : 04 72 00 00 00\nPort. : 06 12 34 56 78\n"
            "mh@vergers.example"
        ),
        Card(
            name="Marie-Hélène DUPONT",
            organization="SAS Les Vergers du Sud",
            title="Directrice commerciale",
            phone="04 72 00 00 00",
            mobile="06 12 34 56 78",
            email="mh@vergers.example",
            address=Address("12 bis\nrue de la République", "LYON", "", "69002", ""),
        ),
    ),
    "NL": (
        (
            "Met vriendelijke groet,\nJan-Willem van der Berg\nInkoper\nKantoor BV\n"
            "Keizersgracht 1, 1015 CN Amsterdam\n"
            "T 020 555 0100\nM 06 55501234"
        ),
        Card(
            name="Jan-Willem van der Berg",
            organization="Kantoor BV",
            title="Inkoper",
            phone="020 555 0100",
            mobile="06 55501234",
            address=Address("Keizersgracht 1", "Amsterdam", "", "1015 CN", ""),
        ),
    ),
    "ES": (
        (
            "Un saludo,\nJosé María García-López\nResponsable de Compras\nAceites del Sur S.L.\n28013 Madrid\n"
            "Tel. 91 555 01 23 - Móvil 600 123 456"
        ),
        Card(
            name="José María García-López",
            organization="Aceites del Sur S.L.",
            title="Responsable de Compras",
            phone="91 555 01 23",
            mobile="600 123 456",
            address=Address("", "Madrid", "", "28013", ""),
        ),
    ),
    "PL": (
        (
            "Z poważaniem\nKatarzyna Wiśniewska\nKierownik Działu Zakupów\nEcho Foods Sp. z o.o.\nul. Prosta 51\n"
            "00-838 Warszawa\ntel. 22 555 01 00\nkom. 601 123 456"
        ),
        Card(
            name="Katarzyna Wiśniewska",
            organization="Echo Foods Sp. z o.o.",
            title="Kierownik Działu Zakupów",
            phone="22 555 01 00",
            mobile="601 123 456",
            address=Address("ul. Prosta 51", "Warszawa", "", "00-838", ""),
        ),
    ),
    "HK": (
        (
            "CHAN Tai Man, Peter\nPurchasing Manager\nHong Kong Trading Company Limited 香港貿易有限公司\n"
            "Flat B, Tower 1, 88 Queen's Road Central, Hong Kong\nTel: (852) 2555 0100 / Fax: (852) 2555 0101\n"
            "Mobile/WhatsApp: +852 9123 4567"
        ),
        Card(
            name="CHAN Tai Man, Peter",
            organization="Hong Kong Trading Company Limited",
            title="Purchasing Manager",
            phone="(852) 2555 0100",
            mobile="+852 9123 4567",
            note="香港貿易有限公司",
            address=Address("Flat B\nTower 1\n88 Queen's Road Central", "", "", "", "HK"),
        ),
    ),
}


@pytest.mark.parametrize("region", ELSEWHERE)
def test_the_commonest_words_of_other_languages_are_known(region):
    text, expected = ELSEWHERE[region]
    assert read_signature(text, region) == expected


@pytest.mark.parametrize("written", CARDS)
def test_each_line_becomes_the_part_that_it_says(written):
    text, expected = CARDS[written]
    region = {"American": "US", "English": "GB"}.get(written, "DE")
    assert read_signature(text, region) == expected


def test_a_company_without_a_legal_form_is_known_by_its_address_on_the_web():
    card = read_signature("Mara Stein\nNordlicht Energie\nmara@nordlicht.example\n0171 9876543", "DE")
    assert (card.name, card.organization, card.mobile) == ("Mara Stein", "Nordlicht Energie", "0171 9876543")


def test_what_is_not_understood_is_the_note_and_a_second_number_is_not_lost():
    card = read_signature(
        "Mara Stein\nTel 040 1234567\nTel 040 7654321\nwe moved to hall 7!\nm@x.example", "DE"
    )
    assert card.phone == "040 1234567"
    assert card.note.splitlines() == ["040 7654321", "we moved to hall 7!"]


@pytest.mark.parametrize(
    "text", ["", "hello", "Best regards", "12:30 in hall 7", "\u0000\n| | |", "Tel:\nFax: 1"]
)
def test_a_text_that_says_how_to_reach_nobody_is_refused(text):
    with pytest.raises(ValueError, match="No contact details"):
        read_signature(text, "DE")


@pytest.mark.parametrize("letters", ["a", "A’", "a-", "A.", "Ab ", "Ab, ", "(", "王", "c. "])
def test_lines_of_harmless_letters_are_read_at_once(letters):
    line = (letters * 160)[:158].strip() + "!"
    began = process_time()
    card = read_signature("\n".join([*[line] * 39, "mara@nordlicht.example"]), "DE")
    assert process_time() - began < 5
    assert (card.name, card.email) == ("", "mara@nordlicht.example")


@pytest.mark.parametrize("endless", [",", " ,", "\t", "a|", "mara@nordlicht.example,"])
def test_what_is_longer_than_any_card_is_read_as_far_as_a_card_goes(endless):
    began = process_time()
    card = read_signature("mara@nordlicht.example\n" + endless * 200_000, "DE")
    assert process_time() - began < 5
    assert card.email == "mara@nordlicht.example"


def test_a_name_has_more_than_one_word():
    read = (read_signature(f"{line}\nm@x.example", "DE") for line in ("Doe,Jane", "Jane Doe", "Welcome"))
    assert [each.name for each in read] == ["Doe,Jane", "Jane Doe", ""]
