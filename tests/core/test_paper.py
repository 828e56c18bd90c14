"""What a customer holds in hand: the words, figures, pages and properties of the PDF."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pypdf import PageObject, PdfReader

from salesapp.core.paper import Deduction, DoesNotAddUp, Paper, TaxShare, print_sheet, render_pdf, sheet
from salesapp.core.paper.document import Place
from salesapp.core.paper.words import BUYER_HEADINGS, FACTS, HEADINGS, WORDS
from tests.core.paper_samples import SELLER, paper_line, priced, quote

CLEVER_TEXTS = [
    "#set text(red)",
    "$x^2$",
    "*b* _i_ `code` <label> @ref",
    r"\ \u{41} \#",
    '"#panic(\\"no\\")"',
    "= Heading",
    "- item // comment",
    "https://example.com/a--b...c",
    "{{ 7 * 7 }} ${7*7} [x](y)",
]

FOOT, SIDE = 38, 56  # points below and beside which nothing starts


def read(paper: Paper) -> PdfReader:
    return PdfReader(io.BytesIO(render_pdf(paper)))


def squeezed(text: str) -> str:
    """Without any white space, since a reader of a PDF has to guess at spaces and line ends."""
    return "".join(text.replace("\u200b", "").split())


def text_of(paper: Paper) -> str:
    return squeezed("".join(page.extract_text() for page in read(paper).pages))


def runs_on(page: PageObject) -> list[tuple[str, float, float]]:
    """Each run of text and where it starts, in points from the lower left corner."""
    runs: list[tuple[str, float, float]] = []

    def note(text: str, at: list[float], *_: object) -> None:
        if text.strip():
            runs.append((text, at[4], at[5]))

    page.extract_text(visitor_text=note)
    return runs


def places_on(page: PageObject) -> list[tuple[float, float]]:
    return [(x, y) for _, x, y in runs_on(page)]


def fonts_of(reader: PdfReader) -> list[Any]:
    return [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    ]


def test_a_quote_says_who_offers_what_to_whom_and_until_when():
    text = text_of(quote())
    for words in ("Quote", "Q-2026-00042", "21Nov2026", "validuntil21Dec2026", "NorthwindInstrumentsGmbH"):
        assert words in text
    for words in (
        "上海东方精密机械有限公司",
        "Attn.王晓明",
        "SpectrometerSP-200",
        "光谱仪，含校准证书",
        "ŁukaszŻółć,ZoëÅngström",
    ):
        assert words in text
    for figure in ("129.50", "1,295.00", "Tax19%", "246.05", "€1,541.05", "Page1of1"):
        assert figure in text


def test_a_chinese_document_writes_dates_labels_and_capitals_the_chinese_way():
    text = text_of(quote(language="zh", currency="CNY"))
    for words in (
        "报价单",
        "2026年11月21日",
        "2026年12月21日前有效",
        "不含税金额",
        "价税合计",
        "第1页，共1页",
    ):
        assert words in text
    assert "价税合计（大写）人民币壹仟伍佰肆拾壹元零伍分" in text
    assert "Quote" not in text


@pytest.mark.parametrize("kind", ["invoice", "credit_note"])
def test_a_chinese_invoice_or_credit_note_never_passes_for_a_fapiao(kind):
    text = text_of(quote(kind=kind, language="zh", title="", notes=""))
    assert HEADINGS["zh"][kind] in text
    assert text.count("发票") == text.count("不是税务发票") == 1


@pytest.mark.parametrize(
    ("country", "language", "says"),
    [("DE", "zh", 0), ("DE", "zh-en", 0), ("DE", "en", 0), ("CN", "en", 1), ("CN", "zh-en", 2)],
)
def test_only_what_is_sold_from_china_is_said_to_be_no_tax_invoice(country, language, says):
    seller = replace(SELLER, place=Place(country=country))
    text = text_of(quote(kind="invoice", language=language, seller=seller))
    assert text.count("不是税务发票") + text.count("fapiao") == says


@pytest.mark.parametrize("typed", CLEVER_TEXTS)
def test_what_a_user_types_stays_text_wherever_it_stands(typed):
    everywhere = replace(
        quote(lines=(paper_line(1, name=typed, description=typed, code=typed, unit=typed),)),
        title=typed,
        notes=typed,
        terms=typed,
        footer=typed,
        buyer=replace(SELLER, name=typed, address=(typed, typed)),
        references=((typed, typed),),
    )
    assert text_of(everywhere).count(squeezed(typed)) >= 11


def plain(length: int, **fields: Any) -> Paper:
    """A quote of lines of one row each, and nothing below its totals."""
    lines = tuple(paper_line(position, description="") for position in range(1, length + 1))
    return quote(lines=lines, **{"notes": "", "terms": ""} | fields)


def test_sixty_lines_break_onto_pages_that_each_repeat_the_table_head_and_count_themselves():
    paper = quote(60, kind="order", seller=replace(SELLER, bank=()), notes="", terms="")
    pages = [squeezed(page.extract_text()) for page in read(paper).pages]
    assert len(pages) >= 3
    for number, page in enumerate(pages, 1):
        assert "QuantityUnitpriceAmountEUR" in page
        assert f"Page{number}of{len(pages)}" in page
    assert all("OrderconfirmationQ-2026-00042" in page for page in pages[1:])
    assert "€282,012.15" in pages[-1]


def test_what_a_page_comes_to_is_carried_forward_and_brought_forward():
    pages = [page.extract_text() for page in read(plain(75)).pages]
    sums = [f"{sum(range(1, last + 1)) * 12950 / 100:,.2f}" for last in range(1, 76)]
    turned = [re.findall(r"(Carried|Brought) forward\s*([\d,.]+)", page) for page in pages]
    assert [[word for word, _ in page] for page in turned] == [
        ["Carried"],
        ["Brought", "Carried"],
        ["Brought"],
    ]
    assert [page[-1][1] for page in turned[:-1]] == [page[0][1] for page in turned[1:]]
    assert all(figure in sums for page in turned for _, figure in page)
    assert all("forward" not in page.extract_text() for page in read(plain(5)).pages)


@pytest.mark.parametrize(("kind", "payment"), [("quote", ""), ("invoice", "Please quote the number.")])
def test_twenty_lines_and_their_totals_are_one_page_whose_head_is_a_quarter_of_it_at_most(kind, payment):
    code = "BCD" * 50 if kind == "invoice" else ""
    (page,) = read(plain(20, kind=kind, payment=payment, code=code)).pages
    head = [y for _, _, y in runs_on(page)]
    table = next(y for text, _, y in runs_on(page) if squeezed(text) == "Description")
    assert max(head) - table <= 842 / 4


def test_words_that_an_older_version_kept_are_printed_without_what_it_did_not_know():
    kept = sheet(plain(75))
    for name in ("logo", "size"):
        del kept[name]
    for name in ("carried", "brought"):
        del kept["table"]["columns"][name]
    for row in kept["table"]["rows"]:
        del row["sum"]
    pages = PdfReader(io.BytesIO(print_sheet(kept))).pages
    assert len(pages) == len(read(plain(75)).pages)
    assert all("forward" not in page.extract_text() for page in pages)


@pytest.mark.parametrize("length", range(24, 36))
def test_totals_never_stand_alone(length):
    pages = [page.extract_text() for page in read(plain(length)).pages]
    (last,) = (page for page in pages if re.search(r"^Net\b", page, re.MULTILINE))
    assert len(re.findall(r"129\.50", last)) >= 2


def test_a_description_longer_than_a_page_is_printed_to_its_end():
    long = "\n".join(f"Clause {number}" for number in range(1, 151))
    text = text_of(quote(lines=(paper_line(1, description=long),)))
    assert "Clause1" in text
    assert "Clause150" in text


def test_a_code_without_any_space_stays_on_the_sheet():
    page = read(quote(lines=(paper_line(1, name="X" * 200),))).pages[0]
    rows = [row for row in page.extract_text().splitlines() if "XX" in row]
    assert len(rows) > 1
    assert squeezed("".join(rows)).count("X") == 200


@pytest.mark.parametrize("description", ["a\n" * 99, "Long words everywhere. " * 60, "很长的说明。" * 200])
def test_nothing_runs_off_the_sheet_beside_a_long_unit_and_large_figures(description):
    wide = {"unit": "licence per user and month", "unit_price": Decimal("98765432.1234")}
    lines = (paper_line(1, description=description, **wide), paper_line(2, discount=Decimal("33.3333")))
    reader = read(quote(lines=lines))
    places = [place for page in reader.pages for place in places_on(page)]
    assert min(y for _, y in places) > FOOT
    assert all(SIDE <= x <= 595 - SIDE for x, _ in places)


@pytest.mark.parametrize(
    ("currency", "price", "net", "printed"),
    [("JPY", "1500", 1500, "¥1,785"), ("KWD", "1.5", 1500, "KWD1.785"), ("USD", "15", 1500, "$17.85")],
)
def test_amounts_have_the_decimals_of_their_currency(currency, price, net, printed):
    line = paper_line(1, quantity=Decimal(1), unit_price=Decimal(price), net=net)
    assert printed in text_of(quote(lines=(line,), currency=currency))


def test_unit_prices_and_quantities_keep_their_own_decimals():
    line = paper_line(1, quantity=Decimal("2.500"), unit="kg", unit_price=Decimal("0.0345"), net=9)
    assert "2.5kg0.03450.09" in text_of(quote(lines=(line,)))


def test_a_draft_says_so_on_every_page_and_bears_no_number():
    draft = read(quote(40, number=None))
    assert all("Draft" in page.extract_text() for page in draft.pages)
    assert draft.metadata.title == "Quote · Draft"
    assert "草稿" in text_of(quote(number=None, language="zh"))


def test_a_quote_has_a_place_to_sign_and_a_chinese_contract_one_for_each_side():
    said = {
        (kind, language): text_of(quote(2, kind=kind, language=language)).count(
            WORDS[language]["signature"].replace(" ", "")
        )
        for kind in ("quote", "order", "invoice")
        for language in ("en", "zh", "zh-en")
    }
    assert said == {
        ("quote", "en"): 1, ("quote", "zh"): 2, ("quote", "zh-en"): 2,
        ("order", "en"): 0, ("order", "zh"): 2, ("order", "zh-en"): 2,
        ("invoice", "en"): 0, ("invoice", "zh"): 0, ("invoice", "zh-en"): 0,
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["quote", "invoice", "credit_note"])
def test_a_bilingual_document_says_everything_in_both_languages(kind):
    text = text_of(quote(3, kind=kind, language="zh-en", currency="CNY"))
    for words in (
        HEADINGS["zh-en"][kind],
        BUYER_HEADINGS["zh-en"][kind],
        *(WORDS["zh-en"][key] for key in ("net", "total", "amount")),
    ):
        assert squeezed(words) in text
    assert "2026-11-21" in text
    assert "人民币" in text


def test_a_revision_is_named():
    assert "Revision2" in text_of(quote(revision=2))
    assert "Revision" not in text_of(quote())


def test_an_invoice_shows_discount_each_tax_rate_what_was_deducted_paid_and_is_still_due():
    lines = (paper_line(1, net=10000, discount=Decimal("12.5")), paper_line(2, net=20000, tax=Decimal(7)))
    invoice = priced(
        kind="invoice",
        number="INV-2026-00007",
        lines=lines,
        dates=(("issued", date(2026, 11, 21)), ("due", date(2026, 12, 21))),
        document_discount=3000,
        document_discount_percent=Decimal(10),
        net=27000,
        tax=2970,
        total=29970,
        taxes=(TaxShare(Decimal(19), 9000, 1710), TaxShare(Decimal(7), 18000, 1260)),
        deducted=(Deduction("Down payment INV-2026-00003", 5000),),
        paid=4000,
        open=20970,
        payment="Please pay by bank transfer.",
    )
    text = text_of(invoice)
    for words in (
        "12.5%",
        "Subtotal300.00",
        "Discount10%−30.00",
        "Net270.00",
        "Tax19%on90.00",
        "Tax7%on180.00",
    ):
        assert words in text
    for words in ("Total€299.70", "DownpaymentINV-2026-00003−50.00", "Payable€249.70", "Paid−40.00"):
        assert words in text
    for words in ("Amountdue€209.70", "by21Dec2026", "IBANDE02", "Pleasepaybybanktransfer."):
        assert words in text


def test_bank_details_stay_off_quotes():
    assert "IBAN" not in text_of(quote())
    assert "IBAN" in text_of(quote(kind="order"))


def test_a_paid_invoice_asks_for_nothing():
    paid = quote(kind="invoice", dates=(("due", date(2026, 12, 21)),), paid=154105, open=0)
    text = text_of(paid)
    assert "Amountdue€0.00" in text
    assert "by21Dec2026" not in text


@pytest.mark.parametrize(
    "wrong", [{"net": 1}, {"tax": 1}, {"total": 1}, {"document_discount": 1}, {"taxes": ()}]
)
def test_a_document_that_contradicts_itself_is_refused(wrong):
    with pytest.raises(DoesNotAddUp):
        quote(**wrong)


def test_an_accent_that_is_no_colour_is_refused():
    with pytest.raises(ValueError, match="not a colour"):
        render_pdf(quote(accent='red"); #panic('))


@pytest.mark.parametrize(("language", "named"), [("en", "en-GB"), ("zh", "zh-CN")])
def test_the_file_is_tagged_titled_archivable_and_tells_its_language(language, named):
    reader = read(quote(language=language))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == named
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == f"{HEADINGS[language]['quote']} Q-2026-00042"
    assert reader.metadata.author == "Northwind Instruments GmbH"
    assert reader.metadata.creation_date.date() == date(2026, 11, 21)
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


def test_every_font_is_embedded():
    descriptors = fonts_of(read(quote()))
    assert {descriptor["/FontName"].split("+")[1].split("-")[0] for descriptor in descriptors} == {
        "Inter",
        "NotoSansSC",
    }
    assert all("/FontFile2" in descriptor or "/FontFile3" in descriptor for descriptor in descriptors)


def test_twenty_bilingual_lines_are_a_light_file():
    assert len(render_pdf(quote(20))) <= 120_000
    assert len(render_pdf(quote(20, language="zh"))) <= 120_000


def test_the_same_document_gives_the_same_bytes_from_any_thread():
    papers = [quote(), quote(language="zh"), quote(12), quote(number=None, dates=())] * 3
    alone = [render_pdf(paper) for paper in papers]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(render_pdf, papers)) == alone
    assert len(set(alone)) == 4


def test_every_word_is_there_in_both_languages():
    for words in (HEADINGS, BUYER_HEADINGS, FACTS, WORDS):
        assert words["en"].keys() == words["zh"].keys() == words["zh-en"].keys()
    figures = re.compile(r"%(?:\(\w+\))?s|\{\w+\}")
    for key, both in WORDS["zh-en"].items():
        named, placed = set(figures.findall(WORDS["en"][key])), figures.findall(both)
        assert named == set(placed), key
        assert len(placed) == len(set(placed)), f"{key}: say it once for both languages"
