"""How much of an order is invoiced, and how much of an invoice is credited: what `products.parts` needs to know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, _l
from salesapp.invoices.models import BillStatus, CreditNote, CreditNoteLine, Invoice, InvoiceKind, InvoiceLine
from salesapp.invoices.models.billed import rate_totals
from salesapp.orders.models import Order
from salesapp.products.parts import Billed, Billing
from salesapp.products.pricing import PricedLine, RateTotal, Totals

EVERY = {"unscoped": "every invoice of the order counts, whoever sees it"}
Row = Sequence[Any]


class Parts(Billing):
    """Parts after credit notes, which may leave a cent astray: none takes less than nothing or more than is left."""

    def _line_part(self, i: int, quantity: Decimal, left: Decimal) -> PricedLine:
        found, whole, done = super()._line_part(i, quantity, left), self.whole.lines[i], self.billed[i]
        before = _within(found.net_before, whole.net_before - done.net_before)
        net = min(_within(found.net, whole.net - (done.net_before - done.discount)), before)
        return replace(found, net_before=before, discount=before - net)

    def _taxes(self, parts: Sequence[PricedLine], quantities: Sequence[Decimal]) -> Iterator[RateTotal]:
        left = {share.rate: share.tax for share in self.not_billed()}
        for share in super()._taxes(parts, quantities):
            yield replace(share, tax=_within(share.tax, left[share.rate]))


class Credits(Parts):
    """What credit notes take back of an invoice."""

    def too_much(self, left: str) -> Any:
        return _l("Only %(left)s of this line can still be credited.", left=left)


def _within(amount: int, left: int) -> int:
    return max(0, min(amount, left))


def billing_of(order: Order, *, without: Invoice | None = None) -> Parts:
    """The order and what its invoices took of it, drafts included, less what was credited.

    `without` leaves one invoice out: the draft that is looked at. Lock the order first.
    """
    return billings_of([order], without=without)[order.id]


def billings_of(orders: Sequence[Order], *, without: Invoice | None = None) -> dict[int, Parts]:
    """The same for many orders by their id, in few statements."""
    if not orders:
        return {}
    theirs = Invoice.order_id.in_([order.id for order in orders]) & Invoice.deleted_at.is_(None)
    if without is not None and without.id is not None:
        theirs &= Invoice.id != without.id
    parts, downs = (
        theirs & (Invoice.kind == InvoiceKind.INVOICE),
        theirs & (Invoice.kind == InvoiceKind.DOWN_PAYMENT),
    )
    taken = _rows(_lines(InvoiceLine.order_line_id, InvoiceLine).join(InvoiceLine.invoice).where(parts))
    back = _rows(_credited_lines(InvoiceLine.order_line_id).where(parts))
    taxed, credited = _shares(Invoice.taxes, parts), _shares(CreditNote.taxes, parts)
    not_deducted, asked = _not_deducted(parts, downs), _counts(downs)
    return {
        order.id: Parts(
            [line.as_priced() for line in order.lines],
            stored_totals(order),
            [_less(taken.get(line.id), back.get(line.id)) for line in order.lines],
            {share.rate: share.tax for share in _sum(taxed[order.id], credited[order.id])},
            not_deducted(order.id),
            asked_before=asked.get(order.id, 0),
            closed=[line.quantity_closed or Decimal(0) for line in order.lines],
        )
        for order in orders
    }


def crediting_of(invoice: Invoice) -> Credits:
    """The invoice and what credit notes took back of it. Lock the invoice first."""
    own = Invoice.id == invoice.id
    back = _rows(_credited_lines(CreditNoteLine.invoice_line_id).where(own))
    taxed = _shares(CreditNote.taxes, own, Invoice.id)
    given_back = _shares(CreditNote.deductions, own, Invoice.id)
    return Credits(
        [line.as_priced() for line in invoice.lines],
        invoice.priced(),
        [back.get(line.id, Billed()) for line in invoice.lines],
        {share.rate: share.tax for share in _sum(taxed[invoice.id])},
        _sum(invoice.deducted_rows, given_back[invoice.id]),
    )


def draft_of(order: Order) -> Invoice | None:
    """The draft that waits for the order, whoever wrote it."""
    query = select(Invoice).where(
        Invoice.order_id == order.id, Invoice.status == BillStatus.DRAFT, Invoice.deleted_at.is_(None)
    )
    return db.session.scalar(query.execution_options(**EVERY))


def stored_totals(order: Order) -> Totals:
    """The order's totals as they were agreed; nothing is priced again."""
    lines = tuple(PricedLine(line.net, line.net - line.net_after_discount, line.tax) for line in order.lines)
    return Totals(order.currency, lines, tuple(RateTotal(*row) for row in order.tax_rows))


