"""Taking over open invoices and credits under the numbers that the previous system gave them.

They are paid, reminded of, aged and allocated like any other, but were never issued here: they have no place in the
ledger, no PDF and no tax. The books take each against the account of opening balances.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from salesapp.core import clock
from salesapp.core.company import MOST_DAYS
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.money import from_minor
from salesapp.core.money.currencies import rate_near
from salesapp.core.numbering import may_give
from salesapp.invoices.allocations import settle
from salesapp.invoices.locking import lock
from salesapp.invoices.models import BillStatus, Invoice, InvoiceKind, InvoiceLine, Payment, PaymentMethod
from salesapp.invoices.models.ledger import must_be_open
from salesapp.invoices.queries import is_of_payer, payer_of
from salesapp.invoices.wording import day_words
from salesapp.quotes.paper import language_of, said_in

OPENED = event_kind(
    "opening_balance", _l("%(by)s entered %(subject)s as an opening balance (%(amount)s)"), icon="book-open"
)
REMOVED = event_kind(
    "opening_balance_reversed", _l("%(by)s reversed the opening balance %(subject)s"), icon="undo-2"
)
LONGEST_NUMBER = 40
ALL = {"unscoped": "all numbers are in one order", "with_deleted": True}


@dataclass(frozen=True)
class Brought:
    """An open item of the previous system: so much, in minor units, was open; a negative amount is a credit."""

    number: str
    amount: int
    currency: str
    issued_on: date
    due_on: date | None = None
    account: Any = None
    contact: Any = None


def take_over(items: Sequence[Brought], *, on: date, by: Any) -> list[Invoice | Payment]:
    """Enters all of them as of that day, or none. RuleBroken for a closed day and for the first that cannot be."""
    must_be_open(on)
    one_at_a_time("opening balances")
    return [_taken_over(each, on, by) for each in items]


def reverse_opening(invoice: Invoice, reason: str, *, by: Any, on: date) -> Payment:
    """What is still open of it was entered by mistake: the books take it back. RuleBroken without a reason."""
    must_be_open(on)
    lock(invoice)
    left = invoice.open_now()
    if not invoice.is_opening or left <= 0:
        raise RuleBroken(_("Nothing of this opening balance is open."))
    if not reason.strip():
        raise RuleBroken(_("Enter the reason for reversing it."), field="reason")
    back = Brought(
        invoice.title,
        -left,
        invoice.currency,
        on,
        account=invoice.account,
        contact=invoice.contact,
    )
    made = _credit(back, on, by, rate=invoice.rate)
    settle(invoice, left, by=by, on=on, payment=made)
    record(invoice, REMOVED, by=by, about=invoice.story, body=reason.strip()[:300])
    return made


def _taken_over(item: Brought, on: date, by: Any) -> Invoice | Payment:
    if not item.amount:
        raise RuleBroken(_("Enter the open amount."), field="amount")
    if item.account is None and item.contact is None:
        raise RuleBroken(_("Choose the customer: an account or a contact."), field="account")
    if not item.number.strip() or len(item.number.strip()) > LONGEST_NUMBER:
        raise RuleBroken(
            _("Enter a number of up to %(most)s characters.", most=LONGEST_NUMBER), field="number"
        )
    if item.issued_on > on:
        sentence = _("It must be dated %(day)s or earlier.", day=day_words(on))
        raise RuleBroken(sentence, field="issued_on")
    if item.amount < 0:
        _must_be_new(item)
        made = _credit(item, on, by)
        record(made, OPENED, by=by, about=made.story, amount=made.money)
        return made
    return _invoice(item, on, by)


def _credit(item: Brought, on: date, by: Any, rate: Decimal | None = None) -> Payment:
    """The customer's credit as money that came before: it is allocated and refunded like any other."""
    made = Payment(
        account_id=item.account and item.account.id,
        contact_id=item.contact and item.contact.id,
        paid_on=on,
        value_on=item.issued_on,
        amount=-item.amount,
        currency=item.currency,
        rate=rate or rate_near(item.currency, on=on),
        method=PaymentMethod.OPENING,
        reference=item.number.strip(),
        owner_id=by.id,
    )
    db.session.add(made)
    db.session.flush()
    return made


def _invoice(item: Brought, on: date, by: Any) -> Invoice:
    number = item.number.strip()
    _must_be_free(number)
    made = Invoice(
        kind=InvoiceKind.OPENING,
        account_id=item.account and item.account.id,
        contact_id=item.contact and item.contact.id,
        currency=item.currency,
        discount=Decimal(0),
        round_to=0,
        owner_id=by.id,
        opened_on=on,
    )
    made.find_links()
    made.hold_customer()
    made.take_terms(on=on)
    due_on = item.due_on or made.plan.last_day(item.issued_on)
    if not 0 <= (due_on - item.issued_on).days <= MOST_DAYS:
        raise RuleBroken(_("It can’t be due before its date."), field="due_on")
    made.due_after((due_on - item.issued_on).days)
    made.lines = [_line(made, item)]
    made.reprice()
    db.session.add(made)
    db.session.flush()  # a draft until its lines are there: those of an issued invoice never change
    made.remember_parties()
    made.number, made.issued_on, made.due_on = number, item.issued_on, due_on
    made.issued_at, made.status = clock.now(), BillStatus.ISSUED
    db.session.flush()
    record(made, OPENED, by=by, about=made.story, amount=made.amount)
    return made


def _line(invoice: Invoice, item: Brought) -> InvoiceLine:
    """One line without tax, which the invoice of the previous system has told already."""
    return InvoiceLine(
        position=1,
        description=said_in(
            language_of(invoice), lambda: _("Open amount of invoice %(number)s", number=item.number)
        ),
        quantity=Decimal(1),
        unit_price=from_minor(item.amount, item.currency),
        discount=Decimal(0),
        tax=Decimal(0),
        base_quantity=Decimal(1),
        adjustments=[],
    )


def _must_be_free(number: str) -> None:
    """RuleBroken for a number that an invoice has, and for one that ours will have."""
    taken = db.session.scalar(select(Invoice.id).where(Invoice.number == number).execution_options(**ALL))
    if taken is not None:
        raise RuleBroken(_("There is already an invoice %(number)s.", number=number), field="number")
    if may_give(Invoice.series, number):
        sentence = _("Your own next invoices would be called %(number)s as well.", number=number)
        raise RuleBroken(sentence, field="number")


def _must_be_new(item: Brought) -> None:
    """RuleBroken for a credit of that number which the customer has already; one that was reversed is none."""
    kind, payer = payer_of(item.account and item.account.id, item.contact and item.contact.id)
    back = aliased(Payment)
    query = select(Payment.id).where(
        is_of_payer(Payment, kind),
        Payment.method == PaymentMethod.OPENING,
        Payment.reference == item.number.strip(),
        Payment.reverses_id.is_(None),
        ~exists().where(back.reverses_id == Payment.id),
    )
    if db.session.scalar(query.limit(1).execution_options(**ALL), {"payer": payer}) is not None:
        sentence = _("The customer already has a credit %(number)s.", number=item.number.strip())
        raise RuleBroken(sentence, field="number")
