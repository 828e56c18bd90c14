"""Giving the discount for a payment that came in time, with its tax, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.money import Money
from salesapp.invoices.allocations import settle
from salesapp.invoices.early_discounts.allowed import allowed, discounted
from salesapp.invoices.early_discounts.shares import shares_of
from salesapp.invoices.locking import lock
from salesapp.invoices.models import DiscountTaken, Invoice, Payment
from salesapp.invoices.models.billing import asked_of, summed
from salesapp.invoices.models.ledger import must_be_open
from salesapp.invoices.wording import amount_words, day_words
from salesapp.products.payment_terms.words import percent
from salesapp.products.pricing import RateTotal
from salesapp.products.stored import rate_totals, rows_of

TAKEN = event_kind(
    "early_discount_taken", _l("%(by)s gave %(amount)s early-payment discount on %(subject)s"), icon="percent"
)
TAKEN_BACK = event_kind(
    "early_discount_reversed",
    _l("%(by)s reversed %(amount)s early-payment discount on %(subject)s"),
    icon="undo-2",
)


def take_discount(invoice: Invoice, payment: Payment, *, by: Any) -> None:
    """Settles what a payment in time left open. RuleBroken where it came late or left more than may be deducted.

    Call it with the invoice locked and the payment's share settled.
    """
    left, may = invoice.open_now(), allowed(invoice, payment.came_on)
    if not left:
        return
    if may is None:
        sentence = _("%(number)s has no discount for a payment of this day.", number=invoice.title)
        raise RuleBroken(sentence, field="rest")
    if left > may.amount:
        sentence = _(
            "%(number)s allows %(most)s until %(day)s. %(left)s is missing.",
            number=invoice.title,
            most=amount_words(may.amount, invoice.currency),
            day=day_words(may.until),
            left=amount_words(left, invoice.currency),
        )
        raise RuleBroken(sentence, field="rest")
    taken: dict[str, Any] = {
        "payment_id": payment.id,
        "percent": may.percent,
        "taken_on": payment.paid_on,
    }
    _book(invoice, left, shares_of(left, asked_of(invoice)), by=by, **taken)
    money = Money(left, invoice.currency)
    record(invoice, TAKEN, by=by, about=[payment, *invoice.orders, *invoice.story], amount=money)


def reverse_discount(invoice: Invoice, reason: str, *, by: Any, on: date | None = None) -> None:
    """What was deducted is open again. RuleBroken without a reason, and where no discount is taken."""
    on = on or today_for()
    must_be_open(on)
    lock(invoice)
    if discounted(invoice) <= 0:
        raise RuleBroken(_("This invoice has no early-payment discount."))
    if not reason.strip():
        raise RuleBroken(_("Enter the reason for reversing it."), field="reason")
    take_back(invoice, discounted(invoice), by=by, on=on, why=reason.strip()[:300])


def take_back(invoice: Invoice, amount: int, *, by: Any, on: date, why: str = "") -> None:
    """So much of the discount is open again, with its tax as if it had never been deducted."""
    left = amount
    for payment_id, share, taken in _standing(invoice):
        back = min(left, taken)
        if back <= 0:
            continue
        rest = shares_of(taken - back, asked_of(invoice))
        rows = summed(rest, _rows(invoice, payment_id))
        taken_on = {"payment_id": payment_id, "percent": share, "taken_on": on}
        _book(invoice, -back, rows, by=by, **taken_on)
        left -= back
    told: dict[str, Any] = {"body": why} if why else {}
    money, about = Money(amount, invoice.currency), [*invoice.orders, *invoice.story]
    record(invoice, TAKEN_BACK, by=by, about=about, amount=money, **told)


def of_payment(invoice: Invoice, payment: Payment) -> int:
    """What of the invoice is deducted because of that payment."""
    return next((taken for key, _percent, taken in _standing(invoice) if key == payment.id), 0)


def _standing(invoice: Invoice) -> list[tuple[int, Any, int]]:
    """(payment, percent, what of it stands): one at most is more than nothing."""
    columns = DiscountTaken.payment_id, DiscountTaken.percent
    query = select(*columns, func.sum(DiscountTaken.amount)).where(DiscountTaken.invoice_id == invoice.id)
    rows = db.session.execute(query.group_by(*columns).order_by(DiscountTaken.payment_id))
    return [(key, share, int(taken)) for key, share, taken in rows if int(taken)]


def _rows(invoice: Invoice, payment_id: int) -> list[RateTotal]:
    query = select(DiscountTaken.taxes).where(
        DiscountTaken.invoice_id == invoice.id, DiscountTaken.payment_id == payment_id
    )
    return [row for taxes in db.session.scalars(query) for row in rate_totals(taxes)]


def _book(invoice: Invoice, amount: int, rows: Sequence[RateTotal], *, by: Any, **taken: Any) -> None:
    """Writes down a discount (a negative amount takes back) and what it settles."""
    made = DiscountTaken(invoice_id=invoice.id, amount=amount, by_id=by.id, **taken)
    made.taxes = rows_of(rows, invoice.reasons())
    db.session.add(made)
    db.session.flush()
    words = _("Early-payment discount %(percent)s", percent=percent(made.percent))
    settle(invoice, made.amount, by=by, on=made.taken_on, discount=made, write_off_reason=words)
