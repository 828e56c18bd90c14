"""The standard screens of bank accounts."""

from __future__ import annotations

from salesapp.products.bank_accounts.records import BANK_ACCOUNT
from salesapp.records.screens import record_screens

bank_accounts = record_screens(BANK_ACCOUNT)
