"""The pages of orders: made of a quote in one tap or written by hand, confirmed, delivered, cancelled."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.i18n import _, _l
from salesapp.orders.actions import make_first_order, order_of, undo_order, write_order
from salesapp.orders.forms import CancelForm
from salesapp.orders.models import ORDER, Order
from salesapp.quotes.adjustment_sheet.views import adjustment_screens
from salesapp.quotes.approvals.views import approval_screens
from salesapp.quotes.editor import editing_context, editor_screens, terms_form, to_change, with_lines
from salesapp.quotes.models import Quote
from salesapp.quotes.shared_screens import new_screens
from salesapp.records.screens import record_screens
from salesapp.web.forms import Form
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render
from salesapp.web.returning import back_or


def _page(order: Order) -> dict[str, Any]:
    with_lines(ORDER, order.id)
    if order.is_draft and order.deleted_at is None:
        return editing_context(order) | {"terms_form": terms_form(ORDER, order)}
    return {}


orders = record_screens(ORDER, context=_page)
editor_screens(orders, ORDER)
adjustment_screens(orders, ORDER)
approval_screens(orders, ORDER)
new_screens(orders, ORDER, write_order, title=_l("New order"), verb=_l("Create order"))


@requires(Permission.ORDER_EDIT)
def make(key: int) -> Response:
    """Served at `/quotes/7/order`."""
    quote = visible_or_404(Quote, key, to_change=True)
    there_already = order_of(quote)
    order = there_already or make_first_order(quote, by=current_user)
    said = _("%(number)s is confirmed.", number=order.title)
    undo = None if there_already else url_for("orders.undo_making", key=order.id)
    return committed(redirect_to(back_or(_address(order)), toast=said, undo=undo))


@orders.post("/<int:key>/undo")
@requires(Permission.ORDER_EDIT)
def undo_making(key: int) -> Response:
    """Undo of making it of a quote."""
    order = visible_or_404(Order, key, to_change=True)
    undo_order(order, by=current_user)
    said = _("%(number)s is cancelled.", number=order.title)
    return committed(redirect_to(back_or(url_for("quotes.show", key=order.quote_id)), toast=said))


@orders.post("/<int:key>/confirm")
@requires(Permission.ORDER_EDIT)
def confirm(key: int) -> Response:
    order = to_change(ORDER, key, "story", "quote")
    order.must_be_as(request.form.get("seen"))
    order.confirm(by=current_user)
    return committed(redirect_to(_address(order), toast=_("%(number)s is confirmed.", number=order.title)))


@orders.get("/<int:key>/cancel")
@requires(Permission.ORDER_EDIT)
def ask_cancel(key: int) -> Response:
    return _sheet("cancel", visible_or_404(Order, key), CancelForm(formdata=None), _("Cancel the order"))


@orders.post("/<int:key>/cancel")
@requires(Permission.ORDER_EDIT)
def cancel(key: int) -> Response:
    order, form = visible_or_404(Order, key, to_change=True), CancelForm()
    if not form.validate_on_submit():
        return _sheet("cancel", order, form, _("Cancel the order"), 422)
    order.cancel(form.reason.data or "", by=current_user)
    return committed(redirect_to(_address(order), toast=_("%(number)s is cancelled.", number=order.title)))


def _sheet(verb: str, order: Order, form: Form, title: str, status: int = 200) -> Response:
    return render(f"orders/_{verb}.html", order=order, form=form, title=title, status=status)


def _address(order: Order) -> str:
    return url_for("orders.show", key=order.id)
