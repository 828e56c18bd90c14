"""The e-mail that brings a delivery note."""

from __future__ import annotations

from typing import Any

from salesapp.core.company import company
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.orders.models.delivery import OrderDelivery
from salesapp.orders.sending.models import OrderDispatch
from salesapp.quotes.mailing import RULE, Letter, letter_text, post_letter
from salesapp.quotes.paper import language_of, said_in

SENT = event_kind(
    "delivery_note_sent", _l("%(by)s sent the delivery note %(document)s to %(to)s"), icon="send"
)


def proposed_letter(delivery: OrderDelivery, *, by: Any) -> Letter:
    """The e-mail in the customer's language."""
    order, own = delivery.order, company().name
    contact, language = order.contact, language_of(order)
    to = "" if contact is None or contact.do_not_email else contact.email or ""
    subject = said_in(
        language,
        lambda: _("Delivery note %(number)s · %(company)s", number=delivery.number, company=own),
        between=" / ",
    )
    context = {"order": order, "delivery": delivery, "contact": contact, "sender": by}
    text = said_in(language, lambda: letter_text("mail/delivery_note.txt", **context), between=RULE)
    return Letter(to, subject, text)


def send_delivery_note(delivery: OrderDelivery, letter: Letter, *, by: Any) -> None:
    """Posts the e-mail with the PDF. RuleBroken for a delivery that was corrected, and without a recipient."""
    if not letter.to:
        raise RuleBroken(_("Choose a recipient."), field="to")
    if not delivery.stands:
        raise RuleBroken(_("This delivery was corrected. Send the note of the one in its place."))
    order = delivery.order
    order.dispatches.append(OrderDispatch(delivery_id=delivery.id, address=letter.to, by_id=by.id))
    post_letter(letter, delivery, about=order, by=by)
    record(order, SENT, by=by, about=order.story, document=delivery.number, to=letter.to)
