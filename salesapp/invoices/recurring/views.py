"""The pages of recurring invoices: which there are, one with its dates, and the sheets that set it up and change it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select

from salesapp.core import mail
from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.customers.models import Account
from salesapp.invoices.models import Invoice
from salesapp.invoices.recurring import actions
from salesapp.invoices.recurring.forms import ChangeForm, RepeatForm, ResumeForm, SkipForm, proposed
from salesapp.invoices.recurring.models import RecurringInvoice, State
from salesapp.invoices.recurring.queries import dates_of, due_ahead, recurring_invoices, recurring_of_account
from salesapp.web.forms import Form
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.inputs.starts import asked_start
from salesapp.web.render import committed, redirect_to, render

recurring = Blueprint("recurring", __name__, url_prefix="/recurring-invoices")
COMING = 3
"""As many of the next dates are shown."""


@recurring.get("")
@requires(Permission.INVOICE_VIEW)
def index() -> Response:
    """Those that go on; `?ended=1` those that have ended."""
    ended = bool(request.args.get("ended"))
    found = recurring_invoices(ended=ended, start=asked_start("start"))
    return render("recurring/index.html", found=found, ended=ended, ahead=due_ahead())


@recurring.get("/<int:key>")
@requires(Permission.INVOICE_VIEW)
def show(key: int) -> Response:
    found = _found(key)
    coming = [] if found.state is State.ENDED else found.coming(COMING)
    context: dict[str, Any] = {"coming": coming, "skipped": actions.skipped_last(found)}
    return render("recurring/show.html", recurring=found, dates=dates_of(found), **context)


@requires(Permission.INVOICE_VIEW)
def of_account(key: int) -> Response:
    """Served at `/accounts/7/recurring-invoices`: on the account's page."""
    account = visible_or_404(Account, key)
    rows = recurring_of_account(account)
    return render("recurring/_of_account.html", rows=rows, title=_("Recurring invoices"))


@recurring.get("/new/<int:invoice>")
@requires(Permission.INVOICE_ISSUE)
def ask_new(invoice: int) -> Response:
    """How the invoice is to be repeated."""
    found = visible_or_404(Invoice, invoice)
    return _repeat(found, RepeatForm(formdata=None, data=proposed(found)))


@recurring.post("/new/<int:invoice>")
@requires(Permission.INVOICE_ISSUE)
def create(invoice: int) -> Response:
    found, form = visible_or_404(Invoice, invoice, to_change=True), RepeatForm()

    def act() -> RecurringInvoice:
        return actions.repeat(found, form.plan, by=current_user)

    return _acted(form, act, _("The invoice recurs."), lambda: _repeat(found, form, 422))


@recurring.get("/<int:key>/change")
@requires(Permission.INVOICE_ISSUE)
def ask_change(key: int) -> Response:
    found = _found(key)
    return _change(found, ChangeForm(found, formdata=None))


@recurring.post("/<int:key>/change")
@requires(Permission.INVOICE_ISSUE)
def change(key: int) -> Response:
    found = _found(key, to_change=True)
    form = ChangeForm(found)

    def act() -> RecurringInvoice:
        source = visible_or_404(Invoice, form.source.data)
        actions.change(found, form.plan, source=source, by=current_user)
        return found

    return _acted(form, act, _("Saved."), lambda: _change(found, form, 422))


@recurring.post("/<int:key>/pause")
@requires(Permission.INVOICE_ISSUE)
def pause(key: int) -> Response:
    found = _found(key, to_change=True)
    actions.pause(found, by=current_user)
    return committed(redirect_to(_page(found), toast=_("Nothing is created until you resume it.")))


@recurring.get("/<int:key>/resume")
@requires(Permission.INVOICE_ISSUE)
def ask_resume(key: int) -> Response:
    found = _found(key)
    return _resume(found, ResumeForm(formdata=None, missed="make" if found.problem else "skip"))


