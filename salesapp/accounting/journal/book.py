"""The journal of some days, in order, and what it comes to on each account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from salesapp.accounting.chart.roles import Account, Chart
from salesapp.accounting.journal.documents import of_documents
from salesapp.accounting.journal.entries import Entry
from salesapp.accounting.journal.settlements import of_settlements


@dataclass
class Balance:
    """What the days brought to one account, in minor units of the company's currency."""

    account: Account
    debits: int = 0
    credits: int = 0

    @property
    def net(self) -> int:
        return self.debits - self.credits


def entries(session: Session, first: date, last: date, own: str) -> list[Entry]:
    """Every entry of these days, both included, oldest first."""
    found = [*of_documents(session, first, last, own), *of_settlements(session, first, last, own)]
    return sorted((each for each in found if each.lines), key=lambda each: each.source.place)


def balances(found: Iterable[Entry], chart: Chart) -> list[Balance]:
    """The accounts that were moved, by number; a debit is what a line says, not what is left of several."""
    sums: dict[str, Balance] = {}
    for entry in found:
        for line in entry.lines:
            account = chart.account(line.scope)
            row = sums.setdefault(account.number, Balance(account))
            row.debits += max(line.amount, 0)
            row.credits += max(-line.amount, 0)
    return sorted(sums.values(), key=lambda each: each.account.number)


def on_account(found: Iterable[Entry], chart: Chart, number: str) -> Iterator[Entry]:
    """The entries that moved the account."""
    for entry in found:
        if any(chart.account(each.scope).number == number for each in entry.lines):
            yield entry
