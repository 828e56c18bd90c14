"""What a delivery note says: the goods, where they go, and a place to sign for them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from flask_babel import force_locale

from salesapp.core.paper import Paper, PaperLine
from salesapp.core.paper.document import Language
from salesapp.orders.models.delivery import OrderDelivery
from salesapp.quotes.paper import branding, language_of, paper_line, receiver, seller, standing_references


def paper_of_delivery(delivery: OrderDelivery) -> Paper:
    """The sheet that goes with the goods; its positions are those of the order."""
    order = delivery.order
    language: Language = language_of(order).value
    with force_locale(language_of(order).locale):
        return Paper(
            kind="delivery_note",
            language=language,
            currency=order.currency,
            seller=seller(order),
            buyer=receiver(order),
            lines=_lines(delivery),
            net=0,
            tax=0,
            total=0,
            number=delivery.number,
            dates=(("delivered", delivery.delivered_on),),
            references=(("order", order.title), *standing_references(order, asks=False)),
            notes=delivery.note or "",
            **branding(language),
        )


UNPRICED: dict[str, Any] = {
    "unit_price": Decimal(0),
    "net": 0,
    "discount": Decimal(0),
    "tax": Decimal(0),
    "per": None,
    "adjustments": (),
}


def _lines(delivery: OrderDelivery) -> tuple[PaperLine, ...]:
    """The lines of the order of which something was delivered, so much of them and without a price."""
    language: Language = language_of(delivery.order).value
    quantities = delivery.quantities
    found = []
    for position, line in enumerate(delivery.order.lines, start=1):
        if line.id in quantities:
            priced = paper_line(position, line, language)
            found.append(replace(priced, quantity=quantities[line.id], **UNPRICED))
    return tuple(found)
