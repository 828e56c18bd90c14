"""Invoices that recur from the end of January 2027 on, and the worker that carries them out."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.outbox import carry_all
from salesapp.invoices.models import Invoice
from salesapp.invoices.recurring.actions import (
    Plan,
    repeat,
)
from salesapp.invoices.recurring.models import RecurringDate, RecurringInvoice
from salesapp.invoices.recurring.schedule import Covers, Unit
from salesapp.people.models import User
from salesapp.records.notices.queries import news_for
from tests.invoices.stage import anew, free_draft

FIRST = date(2027, 1, 31)
MONTHLY = Plan(1, Unit.MONTH, FIRST, covers=Covers.COMING)


def on(day: date, hour: int = 12) -> AbstractContextManager[Any]:
    """The middle of that day."""
    return clock.travel(to=datetime.combine(day, time(hour), UTC))


def template(house: Any, *lines: str, **values: Any) -> Invoice:
    """An issued invoice without an order."""
    draft = free_draft(house, *(lines or ("pump", "pipe")), **values)
    draft.issue(by=house.people["finn"])
    db.session.commit()
    return draft


def recurs(house: Any, plan: Plan = MONTHLY, invoice: Invoice | None = None) -> RecurringInvoice:
    found = repeat(invoice or template(house), plan, by=house.people["finn"])
    db.session.commit()
    return found


def worker() -> None:
    """Carries out what is due, whatever of it is posted on the way."""
    anew()
    carry_all()
    anew()


def made(recurring: RecurringInvoice) -> list[Invoice]:
    dates = select(RecurringDate.invoice_id).where(RecurringDate.recurring_id == recurring.id)
    query = select(Invoice).where(Invoice.id.in_(dates)).order_by(Invoice.id)
    return list(db.session.scalars(query))


def news(user: User) -> list[str]:
    return [
        each.notice.event.kind
        for each in news_for(user, 50)
        if each.notice.event.kind.startswith("recurring")
    ]


def why(user: User) -> str:
    return str(news_for(user, 1)[0].notice.event.particulars["why"])
