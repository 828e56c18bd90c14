"""Invoicing an order: one tap for everything, or a sheet that asks what of it; and its invoices on its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user

from salesapp.core.access import Permission, allows
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import who_did
from salesapp.core.i18n import _, _l
from salesapp.invoices.actions import (
    ask_down_payment,
    cancel_rest,
    close_order,
    invoice_fulfilled,
    invoice_order,
    invoice_quote,
)
from salesapp.invoices.actions.closing import undelivered
from salesapp.invoices.actions.invoicing import DRAFTED
from salesapp.invoices.forms import CancelRestForm, CloseForm, OrderInvoiceForm, order_invoice_form
from salesapp.invoices.joint.candidates import drafts_for
from salesapp.invoices.locking import lock
from salesapp.invoices.models import Invoice
from salesapp.invoices.models.billing import Parts, billing_of, draft_of, still_free
from salesapp.invoices.models.issuable import BILLABLE
from salesapp.invoices.queries import of_order
from salesapp.invoices.views.invoices import address, invoices
from salesapp.orders.models import Order
from salesapp.quotes.issued.unprintable import unprintable
from salesapp.quotes.models import Quote
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.markup import linked
from salesapp.web.render import committed, redirect_to, render
from salesapp.web.returning import back_or


@requires(Permission.INVOICE_EDIT)
def ask_order(key: int) -> Response:
    """Served at `/orders/7/invoice`: what of the order is invoiced, all of the rest being proposed."""
    order = visible_or_404(Order, key)
    billing = billing_of(order)
    return _sheet(order, billing, _form(order, billing)(formdata=None))


@requires(Permission.INVOICE_EDIT)
def make_of_order(key: int) -> Response:
    """A draft of the chosen part, or of all that is left where nothing is chosen; `then=issue` issues it at once."""
    order = visible_or_404(Order, key)
    lock(order)  # before its lines are read: they would be read again under the lock
    billing = billing_of(order)
    form = _form(order, billing)()
    if form.validate_on_submit():
        try:
            invoice = _made(order, billing, form)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            return committed(redirect_to(back_or(address(invoice)), toast=_said(invoice)))
    order = visible_or_404(Order, key)
    return _sheet(order, billing_of(order), form, 422)


@requires(Permission.INVOICE_EDIT)
def make_of_quote(key: int) -> Response:
    """Served at `/quotes/7/invoice`: the order of an accepted quote and a draft of all of it, in one press."""
    quote = visible_or_404(Quote, key, to_change=True)
    invoice = invoice_quote(quote, by=current_user)
    return committed(redirect_to(back_or(address(invoice)), toast=_said(invoice)))


@requires(Permission.INVOICE_EDIT)
def ask_close(key: int) -> Response:
    """Served at `/orders/7/close`: what is left of the order, and why it ends."""
    return _closing(visible_or_404(Order, key), CloseForm(formdata=None))


@requires(Permission.INVOICE_EDIT)
def close(key: int) -> Response:
    """The order ends for good; the sheet again, with what is wrong, where it cannot."""
    return _ended(key, CloseForm(), close_order, _l("%(number)s is closed."), _closing)


@requires(Permission.INVOICE_EDIT)
def ask_rest(key: int) -> Response:
    """Served at `/orders/7/rest`: what is not delivered, and why it never will be."""
    return _rest(visible_or_404(Order, key), CancelRestForm(formdata=None))


@requires(Permission.INVOICE_EDIT)
def drop_rest(key: int) -> Response:
    """The rest is cancelled; what was delivered is still to be invoiced."""
    return _ended(key, CancelRestForm(), cancel_rest, _l("The rest of %(number)s is cancelled."), _rest)


def _ended(
    key: int, form: Any, end: Callable[..., None], said: Any, sheet: Callable[..., Response]
) -> Response:
    """What of the order `end` ends, with the reason of the form; its sheet again where it cannot."""
    order = visible_or_404(Order, key, to_change=True)
    if form.validate_on_submit():
        try:
            end(order, form.reason.data or "", by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            toast = str(said) % {"number": order.title}
            return committed(redirect_to(back_or(url_for("orders.show", key=key)), toast=toast))
    return sheet(visible_or_404(Order, key), form, 422)


def _closing(order: Order, form: CloseForm, status: int = 200) -> Response:
    rest, title = billing_of(order).rest(), _("Close the order")
    return render("orders/_close.html", order=order, rest=rest, form=form, title=title, status=status)


def _rest(order: Order, form: CancelRestForm, status: int = 200) -> Response:
    dropped, title = undelivered(order), _("Cancel the rest")
    return render("orders/_rest.html", order=order, dropped=dropped, form=form, title=title, status=status)


@invoices.get("/for/order/<int:key>")
@requires(Permission.INVOICE_VIEW)
def for_order(key: int) -> Response:
    """The invoices of an order, for the order's page."""
    order = visible_or_404(Order, key)
    found, notes = of_order(order)
    context: dict[str, Any] = {"order": order, "invoices": found, "notes": notes}
    return render("invoices/orders/_of_order.html", title=_("Invoices"), **context)


def _made(order: Order, billing: Parts, form: Any) -> Invoice:
    issue = request.form.get("then") == "issue"
    if issue and not allows(current_user, Permission.INVOICE_ISSUE):
        abort(403)
    invoice = _drafted(order, billing, form)
    if issue and not form.anyway.data and (missing := unprintable(invoice)):
        raise RuleBroken(_("%(missing)s Or select “Issue anyway”.", missing=missing), field="anyway")
    if issue:
        invoice.issue(by=current_user)
    return invoice


def _drafted(order: Order, billing: Parts, form: Any) -> Invoice:
    match form.what.data:
        case "fulfilled":
            return invoice_fulfilled(order, by=current_user, billing=billing)
        case "chosen":
            return invoice_order(order, quantities=form.quantities, by=current_user, billing=billing)
        case "down_payment":
            return ask_down_payment(order, form.asked, by=current_user)
        case _:
            return invoice_order(order, by=current_user, billing=billing)


def _said(invoice: Invoice) -> str:
    if invoice.is_issued:
        return linked(address(invoice), _("%(number)s is issued.", number=invoice.title))
    return _("The draft is ready. Check it, then issue it.")


def _form(order: Order, billing: Parts) -> type[OrderInvoiceForm]:
    left = {line.id: quantity for line, quantity in zip(order.lines, billing.quantities_left(), strict=True)}
    return order_invoice_form(order, left, lambda: who_did(DRAFTED, order))


def _sheet(order: Order, billing: Parts, form: Any, status: int = 200) -> Response:
    rest = billing.rest()
    context: dict[str, Any] = {
        "rest": rest,
        "free": still_free(billing),
        "draft": draft_of(order),
        "drafts": drafts_for(order),
        "billable": order.status in BILLABLE,
        "due_on": order.plan.last_day(today_for()),
        "today": today_for(),
    }
    return render(
        "invoices/orders/_order.html",
        order=order,
        form=form,
        title=_("Invoice the order"),
        status=status,
        **context,
    )
