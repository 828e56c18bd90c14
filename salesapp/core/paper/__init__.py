"""Documents on paper: `render_pdf(Paper(…))` gives the PDF of a quote, order, delivery note, invoice or credit note."""

from salesapp.core.paper.document import (
    Account,
    Deduction,
    DoesNotAddUp,
    Paper,
    PaperLine,
    Party,
    Place,
    TaxShare,
)
from salesapp.core.paper.render import missing_glyphs, print_sheet, render_pdf, unprintable_in
from salesapp.core.paper.sheet import sheet

__all__ = [
    "Account",
    "Deduction",
    "DoesNotAddUp",
    "Paper",
    "PaperLine",
    "Party",
    "Place",
    "TaxShare",
    "missing_glyphs",
    "print_sheet",
    "render_pdf",
    "sheet",
    "unprintable_in",
]
