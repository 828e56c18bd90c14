"""How much of an order is invoiced, and how much of an invoice is credited: what `products.parts` needs to know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import set_committed_value

from salesapp.core.access.prepared import Prepared
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, _l
from salesapp.invoices.models import (
    BillStatus,
    CreditNote,
    CreditNoteLine,
    CreditNoteOrder,
    Invoice,
    InvoiceKind,
    InvoiceLine,
    InvoiceOrder,
)
from salesapp.orders.models import Order, OrderLine
from salesapp.products.adjustments.agreed import agreed_in
from salesapp.products.documents import UNSAID
from salesapp.products.parts import Billed, Billing, within
from salesapp.products.pricing import PricedAdjustment, PricedLine, RateTotal, Totals
from salesapp.products.stored import rate_totals
from salesapp.products.taxes.categories import TaxKey

EVERY = {"unscoped": "every invoice of the order counts, whoever sees it"}
Row = Sequence[Any]


class Parts(Billing):
    """Parts after credit notes, which may leave a cent astray: none takes less than nothing or more than is left."""

    def _line_part(self, i: int, quantity: Decimal, left: Decimal) -> PricedLine:
        found, whole, done = super()._line_part(i, quantity, left), self.whole.lines[i], self.billed[i]
        before = within(found.net_before, whole.net_before - done.net_before)
        net = min(within(found.net, whole.net - (done.net_before - done.discount)), before, key=abs)
        return replace(found, net_before=before, discount=before - net)

    def _taxes(
        self,
        parts: Sequence[PricedLine],
        adjustments: Sequence[PricedAdjustment],
        quantities: Sequence[Decimal],
    ) -> Iterator[RateTotal]:
        left = {share.key: share.tax for share in self.not_billed()}
        for share in super()._taxes(parts, adjustments, quantities):
            yield replace(share, tax=within(share.tax, left[share.key]))


class Credits(Parts):
    """What credit notes take back of an invoice."""

    def too_much(self, left: str) -> Any:
        return _l("Only %(left)s of this line can still be credited.", left=left)

    def by_order(self) -> list[tuple[Sequence[int], Credits]]:
        """What is credited of each order that the invoice bills, with the places of its lines."""
        return [(range(len(self.lines)), self)]


def billing_of(order: Order, *, without: Invoice | None = None) -> Parts:
    """The order and what its invoices took of it, drafts included, less what was credited.

    `without` leaves one invoice out: the draft that is looked at. Lock the order first.
    """
    return billings_of([order], without=without)[order.id]


def billings_of(orders: Sequence[Order], *, without: Invoice | None = None) -> dict[int, Parts]:
    """The same for many orders by their id, in few statements."""
    if not orders:
        return {}
    asked = {"orders": [order.id for order in orders], "without": _id_of(without)}
    taken, back = _taken_and_back(asked)
    shares = _shares(_said_of_orders(), asked)
    for order in orders:
        if not (order.is_internal or shares[order.id].has_unsaid_advances):
            order.say_why_untaxed(set_committed_value)
    return {
        order.id: Parts(
            [line.as_priced() for line in order.lines],
            order.priced(),
            [_less(taken.get(line.id), back.get(line.id)) for line in order.lines],
            {share.key: share.tax for share in summed(shares[order.id].taxed, shares[order.id].credited)},
            shares[order.id].not_deducted,
            asked_before=shares[order.id].asked_before,
            closed=[line.quantity_closed or Decimal(0) for line in order.lines],
            adjusted=shares[order.id].adjusted(len(order.agreed)),
        )
        for order in orders
    }


def advances_of(order: Order) -> tuple[RateTotal, ...]:
    """What the issued down payments of the order ask for per rate, deducted yet or not, less what was credited."""
    asked = {"orders": [order.id], "without": _id_of(draft_of(order))}
    said = _shares(_said_of_orders(), asked)[order.id]
    return summed(said.downs, said.downs_credited)


def has_unsaid_advances(invoice: Invoice) -> bool:
    """Whether other invoices of its order asked for down payments without a word why they are not taxed.

    Such an order is invoiced by itself.
    """
    if invoice.order_id is None:
        return False
    asked = {"orders": [invoice.order_id], "without": _id_of(invoice)}
    return _shares(_said_of_orders(), asked)[invoice.order_id].has_unsaid_advances


def crediting_of(invoice: Invoice) -> Credits:
    """The invoice and what credit notes took back of it. Lock the invoice first."""
    back = _rows(_credited_lines(CreditNoteLine.invoice_line_id).where(Invoice.id == invoice.id))
    given = _shares(_said_of_one(), {"invoice": invoice.id})[invoice.order_id]
    found = Credits(
        [line.as_priced() for line in invoice.lines],
        invoice.priced(),
        [back.get(line.id, Billed()) for line in invoice.lines],
        {share.key: share.tax for share in summed(given.credited)},
        summed(invoice.deducted_rows, given.given_back),
        adjusted=[-amount for amount in given.adjusted(len(invoice.agreed), parts=False)],
    )
    if not invoice.is_joint:
        return found
    from salesapp.invoices.models.joint.credits import JointCredits, shares_of

    return JointCredits(**vars(found), shares=shares_of(invoice, found))


def asked_of(invoice: Invoice) -> tuple[RateTotal, ...]:
    """What the invoice still asks for per rate: less the down payments it deducts and what credit notes took back."""
    said = _shares(_said_of_one(), {"invoice": invoice.id})[invoice.order_id]
    plus = (*said.taxed, *said.given_back, *said.downs)
    return summed(plus, (*said.deducted, *said.credited, *said.downs_credited))


def credited_of(invoice: Invoice) -> int:
    """What credit notes took back of what the invoice asked for, as it is in the database this moment."""
    query = select(func.coalesce(func.sum(CreditNote.payable), 0)).where(CreditNote.invoice_id == invoice.id)
    return int(db.session.scalar(query, execution_options=EVERY) or 0)


def draft_of(order: Order) -> Invoice | None:
    """The draft that waits for the order, whoever wrote it."""
    query = select(Invoice).where(
        bills(order.id), Invoice.status == BillStatus.DRAFT, Invoice.deleted_at.is_(None)
    )
    return db.session.scalar(query.execution_options(**EVERY))


def bills(order: Any) -> ColumnElement[bool]:
    """Whether an invoice bills the order of that id, alone or together with others."""
    alone = aliased(Invoice)
    alone_or_joint = union_all(
        select(alone.id).where(alone.order_id == order),
        select(InvoiceOrder.invoice_id).where(InvoiceOrder.order_id == order),
    )
    return Invoice.id.in_(alone_or_joint)


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
    if not invoice.has_fixed_lines:
        return
    by_line = {line.order_line_id: line.quantity for line in invoice.lines}
    orders = invoice.orders
    billings = billings_of(orders, without=invoice)
    if invoice.is_down_payment:
        fits = all(invoice.total <= still_free(each) for each in billings.values())
    else:
        parts = [
            part_of(billings[order.id], [by_line.get(line.id, Decimal(0)) for line in order.lines])
            for order in orders
        ]
        fits = _fits(invoice, parts)
    if not fits:
        raise RuleBroken(
            _("The order has been invoiced differently since. Delete this draft and create a new one.")
        )


def _fits(invoice: Invoice, parts: Sequence[Totals]) -> bool:
    """Whether the parts of its orders are what the draft says, each by itself and all together."""
    if not invoice.is_joint:
        return all(
            (part.net, part.tax, part.rounded(invoice.rounding_rule).payable)
            == (invoice.net, invoice.tax, invoice.payable)
            for part in parts
        )
    return len(parts) == len(invoice.order_shares) and all(
        (summed(part.taxes), summed(part.deducted)) == (summed(share.tax_rows), summed(share.deducted_rows))
        for part, share in zip(parts, invoice.order_shares, strict=True)
    )


def still_free(billing: Billing) -> int:
    """What a down payment may ask for at most, tax included, in minor units."""
    return sum(billing.free())


@dataclass
class Shares:
    """Per rate, what the invoices of one order and their credit notes say that they tax and deduct."""

    taxed: list[RateTotal] = field(default_factory=list)
    credited: list[RateTotal] = field(default_factory=list)
    deducted: list[RateTotal] = field(default_factory=list)
    given_back: list[RateTotal] = field(default_factory=list)
    """What credit notes gave back of what was deducted."""
    downs: list[RateTotal] = field(default_factory=list)
    downs_credited: list[RateTotal] = field(default_factory=list)
    asked_before: int = 0
    """Down payments, whatever was credited of them."""
    amounts: list[tuple[bool, list[int]]] = field(default_factory=list)
    """Whether credited, and what each allowance and charge of the document came to."""

    def adjusted(self, count: int, *, parts: bool = True) -> list[int]:
        """What of each allowance and charge was billed, less what was credited; without parts only the latter."""
        sums = [0] * count
        for credited, amounts in self.amounts:
            if parts or credited:
                sums = [
                    so_far + (-each if credited else each) for so_far, each in zip(sums, amounts, strict=True)
                ]
        return sums

    def add(self, kind: InvoiceKind, taxes: Any, deductions: Any, agreed: Any, *, by_credit: bool) -> None:
        """One invoice, or one credit note on an invoice of that kind."""
        if kind is InvoiceKind.DOWN_PAYMENT:
            (self.downs_credited if by_credit else self.downs).extend(rate_totals(taxes))
            self.asked_before += not by_credit
            return
        if agreed:
            self.amounts.append((by_credit, [each.amount for each in agreed_in(agreed)]))
        (self.credited if by_credit else self.taxed).extend(rate_totals(taxes))
        (self.given_back if by_credit else self.deducted).extend(rate_totals(deductions))

    @property
    def has_unsaid_advances(self) -> bool:
        """Whether down payments were asked for without a word why they are not taxed; parts deduct them as such."""
        return any(share.key == UNSAID for share in (*self.downs, *self.deducted))

    @property
    def not_deducted(self) -> tuple[RateTotal, ...]:
        """What down payments asked for, less what was credited of them and what parts have deducted."""
        return summed([*self.downs, *self.given_back], [*self.downs_credited, *self.deducted])


def _id_of(invoice: Invoice | None) -> int:
    """Its id; 0, which is nobody's, of one that has none yet."""
    return 0 if invoice is None or invoice.id is None else invoice.id


