"""The bank: a file comes in, and each of its bookings is confirmed, matched by hand or dismissed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, ngettext
from salesapp.core.parsing.texts import keys_in
from salesapp.invoices.bank.forms import DismissForm
from salesapp.invoices.bank.matching import Certainty
from salesapp.invoices.bank.models import BankBooking, BankStatement
from salesapp.invoices.bank.proposals import Proposed, proposed_for
from salesapp.invoices.bank.queries import SHOWN, statements, waiting
from salesapp.invoices.bank.settling import confirm, dismiss, match, must_wait, reopen
from salesapp.invoices.bank.sheet import MatchSheet
from salesapp.invoices.models import Payment
from salesapp.web.forms import Form
from salesapp.web.guards import can, requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render
from salesapp.web.returning import back_or

bank = Blueprint("bank", __name__, url_prefix="/bank-statements")


@bank.get("")
@requires(Permission.PAYMENT_EDIT)
def index() -> Response:
    """What waits, with proposals, and the statements that came in."""
    return render("bank/index.html", waiting=waiting(), statements=statements(), form=Form())


@bank.get("/<int:key>")
@requires(Permission.PAYMENT_EDIT)
def statement(key: int) -> Response:
    """One statement with all its bookings and what became of them."""
    query = select(BankStatement).where(BankStatement.id == key)
    bookings = selectinload(BankStatement.bookings).selectinload(BankBooking.payment)
    found = db.session.scalar(query.options(bookings)) or abort(404)
    proposals = proposed_for([each for each in found.bookings if each.is_open and each.amount > 0])
    by_id = {each.booking.id: each for each in proposals}
    return render("bank/statement.html", statement=found, proposals=by_id)


@bank.post("/bookings/<int:key>/confirm")
@requires(Permission.PAYMENT_EDIT)
def confirm_one(key: int) -> Response:
    """Just what was proposed; the list again where something else is proposed now."""
    (proposed,) = proposed_for([_booking(key)])
    must_wait(proposed.booking)
    if not proposed.parts or request.form.get("seen") != proposed.seen:
        raise RuleBroken(_("The proposal has changed. Look at it again."))
    payment = _record(proposed)
    return _done(key, _("%(payment)s is recorded.", payment=payment.title))


@bank.post("/confirm")
@requires(Permission.PAYMENT_EDIT)
def confirm_sure() -> Response:
    """All that are sure and are proposed as they were shown; the others stay."""
    keys = keys_in(request.form.getlist("id"))[:SHOWN]
    query = (
        select(BankBooking).where(BankBooking.id.in_(keys)).order_by(BankBooking.booked_on, BankBooking.id)
    )
    bookings = db.session.scalars(query).all()
    sure = (
        each
        for each in proposed_for([each for each in bookings if each.is_open])
        if each.certainty is Certainty.SURE and request.form.get(f"seen_{each.booking.id}") == each.seen
    )
    refusals = [_refusal(each) for each in sure]
    done, reasons = refusals.count(""), list(dict.fromkeys(filter(None, refusals)))
    recorded = ngettext("%(num)s payment is recorded.", "%(num)s payments are recorded.", done)
    said = " ".join([_what_became(recorded, done, bookings), *reasons])
    return committed(redirect_to(url_for("bank.index"), toast=said))


def _what_became(sentence: str, done: int, bookings: Sequence[BankBooking]) -> str:
    """What a press on many did, then which of them colleagues had dealt with, and which stay open."""
    left = sum(each.is_open for each in bookings)
    before = len(bookings) - left - done
    others = [
        ngettext("%(num)s was already dealt with.", "%(num)s were already dealt with.", before)
        if before
        else "",
        ngettext("%(num)s booking stays open.", "%(num)s bookings stay open.", left) if left else "",
    ]
    return " ".join(filter(None, [sentence if done or not any(others) else "", *others]))


def _record(proposed: Proposed) -> Payment:
    """Confirms it just as it is proposed."""
    discount = proposed.proposal.discount
    return confirm(
        proposed.booking, proposed.parts, by=current_user, paid_on=proposed.moved_to, discount=discount
    )


def _refusal(proposed: Proposed) -> str:
    """Why it cannot be confirmed, and nothing of it stays; empty where it is."""
    try:
        with db.session.begin_nested():
            _record(proposed)
    except RuleBroken as broken:
        return broken.sentence
    return ""


@bank.get("/bookings/<int:key>/match")
@requires(Permission.PAYMENT_EDIT)
def ask_match(key: int) -> Response:
    """Whose money it is and what it settles, chosen by hand."""
    return MatchSheet.opened(_booking(key)).shown()


@bank.post("/bookings/<int:key>/match")
@requires(Permission.PAYMENT_EDIT)
def make_match(key: int) -> Response:
    sheet = MatchSheet.sent(_booking(key))
    if sheet.form.validate_on_submit():
        if sheet.form.give_up.data and not can(Permission.INVOICE_ISSUE):
            abort(403)
        try:
            payment = sheet.confirm(by=current_user)
            return _done(key, _("%(payment)s is recorded.", payment=payment.title))
        except RuleBroken as broken:
            db.session.rollback()
            sheet.form.refuse(broken)
    return sheet.shown(422)


@bank.post("/bookings/<int:key>/payments/<int:payment_id>")
@requires(Permission.PAYMENT_EDIT)
def use_payment(key: int, payment_id: int) -> Response:
    """Somebody has recorded it already."""
    payment = visible_or_404(Payment, payment_id)
    match(_booking(key), payment, by=current_user)
    return _done(key, _("The booking is matched."))


@bank.post("/bookings/<int:key>/dismiss")
@requires(Permission.PAYMENT_EDIT)
def dismiss_one(key: int) -> Response:
    booking, form = _booking(key), DismissForm()
    return _acted(key, form, lambda: dismiss(booking, form.note.data or "", by=current_user))


@bank.post("/dismiss")
@requires(Permission.PAYMENT_EDIT)
def dismiss_out() -> Response:
    """All that went out and was shown: no customer's payment."""
    keys = keys_in(request.form.getlist("id"))[:SHOWN]
    query = select(BankBooking).where(BankBooking.id.in_(keys), BankBooking.amount <= 0)
    bookings = db.session.scalars(query.order_by(BankBooking.id)).all()
    rows = [each for each in bookings if each.is_open]
    for each in rows:
        dismiss(each, _("Money out"), by=current_user)
    dismissed = ngettext("%(num)s booking is dismissed.", "%(num)s bookings are dismissed.", len(rows))
    said = _what_became(dismissed, len(rows), bookings)
    return committed(redirect_to(url_for("bank.index"), toast=said))


@bank.post("/bookings/<int:key>/reopen")
@requires(Permission.PAYMENT_EDIT)
def undo(key: int) -> Response:
    """Open again; a payment that confirming it recorded is reversed."""
    booking = _booking(key)
    reopen(booking, by=current_user)
    there = url_for("bank.index", _anchor=f"booking-{key}")
    return committed(redirect_to(back_or(there), toast=_("The booking is open again.")))


def _acted(key: int, form: Any, act: Callable[[], None]) -> Response:
    if form.validate_on_submit():
        act()
        return _done(key, _("The booking is dismissed."))
    return MatchSheet.opened(_booking(key), dismissal=form).shown(422)


def _done(key: int, said: str) -> Response:
    """Back at the next booking."""
    undo_url = url_for("bank.undo", key=key)
    return committed(redirect_to(back_or(url_for("bank.index")), toast=said, undo=undo_url))


def _booking(key: int) -> BankBooking:
    return db.session.get(BankBooking, key) or abort(404)
