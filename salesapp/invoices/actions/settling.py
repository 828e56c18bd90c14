"""What settles which invoice: allocations are only ever added, and never exceed what is open."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken, all_of
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.money import Money
from salesapp.core.relations.merged import stands_now
from salesapp.invoices.allocations import allocated, refunded, settle
from salesapp.invoices.limits.guard import must_be_within
from salesapp.invoices.limits.models import ReductionKind, ReductionRequest
from salesapp.invoices.locking import lock
from salesapp.invoices.models import Allocation, CreditNote, Invoice, Payment, Refund
from salesapp.invoices.models.ledger import must_be_open
from salesapp.invoices.money_back import earned, handed_out
from salesapp.invoices.wording import amount_words

SETTLED = event_kind(
    "allocated", _l("%(by)s allocated %(amount)s of %(source)s to %(subject)s"), icon="hand-coins"
)
WRITTEN_OFF = event_kind(
    "written_off", _l("%(by)s wrote off %(amount)s of %(subject)s: %(reason)s"), icon="circle-x"
)


def allocate(
    source: Payment | CreditNote, invoice: Invoice, amount: int, *, by: Any, on: date | None = None
) -> None:
    """Settles `amount` (minor units) of the invoice from what is left of a payment or a credit note.

    RuleBroken for more than is open or left, and for another customer's or currency's.
    """
    on = on or today_for()
    must_be_open(on)
    for each in sorted({invoice, corrected_by(source) or invoice}, key=lambda each: each.id):
        lock(each)
    lock(source)
    must_take(invoice, source.currency)
    if customer_of(source) != customer_of(invoice):
        raise RuleBroken(_("This invoice belongs to another customer."), field="invoice")
    _must_fit(amount, invoice.open_now(), free_for(source, invoice), invoice.currency)
    key = "payment" if isinstance(source, Payment) else "credit_note"
    settle(invoice, amount, by=by, on=on, **{key: source})
    money = Money(amount, invoice.currency)
    record(invoice, SETTLED, by=by, about=[source, *invoice.story], amount=money, source=source.title)


def write_off(
    invoice: Invoice,
    reason: str,
    *,
    by: Any,
    on: date | None = None,
    approved: ReductionRequest | None = None,
) -> None:
    """Gives up what is still open of the invoice. RuleBroken without a reason, and where nothing is open.

    BeyondLimit for more than `by` may give up, unless a colleague `approved` it.
    """
    on = on or today_for()
    all_of(partial(must_be_open, on), partial(_must_have_reason, reason))
    lock(invoice)
    amount = invoice.open_now()
    if amount <= 0:
        raise RuleBroken(_("This invoice has no open amount."))
    limit = must_be_within(invoice, ReductionKind.WRITE_OFF, amount, by=by, approved=approved)
    made = settle(invoice, amount, by=by, on=on, write_off_reason=reason.strip(), author_limit=limit)
    if approved is not None:
        approved.allocation_id = made.id
    money = Money(amount, invoice.currency)
    about = [*invoice.orders, *invoice.story]
    record(invoice, WRITTEN_OFF, by=by, about=about, amount=money, reason=reason.strip()[:300])


def _must_have_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken(_("Enter the reason for the write-off."), field="reason")


def _must_fit(amount: int, due: int, free: int, currency: str) -> None:
    if not 0 < amount <= due:
        sentence = _("Only %(amount)s of this invoice is open.", amount=amount_words(due, currency))
        raise RuleBroken(sentence, field="amount")
    if amount > free:
        sentence = _("Only %(amount)s is left to allocate.", amount=amount_words(free, currency))
        raise RuleBroken(sentence, field="amount")


def customer_of(record_: Any) -> tuple[str, int | None]:
    """Whose money it is: the account's, or the contact's where there is no account; after a merge, who stayed."""
    kind = "contact" if record_.account_id is None else "account"
    key = getattr(record_, f"{kind}_id")
    return kind, None if key is None else stands_now(kind, key) or key


def free_now(source: Payment | CreditNote) -> int:
    """What is not allocated, as it is in the database this moment: to be asked once the source is locked."""
    if isinstance(source, Payment):
        if source.is_reversed or source.reverses_id is not None:
            return 0
        used = allocated(Allocation.payment_id == source.id)
        return source.amount - used - refunded(Refund.payment_id == source.id)
    used = allocated(Allocation.credit_note_id == source.id)
    return source.payable - used - refunded(Refund.credit_note_id == source.id)


def free_for(source: Payment | CreditNote, invoice: Invoice | None = None) -> int:
    """What of it can settle this invoice, without one be refunded.

    Beyond the invoice that it corrects, a credit note gives only what was earned.
    """
    corrected = corrected_by(source)
    if corrected is None or (invoice is not None and corrected.id == invoice.id):
        return free_now(source)
    return max(0, min(free_now(source), earned(corrected) - handed_out(corrected)))


def corrected_by(source: Payment | CreditNote) -> Invoice | None:
    """The invoice that a credit note takes back, whoever sees it; None for a payment."""
    if isinstance(source, Payment):
        return None
    options = {"unscoped": "what the credit note corrects"}
    return db.session.get_one(Invoice, source.invoice_id, execution_options=options)


def must_take(invoice: Invoice, currency: str) -> None:
    """RuleBroken for a draft, and for another currency than the invoice's."""
    if not invoice.is_issued:
        raise RuleBroken(_("A draft can’t be paid. Issue it first."), field="invoice")
    if invoice.currency != currency:
        sentence = _(
            "The invoice is in %(currency)s. Record the payment in the same currency.",
            currency=invoice.currency,
        )
        raise RuleBroken(sentence, field="currency")
