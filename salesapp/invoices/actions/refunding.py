"""Money that goes back to the customer: what of a payment or a credit note is free, and never more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken, all_of
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.money import Money
from salesapp.invoices.actions.reversing import must_have_reason
from salesapp.invoices.actions.settling import corrected_by, free_for
from salesapp.invoices.locking import lock
from salesapp.invoices.models import CreditNote, Payment, PaymentMethod, Refund
from salesapp.invoices.models.ledger import must_be_open
from salesapp.invoices.wording import amount_words

REFUNDED = event_kind("refunded", _l("%(by)s refunded %(amount)s of %(subject)s"), icon="hand-coins")
REFUND_REVERSED = event_kind(
    "refund_reversed",
    _l("%(by)s reversed the refund of %(amount)s of %(subject)s: %(reason)s"),
    icon="undo-2",
)


@dataclass(frozen=True)
class PaidBack:
    """Money that went back: `amount` in minor units of its source's currency."""

    amount: int
    on: date
    method: PaymentMethod = PaymentMethod.BANK_TRANSFER
    reference: str = ""


def refund(source: Payment | CreditNote, paid: PaidBack, *, by: Any) -> Refund:
    """Pays back what is free of a payment or a credit note.

    RuleBroken for nothing, for more than is free (of a credit note: than was earned), and for a day that is closed or
    still to come.
    """
    all_of(partial(must_be_open, paid.on), partial(_must_be_free, source, paid.amount))
    made = Refund(
        amount=paid.amount,
        refunded_on=paid.on,
        method=paid.method,
        reference=paid.reference.strip() or None,
        by_id=by.id,
    )
    _write(made, source)
    record(source, REFUNDED, by=by, about=source.story, amount=Money(paid.amount, source.currency))
    return made


def _must_be_free(source: Payment | CreditNote, amount: int) -> None:
    lock(corrected_by(source))
    lock(source)
    free = free_for(source)
    if not 0 < amount <= free:
        words = amount_words(free, source.currency)
        raise RuleBroken(_("Only %(amount)s can be refunded.", amount=words), field="amount")


def reverse_refund(refunded: Refund, reason: str, *, by: Any, on: date | None = None) -> Refund:
    """The money came back, or never went: it is the customer's credit again. RuleBroken the second time."""
    on, source = on or today_for(), refunded.source
    must_be_open(on)
    lock(corrected_by(source))
    lock(source)
    db.session.refresh(refunded)
    if not refunded.is_standing:
        raise RuleBroken(_("This refund has already been reversed."))
    must_have_reason(reason)
    back = Refund(
        amount=-refunded.amount,
        refunded_on=on,
        method=refunded.method,
        reference=refunded.reference,
        reason=reason.strip(),
        reverses_id=refunded.id,
        by_id=by.id,
    )
    _write(back, source)
    told: dict[str, Any] = {"amount": Money(refunded.amount, source.currency), "reason": reason.strip()[:300]}
    record(source, REFUND_REVERSED, by=by, about=source.story, **told)
    db.session.expire(refunded, ["reversals"])
    return back


def _write(made: Refund, source: Payment | CreditNote) -> None:
    name = "payment" if isinstance(source, Payment) else "credit_note"
    setattr(made, f"{name}_id", source.id)
    db.session.add(made)
    db.session.flush()
    db.session.expire(source, ["refunded", "refunds"])
