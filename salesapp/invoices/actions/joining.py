"""One invoice of several orders: which may go together, drafting it, adding an order and taking one out again.

Each order is priced as its part alone would be, and the invoice is their sum: so every order still adds up to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from salesapp.core.company import today_for, zone_of
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l, in_a_list
from salesapp.customers.delivery_addresses.models import PARTS, written
from salesapp.invoices.actions.invoicing import (
    adjusted,
    begin_billing,
    delivered_not_billed,
    invoice_order,
    line_of,
    told_draft,
)
from salesapp.invoices.actions.supply import supply_of
from salesapp.invoices.locking import hold, lock
from salesapp.invoices.models import Invoice, InvoiceLine, InvoiceOrder
from salesapp.invoices.models.billing import Parts, part_of, summed
from salesapp.invoices.models.joint.credits import orders_by_line
from salesapp.orders.models import Order
from salesapp.products.adjustments.agreed import parts_of
from salesapp.products.documents import UNSAID
from salesapp.products.pricing import RateTotal, Totals
from salesapp.products.stored import Reason
from salesapp.products.taxes.categories import TaxCategory
from salesapp.quotes.paper import billing_place, delivery_country, language_of

ORDER_ADDED = event_kind(
    "invoice_order_added", _l("%(by)s added %(order)s to an invoice for %(subject)s"), icon="file-plus"
)
ORDER_REMOVED = event_kind(
    "invoice_order_removed", _l("%(by)s removed %(order)s from an invoice for %(subject)s"), icon="undo-2"
)
ABROAD = frozenset(
    {
        TaxCategory.REVERSE_CHARGE,
        TaxCategory.INTRA_COMMUNITY,
        TaxCategory.EXPORT,
        TaxCategory.OUTSIDE_SCOPE,
    }
)
"""What a whole invoice is, not some of its lines."""
SAME_OR_NONE = ("contact_id", "opportunity_id", "price_book_id", "customer_reference")
ALL_TEXTS = ("notes", "terms")


def treatment(order: Order) -> dict[TaxCategory | None, Reason | None]:
    """Why it is taxed abroad, as an invoice would say it; nothing where it is taxed at home."""
    reasons = order.reasons()
    return {row.category: reasons.get(row.key) for row in order.tax_rows if row.category in ABROAD}


AGREED_ON = (
    (_l("Customer"), lambda order: order.account_id or ("contact", order.contact_id)),
    (_l("Billing address"), lambda order: (order.billing_address or "").split()),
    (_l("Country of delivery"), delivery_country),
    (_l("Currency"), lambda order: order.currency),
    (_l("Payment terms"), lambda order: order.plan),
    (_l("Language of the document"), lambda order: order.language),
    (_l("Document discount in %"), lambda order: order.discount),
    (_l("Rounding"), lambda order: order.round_to or 0),
    (_l("Tax treatment"), treatment),
)


def differences(orders: Sequence[Order]) -> list[str]:
    """In what orders differ that can't stand on one invoice; empty where they go together."""
    first = orders[0]
    return [str(label) for label, said in AGREED_ON if any(said(each) != said(first) for each in orders[1:])]


def invoice_together(
    orders: Sequence[Order],
    *,
    by: Any,
    quantities: Mapping[int, Decimal] | None = None,
    delivered: bool = False,
) -> Invoice:
    """A draft of all that these orders have left, of what was delivered of them, or of these quantities by order line.

    RuleBroken where they differ in what an invoice says once, and for one that has nothing left or waits in a draft.
    """
    orders = sorted(set(orders), key=lambda each: each.id)
    billings = {order: _begun(order) for order in orders}
    must_go_together(orders)
    wanted = {order: _wanted(order, billings[order], quantities, delivered) for order in orders}
    taken = [order for order in orders if any(wanted[order])]
    if len(taken) == 1:
        left = dict(zip([line.id for line in taken[0].lines], wanted[taken[0]], strict=True))
        return invoice_order(taken[0], quantities=left, by=by)
    if not taken:
        raise RuleBroken(_("Enter a quantity to invoice."), field="quantities")
    taken.sort(key=lambda each: (each.ordered_on or date.min, each.id))
    invoice = Invoice(**said_together(taken), is_joint=True, owner_id=taken[0].owner_id or by.id)
    invoice.order_shares, invoice.lines = [], []
    for order in taken:
        _append(invoice, order, billings[order], wanted[order])
    invoice.supply_from, invoice.supply_to = _supplied(invoice)
    _sum_up(invoice)
    db.session.add(invoice)
    return told_draft(invoice, by)


