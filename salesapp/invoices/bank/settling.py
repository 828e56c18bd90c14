"""What becomes of a booking: confirmed as a payment, matched with one that was there, dismissed, or open again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.invoices.actions import Part, record_payment, reverse_payment
from salesapp.invoices.bank.models import BankBooking, BookingState
from salesapp.invoices.bank.proposals import received_of, recorded_before
from salesapp.invoices.locking import lock
from salesapp.invoices.models import Invoice, Payment

BOOKED = event_kind(
    "bank_booking_matched",
    _l("%(by)s matched %(subject)s with the bank statement of %(account)s"),
    icon="hand-coins",
)
UNBOOKED = event_kind(
    "bank_booking_reopened",
    _l("%(by)s detached %(subject)s from the bank statement of %(account)s"),
    icon="undo-2",
)


class SettledAlready(RuleBroken):
    """A colleague was faster: the booking is no longer open."""


def confirm(
    booking: BankBooking,
    parts: Sequence[tuple[Invoice, int]],
    *,
    by: Any,
    account: Any = None,
    contact: Any = None,
    paid_on: date | None = None,
    anyway: bool = False,
    give_up: str = "",
    discount: bool = False,
) -> Payment:
    """Records the booking as a payment that settles so much of each invoice; the rest is the payer's credit.

    `give_up` is why what stays open of these invoices is written off: charges of a bank on the way. With `discount` it
    is what the customer may deduct for paying early.

    The payment is of the booking's day, or of `paid_on`. SettledAlready where it is not open; RuleBroken as of any
    payment (more than is open, a closed day, another customer), and unless `anyway` where somebody has recorded it by
    hand or another file may have brought it.
    """
    _begin(booking)
    if booking.amount <= 0:
        raise RuleBroken(_("Only money that came in can be recorded as a payment."))
    payer = parts[0][0] if parts else None
    account, contact = account or (payer and payer.account), contact or (payer and payer.contact)
    if not anyway and booking.like_id is not None:
        raise RuleBroken(_("This booking may already have been imported with another file."), field="anyway")
    if not anyway and recorded_before(booking, account, contact):
        raise RuleBroken(_("This payment may already be recorded."), field="anyway")
    wanted = [Part(invoice, amount, give_up=give_up, discount=discount) for invoice, amount in parts]
    payment = record_payment(
        received_of(booking, paid_on), parts=wanted, account=account, contact=contact, by=by
    )
    _settle(booking, BookingState.MATCHED, by)
    booking.payment_id, booking.recorded = payment.id, True
    db.session.flush()
    record(payment, BOOKED, by=by, account=booking.statement.account)
    return payment


def match(booking: BankBooking, payment: Payment, *, by: Any) -> None:
    """The booking is a payment that somebody has recorded. RuleBroken for another amount, and for one taken already."""
    _begin(booking)
    lock(payment)
    if payment.is_reversed or (payment.amount, payment.currency) != (booking.amount, booking.currency):
        raise RuleBroken(_("This payment isn’t over the same amount."))
    if db.session.scalar(select(BankBooking.id).where(BankBooking.payment_id == payment.id)) is not None:
        raise RuleBroken(_("This payment is matched with another booking."))
    _settle(booking, BookingState.MATCHED, by)
    booking.payment_id, booking.recorded = payment.id, False
    db.session.flush()
    record(payment, BOOKED, by=by, account=booking.statement.account)


def dismiss(booking: BankBooking, note: str, *, by: Any) -> None:
    """It is no customer's payment. RuleBroken without a note."""
    _begin(booking)
    if not note.strip():
        raise RuleBroken(_("Enter a note."), field="note")
    _settle(booking, BookingState.DISMISSED, by)
    booking.note = note.strip()
    db.session.flush()


def reopen(booking: BankBooking, *, by: Any) -> None:
    """As if nobody had dealt with it: a payment that confirming it recorded is reversed. RuleBroken for an open one."""
    _lock(booking)
    if booking.is_open:
        raise RuleBroken(_("This booking is open."))
    payment = booking.payment
    if payment is not None:
        if booking.recorded and not payment.is_reversed:
            reverse_payment(payment, _("The bank booking was confirmed by mistake."), by=by)
        record(payment, UNBOOKED, by=by, account=booking.statement.account)
    booking.state, booking.payment_id, booking.recorded = BookingState.OPEN, None, False
    booking.note, booking.settled_at, booking.by_id = None, None, None
    db.session.flush()


def must_wait(booking: BankBooking) -> None:
    """SettledAlready where somebody has dealt with it."""
    if not booking.is_open:
        raise SettledAlready(_("A colleague has already dealt with this booking."))


def _begin(booking: BankBooking) -> None:
    _lock(booking)
    must_wait(booking)


def _lock(booking: BankBooking) -> None:
    """Nobody else settles it until this transaction ends; before any invoice, so that nobody waits in a circle."""
    db.session.flush()
    query = select(BankBooking).where(BankBooking.id == booking.id).with_for_update()
    db.session.scalars(query.execution_options(populate_existing=True)).one()


def _settle(booking: BankBooking, state: BookingState, by: Any) -> None:
    booking.state, booking.settled_at, booking.by_id = state, clock.now(), by.id
