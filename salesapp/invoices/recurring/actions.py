"""Repeating an invoice: begun, changed, paused, resumed, one date skipped, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from salesapp.core.access import Permission, allows
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l, kept, sentences_noted
from salesapp.invoices.locking import lock
from salesapp.invoices.models import Invoice, InvoiceKind
from salesapp.invoices.recurring.models import RecurringDate, RecurringInvoice, State
from salesapp.invoices.recurring.schedule import Covers, Schedule, Unit
from salesapp.people.models import User

BEGUN = event_kind("recurring_begun", _l("%(by)s set up %(subject)s to recur from %(day)s"), icon="repeat")
REVISED = event_kind("recurring_changed", _l("%(by)s changed how %(subject)s recurs"), icon="repeat")
PAUSED = event_kind(
    "recurring_paused", _l("%(by)s paused the recurring invoice of %(subject)s"), icon="circle-pause"
)
RESUMED = event_kind(
    "recurring_resumed", _l("%(by)s resumed the recurring invoice of %(subject)s"), icon="circle-play"
)
SKIPPED = event_kind(
    "recurring_skipped", _l("%(by)s skipped the recurring invoice of %(day)s: %(subject)s"), icon="calendar-x"
)
UNSKIPPED = event_kind(
    "recurring_unskipped",
    _l("%(by)s brought back the skipped recurring invoice of %(day)s: %(subject)s"),
    icon="calendar-check",
)
ENDED = event_kind(
    "recurring_ended", _l("%(by)s ended the recurring invoice of %(subject)s"), icon="circle-x"
)
MOST_MISSED = 400
"""Due dates that are settled in one press: more than a year of days."""


@dataclass(frozen=True)
class Plan:
    """What is chosen of a recurring invoice. `until` is the last day of the series, `times` how many dates it has."""

    every: int
    unit: Unit
    first_on: date
    month_end: bool = False
    until: date | None = None
    times: int | None = None
    covers: Covers = Covers.COMING
    issues: bool = False

    @property
    def schedule(self) -> Schedule:
        return Schedule(self.every, self.unit, self.first_on, self.month_end)


def repeat(invoice: Invoice, plan: Plan, *, by: Any) -> RecurringInvoice:
    """The invoice is made again on each due date of the plan.

    RuleBroken for a down payment, an opening balance and an invoice that deducts down payments, where it recurs
    already, and for a plan that begins in the past or never.
    """
    lock(invoice)
    must_be_repeatable(invoice)
    made = RecurringInvoice(
        source=invoice, source_id=invoice.id, owner_id=by.id, state=State.ACTIVE, position=0
    )
    _take(made, plan)
    _begin(made, after=None)
    record(invoice, BEGUN, by=by, about=invoice.story, day=made.next_on)
    return made


def must_be_repeatable(invoice: Invoice) -> None:
    """RuleBroken for what stands for one sale only, and for what recurs already."""
    if invoice.kind is not InvoiceKind.INVOICE or invoice.deductions:
        raise RuleBroken(_("Down payments, invoices that deduct them and opening balances can’t recur."))
    if not invoice.lines:
        raise RuleBroken(_("An invoice needs at least one line."))
    live = select(RecurringInvoice.id).where(
        RecurringInvoice.source_id == invoice.id, RecurringInvoice.state != State.ENDED
    )
    if db.session.scalar(live.limit(1)) is not None:
        raise RuleBroken(_("This invoice recurs already."))


def change(recurring: RecurringInvoice, plan: Plan, *, by: Any, source: Invoice | None = None) -> None:
    """Goes on by another plan, and where a `source` is given with its lines and prices.

    Dates are counted anew only where the rhythm or the next date is another. RuleBroken once it has ended.
    """
    _must_go_on(recurring)
    counted_as_now = plan.schedule == Schedule(
        recurring.every, recurring.unit, recurring.next_on or recurring.starts_on, recurring.month_end
    )
    if source is not None and source.id != recurring.source_id:
        lock(source)
        must_be_repeatable(source)
        recurring.source, recurring.source_id = source, source.id
    if counted_as_now:
        _take(recurring, plan, starts_on=recurring.starts_on, before=recurring.position)
        if recurring.day_at(recurring.position) is None:
            raise RuleBroken(_("The last date is before the next one. End the recurring invoice instead."))
        recurring.wait()
    else:
        with sentences_noted():
            for day in missed(recurring):
                _settle(recurring, day, _("Skipped as the dates changed"), by)
        last = select(func.max(RecurringDate.due_on)).where(RecurringDate.recurring_id == recurring.id)
        _take(recurring, plan)
        recurring.position = 0
        _begin(recurring, after=db.session.scalar(last))
    _take_over(recurring, by)
    record(recurring.source, REVISED, by=by, about=recurring.source.story)


def pause(recurring: RecurringInvoice, *, by: Any) -> None:
    """Nothing is made until it is resumed. RuleBroken where it is not active."""
    if recurring.state is not State.ACTIVE:
        raise RuleBroken(_("This recurring invoice isn’t active."))
    recurring.state = State.PAUSED
    record(recurring.source, PAUSED, by=by, about=recurring.source.story)


def resume(recurring: RecurringInvoice, *, by: Any, makes_up: bool) -> None:
    """It goes on; `makes_up` makes the invoices of the dates that have passed, else these are skipped.

    RuleBroken where it is not paused.
    """
    if recurring.state is not State.PAUSED:
        raise RuleBroken(_("This recurring invoice isn’t paused."))
    recurring.state, recurring.problem = State.ACTIVE, None
    _take_over(recurring, by)
    if not makes_up:
        for day in missed(recurring):
            with sentences_noted():
                _settle(recurring, day, _("Paused"), by)
    recurring.wait()
    record(recurring.source, RESUMED, by=by, about=recurring.source.story)


def skip_next(recurring: RecurringInvoice, seen: date | None, *, by: Any, ends: bool = False) -> None:
    """No invoice is made of the next date; skipping the last one `ends` the series, which is to be said.

    RuleBroken where another one than the date that was `seen` is the next, or where it is the last unasked.
    """
    _must_go_on(recurring)
    if seen is None or recurring.next_on != seen:
        raise RuleBroken(_("The next date is another one by now. Look at it again."))
    if is_at_last(recurring) and not ends:
        raise RuleBroken(
            _("This is the last date. Skipping it ends the recurring invoice. Look at it again.")
        )
    with sentences_noted():
        _settle(recurring, seen, _("Skipped by %(name)s", name=by.name), by)
    recurring.wait()
    record(recurring.source, SKIPPED, by=by, about=recurring.source.story, day=seen)
    if recurring.state is State.ENDED:
        record(recurring.source, ENDED, by=by, about=recurring.source.story)


def bring_back(recurring: RecurringInvoice, seen: date | None, *, by: Any) -> None:
    """The date that was skipped last is the next one again, also where skipping it ended the series.

    RuleBroken where another one than the date that was `seen` is the last skipped, or where the plan changed since.
    """
    skipped = skipped_last(recurring)
    if seen is None or skipped is None or skipped.due_on != seen:
        raise RuleBroken(_("This date can’t be brought back any more."))
    if recurring.state is State.ENDED:
        lock(recurring.source)
        must_be_repeatable(recurring.source)
        recurring.state = State.ACTIVE
    db.session.delete(skipped)
    recurring.position -= 1
    _take_over(recurring, by)
    recurring.wait()
    record(recurring.source, UNSKIPPED, by=by, about=recurring.source.story, day=seen)


def is_at_last(recurring: RecurringInvoice) -> bool:
    """Whether there is no date behind the next one."""
    return recurring.day_at(recurring.position + 1) is None


def skipped_last(recurring: RecurringInvoice) -> RecurringDate | None:
    """The last date that is settled, where it was skipped and the plan still has it; None where somebody ended it."""
    if recurring.state is State.ENDED and recurring.day_at(recurring.position) is not None:
        return None
    query = select(RecurringDate).where(RecurringDate.recurring_id == recurring.id)
    last = db.session.scalar(query.order_by(RecurringDate.due_on.desc()).limit(1))
    if last is None or last.invoice_id is not None or not recurring.position:
        return None
    return last if recurring.day_at(recurring.position - 1) == last.due_on else None


def end(recurring: RecurringInvoice, *, by: Any) -> None:
    """It is over; what was made of it stays. RuleBroken where it has ended."""
    _must_go_on(recurring)
    recurring.state = State.ENDED
    recurring.wait()
    record(recurring.source, ENDED, by=by, about=recurring.source.story)


def missed(recurring: RecurringInvoice) -> list[date]:
    """The due dates that passed while it was paused."""
    today = today_for()
    return [day for day in recurring.coming(MOST_MISSED) if day < today]


def may_issue(user: User) -> bool:
    """Whether somebody still works here who may issue invoices."""
    return user.is_active and allows(user, Permission.INVOICE_ISSUE)


def _settle(recurring: RecurringInvoice, day: date, note: str, by: Any) -> None:
    db.session.add(RecurringDate(recurring_id=recurring.id, due_on=day, note=kept(note), by_id=by.id))
    recurring.position += 1


def _take(recurring: RecurringInvoice, plan: Plan, *, starts_on: date | None = None, before: int = 0) -> None:
    """Keeps what was chosen; `times` counts from the next date on, `before` are those that are settled already."""
    recurring.every, recurring.unit, recurring.month_end = plan.every, plan.unit, plan.month_end
    recurring.until = plan.until
    recurring.times = None if plan.times is None else plan.times + before
    recurring.covers, recurring.issues = plan.covers, plan.issues
    recurring.starts_on = starts_on or plan.first_on


def _begin(recurring: RecurringInvoice, *, after: date | None) -> None:
    """Waits for the first date of the plan, which is behind all that are settled."""
    first = recurring.day_at(0)
    if first is None:
        raise RuleBroken(_("The last date is before the first one."), field="until")
    if first < today_for():
        raise RuleBroken(_("Choose today or a later day."), field="first_on")
    if after is not None and first <= after:
        raise RuleBroken(_("Choose a day after the last date that is settled."), field="first_on")
    recurring.wait()


def _take_over(recurring: RecurringInvoice, by: Any) -> None:
    """Whoever sets it going again answers for it where its owner no longer can."""
    if not may_issue(recurring.owner):
        recurring.owner_id = by.id


def _must_go_on(recurring: RecurringInvoice) -> None:
    if recurring.state is State.ENDED:
        raise RuleBroken(_("This recurring invoice has ended."))
