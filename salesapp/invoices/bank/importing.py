"""A statement comes in: bookings that an earlier file had brought are left out, however often a file is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import db
from salesapp.invoices.bank.known import Sifted, sift
from salesapp.invoices.bank.models import BankBooking, BankStatement
from salesapp.invoices.bank.reading.entries import Entry, ReadStatement, identified, packed


@dataclass(frozen=True)
class Imported:
    """What a file brought: the statements with something new, and how many bookings were new and known."""

    statements: Sequence[BankStatement]
    new: int
    known: int
    doubtful: int = 0
    """How many of the new ones may be there already, told by another file in other words."""


def import_statements(found: Sequence[ReadStatement], file_name: str, *, by: Any) -> Imported:
    """Writes down what is new of the statements. One file at a time: the same given twice at once counts once."""
    one_at_a_time("bank statements")
    made: list[BankStatement] = []
    new, known, doubtful = 0, 0, 0
    for read, entries in identified(found):
        sifted = sift(read, entries, besides=made)
        new, known = new + len(sifted.fresh), known + len(entries) - len(sifted.fresh)
        doubtful += len(sifted.alike)
        if sifted.fresh:
            made.append(_written(read, sifted, file_name, by))
            db.session.flush()
    return Imported(made, new, known, doubtful)


def _written(read: ReadStatement, sifted: Sifted, file_name: str, by: Any) -> BankStatement:
    days = [each.booked_on for each in read.entries]
    statement = BankStatement(
        account=packed(read.account)[:60],
        currency=read.currency,
        number=read.number[:60],
        opened_on=read.opened_on or min(days),
        closed_on=read.closed_on or max(days),
        opening=read.opening,
        closing=read.closing,
        difference=read.difference,
        file_name=file_name[:255],
        known=len(read.entries) - len(sifted.fresh),
        by_id=by.id,
    )
    statement.bookings = [_booking(key, entry, sifted.alike.get(key)) for key, entry in sifted.fresh.items()]
    db.session.add(statement)
    return statement


def _booking(key: str, entry: Entry, like: BankBooking | None) -> BankBooking:
    return BankBooking(
        key=key,
        like=like,
        booked_on=entry.booked_on,
        valued_on=entry.valued_on,
        amount=entry.amount,
        currency=entry.currency,
        name=entry.name[:200],
        payer_account=packed(entry.account)[:60],
        text=entry.text[:2000],
        reference=entry.reference[:200],
    )
