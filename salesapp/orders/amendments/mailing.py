"""Submitting, approving, rejecting an amendment: the verb, and the e-mails to those who wait for it."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import force_locale

from salesapp.core import mail
from salesapp.core.i18n import _l
from salesapp.core.money import Money
from salesapp.orders.amendments import approval
from salesapp.orders.amendments.models import OrderAmendment
from salesapp.orders.models import Order
from salesapp.people.models import User
from salesapp.records.approvals.deciders import concerned, deciders

ASKS = _l("%(name)s requests your approval of an amendment")
APPROVES = _l("%(name)s approved the amendment")
REJECTS = _l("%(name)s rejected the amendment")


def submit(order: Order, reason: str, *, by: Any) -> OrderAmendment:
    """Asks for approval; whoever decides hears of it."""
    amendment = approval.submit(order, reason, by=by)
    people = deciders(order.owner, by.id, approval.may_approve)
    _tell(people, amendment, ASKS, by=by, words=amendment.note)
    return amendment


def approve(order: Order, amendment_id: int, *, by: Any) -> OrderAmendment:
    """Approves, so that it applies; the owner and who asked hear of it."""
    amendment = approval.approve(order, amendment_id, by=by)
    _tell(concerned(order.owner, amendment, by), amendment, APPROVES, by=by)
    return amendment


def reject(order: Order, amendment_id: int, note: str | None, *, by: Any) -> None:
    """Rejects; the owner and who asked hear why."""
    amendment = approval.reject(order, amendment_id, note, by=by)
    _tell(concerned(order.owner, amendment, by), amendment, REJECTS, by=by, words=note)


def _tell(
    people: list[User], amendment: OrderAmendment, said: Any, *, by: Any, words: str | None = None
) -> None:
    """Mails each of them, in their language: what was done, the totals, the words and the address."""
    order = amendment.order
    for user in people:
        with force_locale(user.locale.value):
            sentence = str(said) % {"name": by.name}
            text = render_template(
                "mail/amendment.txt",
                order=order,
                said=sentence,
                words=words,
                before=Money(amendment.total_before or 0, order.currency),
                after=Money(amendment.total_after or 0, order.currency),
                address=f"{mail.site()}/orders/{order.id}",
            )
            subject = " ".join(f"{sentence} · {order.title}".split())[:200]
        mail.post_mail(to=user.email, subject=subject, text=text.strip(), about=order)
