"""The confirmation as a PDF, and the sheet that sends it."""

from __future__ import annotations

from flask import Response, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.i18n import _
from salesapp.orders.models import ORDER, Order
from salesapp.orders.sending.mailing import proposed_letter, send_confirmation
from salesapp.orders.sending.models import confirmation_of
from salesapp.orders.sending.sheet import LetterSheet
from salesapp.orders.views import orders
from salesapp.quotes.editor import with_lines
from salesapp.quotes.issued.views import pdf_answer
from salesapp.web.guards import requires, visible_or_404


@orders.get("/<int:key>.pdf")
@requires(Permission.ORDER_VIEW)
def pdf(key: int) -> Response:
    """What the order is now: the confirmation, or the last amendment's."""
    visible_or_404(Order, key)
    return pdf_answer(confirmation_of(with_lines(ORDER, key)))


@orders.get("/<int:key>/send")
@requires(Permission.ORDER_EDIT)
def ask_send(key: int) -> Response:
    order = visible_or_404(Order, key)
    return _sheet(order).ask(proposed_letter(order, by=current_user))


@orders.post("/<int:key>/send")
@requires(Permission.ORDER_EDIT)
def send(key: int) -> Response:
    order = visible_or_404(Order, key, to_change=True)
    return _sheet(order).carry_out(lambda letter: send_confirmation(order, letter, by=current_user))


def _sheet(order: Order) -> LetterSheet:
    return LetterSheet(
        title=_("Send the confirmation"),
        document=confirmation_of(order).title,
        pdf=url_for("orders.pdf", key=order.id),
        action=url_for("orders.send", key=order.id),
        back=url_for("orders.show", key=order.id),
    )
