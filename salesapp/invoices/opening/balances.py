"""Taking over open invoices and credits under the numbers that the previous system gave them.

They are paid, reminded of, aged and allocated like any other, but were never issued here: they have no place in the
ledger, no PDF and no tax. The books take each against the account of opening balances.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from salesapp.core import clock
from salesapp.core.company import MOST_DAYS, today_for
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.money import Money, from_minor
from salesapp.core.money.currencies import rate_near
from salesapp.core.numbering import format_of, may_give
from salesapp.invoices.allocations import settle
from salesapp.invoices.locking import lock
from salesapp.invoices.models import (
    BillStatus,
    CreditNote,
    Invoice,
    InvoiceKind,
    InvoiceLine,
    Payment,
    PaymentMethod,
)
from salesapp.invoices.models.ledger import first_open_year, must_be_open
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
OURS: Mapping[str, type[Invoice | CreditNote]] = {
    Invoice.series: Invoice,
    CreditNote.series: CreditNote,
}
"""What no two of may be numbered alike, and what was taken over neither."""

Credit = tuple[int | None, int | None, str]
"""Whose it is, the account's or that of the person without one, and its number."""


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

    @property
    def payment_days(self) -> int:
        return ((self.due_on or self.issued_on) - self.issued_on).days


def take_over(items: Sequence[Brought], *, on: date, by: Any) -> list[Invoice | Payment]:
    """Enters all of them as of that day, or none. RuleBroken for a closed day and for the first that cannot be."""
    must_be_open(on)
    one_at_a_time("opening balances")
    for reasons in refusals(items, on=on).values():
        raise reasons[0]
    made = [_credit(each, on, by) if each.amount < 0 else _draft(each, on, by) for each in items]
    bills = [(new, item) for new, item in zip(made, items, strict=True) if isinstance(new, Invoice)]
    for one in {(bill.account_id, bill.contact_id): bill for bill, _item in bills}.values():
        one.hold_customer()
    db.session.add_all(made)
    db.session.flush()  # drafts until their lines are there: those of an issued invoice never change
    for bill, item in bills:
        _issue(bill, item)
    db.session.flush()
    for new in made:
        record(new, OPENED, by=by, about=new.story, amount=_sum_of(new))
    return made


def _sum_of(made: Invoice | Payment) -> Money:
    return made.money if isinstance(made, Payment) else made.amount


def refusals(items: Sequence[Brought], *, on: date) -> dict[int, list[RuleBroken]]:
    """All that keeps which of them from being entered, by their places in the list."""
    numbers = [each.number.strip() for each in items]
    taken = {series: _given(model, numbers) for series, model in OURS.items()}
    to_come = {series: may_give(series, numbers, since=first_open_year()) for series in OURS}
    ours = taken[Invoice.series] - _brought(taken[Invoice.series])
    known = _credits_with([each.number.strip() for each in items if each.amount < 0])
    found: dict[int, list[RuleBroken]] = {}
    for place, item in enumerate(items):
        reasons, number = list(_wrong(item, on)), item.number.strip()
        credit = _credit_of(item.account and item.account.id, item.contact and item.contact.id, number)
        # A credit may be left of an invoice that came along, under its number.
        reasons += _not_free(number, taken if item.amount >= 0 else taken | {Invoice.series: ours}, to_come)
        if item.amount < 0 and credit in known:
            sentence = _("The customer already has a credit %(number)s.", number=number)
            reasons.append(RuleBroken(sentence, field="number"))
        if item.amount > 0:
            taken[Invoice.series].add(number)
        else:
            known.add(credit)
        if reasons:
            found[place] = reasons
    return found


def _given(model: type[Invoice | CreditNote], numbers: Sequence[str]) -> set[str]:
    """Those of the numbers that documents of the kind have already."""
    query = select(model.number).where(model.number.in_(numbers)).execution_options(**ALL)
    return {number for number in db.session.scalars(query) if number is not None}


