"""Crediting an amount of an invoice: the price is lowered, and nothing of what was sold comes back.

What an order has to bill stays as it is, so nothing of it is asked for again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import force_locale

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import record
from salesapp.core.i18n import _
from salesapp.core.money import from_minor, spread
from salesapp.invoices.actions.crediting import CREDITED, begun_note, seal_within, settle_with
from salesapp.invoices.limits.models import ReductionRequest
from salesapp.invoices.locking import lock, lock_orders
from salesapp.invoices.models import CreditNote, CreditNoteLine, Invoice, InvoiceLine
from salesapp.invoices.models.billing import Credits, credited_of, crediting_of
from salesapp.invoices.models.joint.credits import JointCredits, note_shares, shared_out
from salesapp.invoices.models.ledger import must_be_open
from salesapp.invoices.wording import amount_words
from salesapp.products.parts import within
from salesapp.products.pricing import HUNDRED, PricedLine, RateTotal, Totals, portion, tax_on
from salesapp.products.taxes.categories import TaxKey
from salesapp.quotes.document import headline
from salesapp.quotes.paper import language_of


def credit_amounts(
    invoice: Invoice,
    reason: str,
    amounts: Mapping[TaxKey, int],
    *,
    by: Any,
    gross: bool = False,
    on: date | None = None,
    approved: ReductionRequest | None = None,
) -> CreditNote:
    """Credits so much of each tax rate, in minor units, net or with the tax in it.

    It is spread over the lines of the rate in proportion to what is left of them. RuleBroken for nothing, for more
    than is left of a rate or of the invoice, for a down payment, without a reason, and for a day that is closed;
    BeyondLimit as `credit`.
    """
    lock_orders(invoice)
    lock(invoice)
    _check(invoice, reason)
    on = on or today_for()
    must_be_open(on)
    note = _drafted(invoice, reason.strip(), {key: each for key, each in amounts.items() if each}, gross, by)
    seal_within(note, invoice, by=by, on=on, approved=approved)
    told: dict[str, Any] = {"amount": note.amount, "invoice": invoice.title, "reason": note.reason[:300]}
    record(note, CREDITED, by=by, about=[invoice, *invoice.orders, *invoice.story], **told)
    settle_with(note, invoice, by=by, on=on)
    return note


def reducible(invoice: Invoice) -> list[RateTotal]:
    """Net and tax per rate of which an amount can still be credited; rates without are left out."""
    return _sums(_limits(crediting_of(invoice)))


def _limits(billing: Credits) -> dict[TaxKey, list[RateTotal]]:
    """Per rate of the invoice, what can be credited of it of each order, down payments of that order left aside."""
    orders = [{each.key: each for each in _limits_of(own)} for _places, own in billing.by_order()]
    return {
        share.key: [own.get(share.key) or replace(share, base=0, tax=0) for own in orders]
        for share in billing.whole.taxes
    }


def _limits_of(billing: Credits) -> Iterator[RateTotal]:
    """Of what has less than nothing left, as for goods that came back, nothing is credited."""
    left, down = _left_of_lines(billing), {each.key: each.total for each in billing.down_payments}
    for share in billing.not_billed():
        limit = _within(_within_lines(share, billing, left), share.total - down.get(share.key, 0))
        if limit.base >= 0:
            yield limit


def _sums(limits: Mapping[TaxKey, Sequence[RateTotal]]) -> list[RateTotal]:
    sums = (
        replace(own[0], base=sum(each.base for each in own), tax=sum(each.tax for each in own))
        for own in limits.values()
    )
    return [each for each in sums if each.base > 0]


def _check(invoice: Invoice, reason: str) -> None:
    if not invoice.is_issued:
        raise RuleBroken(_("Only an issued invoice can be credited. Change or delete the draft instead."))
    invoice.must_be_ours()
    if invoice.is_down_payment:
        raise RuleBroken(_("A down payment can only be credited in full."), field="how")
    if not reason.strip():
        raise RuleBroken(_("Enter the reason for the credit."), field="reason")


def _drafted(
    invoice: Invoice, reason: str, amounts: Mapping[TaxKey, int], gross: bool, by: Any
) -> CreditNote:
    """The credit note with a line for each that is lowered, flushed and not sealed yet."""
    if not amounts or any(each < 0 for each in amounts.values()):
        raise RuleBroken(_("Enter an amount to credit."), field="how")
    billing = crediting_of(invoice)
    limits = _limits(billing)
    most = {each.key: each for each in _sums(limits)}
    shares = [_share(most.get(key), each, gross, invoice) for key, each in amounts.items()]
    left = invoice.payable - credited_of(invoice)
    if sum(each.total for each in shares) > left:
        raise RuleBroken(_most(left, invoice), field="how")
    taxes = tuple(sorted(shares, key=lambda each: each.key.place))
    by_order = list(zip(*(shared_out(each, limits[each.key]) for each in taxes), strict=True))
    note = begun_note(invoice, reason, by)
    note.by_amount, note.discount = True, Decimal(0)
    note.agree(())
    with force_locale(language_of(invoice).locale):
        note.lines = list(_lines(invoice, billing, by_order))
    priced = tuple(line.priced() for line in note.lines)
    note.take_totals(Totals(invoice.currency, priced, taxes))
    if isinstance(billing, JointCredits):
        parts = [Totals(invoice.currency, (), tuple(filter(_is_any, own))) for own in by_order]
        note.order_shares = note_shares(zip(billing.shares, parts, strict=True))
    db.session.add(note)
    db.session.flush()
    return note


def _is_any(share: RateTotal) -> bool:
    return bool(share.base or share.tax)


def _share(limit: RateTotal | None, amount: int, gross: bool, invoice: Invoice) -> RateTotal:
    """Net and tax of the amount; the last of a rate takes the rate's tax as it is."""
    most = 0 if limit is None else limit.total if gross else limit.base
    if limit is None or amount > most:
        raise RuleBroken(_most(most, invoice), field="how")
    if amount == most:
        return limit
    if not gross:
        return replace(limit, base=amount, tax=within(tax_on(amount, limit.rate), limit.tax))
    net = min(portion(amount, HUNDRED, HUNDRED + limit.rate), limit.base)
    tax = within(amount - net, limit.tax)
    return replace(limit, base=amount - tax, tax=tax)


