"""Each due date of a recurring invoice has one invoice or a named reason, and one that goes on is waited for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesapp.core.outbox import Outbox
from salesapp.invoices.audits.rows import stream
from salesapp.invoices.recurring.models import DUE, RecurringDate, RecurringInvoice, State


def faults(session: Session) -> Generator[str]:
    """One sentence for each due date that was left out, and for each recurring invoice that nothing waits for."""
    settled: defaultdict[int, set[date]] = defaultdict(set)
    for key, day in stream(session, select(RecurringDate.recurring_id, RecurringDate.due_on)):
        settled[key].add(day)
    waiting = set(_awaited(session))
    query = select(RecurringInvoice).order_by(RecurringInvoice.id)
    for (each,) in stream(session, query):
        yield from _of_one(each, settled[each.id], waiting)


def _of_one(each: RecurringInvoice, settled: set[date], waiting: set[tuple[int, str]]) -> Generator[str]:
    for place in range(each.position):
        if (day := each.schedule.nth(place)) not in settled:
            yield f"The recurring invoice {each.id} has neither an invoice nor a reason for {day}."
    if each.state is State.ENDED:
        return
    if each.next_on is None or each.next_on != each.day_at(each.position) or each.next_on in settled:
        yield f"The recurring invoice {each.id} waits for {each.next_on}, which is not its next date."
    elif each.state is State.ACTIVE and (each.id, each.next_on.isoformat()) not in waiting:
        yield f"Nobody will create the recurring invoice {each.id} of {each.next_on}."


def _awaited(session: Session) -> Generator[tuple[int, str]]:
    """(recurring invoice, date) of what the worker still has to carry out."""
    open_ones = Outbox.done_at.is_(None), Outbox.failed_at.is_(None)
    for (payload,) in stream(session, select(Outbox.payload).where(Outbox.kind == DUE, *open_ones)):
        yield payload["recurring"], payload["due"]
