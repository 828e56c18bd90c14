"""Ending what an order still asks for: all of it, or what was credited and is not billed again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.invoices.locking import lock
from salesapp.invoices.models import CreditNote
from salesapp.invoices.models.billing import Parts, billing_of, draft_of
from salesapp.invoices.wording import amount_words
from salesapp.orders.amendments.actions import confirm_rest
from salesapp.orders.models import Order


def close_order(order: Order, reason: str, *, by: Any) -> None:
    """Ends the order for good: what is not invoiced yet never is.

    RuleBroken while a draft of it waits, and for a down payment that no invoice would deduct any more.
    """
    lock(order)
    if draft_of(order) is not None:
        raise RuleBroken(_("There is already a draft for this order. Issue or delete it first."))
    left = billing_of(order).quantities_left()
    before = _cancelled(order)
    order.close({line.id: rest for line, rest in zip(order.lines, left, strict=True)}, reason, by=by)
    if _cancelled(order) != before:
        confirm_rest(order, reason, by=by)
    must_deduct_all(billing_of(order), _("Credit the down payment first."))


def cancel_rest(order: Order, reason: str, *, by: Any) -> None:
    """What is neither delivered nor invoiced is dropped; what was delivered is still to be invoiced.

    RuleBroken where nothing of it is left to drop, while a draft waits, and for a down payment that would stay over.
    """
    lock(order)
    if draft_of(order) is not None:
        raise RuleBroken(_("There is already a draft for this order. Issue or delete it first."))
    dropped = undelivered(order)
    if not any(dropped.values()):
        raise RuleBroken(_("What is not delivered has been invoiced. Credit it instead."))
    order.cancel_rest(dropped, reason, by=by)
    confirm_rest(order, reason, by=by)
    must_deduct_all(billing_of(order), _("Credit the down payment first."))


def _cancelled(order: Order) -> list[Decimal]:
    return [line.quantity_cancelled for line in order.lines]


def undelivered(order: Order) -> dict[int, Decimal]:
    """Line id → what is neither delivered nor invoiced nor closed."""
    left = billing_of(order).quantities_left()
    return {
        line.id: max(Decimal(0), min(line.quantity_open, rest))
        for line, rest in zip(order.lines, left, strict=True)
    }


def bill_no_more(order: Order, note: CreditNote, *, by: Any) -> None:
    """The order does not ask again for what the credit note took back of its lines."""
    closed: dict[int, Decimal] = {}
    own = {line.id for line in order.lines}
    for line in note.lines:
        key = line.invoice_line.order_line_id
        if key is not None and key in own:
            closed[key] = closed.get(key, Decimal(0)) + line.quantity
    if closed:
        order.bill_no_more(closed, note.reason, by=by)
        must_deduct_all(billing_of(order), _("Invoice this again, then close the order."))


def must_deduct_all(billing: Parts, what_to_do: str) -> None:
    """RuleBroken where a down payment is more than what is left to bill."""
    left = {share.key: share.total for share in billing.left()}
    over = sum(max(0, down.total - left.get(down.key, 0)) for down in billing.down_payments)
    if over > 0:
        amount = amount_words(over, billing.whole.currency)
        sentence = _("%(amount)s of down payments could no longer be deducted.", amount=amount)
        raise RuleBroken(f"{sentence} {what_to_do}")