def _live() -> ColumnElement[bool]:
    """Invoices, drafts included, but for the one called `without`."""
    return and_(Invoice.deleted_at.is_(None), Invoice.id != bindparam("without"))


def _shares(said: Prepared, asked: Mapping[str, Any]) -> defaultdict[int | None, Shares]:
    """Order id → what the chosen invoices and their credit notes say, in one statement."""
    found: defaultdict[int | None, Shares] = defaultdict(Shares)
    for order_id, kind, by_credit, *columns in said.rows(asked):
        found[order_id].add(kind, *columns, by_credit=bool(by_credit))
    return found


@cache
def _said_of_orders() -> Prepared:
    """An order still asks for what a credit note only made cheaper: that leaves it out."""
    alone, own = _said_by(~CreditNote.by_amount)
    share, notes = InvoiceOrder, CreditNoteOrder
    together = select(share.order_id, Invoice.kind, literal(0), *_said(share)).join(share.invoice)
    back = select(notes.order_id, Invoice.kind, literal(1), *_said(notes)).join(notes.credit_note)
    back = back.join(CreditNote.invoice).where(~CreditNote.by_amount)
    keys = ((alone, Invoice), (own, Invoice), (together, share), (back, notes))
    theirs = [query.where(_among(model.order_id), _live()) for query, model in keys]
    return Prepared(union_all(*theirs), **EVERY)


