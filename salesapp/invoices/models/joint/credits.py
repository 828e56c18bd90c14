"""What credit notes take back of an invoice of several orders: of each order by itself, so that each adds up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.money import spread
from salesapp.invoices.models import (
    CreditNote,
    CreditNoteLine,
    CreditNoteOrder,
    Invoice,
    InvoiceKind,
    InvoiceLine,
    InvoiceOrder,
)
from salesapp.invoices.models.billing import EVERY, Credits, Shares, summed
from salesapp.orders.models import Order, OrderLine
from salesapp.products.adjustments.agreed import parts_of
from salesapp.products.parts import within
from salesapp.products.pricing import RateTotal, Totals
from salesapp.quotes.document import headline


@dataclass(frozen=True)
class Share:
    """One order of the invoice: the places of its lines among the invoice's, and what is credited of them."""

    of: InvoiceOrder
    places: Sequence[int]
    credits: Credits

    def part(self, quantities: Sequence[Decimal]) -> Totals:
        """As `Billing.part`; an order of which nothing is taken keeps its charges and its cents too."""
        return self.credits.part(quantities) if any(quantities) else nothing_of(self.credits.whole)


@dataclass(frozen=True)
class JointCredits(Credits):
    """The invoice as a whole, of which each part is the sum of its orders' parts."""

    shares: Sequence[Share] = ()

    def part(self, quantities: Sequence[Decimal]) -> Totals:
        """As `Billing.part`."""
        return merged(
            self.whole.currency,
            [(share.places, part) for share, part in self.parts(quantities)],
        )

    def parts(self, quantities: Sequence[Decimal]) -> list[tuple[Share, Totals]]:
        """What of these quantities, one for each line of the invoice, falls to each of its orders."""
        return [(share, share.part([quantities[place] for place in share.places])) for share in self.shares]

    def by_order(self) -> list[tuple[Sequence[int], Credits]]:
        """As `Credits.by_order`."""
        return [(share.places, share.credits) for share in self.shares]


def nothing_of(whole: Totals) -> Totals:
    """A part that takes nothing."""
    lines = tuple(replace(each, net_before=0, discount=0, adjustments=()) for each in whole.lines)
    return Totals(whole.currency, lines, (), (), tuple(replace(each, amount=0) for each in whole.adjustments))


def merged(currency: str, parts: Sequence[tuple[Sequence[int], Totals]]) -> Totals:
    """One document of the parts of several, each with the places of its lines."""
    lines = {place: line for places, part in parts for place, line in zip(places, part.lines, strict=True)}
    return Totals(
        currency,
        tuple(line for _place, line in sorted(lines.items(), key=lambda each: each[0])),
        summed(row for _places, part in parts for row in part.taxes),
        summed(row for _places, part in parts for row in part.deducted),
        tuple(each for _places, part in parts for each in part.adjustments),
    )


def shares_of(invoice: Invoice, whole: Credits) -> list[Share]:
    """The orders of the invoice with what is credited of each; `whole` is what is of the invoice."""
    orders, given = orders_by_line(invoice), _given(invoice)
    found = []
    for share in invoice.order_shares:
        places = [place for place, line in enumerate(invoice.lines) if orders[line.id] == share.order_id]
        said = given.get(share.order_id, Shares())
        of_order = Totals(
            invoice.currency,
            tuple(whole.whole.lines[place] for place in places),
            tuple(share.tax_rows),
            tuple(share.deducted_rows),
            tuple(each.priced() for each in share.agreed),
        )
        credited = Credits(
            [whole.lines[place] for place in places],
            of_order,
            [whole.billed[place] for place in places],
            {row.key: row.tax for row in summed(said.credited)},
            summed(share.deducted_rows, said.given_back),
            adjusted=[-amount for amount in said.adjusted(len(share.agreed), parts=False)],
        )
        found.append(Share(share, places, credited))
    return found


def orders_by_line(document: Invoice | CreditNote) -> dict[int, int]:
    """Id of each line of the document → id of its order."""
    if isinstance(document, Invoice):
        query = select(InvoiceLine.id, OrderLine.order_id).join(InvoiceLine.order_line)
        query = query.where(InvoiceLine.invoice_id == document.id)
    else:
        query = select(CreditNoteLine.id, OrderLine.order_id).join(CreditNoteLine.invoice_line)
        query = query.join(InvoiceLine.order_line).where(CreditNoteLine.credit_note_id == document.id)
    return {each.id: each.order_id for each in db.session.execute(query, execution_options=EVERY)}


def line_names(invoice: Invoice) -> dict[int, str]:
    """Id of each line → what it is called, with its order where the invoice has several."""
    names = {line.id: headline(line) for line in invoice.lines}
    if not invoice.is_joint:
        return names
    orders, of_lines = {each.id: each for each in invoice.orders}, orders_by_line(invoice)
    return {key: f"{name} · {orders[of_lines[key]].title}" for key, name in names.items()}


def first_lines(document: Any) -> dict[int, Order]:
    """Id of the line at which the lines of each order begin → that order; none unless the document has several."""
    if not isinstance(document, (Invoice, CreditNote)) or not document.is_joint:
        return {}
    of_lines, orders = orders_by_line(document), {each.id: each for each in document.orders}
    found: dict[int, Order] = {}
    for line in document.lines:
        order = orders.pop(of_lines[line.id], None)
        if order is not None:
            found[line.id] = order
    return found


def _given(invoice: Invoice) -> dict[int, Shares]:
    """Order id → what credit notes of the invoice took back of it."""
    query = select(
        CreditNoteOrder.order_id,
        CreditNoteOrder.taxes,
        CreditNoteOrder.deductions,
        CreditNoteOrder.adjustments,
    ).join(CreditNoteOrder.credit_note)
    found: dict[int, Shares] = {}
    for order_id, *said in db.session.execute(
        query.where(CreditNote.invoice_id == invoice.id), execution_options=EVERY
    ):
        found.setdefault(order_id, Shares()).add(InvoiceKind.INVOICE, *said, by_credit=True)
    return found


def shared_out(rate: RateTotal, limits: Sequence[RateTotal]) -> list[RateTotal]:
    """One rate of a credit by amount over the orders: in proportion to what each has left, and never more."""
    bases = spread(rate.base, [each.base for each in limits])
    taxes = [within(tax, most.tax) for tax, most in zip(spread(rate.tax, bases), limits, strict=True)]
    for place, most in enumerate(limits):
        taxes[place] += within(rate.tax - sum(taxes), most.tax - taxes[place])
    return [replace(rate, base=base, tax=tax) for base, tax in zip(bases, taxes, strict=True)]


def note_shares(parts: Iterable[tuple[Share, Totals]]) -> list[CreditNoteOrder]:
    """The rows of a credit note: what it takes back of each of the orders; those of which nothing are left out."""
    found: list[CreditNoteOrder] = []
    for share, part in parts:
        if part.taxes or part.deducted or any(line.net_before or line.discount for line in part.lines):
            row = CreditNoteOrder(order_id=share.of.order_id, position=len(found) + 1)
            amounts = [each.amount for each in part.adjustments]
            row.take(part, parts_of(share.of.agreed if amounts else (), amounts, part.currency))
            found.append(row)
    return found
