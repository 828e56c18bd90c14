"""Dates that can be: the official sheets let a term of payment end before the invoice begins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from salesapp.core.i18n import _
from salesapp.invoices.e_invoices.check.breach import Breach
from salesapp.invoices.e_invoices.model import EInvoice, Period

CENTURY = (date(1990, 1, 1), date(2099, 12, 31))
"""What lies outside is a slip of the pen."""


def check(invoice: EInvoice) -> Iterator[Breach]:
    if invoice.due_on is not None and invoice.due_on < invoice.issued_on:
        yield Breach("OWN-DUE", "due_on", _("The due date is before the date of the invoice."))
    for each in invoice.preceding:
        if each.on is not None and each.on > invoice.issued_on:
            sentence = _("The earlier invoice %(number)s is dated after this one.", number=each.number)
            yield Breach("OWN-PRECEDING", "preceding", sentence)
    yield from _check_period("delivery", invoice.delivery.period, "BR-29")
    for line in invoice.lines:
        yield from _check_period(f"lines.{line.number}.period", line.period, "BR-30")
    days = (invoice.issued_on, invoice.due_on, invoice.delivery.on)
    for day in days:
        if day is not None and not CENTURY[0] <= day <= CENTURY[1]:
            yield Breach("OWN-DATE", "delivery", _("The year %(year)s can’t be right.", year=day.year))


def _check_period(place: str, period: Period | None, rule: str) -> Iterator[Breach]:
    if period is None:
        return
    if period.start is None and period.end is None:
        yield Breach("BR-CO-19", place, _("A period needs its first or its last day."))
    elif period.start is not None and period.end is not None and period.end < period.start:
        yield Breach(rule, place, _("The period of supply ends before it begins."))
