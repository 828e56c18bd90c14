"""The filter of the list of invoices for what was never sent."""

from __future__ import annotations

from sqlalchemy import ColumnElement, not_

from salesapp.core.i18n import _
from salesapp.invoices.models import INVOICE
from salesapp.invoices.sending.models import never_sent


def register() -> None:
    """Makes it known to lists, with the words of its chip."""
    INVOICE.criteria.update(sent=_sent)
    INVOICE.criteria_words.update(sent=_words)


def _sent(asked: str) -> ColumnElement[bool]:
    """`sent=no`: what asks for money and was never sent; else all others."""
    return never_sent() if asked == "no" else not_(never_sent())


def _words(asked: str) -> str:
    return _("Issued but not sent") if asked == "no" else _("Sent")
