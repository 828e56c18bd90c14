"""The head of every document says what its lines add up to, rate by rate."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from salesapp.invoices.audits.rows import stream
from salesapp.invoices.models import CreditNote, CreditNoteLine, Invoice, InvoiceLine
from salesapp.orders.models import Order, OrderLine
from salesapp.products.adjustments.agreed import agreed_in
from salesapp.products.pricing import RateTotal, tax_on
from salesapp.products.stored import rate_totals
from salesapp.products.taxes.categories import TaxKey, tax_key
from salesapp.quotes.models import Quote, QuoteLine


@dataclass(frozen=True)
class Kind:
    """A type of document; the tax of one that is `whole` is that of its rates' sums, of a part what was left."""

    name: str
    model: Any
    line: Any
    parent: str
    whole: bool


KINDS = (
    Kind("quote", Quote, QuoteLine, "quote_id", True),
    Kind("order", Order, OrderLine, "order_id", True),
    Kind("invoice", Invoice, InvoiceLine, "invoice_id", False),
    Kind("credit note", CreditNote, CreditNoteLine, "credit_note_id", False),
)


def faults(session: Session) -> Generator[str]:
    """One sentence for each document that contradicts itself, and for lines without a document."""
    for kind in KINDS:
        yield from _of_kind(session, kind)


def _of_kind(session: Session, kind: Kind) -> Iterator[str]:
    """Walks heads and sums of lines side by side, both by rising id."""
    heads = stream(session, select(*_columns(kind.model)).order_by(kind.model.id))
    sums = groupby(stream(session, _line_sums(kind)), key=itemgetter(0))
    waiting = next(sums, None)
    for head in heads:
        while waiting is not None and waiting[0] < head.id:
            yield f"Lines of a {kind.name} that is gone ({waiting[0]})."
            waiting = next(sums, None)
        rates: dict[TaxKey, int] = {}
        if waiting is not None and waiting[0] == head.id:
            for _id, tax, category, net in waiting[1]:
                key = tax_key(tax, category)
                rates[key] = rates.get(key, 0) + int(net)
            waiting = next(sums, None)
        reason = _contradiction(kind, head, rates)
        if reason:
            yield f"The {kind.name} {head.number or head.id}: {reason}."


def _columns(model: Any) -> list[Any]:
    sums = [model.id, model.number, model.net, model.tax, model.total, model.taxes, model.adjustments]
    if hasattr(model, "payable"):
        return [*sums, model.deducted, model.payable, model.deductions, model.rounding]
    return sums


def _line_sums(kind: Kind) -> Any:
    key = getattr(kind.line, kind.parent)
    return (
        select(key, kind.line.tax, kind.line.tax_category, func.sum(kind.line.net_after_discount))
        .group_by(key, kind.line.tax, kind.line.tax_category)
        .order_by(key)
    )


def _contradiction(kind: Kind, head: Any, rates: dict[TaxKey, int]) -> str:
    """What is wrong with one document; nothing for a sound one."""
    shares = rate_totals(head.taxes)
    for each in agreed_in(head.adjustments):
        rates[each.tax_key] = rates.get(each.tax_key, 0) + each.amount
    if {share.key: share.base for share in shares if share.base} != {
        rate: net for rate, net in rates.items() if net
    }:
        return "its lines and its tax bases differ"
    if sum(rates.values()) != head.net:
        return f"its lines come to {sum(rates.values())}, its net is {head.net}"
    if sum(share.tax for share in shares) != head.tax:
        return f"its taxes come to {sum(share.tax for share in shares)}, its tax is {head.tax}"
    if head.net + head.tax != head.total:
        return f"net and tax come to {head.net + head.tax}, its total is {head.total}"
    return _wrong_tax(shares) if kind.whole else _wrong_payable(head)


def _wrong_tax(shares: list[RateTotal]) -> str:
    for share in shares:
        if tax_on(share.base, share.rate) != share.tax:
            return f"the tax of {share.rate}% on {share.base} is not {share.tax}"
    return ""


def _wrong_payable(head: Any) -> str:
    deducted = sum(share.total for share in rate_totals(head.deductions))
    if deducted != head.deducted:
        return f"its deductions come to {deducted}, it deducts {head.deducted}"
    if head.total - head.deducted + head.rounding != head.payable:
        return f"{head.total} less {head.deducted}, rounded by {head.rounding}, is not {head.payable}"
    if head.payable < 0 and head.number is not None:  # a draft may be negative while it is written
        return f"it was issued over {head.payable}, which nobody can pay"
    return ""
