"""The pages of accounts and contacts."""

from __future__ import annotations

from salesapp.customers.models import ACCOUNT, CONTACT
from salesapp.records.screens import record_screens

accounts = record_screens(ACCOUNT)
contacts = record_screens(CONTACT)
