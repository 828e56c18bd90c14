"""Payments that come in: each is written down once, with what of it settles which invoices. The rest is credit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken, all_of
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.money.currencies import rate_near
from salesapp.invoices.actions.settling import customer_of, must_take, write_off
from salesapp.invoices.allocations import settle
from salesapp.invoices.early_discounts.taking import take_discount
from salesapp.invoices.locking import lock
from salesapp.invoices.models import Invoice, Payment, PaymentMethod
from salesapp.invoices.models.ledger import must_be_open
from salesapp.invoices.wording import amount_words

PAID = event_kind("payment_recorded", _l("%(by)s recorded a payment of %(amount)s"), icon="banknote")


@dataclass(frozen=True)
class Received:
    """Money that came in: `amount` in minor units of `currency`."""

    amount: int
    currency: str
    paid_on: date
    method: PaymentMethod = PaymentMethod.BANK_TRANSFER
    reference: str = ""
    value_on: date | None = None
    """When it really came, where the books of that day are closed."""


@dataclass(frozen=True)
class Part:
    """What of a payment settles an invoice: so many minor units, or as much as fits."""

    invoice: Invoice
    amount: int | None = None
    seen: int | None = None
    """What was open of it as somebody looked; None where nobody did."""
    give_up: str = ""
    """Why what is still open afterwards is written off; empty where it stays open."""
    discount: bool = False
    """Whether what is still open afterwards is the discount for paying early."""


class SettledMeanwhile(RuleBroken):
    """Less is open of an invoice than whoever records a payment had before their eyes."""


def record_payment(
    received: Received,
    *,
    by: Any,
    invoice: Invoice | None = None,
    parts: Sequence[Part] = (),
    account: Any = None,
    contact: Any = None,
) -> Payment:
    """Writes down a payment that settles parts of its payer's invoices, or as much of one `invoice` as fits.

    What no invoice takes stays as the payer's credit. RuleBroken for nothing, for more than was paid or is open, for
    another customer's or currency's invoice, and for a day that is closed or still to come; SettledMeanwhile where
    colleagues were faster.
    """
    parts = [Part(invoice)] if invoice is not None else sorted(parts, key=lambda each: each.invoice.id)
    for part in parts:
        lock(part.invoice)
        must_take(part.invoice, received.currency)
    if parts and account is None and contact is None:
        account, contact = parts[0].invoice.account, parts[0].invoice.contact
    all_of(
        partial(_must_have_payer, account or contact),
        partial(_must_be_money, received.amount),
        partial(must_be_open, received.paid_on, field="paid_on"),
    )
    due = [each.invoice.open_now() for each in parts]  # the lock itself may have read what was so before it
    must_be_as_seen(parts, due)
    amounts = _amounts(parts, due, received)
    payment = _received(received, account, contact, [each.invoice for each in parts], by)
    for part, amount in zip(parts, amounts, strict=True):
        _settle(part, amount, payment, by=by)
    return payment


def _must_have_payer(payer: Any) -> None:
    if payer is None:
        raise RuleBroken(_("Choose who paid: an account or a contact."), field="account")


def _must_be_money(amount: int) -> None:
    if amount <= 0:
        raise RuleBroken(_("A payment must be greater than zero."), field="amount")


def must_be_as_seen(parts: Sequence[Part], due: Sequence[int]) -> None:
    """SettledMeanwhile, with each invoice of which more or less is open (`due`) than somebody saw."""
    changed = []
    for part, now in zip(parts, due, strict=True):
        invoice = part.invoice
        if part.seen is not None and part.seen != now:
            sentence = _(
                "%(number)s: the open amount is now %(now)s, not %(then)s.",
                number=invoice.title,
                now=amount_words(now, invoice.currency),
                then=amount_words(part.seen, invoice.currency),
            )
            changed.append(sentence)
    if changed:
        changed.append(_("Check whether this payment has already been recorded."))
        raise SettledMeanwhile(" ".join(changed))


def _amounts(parts: Sequence[Part], due: Sequence[int], received: Received) -> list[int]:
    """What each invoice gets. RuleBroken for more than is open of it, and for more in all than was paid."""
    left, found = received.amount, []
    for part, most in zip(parts, due, strict=True):
        amount = min(most, left) if part.amount is None else part.amount
        if not 0 <= amount <= most:
            sentence = _("Only %(amount)s of this invoice is open.", amount=_words(most, received))
            raise RuleBroken(sentence, field=f"part_{part.invoice.id}")
        left -= amount
        found.append(amount)
    if left < 0:
        sentence = _(
            "%(over)s more is allocated than was paid. Reduce an amount below.", over=_words(-left, received)
        )
        raise RuleBroken(sentence, field="amount")
    return found


def _settle(part: Part, amount: int, payment: Payment, *, by: Any) -> None:
    if not amount:
        return
    if not _named_alike(part.invoice, payment) and customer_of(part.invoice) != customer_of(payment):
        raise RuleBroken(_("This invoice belongs to another customer."), field=f"part_{part.invoice.id}")
    settle(part.invoice, amount, by=by, on=payment.paid_on, payment=payment)
    if part.discount:
        take_discount(part.invoice, payment, by=by)
    elif part.give_up and part.invoice.open_now():
        write_off(part.invoice, part.give_up, by=by, on=payment.paid_on)


def _named_alike(invoice: Invoice, payment: Payment) -> bool:
    """Whether they name the same customer: then no merge has to be asked for."""
    return (invoice.account_id, invoice.contact_id) == (payment.account_id, payment.contact_id)


def _received(
    received: Received, account: Any, contact: Any, invoices: Sequence[Invoice], by: Any
) -> Payment:
    owners = {each.owner_id for each in invoices}
    opportunities = {each.opportunity_id for each in invoices}
    payment = Payment(
        account_id=None if account is None else account.id,
        contact_id=None if contact is None else contact.id,
        opportunity_id=opportunities.pop() if len(opportunities) == 1 else None,
        paid_on=received.paid_on,
        value_on=received.value_on,
        amount=received.amount,
        currency=received.currency,
        rate=rate_near(received.currency, on=received.paid_on),
        method=received.method,
        reference=received.reference.strip() or None,
        owner_id=(owners.pop() if len(owners) == 1 else None) or by.id,
    )
    db.session.add(payment)
    db.session.flush()
    about = [*payment.story, *(each for one in invoices for each in (one, *one.order_links, *one.story))]
    record(payment, PAID, by=by, about=list(dict.fromkeys(about)), amount=payment.money)
    return payment


def _words(minor: int, received: Received) -> str:
    return amount_words(minor, received.currency)
