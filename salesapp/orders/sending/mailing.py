"""The e-mail that brings the confirmation of an order, or of its last amendment."""

from __future__ import annotations

from typing import Any

from salesapp.core.company import company
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.orders.amendments.models import OrderAmendment
from salesapp.orders.models import Order
from salesapp.orders.sending.models import OrderDispatch, confirmation_of
from salesapp.quotes.mailing import RULE, Letter, letter_text, post_letter
from salesapp.quotes.paper import language_of, said_in

SENT = event_kind("order_sent", _l("%(by)s sent %(document)s to %(to)s"), icon="send")


def proposed_letter(order: Order, *, by: Any) -> Letter:
    """The e-mail in the customer's language."""
    contact, own, current = order.contact, company().name, confirmation_of(order)
    to = "" if contact is None or contact.do_not_email else contact.email or ""
    language, amends = language_of(order), isinstance(current, OrderAmendment)
    subject = said_in(
        language,
        lambda: _("Order confirmation %(number)s · %(company)s", number=current.title, company=own),
        between=" / ",
    )
    context = {"order": order, "amends": amends, "contact": contact, "sender": by}
    text = said_in(language, lambda: letter_text("mail/order.txt", **context), between=RULE)
    return Letter(to, subject, text)


def send_confirmation(order: Order, letter: Letter, *, by: Any) -> None:
    """Posts the e-mail with the PDF. RuleBroken for a draft, a cancelled order, and without a recipient."""
    if not letter.to:
        raise RuleBroken(_("Choose a recipient."), field="to")
    if not order.has_confirmation:
        raise RuleBroken(_("Only a confirmed order can be sent."))
    current = confirmation_of(order)
    amendment_id = current.id if isinstance(current, OrderAmendment) else None
    order.dispatches.append(OrderDispatch(amendment_id=amendment_id, address=letter.to, by_id=by.id))
    post_letter(letter, current, about=order, by=by)
    record(order, SENT, by=by, about=order.story, document=current.title, to=letter.to)