def add_order(invoice: Invoice, order: Order, *, by: Any) -> None:
    """Adds all that the order has left to a draft of other orders of the customer.

    RuleBroken for another draft than that, where they differ, and for an order that has nothing left or a draft.
    """
    _lock(invoice, order)
    _must_take_orders(invoice)
    before = invoice.orders
    invoice.say_why_untaxed()
    _must_say_why(before[0], (*invoice.tax_rows, *invoice.deducted_rows))
    billing = _begun(order)
    must_go_together([*before, order])
    wanted = _wanted(order, billing, None, False)
    if not invoice.is_joint:
        _become_joint(invoice, before[0])
    supplied = _supplied(invoice)
    _append(invoice, order, billing, wanted)
    _said_anew(invoice, before, [*before, order], supplied)
    record(invoice, ORDER_ADDED, by=by, about=[order, *invoice.story], order=order.title)


def remove_order(invoice: Invoice, order: Order, *, by: Any) -> None:
    """Takes an order out of a draft of several; the last one that stays is invoiced by itself."""
    _lock(invoice, order)
    _must_take_orders(invoice)
    before, supplied = invoice.orders, _supplied(invoice)
    if not invoice.is_joint or order not in before:
        raise RuleBroken(_("This order is not on the draft."))
    of_lines = orders_by_line(invoice)
    for line in [each for each in invoice.lines if of_lines[each.id] == order.id]:
        invoice.lines.remove(line)
    for share in [each for each in invoice.order_shares if each.order_id == order.id]:
        invoice.order_shares.remove(share)
    stay = [each for each in before if each is not order]
    _said_anew(invoice, before, stay, supplied)
    if len(stay) == 1:
        _stand_alone(invoice, stay[0])
    db.session.flush()
    record(invoice, ORDER_REMOVED, by=by, about=[order, *invoice.story], order=order.title)


def must_go_together(orders: Sequence[Order]) -> None:
    """RuleBroken with what keeps them apart."""
    apart = differences(orders)
    if apart:
        sentence = _("These orders can’t share an invoice. Different: %(what)s.", what=in_a_list(apart))
        raise RuleBroken(sentence)


def may_join(invoice: Invoice, order: Order) -> bool:
    """Whether the order could be added to the draft."""
    return (
        invoice.is_draft
        and invoice.has_fixed_lines
        and not invoice.is_down_payment
        and invoice.deleted_at is None
        and not differences([*invoice.orders, order])
    )


def said_together(orders: Sequence[Order]) -> dict[str, Any]:
    """What a document of these orders begins with: what they all say, and each text once."""
    said = orders[0].copied_terms()
    for name in SAME_OR_NONE:
        if any(getattr(each, name) != said[name] for each in orders):
            said[name] = None
    for name in ALL_TEXTS:
        texts = dict.fromkeys((getattr(each, name) or "").strip() for each in orders)
        said[name] = "\n\n".join(filter(None, texts)) or None
    if any(each.shipping_address != said["shipping_address"] for each in orders):
        said["shipping_address"], said["shipping_parts"] = _one_place(orders[0])
    return said


def _one_place(order: Order) -> tuple[str | None, dict[str, str] | None]:
    """Where orders went that went to several places, which the heading of each says: their country is the same."""
    country = delivery_country(order)
    if country == billing_place(order).country:
        return order.billing_address, None
    name = (order.billing_address or order.customer_name).partition("\n")[0]
    parts = dict.fromkeys(PARTS, "") | {"name": name, "country": country}
    return "\n".join(written(parts, language_of(order).locale)), parts


def _begun(order: Order) -> Parts:
    """As for one order; the sentence names which of them it is about."""
    try:
        billing = begin_billing(order)
    except RuleBroken as broken:
        raise RuleBroken(f"{order.title}: {broken.sentence}") from None
    _must_say_why(order, (*billing.whole.taxes, *billing.down_payments))
    return billing


def _must_say_why(order: Order, rows: Iterable[RateTotal]) -> None:
    if any(row.key == UNSAID for row in rows):
        raise RuleBroken(
            _("%(order)s doesn’t say why it is not taxed. Invoice it on its own.", order=order.title)
        )


def to_bill(order: Order, billing: Parts, *, delivered: bool) -> list[Decimal]:
    """Per line, all that is left, or what was delivered of it."""
    if not delivered:
        return billing.quantities_left()
    found = delivered_not_billed(order, billing)
    return [found.get(line.id) or Decimal(0) for line in order.lines]


def _wanted(
    order: Order, billing: Parts, quantities: Mapping[int, Decimal] | None, delivered: bool
) -> list[Decimal]:
    if quantities is not None:
        return [quantities.get(line.id) or Decimal(0) for line in order.lines]
    wanted = to_bill(order, billing, delivered=delivered)
    if not any(wanted):
        raise RuleBroken(_("%(order)s has nothing left to invoice.", order=order.title))
    return wanted


