"""MT940 (SWIFT), read by the package `mt940` with all of its corrections switched on."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from stdnum.iban import is_valid

from salesapp.core.i18n import _
from salesapp.invoices.bank.reading.entries import Entry, ReadStatement, minor, spaced
from salesapp.records.tables.encodings import detect_encoding
from salesapp.records.tables.reading import opener_of
from salesapp.records.tables.table import Unreadable

BEGINS = re.compile(rb"(?m)^:20:")
NOT_GIVEN = {"NONREF", "NOTPROVIDED", "EREF", "PREF", "MARF", "KREF"}
_SUBFIELD = re.compile(r"(\?(?:2\d|6[0-3]|3[23]))([^?]*)(?=\?(?:2\d|6[0-3]|33))")
_SUBFIELD_HOLDS = 27
"""Characters of a piece of text in the structured `:86:` of German, Austrian and Polish banks."""
_LINE_HOLDS = 65
"""Characters of a line of `:86:`."""
_WORDS = (
    "ACCW|ADDR|BENM|BIC|CHGS|CNTP|CSID|EREF|EXCH|IBAN|ID|ISDT|MARF|NAME|OCMT|ORDP|PREF|PURP|REMI|RTRN|STRD"
)
_NAMED = re.compile(rf"/({_WORDS}|SVCL|TRCD|TRTP|UCRD|UDTR|ULTC|ULTD|USTD)(?=/)")
"""What Dutch banks put into slashes before each part of `:86:`."""


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
        text = _with_gaps(content.decode(encoding).replace("\r\n", "\n"))
        blocks = mt940.parse_statements(text, options=mt940.Options.all())
        found = [_statement(each) for each in blocks]
    except Unreadable:
        raise
    except (ValueError, KeyError, RuntimeError, AttributeError, ArithmeticError, UnicodeError) as broken:
        raise Unreadable(_("This isn’t a readable bank statement (MT940).")) from broken
    return [each for each in found if each.account]


def _with_gaps(text: str) -> str:
    """A space behind each piece that ends before it is full: the package joins them as they stand."""

    def gap(found: re.Match[str]) -> str:
        full = len(found[2].replace("\n", "")) >= _SUBFIELD_HOLDS
        return found[0] if full else f"{found[0]} "

    return _SUBFIELD.sub(gap, text)


def _statement(block: Any) -> ReadStatement:
    data = block.data
    opening = data.get("final_opening_balance") or data.get("intermediate_opening_balance")
    closing = data.get("final_closing_balance") or data.get("intermediate_closing_balance")
    currency = str(opening.amount.currency if opening else block[0].data["currency"])
    return ReadStatement(
        account=str(data.get("account_identification", "")).removesuffix(currency).strip(),
        currency=currency,
        entries=tuple(_entry(each.data, currency) for each in block if "amount" in each.data),
        number=str(data.get("statement_number") or data.get("transaction_reference") or ""),
        opened_on=_day(opening.date) if opening else None,
        closed_on=_day(closing.date) if closing else None,
        opening=_signed(opening.amount.amount, currency) if opening else None,
        closing=_signed(closing.amount.amount, currency) if closing else None,
    )


def _entry(data: dict[str, Any], currency: str) -> Entry:
    details = data.get("transaction_details") or ""
    said, more = _named(details), str(data.get("extra_details") or "")
    iban, _bic, name, *_rest = *said.get("CNTP", "").split("/"), "", "", ""
    words = [data.get("purpose"), data.get("additional_purpose")]
    if said:
        words = [said.get("USTD") or said.get("STRD") or said.get("REMI")]
    if is_valid(
        more
    ):  # the line below the booking is the payer's account with some banks, their name with others
        iban, more = more, ""
    return Entry(
        booked_on=_day(data.get("entry_date") or data["date"]),
        valued_on=_day(data["date"]),
        amount=_signed(data["amount"].amount, currency),
        currency=currency,
        name=spaced([data.get("applicant_name"), data.get("recipient_name"), said.get("NAME") or name]),
        account=str(
            data.get("applicant_iban") or data.get("gvc_applicant_iban") or said.get("IBAN") or iban or ""
        ),
        text=spaced(words) or spaced([details or data.get("posting_text"), "" if more in details else more]),
        reference=spaced(map(_given, _references(data))),
    )


def _named(details: str) -> dict[str, str]:
    """Word → what is said under it, where the details begin with a word in slashes; nothing of other details."""
    if not _NAMED.match(details):
        return {}
    lines = details.split("\n")
    whole = "".join(each if len(each) >= _LINE_HOLDS else f"{each} " for each in lines)
    _before, *parts = _NAMED.split(whole)
    return {
        word: said.strip(" /") for word, said in zip(parts[::2], parts[1::2], strict=True) if said.strip(" /")
    }


def _references(data: dict[str, Any]) -> list[str]:
    names = ("bank_reference", "end_to_end_reference", "customer_reference")
    return [str(data.get(each) or "") for each in names]


def _given(text: str) -> str:
    return " ".join(each for each in text.split() if each.upper() not in NOT_GIVEN)


def _signed(amount: Any, currency: str) -> int:
    units = minor(f"{abs(amount):f}", currency)
    return -units if amount < 0 else units


def _day(found: Any) -> date:
    return date(found.year, found.month, found.day)