@cache
def _said_of_one() -> Prepared:
    this = Invoice.id == bindparam("invoice")
    return Prepared(union_all(*(each.where(this) for each in _said_by())), **EVERY)


def _among(order_id: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = order_id.in_(bindparam("orders", expanding=True))
    return found


def _said_by(*credited: ColumnElement[bool]) -> tuple[Select[Any], Select[Any]]:
    """What invoices say, and those of their credit notes that fit."""
    own = select(Invoice.order_id, Invoice.kind, literal(0), *_said(Invoice))
    notes = select(Invoice.order_id, Invoice.kind, literal(1), *_said(CreditNote))
    return own, notes.join(CreditNote.invoice).where(*credited)


def _said(model: Any) -> tuple[Any, ...]:
    return model.taxes, model.deductions, model.adjustments


def summed(plus: Iterable[RateTotal], minus: Iterable[RateTotal] = ()) -> tuple[RateTotal, ...]:
    """Per rate, in rising order; rates of which nothing is left are left out."""
    sums: dict[TaxKey, tuple[int, int]] = {}
    for sign, shares in ((1, plus), (-1, minus)):
        for share in shares:
            base, tax = sums.get(share.key, (0, 0))
            sums[share.key] = base + sign * share.base, tax + sign * share.tax
    left = sorted((each for each in sums.items() if any(each[1])), key=lambda each: each[0].place)
    return tuple(RateTotal(key.percent, base, tax, key.category) for key, (base, tax) in left)


def _lines(key: Any, lines: Any) -> Select[Any]:
    """Key → sums of quantity, net, and net after the document's discount."""
    sums = (func.sum(lines.quantity), func.sum(lines.net), func.sum(lines.net_after_discount))
    return select(key, *sums).where(key.is_not(None)).group_by(key)


def _credited_lines(key: Any) -> Select[Any]:
    """The same of what credit notes took back; one that lowers a price takes back no quantity."""
    none = literal(
        Decimal(0), CreditNoteLine.quantity.type
    )  # a bare 0 would make whole thousandths of the sum
    quantity = func.sum(case((CreditNote.by_amount, none), else_=CreditNoteLine.quantity))
    sums = (quantity, func.sum(CreditNoteLine.net), func.sum(CreditNoteLine.net_after_discount))
    query = select(key, *sums).where(key.is_not(None)).group_by(key).select_from(CreditNoteLine)
    query = query.join(CreditNoteLine.credit_note)
    return query.join(CreditNoteLine.invoice_line).join(InvoiceLine.invoice)


def _rows(query: Select[Any]) -> dict[int, Billed]:
    rows = db.session.execute(query, execution_options=EVERY)
    return {key: _billed(*sums) for key, *sums in rows}


@cache
def _both() -> Prepared:
    """What lines of invoices took of lines of orders, and what credit notes gave back."""
    parts = and_(_among(OrderLine.order_id), _live(), Invoice.kind == InvoiceKind.INVOICE)
    taken = _lines(InvoiceLine.order_line_id, InvoiceLine).join(InvoiceLine.invoice)
    taken = taken.join(InvoiceLine.order_line).where(parts)
    back = _credited_lines(InvoiceLine.order_line_id).join(InvoiceLine.order_line)
    back = back.where(parts, ~CreditNote.by_amount)
    return Prepared(union_all(taken.add_columns(literal(0)), back.add_columns(literal(1))), **EVERY)


def _taken_and_back(asked: Mapping[str, Any]) -> tuple[dict[int, Billed], dict[int, Billed]]:
    found: tuple[dict[int, Billed], dict[int, Billed]] = {}, {}
    for key, *sums, which in _both().rows(asked):
        found[which][key] = _billed(*sums)
    return found


def _billed(quantity: Decimal, net: int, after: int) -> Billed:
    return Billed(quantity, int(net), int(net) - int(after))


def _less(taken: Billed | None, back: Billed | None) -> Billed:
    taken, back = taken or Billed(), back or Billed()
    return Billed(
        taken.quantity - back.quantity, taken.net_before - back.net_before, taken.discount - back.discount
    )