def _brought(numbers: AbstractSet[str]) -> set[str | None]:
    """Those of the numbers that were taken over."""
    query = select(Invoice.number).where(Invoice.number.in_(numbers), Invoice.kind == InvoiceKind.OPENING)
    return set(db.session.scalars(query.execution_options(**ALL)))


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
    db.session.add(made)
    db.session.flush()
    settle(invoice, left, by=by, on=on, payment=made)
    record(invoice, REMOVED, by=by, about=invoice.story, body=reason.strip()[:300])
    return made


def _wrong(item: Brought, on: date) -> Iterator[RuleBroken]:
    if not item.amount:
        yield RuleBroken(_("Enter the open amount."), field="amount")
    if item.account is None and item.contact is None:
        yield RuleBroken(_("Choose the customer: an account or a contact."), field="account")
    if not item.number.strip() or len(item.number.strip()) > LONGEST_NUMBER:
        yield RuleBroken(
            _("Enter a number of up to %(most)s characters.", most=LONGEST_NUMBER), field="number"
        )
    if item.issued_on > on:
        yield RuleBroken(_("It must be dated %(day)s or earlier.", day=day_words(on)), field="issued_on")
    if item.amount > 0 and not 0 <= item.payment_days <= MOST_DAYS:
        yield RuleBroken(_("It can’t be due before its date."), field="due_on")


def _credit(item: Brought, on: date, by: Any, rate: Decimal | None = None) -> Payment:
    """The customer's credit as money that came before: it is allocated and refunded like any other."""
    return Payment(
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


def _draft(item: Brought, on: date, by: Any) -> Invoice:
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
    made.take_terms(on=on)
    proposed = (made.plan.last_day(item.issued_on) - item.issued_on).days
    made.due_after(proposed if item.due_on is None else item.payment_days)
    made.lines = [_line(made, item)]
    made.reprice()
    return made


def _issue(invoice: Invoice, item: Brought) -> None:
    invoice.remember_parties()
    invoice.number, invoice.issued_on = item.number.strip(), item.issued_on
    invoice.due_on = item.issued_on + timedelta(days=invoice.payment_days or 0)
    invoice.issued_at, invoice.status = clock.now(), BillStatus.ISSUED


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


def _not_free(
    number: str, taken: Mapping[str, AbstractSet[str]], to_come: Mapping[str, AbstractSet[str]]
) -> list[RuleBroken]:
    """Why it can't be the number, which a document of ours has or will have; nothing where it can."""
    if number in taken[Invoice.series]:
        said = _("There is already an invoice %(number)s.", number=number)
    elif number in taken[CreditNote.series]:
        said = _("There is already a credit note %(number)s.", number=number)
    else:
        series = next((each for each in OURS if number in to_come[each]), None)
        if series is None:
            return []
        said = _to_come(series, number)
    return [RuleBroken(said, field="number")]


def _to_come(series: str, number: str) -> str:
    year, _at = format_of(series).read(number) or (0, 0)
    ends = max(first_open_year(), 1) <= year < today_for().year
    if series == CreditNote.series and ends:
        return _(
            "Your own credit notes could be called %(number)s as well. Close the books of that year first.",
            number=number,
        )
    if series == CreditNote.series:
        return _("Your own next credit notes would be called %(number)s as well.", number=number)
    if ends:
        return _(
            "Your own invoices could be called %(number)s as well. Close the books of that year first.",
            number=number,
        )
    return _("Your own next invoices would be called %(number)s as well.", number=number)


def _credits_with(references: Sequence[str]) -> set[Credit]:
    """Those of these numbers that customers have already; one that was reversed is none."""
    back = aliased(Payment)
    query = select(Payment.account_id, Payment.contact_id, Payment.reference).where(
        Payment.method == PaymentMethod.OPENING,
        Payment.reference.in_(references),
        Payment.reverses_id.is_(None),
        ~exists().where(back.reverses_id == Payment.id),
    )
    return {_credit_of(*row) for row in db.session.execute(query.execution_options(**ALL))}


def _credit_of(account_id: int | None, contact_id: int | None, number: str | None) -> Credit:
    return account_id, contact_id if account_id is None else None, (number or "").strip()
