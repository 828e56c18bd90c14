"""What the worker does on a due date: one transaction makes the draft, settles the date and waits for the next.

Issuing and sending is a job of its own, so that a draft which must not go out stays one; whoever answers for the
recurring invoice is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from flask_babel import force_locale
from sqlalchemy import select

from salesapp.core.access import SYSTEM, Role, acting_as
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l, kept, sentences_noted
from salesapp.core.outbox import Outbox, carrier, given_up, post
from salesapp.invoices.batches.acts import without_address
from salesapp.invoices.mailing import proposed_letter, send_invoice
from salesapp.invoices.models import Invoice
from salesapp.invoices.recurring.actions import may_issue
from salesapp.invoices.recurring.making import next_draft, remarks
from salesapp.invoices.recurring.models import DUE, RecurringDate, RecurringInvoice, State
from salesapp.people.models import User

ISSUE = "recurring_issue"
"""The kind of the worker's job that issues and sends what was made."""
MADE = event_kind(
    "recurring_made", _l("The recurring invoice of %(day)s was created"), icon="repeat", touch=False
)
FINISHED = event_kind(
    "recurring_finished", _l("The last recurring invoice was created"), icon="repeat", touch=False
)
STOPPED = event_kind(
    "recurring_stopped", _l("The recurring invoice is paused: %(why)s"), icon="circle-alert", touch=False
)
STAYED = event_kind(
    "recurring_stayed_draft",
    _l("The recurring invoice stays a draft: %(why)s"),
    icon="circle-alert",
    touch=False,
)
UNSENT = event_kind(
    "recurring_unsent", _l("The recurring invoice was issued, not sent: %(why)s"), icon="mail-x", touch=False
)
ALL = {"unscoped": "the worker repeats invoices whoever sees them", "with_deleted": True}


@carrier(DUE)
def carry_due(payload: dict[str, Any]) -> None:
    """Makes the draft of one due date. What was changed, skipped or made meanwhile is left alone."""
    found = _awaited(payload)
    if found is not None and found.next_on is not None and found.next_on > today_for():
        found.wait()  # the company's clocks were set to another zone since
    elif found is not None:
        with _for(found):
            try:
                _make(found)
            except RuleBroken as broken:
                db.session.rollback()
                _stop(payload, broken.sentence)
    db.session.commit()


@carrier(ISSUE)
def carry_issue(payload: dict[str, Any]) -> None:
    """Issues and mails the draft, unless somebody did or threw it away."""
    draft = db.session.get(Invoice, payload["invoice"], execution_options=ALL)
    settled = db.session.scalar(_date_of(payload["invoice"]))
    if draft is None or settled is None or not draft.is_draft or draft.deleted_at is not None:
        return
    recurring = db.session.get_one(RecurringInvoice, settled.recurring_id, execution_options=ALL)
    with _for(recurring):
        try:
            _issue(draft, recurring)
        except RuleBroken as broken:
            db.session.rollback()
            _keep(payload["invoice"], broken.sentence)
    db.session.commit()


@given_up(DUE)
def stop(row: Outbox, _why: str) -> None:
    """It went wrong in a way that nobody foresaw: nothing is lost, somebody is told."""
    found = _awaited(row.payload)
    if found is not None:
        with _for(found):
            _stop(row.payload, _("The invoice wasn’t created."))


@given_up(ISSUE)
def keep(row: Outbox, _why: str) -> None:
    settled = db.session.scalar(_date_of(row.payload["invoice"]))
    if settled is not None:
        with _for(db.session.get_one(RecurringInvoice, settled.recurring_id, execution_options=ALL)):
            _keep(row.payload["invoice"], _("The invoice wasn’t issued."))


def _awaited(payload: dict[str, Any]) -> RecurringInvoice | None:
    """The recurring invoice that waits for that very date, locked; None where it was changed, paused or carried out."""
    query = select(RecurringInvoice).where(RecurringInvoice.id == payload["recurring"])
    query = query.with_for_update(of=RecurringInvoice).execution_options(populate_existing=True)
    found = db.session.scalar(query, execution_options=ALL)
    if found is None or found.state is not State.ACTIVE:
        return None
    return found if found.next_on == date.fromisoformat(payload["due"]) else None


def _make(recurring: RecurringInvoice) -> None:
    """The draft and its date in one; RuleBroken leaves neither."""
    source, day, by = recurring.source, recurring.next_on, _hand_of(recurring)
    draft = next_draft(recurring, by=by)
    said = remarks(draft, source)
    settled = RecurringDate(recurring_id=recurring.id, due_on=day, invoice_id=draft.id, by_id=by.id)
    db.session.add(settled)
    recurring.position += 1
    record(draft, MADE, by=SYSTEM, about=[source], day=day)
    if said:
        settled.note = kept(said[0])
        record(draft, STAYED, by=SYSTEM, tells=_told(recurring), why=" ".join(said))
    elif recurring.issues:
        post(ISSUE, {"invoice": draft.id})
    recurring.wait()
    if recurring.state is State.ENDED:
        record(source, FINISHED, by=SYSTEM, about=source.story, tells=_told(recurring))


def _issue(draft: Invoice, recurring: RecurringInvoice) -> None:
    by = recurring.owner
    if not may_issue(by):
        raise RuleBroken(_("%(name)s may no longer issue invoices.", name=by.name))
    draft.issue(by=by)
    obstacle = without_address(draft)
    if obstacle:
        record(draft, UNSENT, by=SYSTEM, tells=_told(recurring), why=obstacle)
    else:
        send_invoice(draft, proposed_letter(draft, by=by), by=by)


def _stop(payload: dict[str, Any], why: str) -> None:
    """It pauses before the date that could not be, which stays the next one."""
    found = _awaited(payload)
    if found is not None:
        found.state, found.problem = State.PAUSED, kept(why)
        record(found.source, STOPPED, by=SYSTEM, about=found.source.story, tells=_told(found), why=why)


def _keep(key: int, why: str) -> None:
    """The draft waits for somebody, who is told why."""
    settled = db.session.scalars(_date_of(key)).one()
    recurring = db.session.get_one(RecurringInvoice, settled.recurring_id, execution_options=ALL)
    settled.note = kept(why)
    draft = db.session.get_one(Invoice, key, execution_options=ALL)
    record(draft, STAYED, by=SYSTEM, tells=_told(recurring), why=why)


def _date_of(key: int) -> Any:
    """What was settled by that invoice, locked: two workers do not issue it at once."""
    query = select(RecurringDate).where(RecurringDate.invoice_id == key).with_for_update(of=RecurringDate)
    return query.execution_options(populate_existing=True)


@contextmanager
def _for(recurring: RecurringInvoice) -> Iterator[None]:
    """Everything is read whoever may see it, and said in the language of whoever answers for it."""
    with acting_as(SYSTEM), force_locale(str(recurring.owner.locale)), sentences_noted():
        yield


def _hand_of(recurring: RecurringInvoice) -> Any:
    """In whose name it is made: the owner's, or nobody's where they no longer work here."""
    return recurring.owner if recurring.owner.is_active else SYSTEM


def _told(recurring: RecurringInvoice) -> list[int]:
    """Whoever answers for it; where they cannot any more, each of those who can."""
    if may_issue(recurring.owner):
        return [recurring.owner_id]
    able = select(User).where(User.active, User.role.in_([Role.FINANCE, Role.ADMINISTRATOR]))
    return [each.id for each in db.session.scalars(able.order_by(User.id)) if may_issue(each)]
