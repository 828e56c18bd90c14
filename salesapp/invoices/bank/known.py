"""Which bookings of a file came in before, with another file perhaps: the same money in other words comes in once.

Banks say less in a table than in camt.053: no reference, no value date, other spaces and case. What tells two bookings
apart is therefore only what both files say. Each booking that is there stands for one of the file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.money.decimals import DECIMALS
from salesapp.invoices.bank.models import BankBooking, BankStatement
from salesapp.invoices.bank.reading.entries import Entry, ReadStatement, packed

GERMAN_ACCOUNT = re.compile(r"(\d{8})/(\d{1,10})")
"""Bank code and account number, as MT940 names a German account."""


@dataclass(frozen=True)
class Sifted:
    """What of a statement is new, by its identity, and which earlier booking a new one may be."""

    fresh: dict[str, Entry]
    alike: dict[str, BankBooking] = field(default_factory=dict)


def sift(read: ReadStatement, identified: dict[str, Entry], *, besides: Sequence[BankStatement]) -> Sifted:
    """Leaves out what an earlier file has brought; `besides` are the statements of the same file."""
    there = _Earlier.of(read, {each.id for each in besides})
    left = {key: entry for key, entry in identified.items() if not there.take_key(key)}
    fresh = {key: entry for key, entry in left.items() if not there.take(entry, says_the_same)}
    alike = {key: found for key, entry in fresh.items() if (found := there.first(entry, may_be))}
    return Sifted(fresh, alike)


@dataclass
class _Earlier:
    """The bookings that earlier files brought of the account in these days, as long as none of this file is they."""

    bookings: list[BankBooking]

    @classmethod
    def of(cls, read: ReadStatement, besides: set[int]) -> _Earlier:
        days = [each.booked_on for each in read.entries]
        if not days:
            return cls([])
        query = (
            select(BankBooking, BankStatement)
            .join(BankStatement, BankStatement.id == BankBooking.statement_id)
            .where(BankBooking.booked_on.between(min(days), max(days)), BankBooking.currency == read.currency)
            .order_by(BankBooking.id)
        )
        rows = db.session.execute(query).all()
        return cls(
            [
                booking
                for booking, its in rows
                if its.id not in besides and same_account(its.account, read.account)
            ]
        )

    def take_key(self, key: str) -> bool:
        """Whether just this is there."""
        return self._taken(next((each for each in self.bookings if each.key == key), None))

    def take(self, entry: Entry, alike: Callable[[BankBooking, Entry], bool]) -> bool:
        return self._taken(self.first(entry, alike))

    def first(self, entry: Entry, alike: Callable[[BankBooking, Entry], bool]) -> BankBooking | None:
        """The first over the same money on the same day that is `alike`."""
        return next(
            (each for each in self.bookings if _money(each) == _money(entry) and alike(each, entry)), None
        )

    def _taken(self, found: BankBooking | None) -> bool:
        if found is not None:
            self.bookings.remove(found)
        return found is not None


def says_the_same(booking: BankBooking, entry: Entry) -> bool:
    """Whether two files tell of one booking: the same text, or the same payer without one, and nothing against it."""
    texts, names = (
        [_plain(booking.text), _plain(entry.text[:2000])],
        [_plain(booking.name), _plain(entry.name[:200])],
    )
    if texts[0] != texts[1] or not _agree(names) or not may_be(booking, entry):
        return False
    if not _agree([booking.valued_on, entry.valued_on]):
        return False
    references = [set(each.upper().split()) for each in (booking.reference, entry.reference[:200])]
    if all(references) and not references[0] & references[1]:
        return False
    return bool(texts[0] or (names[0] and names[1]))


def may_be(booking: BankBooking, entry: Entry) -> bool:
    """Whether it cannot be told that it is other money: only another payer's bank account tells."""
    payer = packed(entry.account)[:60]
    return not booking.payer_account or not payer or same_account(booking.payer_account, payer)


def same_account(one: str, other: str) -> bool:
    """Whether two ways to write a bank account mean one: an IBAN ends with the number that it is made of.

    MT940 of some banks has the currency behind it.
    """
    short, long = sorted((_bare(one), _bare(other)), key=len)
    return short == long or (len(short) >= 6 and long.endswith(short))


def _bare(account: str) -> str:
    found = GERMAN_ACCOUNT.fullmatch(packed(account))
    text = found[1] + found[2].zfill(10) if found else account
    plain = "".join(each for each in text.upper() if each.isalnum())
    return plain[:-3] if plain[-3:] in DECIMALS and plain[-4:-3].isdigit() else plain


def _money(each: BankBooking | Entry) -> tuple[date, int, str]:
    return each.booked_on, each.amount, each.currency


def _agree(said: Iterable[object]) -> bool:
    """Whether those who say something say the same."""
    return len({each for each in said if each}) < 2


def _plain(text: str) -> str:
    """Letters and digits without case and accents."""
    return "".join(each for each in unicodedata.normalize("NFKD", text).casefold() if each.isalnum())
