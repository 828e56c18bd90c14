"""A delivery note as a PDF, and the sheet that sends it."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.i18n import _
from salesapp.orders.deliveries.views import delivery_or_404
from salesapp.orders.delivery_notes.mailing import proposed_letter, send_delivery_note
from salesapp.orders.models import ORDER, Order
from salesapp.orders.models.delivery import OrderDelivery
from salesapp.orders.sending.sheet import LetterSheet
from salesapp.orders.views import orders
from salesapp.quotes.editor import with_lines
from salesapp.quotes.issued.views import pdf_answer
from salesapp.web.guards import requires, visible_or_404


@orders.get("/<int:key>/deliveries/<int:delivery_key>.pdf")
@requires(Permission.ORDER_VIEW)
def delivery_note(key: int, delivery_key: int) -> Response:
    """The note of a delivery that stands; one that was corrected has none."""
    visible_or_404(Order, key)
    return pdf_answer(_standing_or_404(with_lines(ORDER, key), delivery_key))


@orders.get("/<int:key>/deliveries/<int:delivery_key>/send")
@requires(Permission.ORDER_EDIT)
def ask_send_delivery_note(key: int, delivery_key: int) -> Response:
    delivery = _standing_or_404(visible_or_404(Order, key), delivery_key)
    return _sheet(delivery).ask(proposed_letter(delivery, by=current_user))


@orders.post("/<int:key>/deliveries/<int:delivery_key>/send")
@requires(Permission.ORDER_EDIT)
def send_the_delivery_note(key: int, delivery_key: int) -> Response:
    delivery = delivery_or_404(visible_or_404(Order, key, to_change=True), delivery_key)
    return _sheet(delivery).carry_out(lambda letter: send_delivery_note(delivery, letter, by=current_user))


def _standing_or_404(order: Order, key: int) -> OrderDelivery:
    delivery = delivery_or_404(order, key)
    return delivery if delivery.stands else abort(404)


def _sheet(delivery: OrderDelivery) -> LetterSheet:
    order = delivery.order
    keys: dict[str, Any] = {"key": order.id, "delivery_key": delivery.id}
    return LetterSheet(
        title=_("Send the delivery note"),
        document=delivery.number,
        pdf=url_for("orders.delivery_note", **keys),
        action=url_for("orders.send_the_delivery_note", **keys),
        back=url_for("orders.show", key=order.id),
    )
