"""Where a customer of the demo company takes goods besides its office."""

from __future__ import annotations

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.customers.delivery_addresses.models import DeliveryAddress
from salesapp.customers.models import Account
from salesapp.demo import cast


def tell() -> None:
    """A warehouse that documents can name; none goes there by itself."""
    account = db.session.scalars(select(Account).where(Account.name == cast.ACCOUNTS[0][0])).one()
    warehouse = DeliveryAddress(account=account, name="Warehouse Harburg", recipient="Nordlicht Logistik")
    warehouse.street, warehouse.postal_code, warehouse.city = "Seehafenstraße 12", "21079", "Hamburg"
    warehouse.country = "DE"
    db.session.add(warehouse)