def _most(most: int, invoice: Invoice) -> str:
    return _("Only %(amount)s of this can still be credited.", amount=amount_words(most, invoice.currency))


def _lines(
    invoice: Invoice, billing: Credits, by_order: Sequence[Sequence[RateTotal]]
) -> Iterator[CreditNoteLine]:
    """One for each line that is lowered, rate by rate: what falls to an order is spread over its own lines."""
    left = _left_of_lines(billing)
    for rate in zip(*by_order, strict=True):
        for share, (places, _own) in zip(rate, billing.by_order(), strict=True):
            own = [each for each in places if invoice.lines[each].tax_key == share.key and left[each] > 0]
            for place, amount in zip(own, spread(share.base, [left[each] for each in own]), strict=True):
                if amount:
                    yield _line(invoice.lines[place], amount, invoice.currency)


def _line(line: InvoiceLine, amount: int, currency: str) -> CreditNoteLine:
    said = {"unit": None, "quantity": Decimal(1), "discount": Decimal(0), "base_quantity": Decimal(1)}
    made = CreditNoteLine(**line.copied() | said, invoice_line_id=line.id)
    made.description = _("Price reduction: %(line)s", line=headline(line))
    made.unit_price = from_minor(amount, currency)
    made.agree(())
    made.take(PricedLine(amount, 0, *line.tax_key))
    made.supply_from, made.supply_to = line.supply_from, line.supply_to
    return made


def _left_of_lines(billing: Credits) -> list[int]:
    """What is left of each line's net after its discounts."""
    pairs = zip(billing.whole.lines, billing.billed, strict=True)
    return [whole.net - (done.net_before - done.discount) for whole, done in pairs]


def _within(share: RateTotal, most: int) -> RateTotal:
    """No more than so much, tax included: what down payments asked for is given back with what deducted them."""
    if share.total <= most:
        return share
    net = portion(max(0, most), HUNDRED, HUNDRED + share.rate)
    return replace(share, base=net, tax=max(0, most) - net)


def _within_lines(share: RateTotal, billing: Credits, left: list[int]) -> RateTotal:
    """What lines have left of a rate; charges of the document are credited with it, not by amount."""
    of_lines = zip(billing.lines, left, strict=True)
    base = min(share.base, sum(max(0, each) for line, each in of_lines if line.key == share.key))
    tax = share.tax if base == share.base else within(tax_on(base, share.rate), share.tax)
    return replace(share, base=base, tax=tax)
