"""Invoicing several orders together, adding an order to a draft and taking one out again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, ngettext
from salesapp.core.parsing.texts import keys_in
from salesapp.invoices.actions.joining import add_order, invoice_together, remove_order
from salesapp.invoices.joint.candidates import customers, sets
from salesapp.invoices.models import Invoice
from salesapp.invoices.queries import orders_to_invoice
from salesapp.orders.models import Order
from salesapp.web.forms import Form
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render

together = Blueprint("together", __name__, url_prefix="/finance/together")

MOST = 200
"""How many orders at once, the oldest: as many as somebody looks through."""


@together.get("")
@requires(Permission.INVOICE_EDIT)
def new() -> Response:
    """The orders that go together, ticked; `?what=delivered` counts only what was delivered."""
    return _page(Form(formdata=None))


@together.post("")
@requires(Permission.INVOICE_EDIT)
def create() -> Response:
    """One draft for each customer, and for each set of their orders that goes together."""
    form = Form()
    orders = [visible_or_404(Order, key) for key in keys_in(request.form.getlist("id"))[:MOST]]
    if form.validate_on_submit():
        try:
            drafts = _drafted(orders)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            return _made(drafts)
    return _page(form, 422)


@requires(Permission.INVOICE_EDIT)
def join_draft(key: int, invoice_key: int) -> Response:
    """Served at `/orders/7/invoice/9`: the order is added to that draft."""
    invoice = visible_or_404(Invoice, invoice_key, to_change=True)
    order = visible_or_404(Order, key)
    add_order(invoice, order, by=current_user)
    said = _("%(order)s is on the draft.", order=order.title)
    return committed(redirect_to(_address(invoice), toast=said))


@requires(Permission.INVOICE_EDIT)
def leave_draft(key: int, order_key: int) -> Response:
    """Served at `/invoices/9/orders/7/remove`: the order waits to be invoiced again."""
    invoice = visible_or_404(Invoice, key, to_change=True)
    order = visible_or_404(Order, order_key)
    remove_order(invoice, order, by=current_user)
    said = _("%(order)s waits to be invoiced again.", order=order.title)
    return committed(redirect_to(_address(invoice), toast=said))


def _address(invoice: Invoice) -> str:
    return url_for("invoices.show", key=invoice.id)


def _delivered() -> bool:
    return request.args.get("what") == "delivered"


def _drafted(orders: list[Order]) -> list[Invoice]:
    """RuleBroken for nothing, and for an order without another that it goes with."""
    found = sets(orders)
    if not found:
        raise RuleBroken(_("Select a record first."))
    for each in found:
        if len(each) < 2:
            customer = each[0].customer_name
            raise RuleBroken(_("Select at least two orders of %(customer)s.", customer=customer))
    return [invoice_together(each, delivered=_delivered(), by=current_user) for each in found]


def _made(drafts: list[Invoice]) -> Response:
    if len(drafts) == 1:
        said = _("The draft is ready. Check it, then issue it.")
        return committed(redirect_to(_address(drafts[0]), toast=said))
    said = ngettext("%(num)s draft is ready.", "%(num)s drafts are ready.", len(drafts))
    return committed(redirect_to(url_for("finance.index", _anchor="drafts-to-issue"), toast=said))


def _page(form: Form, status: int = 200) -> Response:
    ticked = set(keys_in(request.form.getlist("id"))) if status != 200 else None
    waiting, delivered = orders_to_invoice(shown=MOST), _delivered()
    orders = [order for order, _left in waiting.rows]
    context: dict[str, Any] = {"customers": customers(orders, delivered=delivered), "ticked": ticked}
    context["unseen"] = waiting.count - len(orders)
    return render("invoices/joint/together.html", form=form, delivered=delivered, status=status, **context)
