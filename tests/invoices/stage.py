"""Orders and invoices to play with: the customer and goods of tests/quotes/stage.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.paper.document import DocumentLanguage
from salesapp.invoices.actions import Received, invoice_order, record_payment, write_invoice
from salesapp.invoices.audit import audit
from salesapp.invoices.models import Invoice, Payment
from salesapp.orders.actions import write_order
from salesapp.orders.models import Order

LINES = (("pump", "3", "10"), ("pipe", "7", "0"))
"""(goods, quantity, discount %) of an order with two tax rates; a price may follow."""


def order_of(
    house: SimpleNamespace,
    lines: Any = LINES,
    *,
    discount: str = "5",
    agree: Callable[[Order], None] = lambda _order: None,
    **values: Any,
) -> Order:
    """A confirmed order of Ada's customer; `agree` is done to the draft."""
    ada = house.people["ada"]
    values = {
        "account_id": house.account.id,
        "contact_id": house.contact.id,
        "language": DocumentLanguage.EN,
    } | values
    order = write_order(Order(owner_id=ada.id, discount=Decimal(discount), **values), by=ada)
    for goods, quantity, off, *price in lines:
        line = order.add_product(getattr(house, goods), by=ada, quantity=Decimal(quantity))
        line.discount = Decimal(off)
        line.unit_price = price[0] if price else line.unit_price
    agree(order)
    order.confirm(by=house.people["ben"])
    db.session.commit()
    return order


def issued(house: SimpleNamespace, order: Order | None = None, **quantities: Any) -> Invoice:
    """An issued invoice of all that is left of the order."""
    finn = house.people["finn"]
    invoice = invoice_order(order or order_of(house), by=finn, **quantities)
    invoice.issue(by=finn)
    db.session.commit()
    return invoice


def free_draft(house: SimpleNamespace, *lines: str, **values: Any) -> Invoice:
    """A draft without an order."""
    finn = house.people["finn"]
    invoice = write_invoice(
        Invoice(account_id=house.account.id, language=DocumentLanguage.EN, **values), by=finn
    )
    for goods in lines or ("pump", "pipe"):
        invoice.add_product(getattr(house, goods), by=finn)
    db.session.commit()
    return invoice


def paid(house: SimpleNamespace, invoice: Invoice, amount: int | None = None, **values: Any) -> Payment:
    """A payment for the invoice, of all that is open."""
    received = Received(
        invoice.open_amount if amount is None else amount,
        values.pop("currency", invoice.currency),
        values.pop("paid_on", today_for()),
        **values,
    )
    payment = record_payment(received, invoice=invoice, by=house.people["finn"])
    db.session.commit()
    return payment


def midday() -> datetime:
    """Noon of the company's today, which is not always that of UTC."""
    return datetime.combine(today_for(), time(12), UTC)


def anew() -> None:
    """From here on everything is read from the database again, as the system."""
    set_viewer(SYSTEM)
    db.session.expire_all()


def faults() -> dict[str, str]:
    """What the audit finds wrong, by the invariant's name."""
    db.session.commit()
    return {each.name: each.sentence for each in audit() if not each.good}
