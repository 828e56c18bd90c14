"""Taking an issued invoice back, partly or fully: the credit note is issued at once and settles what no money did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.money import round_half_up
from salesapp.invoices.actions.closing import bill_no_more
from salesapp.invoices.actions.invoicing import adjusted, invoice_order, write_invoice
from salesapp.invoices.actions.joining import invoice_together
from salesapp.invoices.allocations import settle
from salesapp.invoices.early_discounts.allowed import discounted
from salesapp.invoices.early_discounts.taking import take_back
from salesapp.invoices.limits.guard import must_be_within
from salesapp.invoices.limits.models import ReductionKind, ReductionRequest
from salesapp.invoices.locking import lock, lock_orders
from salesapp.invoices.models import CreditNote, CreditNoteLine, Invoice, InvoiceLine
from salesapp.invoices.models.billed import COPIED_FROM_BILLS
from salesapp.invoices.models.billing import (
    Credits,
    billing_of,
    credited_of,
    crediting_of,
    draft_of,
    is_complete,
    part_of,
)
from salesapp.invoices.models.joint.credits import JointCredits, note_shares
from salesapp.invoices.models.ledger import must_be_open, seal
from salesapp.invoices.money_back import written_off
from salesapp.products.adjustments.agreed import parts_of
from salesapp.products.documents import COPIED_FROM_HEADS
from salesapp.products.pricing import PricedLine

CREDITED = event_kind(
    "invoice_credited", _l("%(by)s credited %(amount)s of %(invoice)s: %(reason)s"), icon="undo-2"
)


def credit(
    invoice: Invoice,
    reason: str,
    *,
    by: Any,
    quantities: Mapping[int, Decimal] | None = None,
    again: bool = True,
    on: date | None = None,
    approved: ReductionRequest | None = None,
) -> CreditNote:
    """Credits so much of each line (by the invoice line's id); without quantities, all that is not credited yet.

    `again` puts what an order's invoice had billed back among what is to be invoiced; without it the order never
    asks for it again. RuleBroken without a reason, for more than is left of a line, for a down payment that an invoice
    has deducted already, and for a day that is closed or before the last credit note's; BeyondLimit for more than `by`
    may credit, unless a colleague `approved` it.
    """
    lock_orders(invoice)
    lock(invoice)
    _check(invoice, reason)
    on = on or today_for()
    must_be_open(on)
    note = _drafted(invoice, reason.strip(), quantities, by)
    seal_within(note, invoice, by=by, on=on, approved=approved)
    told: dict[str, Any] = {"amount": note.amount, "invoice": invoice.title, "reason": note.reason[:300]}
    record(note, CREDITED, by=by, about=[invoice, *invoice.orders, *invoice.story], **told)
    settle_with(note, invoice, by=by, on=on)
    if not again:
        for order in invoice.orders:
            bill_no_more(order, note, by=by)
    return note


def credit_and_redraft(
    invoice: Invoice,
    reason: str,
    *,
    by: Any,
    on: date | None = None,
    approved: ReductionRequest | None = None,
) -> Invoice:
    """Credits all that is left of the invoice, and gives a fresh draft of the same."""
    credit(invoice, reason, by=by, on=on, approved=approved)
    if invoice.has_fixed_lines:
        return _redrafted_of_orders(invoice, by)
    again = Invoice(**invoice.copied_terms(), owner_id=invoice.owner_id)
    again.lines = [InvoiceLine(**line.copied()) for line in invoice.lines]
    return write_invoice(again, by=by)


def seal_within(
    note: CreditNote, invoice: Invoice, *, by: Any, on: date, approved: ReductionRequest | None
) -> None:
    """Issues the note. BeyondLimit where it is more than `by` may credit and no colleague approved it."""
    net = note.net - sum(share.base for share in note.deducted_rows)
    note.author_limit = must_be_within(
        invoice, ReductionKind.CREDIT, note.payable, by=by, net=net, approved=approved
    )
    seal(note, on=on)
    if approved is not None:
        approved.credit_note_id = note.id


def settle_with(note: CreditNote, invoice: Invoice, *, by: Any, on: date) -> None:
    """Settles what is open, then what was written off: only what money settled comes back to the customer."""
    _shrink_discount(note, invoice, by=by, on=on)
    given_up = min(written_off(invoice), note.payable - min(invoice.open_now(), note.payable))
    if given_up > 0:
        settle(invoice, -given_up, by=by, on=on, write_off_reason=note.reason)
    amount = min(invoice.open_now(), note.payable)
    if amount > 0:
        settle(invoice, amount, by=by, on=on, credit_note=note)


def _shrink_discount(note: CreditNote, invoice: Invoice, *, by: Any, on: date) -> None:
    """What was deducted for paying early goes back with what it was a share of: all of it with the last credit."""
    deducted = discounted(invoice)
    if not deducted:
        return
    left = invoice.payable - (credited_of(invoice) - note.payable)
    back = (
        deducted if note.payable >= left else int(round_half_up(Decimal(deducted * note.payable) / left, 0))
    )
    if back:
        take_back(invoice, back, by=by, on=on)


def _redrafted_of_orders(invoice: Invoice, by: Any) -> Invoice:
    if invoice.is_down_payment:
        raise RuleBroken(_("Create a new down payment from the order."), field="how")
    orders = invoice.orders
    left = {
        line.id: rest
        for order in orders
        for line, rest in zip(order.lines, billing_of(order).quantities_left(), strict=True)
    }
    quantities = {
        line.order_line_id: min(line.quantity, left[line.order_line_id])
        for line in invoice.lines
        if line.order_line_id is not None
    }
    if invoice.is_joint:
        return invoice_together(orders, quantities=quantities, by=by)
    return invoice_order(orders[0], quantities=quantities, by=by)


def _check(invoice: Invoice, reason: str) -> None:
    if not invoice.is_issued:
        raise RuleBroken(_("Only an issued invoice can be credited. Change or delete the draft instead."))
    invoice.must_be_ours()
    if not reason.strip():
        raise RuleBroken(_("Enter the reason for the credit."), field="reason")
    if any(draft_of(order) is not None for order in invoice.orders):
        raise RuleBroken(_("There is already a draft for this order. Issue or delete it first."))
    if invoice.is_down_payment:
        _must_not_be_deducted(invoice)


def _must_not_be_deducted(invoice: Invoice) -> None:
    """RuleBroken where later invoices have deducted the down payment already."""
    left = (
        {share.key: share.total for share in billing_of(invoice.order).down_payments} if invoice.order else {}
    )
    if any(share.total > left.get(share.key, 0) for share in invoice.priced().taxes):
        raise RuleBroken(_("This down payment was deducted from a later invoice. Credit that invoice first."))


def _drafted(invoice: Invoice, reason: str, quantities: Mapping[int, Decimal] | None, by: Any) -> CreditNote:
    """The credit note with its lines, flushed and not sealed yet."""
    billing = crediting_of(invoice)
    if is_complete(billing):
        raise RuleBroken(_("This invoice is fully credited."))
    wanted = billing.quantities_left()
    if quantities is not None:
        if invoice.is_down_payment:
            raise RuleBroken(_("A down payment can only be credited in full."), field="how")
        wanted = [quantities.get(line.id) or Decimal(0) for line in invoice.lines]
    if not any(wanted):
        raise RuleBroken(_("Enter a quantity to credit."), field="quantities")
    part = part_of(billing, wanted)
    note = begun_note(invoice, reason, by)
    pairs = zip(invoice.lines, wanted, part.lines, strict=True)
    note.lines = [_line_of(line, quantity, priced) for line, quantity, priced in pairs if quantity]
    note.agree(parts_of(invoice.agreed, adjusted(part), invoice.currency))
    if isinstance(billing, JointCredits):
        note.order_shares = note_shares(billing.parts(wanted))
    note.take_totals(replace(part, rounding=_rounding_back(invoice, billing, wanted)))
    note.must_not_be_negative()
    db.session.add(note)
    db.session.flush()
    return note


def begun_note(invoice: Invoice, reason: str, by: Any) -> CreditNote:
    """A credit note with the words and parties of its invoice, without lines."""
    terms = {name: getattr(invoice, name) for name in (*COPIED_FROM_HEADS, *COPIED_FROM_BILLS)}
    note = CreditNote(
        **terms | {"notes": None, "terms": None}, reason=reason, owner_id=invoice.owner_id or by.id
    )
    note.invoice, note.seller, note.buyer = invoice, invoice.seller, invoice.buyer
    note.is_joint, note.order_shares = invoice.is_joint, []
    return note


def _line_of(line: InvoiceLine, quantity: Decimal, priced: PricedLine) -> CreditNoteLine:
    made = CreditNoteLine(**line.copied() | {"quantity": quantity}, invoice_line_id=line.id)
    made.agree(parts_of(line.agreed, priced.adjustments, line.invoice.currency))
    made.take(priced)
    made.supply_from, made.supply_to = line.supply_from, line.supply_to
    return made


def _rounding_back(invoice: Invoice, billing: Credits, wanted: Sequence[Decimal]) -> int:
    """The rounding of the invoice goes back with the last of it."""
    return invoice.rounding if list(wanted) == billing.quantities_left() else 0
