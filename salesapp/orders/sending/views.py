"""The confirmation as a PDF, and the sheet that sends it."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for
from flask_login import current_user

from salesapp.core import mail
from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.orders.models import ORDER, Order
from salesapp.orders.sending.mailing import proposed_letter, send_confirmation
from salesapp.orders.sending.models import confirmation_of
from salesapp.orders.views import orders
from salesapp.quotes.editor import with_lines
from salesapp.quotes.forms import SendForm
from salesapp.quotes.issued.views import pdf_answer
from salesapp.quotes.mailing import Letter
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render


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
    return _sheet(order, SendForm(formdata=None, obj=proposed_letter(order, by=current_user)))


@orders.post("/<int:key>/send")
@requires(Permission.ORDER_EDIT)
def send(key: int) -> Response:
    order, form = visible_or_404(Order, key, to_change=True), SendForm()
    if not form.validate_on_submit():
        return _sheet(order, form, 422)
    letter = Letter((form.to.data or "").strip(), (form.subject.data or "").strip(), form.text.data or "")
    try:
        send_confirmation(order, letter, by=current_user)
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return _sheet(visible_or_404(Order, key), form, 422)
    said = _("%(number)s is being sent to %(to)s.", number=confirmation_of(order).title, to=letter.to)
    return committed(redirect_to(url_for("orders.show", key=key), toast=said))


def _sheet(order: Order, form: SendForm, status: int = 200) -> Response:
    context: dict[str, Any] = {"current": confirmation_of(order), "mail_waits": not mail.is_configured()}
    title = _("Send the confirmation")
    return render("orders/sending/_send.html", order=order, form=form, title=title, status=status, **context)
