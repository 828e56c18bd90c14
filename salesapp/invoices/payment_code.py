"""The SEPA payment code (EPC069-12, version 002; in Germany GiroCode), which a bank’s app reads off the paper.

The payload is built here and not by a library's helper, since it is kept with the words of what was issued.
"""

from __future__ import annotations

from decimal import Decimal

from stdnum import iban

from salesapp.core.money import from_minor

MOST = Decimal("999999999.99")
NAME, TEXT, BYTES = 70, 140, 331


def payment_code(name: str, account: str, minor: int, currency: str, text: str) -> str:
    """The payload; empty where the code knows no such payment: another currency, no IBAN, nothing to pay."""
    amount = from_minor(minor, currency) if currency == "EUR" else Decimal(0)
    if not (0 < amount <= MOST) or not iban.is_valid(account):
        return ""
    payee = " ".join(name.split())[:NAME]
    lines = ["BCD", "002", "1", "SCT", "", payee, iban.compact(account), f"EUR{amount:.2f}", "", ""]
    payload = "\n".join([*lines, " ".join(text.split())[:TEXT]])
    return payload if len(payload.encode()) <= BYTES else ""