@recurring.post("/<int:key>/resume")
@requires(Permission.INVOICE_ISSUE)
def resume(key: int) -> Response:
    found, form = _found(key, to_change=True), ResumeForm()

    def act() -> RecurringInvoice:
        actions.resume(found, makes_up=form.missed.data == "make", by=current_user)
        return found

    return _acted(form, act, _("The invoice recurs again."), lambda: _resume(found, form, 422))


@recurring.get("/<int:key>/skip")
@requires(Permission.INVOICE_ISSUE)
def ask_skip(key: int) -> Response:
    """Asked before the last date: without it there is none to come."""
    found = _found(key)
    form = SkipForm(formdata=None, seen=found.next_on, ends=True)
    return render("recurring/_skip.html", recurring=found, form=form, title=_("Skip the last date"))


@recurring.post("/<int:key>/skip")
@requires(Permission.INVOICE_ISSUE)
def skip(key: int) -> Response:
    """No invoice of the date that was seen as the next one."""
    found, form = _found(key, to_change=True), SkipForm()
    form.validate_on_submit()
    actions.skip_next(found, form.seen.data, ends=form.ends.data, by=current_user)
    said = _("The date is skipped.")
    if found.state is State.ENDED:
        said = _("The recurring invoice has ended.")
    return committed(redirect_to(_page(found), toast=said))


@recurring.post("/<int:key>/bring-back")
@requires(Permission.INVOICE_ISSUE)
def bring_back(key: int) -> Response:
    """The date that was seen as the last one skipped is the next one again."""
    found, form = _found(key, to_change=True), SkipForm()
    form.validate_on_submit()
    actions.bring_back(found, form.seen.data, by=current_user)
    return committed(redirect_to(_page(found), toast=_("The date is the next one again.")))


@recurring.get("/<int:key>/end")
@requires(Permission.INVOICE_ISSUE)
def ask_end(key: int) -> Response:
    found, title = _found(key), _("End the recurring invoice")
    return render("recurring/_end.html", recurring=found, form=Form(formdata=None), title=title)


@recurring.post("/<int:key>/end")
@requires(Permission.INVOICE_ISSUE)
def end(key: int) -> Response:
    found = _found(key, to_change=True)
    actions.end(found, by=current_user)
    return committed(redirect_to(_page(found), toast=_("The recurring invoice has ended.")))


def _found(key: int, *, to_change: bool = False) -> RecurringInvoice:
    """The one with that id, locked where it is to be changed; 404 where the reader sees none."""
    query = select(RecurringInvoice).where(RecurringInvoice.id == key)
    if to_change:
        query = query.with_for_update(of=RecurringInvoice).execution_options(populate_existing=True)
    found = db.session.scalar(query)
    if found is None:
        abort(404)
    return found


def _page(found: RecurringInvoice) -> str:
    return url_for("recurring.show", key=found.id)


def _acted(
    form: Form, act: Callable[[], RecurringInvoice], said: str, again: Callable[[], Response]
) -> Response:
    """Carries it out and leads to its page; the sheet again, with what is wrong, where it cannot be."""
    if form.validate_on_submit():
        try:
            answer = redirect_to(_page(act()), toast=said)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            return committed(answer)
    return again()


def _repeat(invoice: Invoice, form: RepeatForm, status: int = 200) -> Response:
    where: dict[str, Any] = {
        "action": url_for("recurring.create", invoice=invoice.id),
        "page": url_for("invoices.show", key=invoice.id),
    }
    return _sheet(form, _("Repeat the invoice"), status, **where)


def _change(found: RecurringInvoice, form: ChangeForm, status: int = 200) -> Response:
    where = {"action": url_for("recurring.change", key=found.id), "page": _page(found)}
    return _sheet(form, _("Change the recurring invoice"), status, **where)


def _sheet(form: RepeatForm, title: str, status: int, **where: str) -> Response:
    waits = not mail.is_configured()
    return render("recurring/_plan.html", form=form, title=title, status=status, mail_waits=waits, **where)


def _resume(found: RecurringInvoice, form: ResumeForm, status: int = 200) -> Response:
    passed = actions.missed(found)
    return render(
        "recurring/_resume.html",
        recurring=found,
        form=form,
        missed=passed,
        title=_("Resume the recurring invoice"),
        status=status,
    )
