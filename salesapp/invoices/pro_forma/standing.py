"""What of an order still stands, on paper, less its down payments: what is not billed any more is not asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from salesapp.core.paper import Paper, TaxShare
from salesapp.invoices.actions.invoicing import adjusted
from salesapp.invoices.models.billing import advances_of, billing_of, part_of
from salesapp.invoices.paper import deducted_from, down_payments
from salesapp.orders.models import Order
from salesapp.products.adjustments.agreed import Agreed, parts_of
from salesapp.products.documents import named_shares
from salesapp.products.parts import Billed, Billing
from salesapp.products.pricing import Totals
from salesapp.quotes.paper import adjusted_words, paper_line


def quantities_standing(order: Order) -> list[Decimal]:
    """Per line, what was not cancelled, and not credited for good."""
    return [line.quantity - line.quantity_closed for line in order.lines]


def still_asked_for(paper: Paper, order: Order) -> Paper:
    """The order's paper over what stands, priced like an invoice of it all that deducts the down payments."""
    quantities, advances = quantities_standing(order), advances_of(order)
    if not advances and quantities == [line.quantity for line in order.lines]:
        return paper
    billing_of(order)  # which says why something is not taxed, as the down payments did
    whole = Billing(
        [line.as_priced() for line in order.lines],
        order.priced(),
        [Billed() for _line in order.lines],
        down_payments=advances,
        closed=[line.quantity_closed for line in order.lines],
    )
    part = part_of(whole, quantities).rounded(order.rounding_rule)
    agreed = parts_of(order.agreed if part.adjustments else (), adjusted(part), order.currency)
    rows = zip(order.lines, quantities, part.lines, strict=True)
    lines = [
        replace(
            paper_line(position, line, paper.language, cancelled=False),
            quantity=quantity,
            net=priced.net_before,
            adjustments=adjusted_words(
                parts_of(line.agreed, priced.adjustments, order.currency), paper.language
            ),
        )
        for position, (line, quantity, priced) in enumerate(rows, start=1)
        if quantity
    ]
    return replace(
        paper,
        lines=tuple(lines),
        net=part.net,
        tax=part.tax,
        total=part.net + part.tax,
        document_discount=part.discount,
        adjustments=adjusted_words(agreed, paper.language),
        taxes=tuple(_taxes(order, part, agreed)),
        rounding=part.rounding,
        deducted=deducted_from(order, part.deducted, down_payments([order])),
    )


def _taxes(order: Order, part: Totals, agreed: Sequence[Agreed]) -> Iterator[TaxShare]:
    """The tax per rate; what is taxed at nothing apart by why that is so."""
    nets = [(line, priced.net) for line, priced in zip(order.lines, part.lines, strict=True)]
    shares = (TaxShare(*each) for each in named_shares(part.taxes, nets, agreed))
    return (each for each in shares if each.base or each.tax)
