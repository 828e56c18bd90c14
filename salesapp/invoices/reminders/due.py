"""Who is due for which level: overdue so many days, not in dispute, and not reminded a moment ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from salesapp.core.company import today_for, zone_of
from salesapp.core.db import db
from salesapp.invoices.models import Invoice
from salesapp.invoices.models.due_days.queries import due_day, with_dues
from salesapp.invoices.reminders.levels import Level, levels
from salesapp.invoices.reminders.models import Dispute, Reminder


@dataclass(frozen=True)
class Reminded:
    """How far the reminders of what is due on a day have come: the last level, and when that was."""

    level: int = 0
    on: date | None = None


def next_level(due_on: date | None, reminded: Reminded, today: date, known: Sequence[Level]) -> Level | None:
    """The level that is due today; None where none is.

    Between two levels lie at least as many days as between their days overdue: whoever was never reminded begins with
    the first, however late it is.
    """
    following = next((each for each in known if each.level > reminded.level), None)
    if following is None or due_on is None or (today - due_on).days < following.days:
        return None
    if reminded.on is None:
        return following
    before = next((each.days for each in reversed(known) if each.level <= reminded.level), 0)
    return following if (today - reminded.on).days >= following.days - before else None


def reminded_of(keys: Sequence[int] | None = None) -> dict[tuple[int, date], Reminded]:
    """(invoice id, due day) → how far its reminders have come; of these invoices, or of all."""
    due = Reminder.invoice_id, Reminder.due_on
    query = select(*due, func.max(Reminder.level), func.max(Reminder.at))
    if keys is not None:
        query = query.where(Reminder.invoice_id.in_(keys))
    zone = ZoneInfo(zone_of())
    rows = db.session.execute(query.group_by(*due))
    return {(key, due_on): Reminded(level, at.astimezone(zone).date()) for key, due_on, level, at in rows}


def due_level(invoice: Invoice) -> Level | None:
    """The level at which this invoice is to be reminded today."""
    if not invoice.is_overdue or dispute_of(invoice) is not None:
        return None
    due_on = invoice.next_due or today_for()
    reminded = reminded_of([invoice.id]).get((invoice.id, due_on), Reminded())
    return next_level(due_on, reminded, today_for(), levels())


def due_for_reminder(limit: int | None = None) -> tuple[list[tuple[Invoice, Level]], int]:
    """The invoices to remind today with their level, longest overdue first, and how many there are."""
    known, today = levels(), today_for()
    disputed = exists().where(Dispute.invoice_id == Invoice.id, Dispute.ended_at.is_(None))
    since = func.min(due_day)
    late = with_dues(select(Invoice.id, since)).where(due_day < today, ~disputed).group_by(Invoice.id)
    late = late.having(since <= today - timedelta(days=known[0].days))
    rows = db.session.execute(late.order_by(since, Invoice.id)).all()
    reminded = reminded_of()
    found = {
        key: level
        for key, due_on in rows
        if (level := next_level(due_on, reminded.get((key, due_on), Reminded()), today, known)) is not None
    }
    shown = [*found][:limit]
    people = (joinedload(Invoice.account), joinedload(Invoice.contact))
    chosen = select(Invoice).where(Invoice.id.in_(shown)).options(*people)
    invoices = {each.id: each for each in db.session.scalars(chosen)}
    return [(invoices[key], found[key]) for key in shown], len(found)


def dispute_of(invoice: Invoice) -> Dispute | None:
    """The dispute that goes on about it."""
    query = select(Dispute).where(Dispute.invoice_id == invoice.id, Dispute.ended_at.is_(None))
    return db.session.scalar(query)


def reminders_of(invoice: Invoice) -> Sequence[Reminder]:
    """Its reminders, those of what was due first before the others, each first level first."""
    query = select(Reminder).where(Reminder.invoice_id == invoice.id)
    return db.session.scalars(query.order_by(Reminder.due_on, Reminder.level)).all()
