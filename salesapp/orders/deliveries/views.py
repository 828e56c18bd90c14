"""The sheets that record and correct a delivery, and the page of back orders."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.orders.deliveries.forms import DeliveryForm, delivery_form
from salesapp.orders.deliveries.queries import back_orders as missing_lines
from salesapp.orders.models import Order
from salesapp.orders.models.delivery import OrderDelivery
from salesapp.orders.views import orders
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render

AT_ONCE = 50


@orders.get("/back-orders")
@requires(Permission.ORDER_VIEW)
def back_orders() -> Response:
    """What is still to be delivered, line by line, from the `?start=`th on."""
    start = request.args.get("start", type=key_in) or 0
    rows = list(db.session.scalars(missing_lines().offset(start).limit(AT_ONCE + 1)))
    context: dict[str, Any] = {
        "lines": rows[:AT_ONCE],
        "start": start,
        "at_once": AT_ONCE,
        "more": len(rows) > AT_ONCE,
    }
    return render("orders/back_orders.html", title=_("Back orders"), today=today_for(), **context)


@orders.get("/<int:key>/fulfil")
@requires(Permission.ORDER_EDIT)
def ask_fulfil(key: int) -> Response:
    order = visible_or_404(Order, key)
    return _sheet(order, None, delivery_form(order))


@orders.post("/<int:key>/fulfil")
@requires(Permission.ORDER_EDIT)
def fulfil(key: int) -> Response:
    order = visible_or_404(Order, key, to_change=True)
    return _recorded(order, None, delivery_form(order))


@orders.get("/<int:key>/deliveries/<int:delivery_key>")
@requires(Permission.ORDER_EDIT)
def ask_correction(key: int, delivery_key: int) -> Response:
    order = visible_or_404(Order, key)
    delivery = delivery_or_404(order, delivery_key)
    return _sheet(order, delivery, delivery_form(order, delivery))


@orders.post("/<int:key>/deliveries/<int:delivery_key>")
@requires(Permission.ORDER_EDIT)
def correct_delivery(key: int, delivery_key: int) -> Response:
    """The delivery is reversed, and recorded as it was; without quantities it is only reversed."""
    order = visible_or_404(Order, key, to_change=True)
    delivery = delivery_or_404(order, delivery_key)
    return _recorded(order, delivery, delivery_form(order, delivery))


def _recorded(order: Order, delivery: OrderDelivery | None, form: DeliveryForm) -> Response:
    key = order.id
    if form.validate_on_submit():
        on, note, corrected = form.delivered_on.data, form.note.data, _("The delivery is corrected.")
        try:
            if delivery is None:
                order.fulfil(form.quantities, by=current_user, on=on, note=note)
            else:
                order.correct(delivery, form.quantities, by=current_user, on=on, note=note)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            said = _("The delivery is recorded.") if delivery is None else corrected
            return committed(redirect_to(url_for("orders.show", key=key), toast=said))
    order = visible_or_404(Order, key)
    return _sheet(order, delivery, form, form.http_status)


def _sheet(order: Order, delivery: OrderDelivery | None, form: DeliveryForm, status: int = 200) -> Response:
    title = _("What was delivered") if delivery is None else _("Correct the delivery")
    context: dict[str, Any] = {"order": order, "delivery": delivery, "form": form, "title": title}
    return render("orders/deliveries/_delivery.html", status=status, **context)


def delivery_or_404(order: Order, key: int) -> OrderDelivery:
    """The delivery of this order with that id."""
    found: OrderDelivery | None = next((each for each in order.deliveries if each.id == key), None)
    return abort(404) if found is None else found