def _append(invoice: Invoice, order: Order, billing: Parts, wanted: Sequence[Decimal]) -> None:
    """The order's lines behind those that are there, and its share of taxes and deductions."""
    part = part_of(billing, wanted)
    supplied = supply_of(order, wanted, [done.quantity for done in billing.billed]) or (None, None)
    for line, quantity, priced in zip(order.lines, wanted, part.lines, strict=True):
        if quantity:
            made = line_of(line, quantity, priced)
            made.supply_from, made.supply_to = supplied
            made.position = len(invoice.lines) + 1
            invoice.lines.append(made)
    share = InvoiceOrder(order_id=order.id, position=len(invoice.order_shares) + 1)
    share.take(part, parts_of(order.agreed if part.adjustments else (), adjusted(part), order.currency))
    invoice.order_shares.append(share)


def _sum_up(invoice: Invoice) -> None:
    """Takes the sums of its lines and of its orders' shares."""
    shares = invoice.order_shares
    invoice.agree([each for share in shares for each in share.agreed])
    totals = Totals(
        invoice.currency,
        tuple(line.priced() for line in invoice.lines),
        summed(row for share in shares for row in share.tax_rows),
        summed(row for share in shares for row in share.deducted_rows),
        tuple(each.priced() for each in invoice.agreed),
    )
    invoice.take_totals(totals.rounded(invoice.rounding_rule))
    invoice.must_not_be_negative()


def _said_anew(
    invoice: Invoice, before: Sequence[Order], after: Sequence[Order], supplied: tuple[Any, Any]
) -> None:
    """What followed from its orders follows from those that it has now; what somebody typed stays."""
    for place, line in enumerate(invoice.lines, start=1):
        line.position = place
    for place, share in enumerate(invoice.order_shares, start=1):
        share.position = place
    then, now = said_together(before), said_together(after)
    for name in (*SAME_OR_NONE, *ALL_TEXTS, "shipping_address", "shipping_parts"):
        if getattr(invoice, name) == then[name]:
            setattr(invoice, name, now[name])
    if (invoice.supply_from, invoice.supply_to) == supplied:
        invoice.supply_from, invoice.supply_to = _supplied(invoice)
    if invoice.owner_id == before[0].owner_id:
        invoice.owner_id = after[0].owner_id or invoice.owner_id
    _sum_up(invoice)
    db.session.flush()


def _supplied(invoice: Invoice) -> tuple[date, date | None]:
    """From the first to the last day on which any of its lines was supplied.

    Those not yet delivered count as on the day of the draft: so on the next one its days don't look typed.
    """
    zone = ZoneInfo(zone_of())
    drafted = invoice.created_at.astimezone(zone).date() if invoice.id else today_for()
    days = sorted({day for line in invoice.lines for day in _days(line) or [drafted]})
    return days[0], days[-1] if len(days) > 1 else None


def _days(line: InvoiceLine) -> list[date]:
    return [day for day in (line.supply_from, line.supply_to) if day is not None]


def _become_joint(invoice: Invoice, order: Order) -> None:
    """The draft of one order as one of several, of which there is one so far."""
    share = InvoiceOrder(order_id=order.id, position=1)
    share.take(invoice.priced(), invoice.agreed)
    invoice.is_joint, invoice.order_id, invoice.order = True, None, None
    invoice.order_shares = [share]
    if any(each.stands for each in order.deliveries):
        for line in invoice.lines:
            line.supply_from, line.supply_to = invoice.supply_from, invoice.supply_to


def _stand_alone(invoice: Invoice, order: Order) -> None:
    """The draft of several orders of which one is left as its draft."""
    invoice.is_joint, invoice.order_shares = False, []
    invoice.order_id, invoice.order = order.id, order
    for line in invoice.lines:
        line.supply_from = line.supply_to = None


def _lock(invoice: Invoice, order: Order) -> None:
    """The orders first, by rising id, then the draft; RuleBroken where it has other orders by then."""
    before = invoice.orders
    for each in sorted({*before, order}, key=lambda each: each.id):
        hold(each)
    lock(invoice)
    if invoice.orders != before:
        raise RuleBroken(_("Someone else has changed this. Reload to see the latest version."))


def _must_take_orders(invoice: Invoice) -> None:
    invoice.must_be_draft()
    if invoice.deleted_at is not None:
        raise RuleBroken(_("This draft is in the recycle bin."))
    if not invoice.has_fixed_lines or invoice.is_down_payment:
        raise RuleBroken(_("Orders can only be added to a draft of other orders."))
