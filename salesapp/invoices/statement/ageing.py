"""Receivables by customer: what each owes in the company's money, and how old it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.money import convert
from salesapp.core.relations.merged import MergedRecord
from salesapp.customers.models import Account, Contact
from salesapp.invoices.models import Invoice
from salesapp.invoices.models.due_days.queries import due_day, due_open, with_dues
from salesapp.invoices.queries import BUCKETS

SHOWN = 200


@dataclass
class Receivable:
    """One customer; `ages` are minor units of the company's currency: not yet due, then by bucket."""

    kind: str
    id: int
    name: str = "–"
    ages: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))

    @property
    def open(self) -> int:
        return sum(self.ages)


def receivables(today: date, limit: int = SHOWN) -> tuple[Sequence[Receivable], int]:
    """The customers that owe something, the most first, and how many they are. Each invoice at the rate of its day."""
    own, merged = company().currency, _merged()
    query = with_dues(
        select(Invoice.account_id, Invoice.contact_id, due_day, due_open(), Invoice.currency, Invoice.rate)
    )
    found: dict[tuple[str, int], Receivable] = {}
    for account_id, contact_id, due_on, amount, currency, rate in db.session.execute(query):
        kind, key = ("contact", contact_id or 0) if account_id is None else ("account", account_id)
        key = merged.get((kind, key), key)
        row = found.setdefault((kind, key), Receivable(kind, key))
        row.ages[_age(due_on, today)] += convert(amount, currency, own, rate)
    rows = sorted(found.values(), key=lambda each: (-each.open, each.id))
    shown = rows[:limit]
    _name(shown)
    return shown, len(rows)


def _age(due_on: date | None, today: date) -> int:
    """The place of the age among `ages`."""
    days = 0 if due_on is None else (today - due_on).days
    return next(
        (place for place, each in enumerate(BUCKETS, 1) if each.least <= days <= (each.most or days)), 0
    )


def _merged() -> dict[tuple[str, int], int]:
    query = select(MergedRecord.record_type, MergedRecord.record_id, MergedRecord.into_id)
    rows = db.session.execute(query.where(MergedRecord.record_type.in_(("account", "contact"))))
    return {(kind, key): into for kind, key, into in rows}


def _name(rows: Sequence[Receivable]) -> None:
    for kind, model in (("account", Account), ("contact", Contact)):
        keys = [each.id for each in rows if each.kind == kind]
        names = {each.id: each.title for each in db.session.scalars(select(model).where(model.id.in_(keys)))}
        for row in rows:
            if row.kind == kind:
                row.name = names.get(row.id, "–")