def part_of(billing: Billing, quantities: Sequence[Decimal]) -> Totals:
    """The part of these quantities, one per line; RuleBroken with the reason where it cannot be."""
    try:
        return billing.part(quantities)
    except ValueError as wrong:
        raise RuleBroken(wrong, field="quantities") from None


def is_complete(billing: Billing) -> bool:
    """Whether every quantity is billed."""
    return not any(billing.quantities_left())


def must_fit(invoice: Invoice) -> None:
    """RuleBroken where a draft of an order no longer is what the order has left to invoice."""
    order = invoice.order
    if order is None:
        return
    billing = billing_of(order, without=invoice)
    if invoice.is_down_payment:
        fits = invoice.total <= still_free(billing)
    else:
        by_line = {line.order_line_id: line.quantity for line in invoice.lines}
        part = part_of(billing, [by_line.get(line.id, Decimal(0)) for line in order.lines])
        fits = (part.net, part.tax, part.payable) == (invoice.net, invoice.tax, invoice.payable)
    if not fits:
        raise RuleBroken(
            _("The order has been invoiced differently since. Delete this draft and create a new one.")
        )


def still_free(billing: Billing) -> int:
    """What a down payment may ask for at most, tax included, in minor units."""
    down = {share.rate: share.total for share in billing.down_payments}
    return sum(max(0, share.total - down.get(share.rate, 0)) for share in billing.left())


def _not_deducted(parts: Any, downs: Any) -> Callable[[int], tuple[RateTotal, ...]]:
    """Of an order: what down payments asked for, less what was credited of them and what parts have deducted."""
    asked = _shares(Invoice.taxes, downs)
    credited = _shares(CreditNote.taxes, downs)
    deducted = _shares(Invoice.deductions, parts)
    given_back = _shares(CreditNote.deductions, parts)
    return lambda key: _sum([*asked[key], *given_back[key]], [*credited[key], *deducted[key]])


def _counts(which: Any) -> dict[int, int]:
    """Order id → how many of the chosen invoices it has."""
    query = select(Invoice.order_id, func.count(Invoice.id)).where(which).group_by(Invoice.order_id)
    rows = db.session.execute(query.execution_options(**EVERY))
    return {key: count for key, count in rows if key is not None}


def _shares(column: Any, which: Any, key: Any = Invoice.order_id) -> defaultdict[int, list[RateTotal]]:
    """Key → the stored rows of that column of the chosen invoices, or of their credit notes."""
    query = select(key, column).where(which)
    if column.class_ is CreditNote:
        query = query.join(CreditNote.invoice)
    found: defaultdict[int, list[RateTotal]] = defaultdict(list)
    for owner, rows in db.session.execute(query.execution_options(**EVERY)):
        found[owner] += rate_totals(rows)
    return found


def _sum(plus: Iterable[RateTotal], minus: Iterable[RateTotal] = ()) -> tuple[RateTotal, ...]:
    """Per rate, in rising order; rates of which nothing is left are left out."""
    sums: dict[Decimal, list[int]] = {}
    for sign, shares in ((1, plus), (-1, minus)):
        for share in shares:
            held = sums.setdefault(share.rate, [0, 0])
            held[0], held[1] = held[0] + sign * share.base, held[1] + sign * share.tax
    return tuple(RateTotal(rate, *held) for rate, held in sorted(sums.items()) if any(held))


def _lines(key: Any, lines: Any) -> Select[Any]:
    """Key → sums of quantity, net, and net after the document's discount."""
    sums = (func.sum(lines.quantity), func.sum(lines.net), func.sum(lines.net_after_discount))
    return select(key, *sums).where(key.is_not(None)).group_by(key)


def _credited_lines(key: Any) -> Select[Any]:
    return _lines(key, CreditNoteLine).join(CreditNoteLine.invoice_line).join(InvoiceLine.invoice)


def _rows(query: Select[Any]) -> dict[int, Billed]:
    rows = db.session.execute(query.execution_options(**EVERY))
    return {key: Billed(quantity, int(net), int(net) - int(after)) for key, quantity, net, after in rows}


def _less(taken: Billed | None, back: Billed | None) -> Billed:
    taken, back = taken or Billed(), back or Billed()
    return Billed(
        taken.quantity - back.quantity, taken.net_before - back.net_before, taken.discount - back.discount
    )
