"""Drafts of invoices: of an order, in parts that add up to it, or for a customer without one."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import force_locale

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.money import from_minor, spread
from salesapp.invoices.actions.supply import Period, supply_of
from salesapp.invoices.locking import hold, keep_hold
from salesapp.invoices.models import Invoice, InvoiceKind, InvoiceLine
from salesapp.invoices.models.billing import Parts, billing_of, draft_of, is_complete, part_of
from salesapp.invoices.models.issuable import BILLABLE, must_be_billable
from salesapp.invoices.wording import amount_words
from salesapp.orders.actions import make_order
from salesapp.orders.models import Order, OrderLine, objections
from salesapp.products.adjustments.agreed import parts_of
from salesapp.products.pricing import Percentage, PricedLine, RateTotal, Totals
from salesapp.products.taxes.categories import TaxKey
from salesapp.quotes.models import Quote
from salesapp.quotes.paper import language_of

DRAFTED = event_kind("invoice_drafted", _l("%(by)s created an invoice for %(subject)s"), icon="file-plus")


def invoice_order(
    order: Order,
    *,
    by: Any,
    quantities: Mapping[int, Decimal] | None = None,
    billing: Parts | None = None,
) -> Invoice:
    """A draft of so much of each line (by the order line's id); without quantities, of everything not yet invoiced.

    `billing` is what is left of the order, from a caller that has asked since it holds the order.
    RuleBroken where nothing or too little is left, and while another draft of the order waits.
    """
    billing = begin_billing(order, billing)
    wanted = billing.quantities_left()
    if quantities is not None:
        wanted = [quantities.get(line.id) or Decimal(0) for line in order.lines]
    if is_complete(billing):
        raise RuleBroken(_("The order is fully invoiced."))
    if not any(wanted):
        raise RuleBroken(_("Enter a quantity to invoice."), field="quantities")
    part = part_of(billing, wanted)
    pairs = zip(order.lines, wanted, part.lines, strict=True)
    lines = [line_of(line, quantity, priced) for line, quantity, priced in pairs if quantity]
    supplied = supply_of(order, wanted, [done.quantity for done in billing.billed])
    return _drafted(order, lines, part, by, supplied or (today_for(), None))


def invoice_quote(quote: Quote, *, by: Any) -> Invoice:
    """A draft of all that an accepted quote asks for, by its order; whoever comes second gets the same draft.

    The caller holds the quote locked.
    """
    order = make_order(quote, by=by)
    hold(order)
    return draft_of(order) or invoice_order(order, by=by)


def invoice_fulfilled(order: Order, *, by: Any, billing: Parts | None = None) -> Invoice:
    """A draft of what was delivered and is not invoiced yet."""
    billing = begin_billing(order, billing)
    quantities = delivered_not_billed(order, billing)
    if not quantities:
        raise RuleBroken(_("Everything delivered has been invoiced."), field="what")
    return invoice_order(order, quantities=quantities, by=by, billing=billing)


def ask_down_payment(order: Order, asked: Decimal | Percentage, *, by: Any) -> Invoice:
    """A draft over a share of the whole, or an amount in major units, tax included; later invoices deduct it."""
    billing = begin_billing(order)
    try:
        part = billing.down_payment(asked)
    except ValueError as wrong:
        raise RuleBroken(wrong, field="share") from None
    with force_locale(language_of(order).locale):
        lines = _down_payment_lines(order, part)
    return _drafted(order, lines, part, by)


def write_invoice(invoice: Invoice, *, by: Any) -> Invoice:
    """Begins a draft of a customer without an order; RuleBroken without a customer."""
    invoice.owner_id = invoice.owner_id or by.id
    invoice.find_links()
    invoice.begin()
    invoice.supply_from = invoice.supply_from or today_for()
    db.session.add(invoice)
    return told_draft(invoice, by)


def delivered_not_billed(order: Order, billing: Parts) -> dict[int, Decimal]:
    """Order line id → what was delivered and is neither invoiced nor closed; lines without are left out."""
    rows = zip(order.lines, billing.billed, billing.quantities_left(), strict=True)
    found = {
        line.id: min((line.quantity_fulfilled or Decimal(0)) - done.quantity, left)
        for line, done, left in rows
    }
    taken = {key: quantity for key, quantity in found.items() if quantity > 0}
    returned = dict(zip((line.id for line in order.lines), billing.quantities_left(), strict=True))
    if all(left <= taken.get(key, 0) for key, left in returned.items()):
        taken |= {
            key: left for key, left in returned.items() if left < 0
        }  # the last invoice takes returns back
    return taken


def waits_for_invoice(order: Order) -> bool:
    """Whether something of the order is to be invoiced that no draft holds yet."""
    return order.status in BILLABLE and any(billing_of(order).quantities_left()) and draft_of(order) is None


def begin_billing(order: Order, billing: Parts | None = None) -> Parts:
    """Holds the order and says what is left of it, unless that is known; RuleBroken while a draft waits."""
    hold(order)
    must_be_billable(order)
    draft = draft_of(order)
    if draft is not None:
        amount = amount_words(draft.payable, draft.currency)
        raise RuleBroken(
            _(
                "There is already a draft for this order (%(amount)s). Issue or delete it first.",
                amount=amount,
            )
        )
    return billing_of(order) if billing is None else billing


def _drafted(
    order: Order, lines: list[InvoiceLine], part: Totals, by: Any, supplied: Period | None = None
) -> Invoice:
    """A draft of what was supplied then; without that, of a down payment."""
    invoice = Invoice(**order.copied_terms(), order_id=order.id, owner_id=order.owner_id or by.id)
    if supplied is None:
        invoice.kind = InvoiceKind.DOWN_PAYMENT
        invoice.discount = Decimal(0)  # it asks for a share of what is left after the order's discount
    else:
        invoice.kind = InvoiceKind.INVOICE
        invoice.supply_from, invoice.supply_to = supplied
    invoice.order, invoice.lines = order, lines
    invoice.agree(parts_of(order.agreed if part.adjustments else (), adjusted(part), order.currency))
    invoice.take_totals(part.rounded(order.rounding_rule))
    invoice.must_not_be_negative()
    db.session.add(invoice)
    return told_draft(invoice, by)


def told_draft(invoice: Invoice, by: Any) -> Invoice:
    db.session.flush()
    keep_hold(invoice)
    record(invoice, DRAFTED, by=by, about=[*invoice.orders, *invoice.story], amount=invoice.amount)
    return invoice


def line_of(line: OrderLine, quantity: Decimal, priced: PricedLine) -> InvoiceLine:
    made = InvoiceLine(**line.copied() | {"quantity": quantity}, order_line_id=line.id)
    made.agree(parts_of(line.agreed, priced.adjustments, line.order.currency))
    made.take(priced)
    return made


def adjusted(part: Totals) -> list[int]:
    """What each allowance and charge of the whole comes to in the part."""
    return [each.amount for each in part.adjustments]


def _down_payment_lines(order: Order, part: Totals) -> list[InvoiceLine]:
    """A line for each of the order's tax rates: two of 0 % say differently why nothing is taxed."""
    shares = [each for share in part.taxes for each in _by_rate(order, share)]
    return [_down_payment_line(order, place, *share) for place, share in enumerate(shares, start=1)]


def _by_rate(order: Order, share: RateTotal) -> list[tuple[TaxKey, int | None, int]]:
    """(tax, id of the rate, base): what of one tax falls to each of the rates that stand for it."""
    nets: dict[int | None, int] = {}
    for line in order.lines:
        if line.tax_key == share.key:
            nets[line.tax_rate_id] = nets.get(line.tax_rate_id, 0) + line.net_after_discount
    for each in order.agreed:
        if each.tax_key == share.key:
            nets[each.tax_rate_id] = nets.get(each.tax_rate_id, 0) + each.amount
    bases = zip(nets, spread(share.base, list(nets.values())), strict=True)
    return [(share.key, key, base) for key, base in bases if base or len(nets) == 1]


def _down_payment_line(
    order: Order, position: int, tax: TaxKey, rate_id: int | None, base: int
) -> InvoiceLine:
    words = _("Down payment for order %(number)s", number=order.title)
    price = from_minor(base, order.currency)
    made = InvoiceLine(position=position, description=words, quantity=Decimal(1), unit_price=price)
    made.discount, made.net, made.net_after_discount = Decimal(0), base, base
    made.tax, made.tax_category, made.tax_rate_id = *tax, rate_id
    return made


def _refuse_cancelling(order: Order) -> None:
    """An order of which something is invoiced is not cancelled."""
    billing = billing_of(order)
    if draft_of(order) is not None or billing.down_payments or any(done.quantity for done in billing.billed):
        raise RuleBroken(_("This order is invoiced. Credit the invoices or delete the draft first."))


objections.append(_refuse_cancelling)
