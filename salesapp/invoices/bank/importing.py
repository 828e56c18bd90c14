"""A statement comes in: bookings that an earlier file had brought are left out, however often a file is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import db
from salesapp.invoices.bank.models import BankBooking, BankStatement
from salesapp.invoices.bank.reading.entries import Entry, ReadStatement, packed

AT_ONCE = 500


@dataclass(frozen=True)
class Imported:
    """What a file brought: the statements with something new, and how many bookings were new and known."""

    statements: Sequence[BankStatement]
    new: int
    known: int


def import_statements(found: Sequence[ReadStatement], file_name: str, *, by: Any) -> Imported:
    """Writes down what is new of the statements. One file at a time: the same given twice at once counts once."""
    one_at_a_time("bank statements")
    made, new, known = [], 0, 0
    for read in found:
        identified = dict(read.identified())
        old = _known(list(identified))
        fresh = {key: entry for key, entry in identified.items() if key not in old}
        new, known = new + len(fresh), known + len(old)
        if fresh:
            made.append(_written(read, fresh, file_name, by))
            db.session.flush()
    return Imported(made, new, known)


def _known(keys: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(keys), AT_ONCE):
        query = select(BankBooking.key).where(BankBooking.key.in_(keys[start : start + AT_ONCE]))
        found |= set(db.session.scalars(query))
    return found


def _written(read: ReadStatement, fresh: dict[str, Entry], file_name: str, by: Any) -> BankStatement:
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
        known=len(read.entries) - len(fresh),
        by_id=by.id,
    )
    statement.bookings = [_booking(key, entry) for key, entry in fresh.items()]
    db.session.add(statement)
    return statement


def _booking(key: str, entry: Entry) -> BankBooking:
    return BankBooking(
        key=key,
        booked_on=entry.booked_on,
        valued_on=entry.valued_on,
        amount=entry.amount,
        currency=entry.currency,
        name=entry.name[:200],
        payer_account=packed(entry.account)[:60],
        text=entry.text[:2000],
        reference=entry.reference[:200],
    )
