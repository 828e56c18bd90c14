"""Sets a document on A4 as a tagged, archivable PDF (PDF/A-3a and PDF/UA-1): same document, same bytes."""

from __future__ import annotations

import json
from base64 import b64decode
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from salesapp.core.files import storage
from salesapp.core.paper.document import Paper
from salesapp.core.paper.factur_x import describe
from salesapp.core.paper.glyphs import all_fonts, shipped_fonts, stand_ins
from salesapp.core.paper.sheet import sheet
from salesapp.core.paper.text import GETA, Tree, characters, clean, each_text

PICTURE_PPI = 192
TEMPLATES = Path(__file__).parents[3] / "templates" / "paper"


def missing_glyphs(paper: Paper) -> dict[str, str]:
    """Characters the shipped fonts lack → the machine's font that stands in, or "" where 〓 is printed."""
    return stand_ins(characters(sheet(paper)))


def unprintable_in(text: str) -> set[str]:
    """Characters of what somebody typed for which 〓 is printed."""
    return {character for character, family in stand_ins(characters(clean(text))).items() if not family}


def render_pdf(paper: Paper) -> bytes:
    """The finished PDF. Safe to call from several threads: each call has its own compiler."""
    return print_sheet(sheet(paper))


def print_sheet(content: dict[str, Any], template: str = "paper.typ") -> bytes:
    """The PDF of words that `sheet` finished, now or long ago; a statement has a template of its own."""
    attached = content.get("attached")
    content = {key: value for key, value in content.items() if key != "attached"}
    borrowed = stand_ins(characters(content))
    families: list[Tree] = [*sorted({family for family in borrowed.values() if family})]
    marked = {key: each_text(value, lambda text: mark(text, borrowed)) for key, value in content.items()}
    marked |= {
        "logo": pixels(content.get("logo")),
        "code": squares(content.get("code")),
        "signed": [*b64decode(content.get("signed") or "")] or None,
        "attached": attached,
    }
    if part := content.get("payment_part"):
        marked["payment_part"] = {**part, "drawn": squares(part["payload"])}
    year, month, day = content["day"]
    pdf = compile_pdf(marked, families, datetime(year, month, day, tzinfo=UTC), template)
    return describe(pdf) if attached else pdf


def picture(content: dict[str, Any], template: str) -> bytes:
    """What a template draws on one page as a PNG, fine enough for a screen of double density."""
    borrowed = stand_ins(characters(content))
    families: list[Tree] = [*sorted({family for family in borrowed.values() if family})]
    marked = {key: each_text(value, lambda text: mark(text, borrowed)) for key, value in content.items()}
    return cast(bytes, _compiler(marked, families, template).compile(format="png", ppi=PICTURE_PPI))


def pixels(logo: str | None) -> Tree:
    """The bytes of the stored picture as numbers, which is how they travel as data; None where there is none."""
    content = storage.read(logo) if logo else None
    return None if content is None else [*content]


def squares(code: str | None) -> Tree:
    """The code as a drawing, in bytes as a picture travels; None where there is none."""
    if not code:
        return None
    import segno  # late: few documents carry a code

    drawn = BytesIO()
    segno.make_qr(code, error="m", boost_error=False, encoding="utf-8").save(
        drawn, kind="svg", border=0, xmldecl=False
    )
    return [*drawn.getvalue()]


def mark(text: str, borrowed: dict[str, str]) -> str:
    """The text with a visible sign for each character that no font here can draw."""
    return "".join(GETA if borrowed.get(character) == "" else character for character in text)


def compile_pdf(sheet: Tree, families: list[Tree], at: datetime, template: str) -> bytes:
    """The PDF of the finished words."""
    compiler = _compiler(sheet, families, template)
    pdf = compiler.compile(format="pdf", pdf_standards=["a-3a", "ua-1"], timestamp=at)
    return cast(bytes, pdf)  # a list of pages comes only with picture formats


def _compiler(sheet: Tree, families: list[Tree], template: str) -> Any:
    """Sets the template; the words travel as data beside it, never inside it."""
    import typst

    return typst.Compiler(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=all_fonts() if families else shipped_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(sheet), "families": json.dumps(families)},
    )
