"""camt.053 (ISO 20022), any version: statements with their balances, and every booked entry of them.

A batch that names what each of its parts comes to is read part by part; else it stays the one booking that it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from salesapp.core.i18n import _
from salesapp.invoices.bank.reading.entries import Entry, ReadStatement, minor, spaced
from salesapp.records.tables.table import Unreadable

BOOKED = {"BOOK", ""}
OPENINGS, CLOSINGS = ("OPBD", "PRCD"), ("CLBD",)
NOT_GIVEN = {"NOTPROVIDED", "NONREF"}


def read_camt(content: bytes) -> list[ReadStatement]:
    """The statements of the file; Unreadable for another kind of XML, and for what is no good XML."""
    try:
        root = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as broken:
        raise Unreadable(_("This isn’t a readable XML file.")) from broken
    for each in root.iter():
        each.tag = str(each.tag).rpartition("}")[2]
    found = [_statement(each) for each in root.iter("Stmt")]
    if not found:
        raise Unreadable(_("This XML file holds no bank statement (camt.053)."))
    return found


def _statement(node: Element) -> ReadStatement:
    opening, closing = _balance(node, OPENINGS), _balance(node, CLOSINGS)
    currency = _text(node, "Acct/Ccy") or (opening or closing or (0, "", None))[1]
    entries = tuple(each for entry in node.findall("Ntry") for each in _entries(entry))
    currency = currency or (entries[0].currency if entries else "")
    if any(each.currency != currency for each in entries):
        raise Unreadable(_("A statement in one currency holds bookings in another."))
    return ReadStatement(
        account=_text(node, "Acct/Id/IBAN") or _text(node, "Acct/Id/Othr/Id"),
        currency=currency,
        entries=entries,
        number=_text(node, "ElctrncSeqNb") or _text(node, "LglSeqNb") or _text(node, "Id"),
        opened_on=_day(node, "FrToDt/FrDtTm") or (opening and opening[2]),
        closed_on=_day(node, "FrToDt/ToDtTm") or (closing and closing[2]),
        opening=opening and opening[0],
        closing=closing and closing[0],
    )


def _balance(node: Element, codes: tuple[str, ...]) -> tuple[int, str, date | None] | None:
    """(amount, currency, day) of the first balance with one of these codes."""
    for code in codes:
        for each in node.findall("Bal"):
            if _text(each, "Tp/CdOrPrtry/Cd") == code:
                amount, currency = _signed(each)
                return amount, currency, _day(each, "Dt/Dt") or _day(each, "Dt/DtTm")
    return None


def _entries(node: Element) -> Iterator[Entry]:
    if (_text(node, "Sts/Cd") or _text(node, "Sts")) not in BOOKED:
        return
    amount, currency = _signed(node)
    parts = node.findall("NtryDtls/TxDtls")
    amounts = [_part(each, amount, currency) for each in parts]
    if len(parts) > 1 and None not in amounts and sum(each or 0 for each in amounts) == amount:
        for part, own in zip(parts, amounts, strict=True):
            yield _entry(node, [part], own or 0, currency)
        return
    yield _entry(node, parts, amount, currency)


def _part(node: Element, whole: int, currency: str) -> int | None:
    """What a part of a batch comes to, with its sign; None where it does not say, or says it in another currency."""
    own = node.find("Amt")
    own = node.find("AmtDtls/TxAmt/Amt") if own is None else own
    if own is None or own.get("Ccy") != currency:
        return None
    amount = minor(own.text or "", currency)
    mark = _text(node, "CdtDbtInd")
    return -amount if mark == "DBIT" or (not mark and whole < 0) else amount


def _entry(node: Element, parts: list[Element], amount: int, currency: str) -> Entry:
    booked = _day(node, "BookgDt/Dt") or _day(node, "BookgDt/DtTm")
    valued = _day(node, "ValDt/Dt") or _day(node, "ValDt/DtTm")
    if booked is None and valued is None:
        raise Unreadable(_("A booking of the statement has no date."))
    side = "Dbtr" if amount > 0 else "Cdtr"
    return Entry(
        booked_on=booked or valued,  # type: ignore[arg-type]
        valued_on=valued,
        amount=amount,
        currency=currency,
        name=_first(parts, f"RltdPties/{side}/Nm", f"RltdPties/{side}/Pty/Nm", f"RltdPties/Ultmt{side}/Nm"),
        account=_first(parts, f"RltdPties/{side}Acct/Id/IBAN", f"RltdPties/{side}Acct/Id/Othr/Id"),
        text=spaced(_words(node, parts)),
        reference=spaced([_text(node, "AcctSvcrRef"), _given(_first(parts, "Refs/EndToEndId"))]),
    )


def _words(node: Element, parts: list[Element]) -> Iterator[str]:
    """All that the payer wrote; what the bank adds where they wrote nothing."""
    said = False
    for part in parts:
        for path in ("RmtInf/Ustrd", "RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Strd/RfrdDocInf/Nb"):
            for each in part.findall(path):
                said = said or bool((each.text or "").strip())
                yield each.text or ""
    if not said:
        yield _text(node, "AddtlNtryInf")


def _signed(node: Element) -> tuple[int, str]:
    own = node.find("Amt")
    currency = "" if own is None else own.get("Ccy", "")
    amount = minor("" if own is None else own.text or "", currency)
    return -amount if _text(node, "CdtDbtInd") == "DBIT" else amount, currency


def _given(text: str) -> str:
    return "" if text.upper() in NOT_GIVEN else text


def _first(nodes: list[Element], *paths: str) -> str:
    return next((found for path in paths for node in nodes if (found := _text(node, path))), "")


def _text(node: Any, path: str) -> str:
    found = node.find(path)
    return "" if found is None else " ".join((found.text or "").split())


def _day(node: Element, path: str) -> date | None:
    text = _text(node, path)[:10]
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable(_("“%(text)s” isn’t a date.", text=text)) from None
