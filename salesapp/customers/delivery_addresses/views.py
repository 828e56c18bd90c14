"""The standard screens of delivery addresses."""

from __future__ import annotations

from salesapp.customers.delivery_addresses.records import DELIVERY_ADDRESS
from salesapp.records.screens import record_screens

delivery_addresses = record_screens(DELIVERY_ADDRESS)
