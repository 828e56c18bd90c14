"""The journal as rows of a file: one per line of an entry, with real dates and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from salesapp.accounting.chart.roles import Chart
from salesapp.accounting.journal.entries import Entry
from salesapp.core.i18n import _
from salesapp.core.money import from_minor


def headings(own: str) -> list[str]:
    """What the columns are called, in the reader's language."""
    return [
        *(_("Date"), _("Document"), _("Number"), _("Customer"), _("Account number"), _("Account name")),
        _("Debit (%(currency)s)", currency=own),
        _("Credit (%(currency)s)", currency=own),
        *(_("Currency"), _("Amount in that currency"), _("Tax rate in %"), _("Country")),
    ]


def rows(entries: Iterable[Entry], chart: Chart, own: str) -> Iterator[list[Any]]:
    """The lines of the entries, in their order."""
    for entry in entries:
        source = entry.source
        for line in entry.lines:
            account = chart.account(line.scope)
            debit, credit = max(line.amount, 0), max(-line.amount, 0)
            yield [
                source.on,
                str(source.kind.label),
                source.number,
                source.customer,
                account.number,
                str(account.title),
                from_minor(debit, own) if debit else None,
                from_minor(credit, own) if credit else None,
                source.currency,
                from_minor(line.foreign, source.currency),
                line.scope.percent,
                source.country or None,
            ]
