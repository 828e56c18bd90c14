"""Invoices of several orders, and their credit notes, are the sum of what falls to each order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from salesapp.invoices.audits.rows import stream
from salesapp.invoices.models import (
    BillStatus,
    CreditNote,
    CreditNoteLine,
    CreditNoteOrder,
    Invoice,
    InvoiceLine,
    InvoiceOrder,
)
from salesapp.orders.models import OrderLine
from salesapp.products.adjustments.agreed import agreed_in
from salesapp.products.stored import rate_totals
from salesapp.products.taxes.categories import TaxKey, tax_key

Sums = dict[TaxKey, tuple[int, int]]


@dataclass(frozen=True)
class Kind:
    name: str
    model: Any
    share: Any
    line: Any
    parent: str


KINDS = (
    Kind("invoice", Invoice, InvoiceOrder, InvoiceLine, "invoice_id"),
    Kind("credit note", CreditNote, CreditNoteOrder, CreditNoteLine, "credit_note_id"),
)


def faults(session: Session) -> Generator[str]:
    """One sentence for each document that its orders do not explain, and for each order with two drafts."""
    for kind in KINDS:
        yield from _of_kind(session, kind)
    alone = select(Invoice.order_id.label("order_id")).where(Invoice.order_id.is_not(None), *_drafts())
    joint = select(InvoiceOrder.order_id).join(InvoiceOrder.invoice).where(*_drafts())
    drafts = union_all(alone, joint).subquery()
    twice = select(drafts.c.order_id).group_by(drafts.c.order_id).having(func.count() > 1)
    for (key,) in stream(session, twice):
        yield f"The order {key} waits in two drafts."


def _drafts() -> tuple[Any, ...]:
    return Invoice.status == BillStatus.DRAFT, Invoice.deleted_at.is_(None)


def _of_kind(session: Session, kind: Kind) -> Generator[str]:
    shares: defaultdict[int, list[Any]] = defaultdict(list)
    for row in stream(session, select(*_said(kind.share), getattr(kind.share, kind.parent).label("of"))):
        shares[row.of].append(row)
    nets = _nets(session, kind)
    heads = select(*_said(kind.model, order=False), kind.model.id, kind.model.number, kind.model.is_joint)
    heads = heads.where(kind.model.is_joint | kind.model.id.in_(select(getattr(kind.share, kind.parent))))
    for head in stream(session, heads):
        reason = _contradiction(kind, head, shares[head.id], nets.get(head.id, {}))
        if reason:
            yield f"The {kind.name} {head.number or head.id} of several orders: {reason}."


def _said(model: Any, *, order: bool = True) -> tuple[Any, ...]:
    said = (model.taxes, model.deductions, model.adjustments)
    return (model.order_id, *said) if order else said


def _nets(session: Session, kind: Kind) -> dict[int, dict[int, dict[TaxKey, int]]]:
    """Document → order → the nets of its lines by what they are taxed with."""
    key, line = getattr(kind.line, kind.parent), kind.line
    sums = (line.tax, line.tax_category, func.sum(line.net_after_discount))
    query = select(key, OrderLine.order_id, *sums).select_from(line)
    if kind.line is CreditNoteLine:
        query = query.join(CreditNoteLine.invoice_line).join(InvoiceLine.order_line)
        query = query.join(CreditNoteLine.credit_note).where(CreditNote.is_joint)
    else:
        query = query.join(InvoiceLine.order_line).join(InvoiceLine.invoice).where(Invoice.is_joint)
    found: dict[int, dict[int, dict[TaxKey, int]]] = {}
    grouped = query.group_by(key, OrderLine.order_id, line.tax, line.tax_category)
    for document, order, tax, category, net in stream(session, grouped):
        found.setdefault(document, {}).setdefault(order, {})[tax_key(tax, category)] = int(net)
    return found


def _contradiction(kind: Kind, head: Any, shares: list[Any], nets: dict[int, dict[TaxKey, int]]) -> str:
    """What is wrong with one document; nothing for a sound one."""
    if not head.is_joint or (kind.model is Invoice and len(shares) < 2):
        return f"it has {len(shares)} orders"
    for name in ("taxes", "deductions"):
        if _summed(getattr(head, name)) != _summed(row for each in shares for row in getattr(each, name)):
            return f"its {name} and those of its orders differ"
    if _amounts([head]) != _amounts(shares):
        return "its discounts and charges and those of its orders differ"
    if nets.keys() - {each.order_id for each in shares}:
        return "it has lines of another order"
    for each in shares:
        bases = dict(nets.get(each.order_id, {}))
        for agreed in agreed_in(each.adjustments):
            bases[agreed.tax_key] = bases.get(agreed.tax_key, 0) + agreed.amount
        said = {key: base for key, (base, _tax) in _summed(each.taxes).items() if base}
        if said != {key: base for key, base in bases.items() if base}:
            return f"the lines of order {each.order_id} and its tax bases differ"
    return ""


def _amounts(said: Iterable[Any]) -> list[int]:
    return [each.amount for row in said for each in agreed_in(row.adjustments) if each.amount]


def _summed(rows: Iterable[Any]) -> Sums:
    sums: Sums = {}
    for share in rate_totals(list(rows)):
        base, tax = sums.get(share.key, (0, 0))
        sums[share.key] = base + share.base, tax + share.tax
    return {key: each for key, each in sums.items() if any(each)}
