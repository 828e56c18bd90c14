"""No character vanishes: it is drawn, borrowed from the machine, or visibly marked and reported."""

from __future__ import annotations

import io

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from salesapp.core.paper import missing_glyphs, render_pdf
from salesapp.core.paper.charmap import charmap
from salesapp.core.paper.glyphs import FONTS, installed_stand_ins, shipped_characters, shipped_fonts
from salesapp.core.paper.text import GETA, ZERO_WIDTH_SPACE, clean
from salesapp.core.paper.words import FACTS, HEADINGS, PAYMENT_PART, WORDS
from tests.core.paper_samples import quote

NOWHERE = "\U0010fffd"
FILES = sorted(FONTS.glob("*.ttf"))


def first_page(**fields):
    return PdfReader(io.BytesIO(render_pdf(quote(**fields)))).pages[0].extract_text()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_character_map_is_read_as_the_font_library_reads_it(path):
    with TTFont(path) as font:
        assert charmap(path) == set(map(chr, font.getBestCmap()))


def test_both_weights_cover_the_same_characters():
    for family in ("Inter", "NotoSansSC"):
        assert charmap(FONTS / f"{family}-Regular.ttf") == charmap(FONTS / f"{family}-SemiBold.ttf")


def test_the_shipped_fonts_stay_small_and_carry_their_licence():
    assert len(FILES) == 4
    assert all(path.stat().st_size < 2_500_000 for path in FILES)
    for licence in ("Inter-OFL.txt", "NotoSansSC-OFL.txt"):
        assert "SIL OPEN FONT LICENSE" in (FONTS / licence).read_text()
    assert set(shipped_fonts().families()) == {"Inter", "Noto Sans SC"}


def test_the_shipped_fonts_draw_chinese_and_every_european_name():
    gb2312 = {
        bytes([lead, trail]).decode("gb2312", errors="ignore")
        for lead in range(0xA1, 0xF8)
        for trail in range(0xA1, 0xFF)
    }
    european = set("ÀßæçđęğıłńőřşťůžŽȘțΑωЖяЇЂẞ") | set("€£¥₹₺₽₴₫₪$¢")
    rare_in_names = set("喆堃玥珺昇祎镕赟翀龑㛃")
    assert (gb2312 - {""}) | european | rare_in_names <= shipped_characters()


def test_the_words_of_every_document_need_no_other_font():
    fixed = [
        word
        for words in (*WORDS.values(), *FACTS.values(), *HEADINGS.values(), PAYMENT_PART)
        for word in words.values()
    ]
    assert set("".join(fixed)) <= shipped_characters() | {"\n"}


def test_a_document_the_shipped_fonts_can_draw_reports_nothing():
    assert missing_glyphs(quote()) == {}


def test_a_character_no_font_has_is_marked_and_reported():
    assert missing_glyphs(quote(title=f"A{NOWHERE}B")) == {NOWHERE: ""}
    assert f"A{GETA}B" in first_page(title=f"A{NOWHERE}B")


def test_a_rare_hanzi_is_borrowed_from_the_machine_or_marked():
    (reported,) = missing_glyphs(quote(title="𠮷野家")).items()
    assert reported[0] == "𠮷"
    assert reported[1] in {"", *installed_stand_ins()}
    assert ("𠮷野家" if reported[1] else f"{GETA}野家") in first_page(title="𠮷野家")


def test_controls_joiners_and_variation_selectors_are_not_missing_but_dropped():
    assert clean("a\x00b\u200d\ufe0fc\tde\u0301\r\nf\u2028g") == "abc d\u00e9\nf\ng"
    assert missing_glyphs(quote(notes="葛\U000e0100\x07")) == {}


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing_more(text):
    once = clean(text).replace(ZERO_WIDTH_SPACE, "")
    assert clean(once).replace(ZERO_WIDTH_SPACE, "") == once


@pytest.mark.parametrize("odd", ["\ud800", "\u202e反", "ﬀ", "ก", "שלום", "🙏🏽", "\ufffe", "a\u0308\u0323"])
def test_odd_text_still_prints(odd):
    assert first_page(title=odd, notes=odd)
