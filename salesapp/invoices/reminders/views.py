"""The sheet of a reminder, disputes, and the levels in set-up."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from salesapp.core import mail
from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.invoices.models import Invoice
from salesapp.invoices.reminders.actions import dispute, end_dispute, remind, reminder_letter
from salesapp.invoices.reminders.batch import REMIND
from salesapp.invoices.reminders.due import due_level
from salesapp.invoices.reminders.forms import DisputeForm, levels_form
from salesapp.invoices.reminders.levels import LANGUAGES, MOST, levels, set_levels
from salesapp.quotes.forms import LetterForm
from salesapp.quotes.mailing import Letter
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render
from salesapp.web.returning import back_or

reminders = Blueprint("reminders", __name__, url_prefix="/reminders")


@reminders.get("")
@requires(Permission.INVOICE_ISSUE)
def index() -> Response:
    """Whom to remind today stands on the page that reminds them."""
    return redirect_to(url_for("batches.new", act=REMIND.key))


@reminders.get("/<int:key>")
@requires(Permission.INVOICE_ISSUE)
def ask(key: int) -> Response:
    """The e-mail as it will go, to be looked at and changed."""
    invoice = visible_or_404(Invoice, key)
    level = due_level(invoice)
    letter = None if level is None else reminder_letter(invoice, level, by=current_user)
    return _letter(invoice, LetterForm(formdata=None, obj=letter))


@reminders.post("/<int:key>")
@requires(Permission.INVOICE_ISSUE)
def send(key: int) -> Response:
    """Just the level that was shown."""
    invoice, form = visible_or_404(Invoice, key, to_change=True), LetterForm()
    if form.validate_on_submit():
        letter = Letter((form.to.data or "").strip(), (form.subject.data or "").strip(), form.text.data or "")
        try:
            made = remind(
                invoice, by=current_user, letter=letter, level=key_in(request.form.get("level")) or 0
            )
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            said = _(
                "Reminder %(level)s of %(number)s is being sent.", level=made.level, number=invoice.title
            )
            return committed(redirect_to(back_or(_address(key)), toast=said))
    return _letter(visible_or_404(Invoice, key), form, 422)


@reminders.get("/<int:key>/dispute")
@requires(Permission.INVOICE_ISSUE)
def ask_dispute(key: int) -> Response:
    return _dispute(visible_or_404(Invoice, key), DisputeForm(formdata=None))


@reminders.post("/<int:key>/dispute")
@requires(Permission.INVOICE_ISSUE)
def begin_dispute(key: int) -> Response:
    invoice, form = visible_or_404(Invoice, key, to_change=True), DisputeForm()
    if not form.validate_on_submit():
        return _dispute(invoice, form, 422)
    dispute(invoice, form.reason.data or "", by=current_user)
    return committed(redirect_to(back_or(_address(key)), toast=_("No reminders until the dispute ends.")))


@reminders.post("/<int:key>/dispute/end")
@requires(Permission.INVOICE_ISSUE)
def stop_dispute(key: int) -> Response:
    end_dispute(visible_or_404(Invoice, key, to_change=True), by=current_user)
    return committed(redirect_to(back_or(_address(key)), toast=_("The dispute is ended.")))


@reminders.get("/levels")
@requires(Permission.SETUP)
def edit_levels() -> Response:
    return _levels(levels_form(levels()))


@reminders.post("/levels")
@requires(Permission.SETUP)
def save_levels() -> Response:
    form = levels_form(levels())
    if form.validate_on_submit():
        try:
            set_levels(form.levels())
            return committed(redirect_to(url_for("reminders.edit_levels"), toast=_("Saved.")))
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
    return _levels(form, form.http_status)


def _address(key: int) -> str:
    return url_for("invoices.show", key=key)


def _letter(invoice: Invoice, form: LetterForm, status: int = 200) -> Response:
    context: dict[str, Any] = {"level": due_level(invoice), "mail_waits": not mail.is_configured()}
    title = _("Payment reminder")
    return render("reminders/_letter.html", invoice=invoice, form=form, title=title, status=status, **context)


def _dispute(invoice: Invoice, form: DisputeForm, status: int = 200) -> Response:
    title = _("Mark as disputed")
    return render("reminders/_dispute.html", invoice=invoice, form=form, title=title, status=status)


def _levels(form: Any, status: int = 200) -> Response:
    return render("reminders/levels.html", form=form, most=MOST, languages=LANGUAGES, status=status)
