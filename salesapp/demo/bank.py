"""Yesterday's statement of the bank: an invoice paid in full, money of somebody unknown, and a rent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.invoices.bank.importing import import_statements
from salesapp.invoices.bank.reading.entries import Entry, ReadStatement
from salesapp.invoices.models import Invoice
from salesapp.products.bank_accounts.models import account_for

BEFORE = 1_500_000


def tell(finance: Any) -> None:
    """The statement comes in; nobody has dealt with its bookings yet."""
    late = select(Invoice).where(Invoice.status == "issued", Invoice.payable > Invoice.settled)
    owed = db.session.scalars(late.order_by(Invoice.id.desc()).limit(1)).one()
    day, currency = today_for() - timedelta(days=1), owed.currency
    entries = (
        Entry(day, owed.open_amount, currency, name=owed.customer_name, text=f"Invoice {owed.number}"),
        Entry(day, 48_000, currency, name="Brandt Consulting", text="Workshop, thank you"),
        Entry(day, -210_000, currency, name="Hafen Immobilien", text="Rent"),
    )
    closing = BEFORE + sum(each.amount for each in entries)
    ours = account_for(currency)
    account = "" if ours is None else ours.account_number
    read = ReadStatement(account, currency, entries, "41", day, day, BEFORE, closing)
    import_statements([read], "statement-41.xml", by=finance)
