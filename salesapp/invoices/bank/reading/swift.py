"""MT940 (SWIFT), read by the package `mt940` with all of its corrections switched on."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from salesapp.core.i18n import _
from salesapp.invoices.bank.reading.entries import Entry, ReadStatement, minor, spaced
from salesapp.records.tables.encodings import detect_encoding
from salesapp.records.tables.reading import opener_of
from salesapp.records.tables.table import Unreadable

BEGINS = re.compile(rb"(?m)^:20:")
NOT_GIVEN = {"NONREF", "NOTPROVIDED"}


def is_mt940(content: bytes) -> bool:
    """Whether somewhere in the beginning a statement begins as SWIFT has it."""
    head = content[:4000]
    return bool(BEGINS.search(head)) and b":25" in head


def read_mt940(content: bytes) -> list[ReadStatement]:
    """The statements of the file; Unreadable for what the package cannot read."""
    import mt940  # late: every process would hold it, and few import a bank's files

    with opener_of(content)() as file:
        encoding = detect_encoding(file)
    try:
        text = content.decode(encoding).replace("\r\n", "\n")
        blocks = mt940.parse_statements(text, options=mt940.Options.all())
        found = [_statement(each) for each in blocks]
    except Unreadable:
        raise
    except (ValueError, KeyError, RuntimeError, AttributeError, ArithmeticError, UnicodeError) as broken:
        raise Unreadable(_("This isn’t a readable bank statement (MT940).")) from broken
    return [each for each in found if each.account]


def _statement(block: Any) -> ReadStatement:
    data = block.data
    opening = data.get("final_opening_balance") or data.get("intermediate_opening_balance")
    closing = data.get("final_closing_balance") or data.get("intermediate_closing_balance")
    currency = str(opening.amount.currency if opening else block[0].data["currency"])
    return ReadStatement(
        account=str(data.get("account_identification", "")),
        currency=currency,
        entries=tuple(_entry(each.data, currency) for each in block if "amount" in each.data),
        number=str(data.get("statement_number") or data.get("transaction_reference") or ""),
        opened_on=_day(opening.date) if opening else None,
        closed_on=_day(closing.date) if closing else None,
        opening=_signed(opening.amount.amount, currency) if opening else None,
        closing=_signed(closing.amount.amount, currency) if closing else None,
    )


def _entry(data: dict[str, Any], currency: str) -> Entry:
    valued = _day(data["date"])
    names = spaced([data.get("applicant_name"), data.get("recipient_name")])
    words = [data.get("purpose"), data.get("additional_purpose")]
    details = data.get("transaction_details") or data.get("posting_text") or ""
    return Entry(
        booked_on=_day(data.get("entry_date") or data["date"]),
        valued_on=valued,
        amount=_signed(data["amount"].amount, currency),
        currency=currency,
        name=names,
        account=str(data.get("applicant_iban") or data.get("gvc_applicant_iban") or ""),
        text=spaced(words) or spaced([details]),
        reference=spaced(map(_given, _references(data))),
    )


def _references(data: dict[str, Any]) -> list[str]:
    names = ("bank_reference", "end_to_end_reference", "customer_reference")
    return [str(data.get(each) or "") for each in names]


def _given(text: str) -> str:
    return "" if text.upper() in NOT_GIVEN else text


def _signed(amount: Any, currency: str) -> int:
    units = minor(f"{abs(amount):f}", currency)
    return -units if amount < 0 else units


def _day(found: Any) -> date:
    return date(found.year, found.month, found.day)
