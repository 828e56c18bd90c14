"""What every bank's file is turned into, and the identity by which a booking is known again in another file."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from salesapp.core.i18n import _
from salesapp.core.money.decimals import DECIMALS
from salesapp.records.tables.table import Unreadable

AMOUNT = re.compile(r"\d{1,13}([.,]\d{0,5})?")


@dataclass(frozen=True)
class Entry:
    """One booking. `amount` is in minor units, negative where money went out; what a bank leaves out is empty."""

    booked_on: date
    amount: int
    currency: str
    valued_on: date | None = None
    name: str = ""
    account: str = ""
    text: str = ""
    reference: str = ""

    @property
    def content(self) -> str:
        """What tells it from another booking of the same account."""
        valued = self.valued_on.isoformat() if self.valued_on else ""
        parts = (self.booked_on.isoformat(), valued, str(self.amount), self.currency)
        return "\n".join((*parts, *map(packed, (self.name, self.account, self.text, self.reference))))


@dataclass(frozen=True)
class ReadStatement:
    """One statement of one account. Balances are in minor units; None where the file has none."""

    account: str
    currency: str
    entries: tuple[Entry, ...]
    number: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    opening: int | None = None
    closing: int | None = None

    @property
    def difference(self) -> int | None:
        """What is missing between opening balance, bookings and closing balance: 0 where they agree."""
        if self.opening is None or self.closing is None:
            return None
        return self.opening + sum(each.amount for each in self.entries) - self.closing


def identified(statements: Iterable[ReadStatement]) -> Iterator[tuple[ReadStatement, dict[str, Entry]]]:
    """The statements of a file, each booking with its identity.

    The second of two that are wholly alike is another booking, on the next page of a statement too; a statement that
    stands in the file twice is read once.
    """
    seen: Counter[str] = Counter()
    for statement in dict.fromkeys(statements):
        entries = {}
        for entry in statement.entries:
            content = f"{packed(statement.account)}\n{entry.content}"
            entries[hashlib.sha256(f"{content}\n{seen[content]}".encode()).hexdigest()] = entry
            seen[content] += 1
        yield statement, entries


def packed(text: str) -> str:
    """A text without what banks write differently from file to file: spaces and case."""
    return "".join(text.split()).upper()


def spaced(parts: Iterable[str | None]) -> str:
    """The parts that say something, in one line."""
    return " ".join(" ".join((each or "").split()) for each in parts if each and each.strip())


def minor(text: str, currency: str) -> int:
    """An unsigned amount as banks write it. Unreadable for none, and for more decimals than the currency has."""
    places = DECIMALS.get(currency)
    if places is None or not AMOUNT.fullmatch(text.strip()):
        raise Unreadable(_("“%(text)s” isn’t an amount of money.", text=f"{text} {currency}".strip()[:60]))
    units = Decimal(text.strip().replace(",", ".").rstrip(".")).scaleb(places)
    if units != units.to_integral_value():
        raise Unreadable(
            _("%(amount)s has too many decimal places for %(currency)s.", amount=text, currency=currency)
        )
    return int(units)
