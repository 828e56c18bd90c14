"""The sheet as somebody has it open: who pays, their open invoices, what is proposed, and what is recorded of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request
from sqlalchemy import func, select
from wtforms.fields.choices import SelectChoice

from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.money.currencies import active_currencies
from salesapp.core.parsing.texts import key_in
from salesapp.customers.models import Account, Contact
from salesapp.invoices.actions import Part, Received, record_payment
from salesapp.invoices.actions.receiving import must_be_as_seen
from salesapp.invoices.actions.settling import customer_of
from salesapp.invoices.early_discounts.allowed import Allowed, allowed
from salesapp.invoices.models import Invoice, Payment, PaymentMethod
from salesapp.invoices.payment_sheet.duplicates import possible_duplicates
from salesapp.invoices.payment_sheet.forms import payment_form
from salesapp.invoices.payment_sheet.proposal import less_discounts
from salesapp.invoices.queries import open_in_currency, open_of, payer_of
from salesapp.invoices.wording import amount_words
from salesapp.web.guards import visible_or_404
from salesapp.web.inputs.money import MOST_DIGITS


@dataclass
class PaymentSheet:
    """`first` is the invoice on which somebody pressed *Payment*: its customer pays, and it is settled first."""

    first: Invoice | None
    form: Any
    account_id: int | None
    contact_id: int | None
    currency: str
    invoices: Sequence[Invoice]
    duplicates: Sequence[Payment] = field(default_factory=tuple)

    @property
    def shows(self) -> str:
        """Whose invoices it shows: what is typed beside those of another payer is nobody's."""
        return f"{self.account_id or ''}-{self.contact_id or ''}-{self.currency}"

    @property
    def is_shown(self) -> bool:
        """Whether the amounts that were sent were typed beside these invoices."""
        return not self.invoices or self.form.shown.data == self.shows

    @property
    def open_in_all(self) -> int:
        return sum(each.open_amount for each in self.invoices)

    @property
    def amount(self) -> int:
        return self.form.amount.data or 0

    @property
    def allocated(self) -> int:
        return sum(self.form.part(each).data or 0 for each in self.invoices)

    @property
    def left(self) -> int:
        """What no invoice takes; less than nothing where too much is allocated."""
        return self.amount - self.allocated

    @property
    def partly_paid(self) -> list[Invoice]:
        """The invoices that get something, and less than is open of them."""
        return [each for each in self.invoices if 0 < (self.form.part(each).data or 0) < each.open_amount]

    @property
    def open_elsewhere(self) -> list[tuple[int, str]]:
        """What is open in other currencies, each for itself."""
        if self.account_id is None and self.contact_id is None:
            return []
        query = (
            open_of(self.account_id, self.contact_id).order_by(None).where(Invoice.currency != self.currency)
        )
        sums = query.with_only_columns(func.sum(Invoice.payable - Invoice.settled), Invoice.currency)
        return [(int(sum_), each) for sum_, each in db.session.execute(sums.group_by(Invoice.currency))]

    @property
    def discounts(self) -> dict[int, Allowed]:
        """Invoice id → what may be deducted by whoever pays that day; those without are left out."""
        on = self.form.paid_on.data
        pairs = [(each.id, allowed(each, on)) for each in self.invoices] if on is not None else []
        return {key: found for key, found in pairs if found is not None}

    @property
    def is_short_by_discounts(self) -> bool:
        """Whether all that is partly paid leaves no more open than may be deducted."""
        may = self.discounts
        partly = self.partly_paid
        return bool(partly) and all(
            each.id in may and each.open_amount - (self.form.part(each).data or 0) <= may[each.id].amount
            for each in partly
        )

    def offer_rest(self, *, may_write_off: bool) -> None:
        """What may become of the rest, as the sheet shows it."""
        names = ("charge", "give_up") if may_write_off else ()
        self.form.offer(*(("discount",) if self.is_short_by_discounts or self.form.discounts else ()), *names)

    def _dealt(self, amount: int, open_amounts: Sequence[int]) -> list[int]:
        may = self.discounts
        off = [
            min(may[each.id].amount, whole) if each.id in may else 0
            for each, whole in self._pairs(open_amounts)
        ]
        return less_discounts(amount, open_amounts, off)

    def _pairs(self, open_amounts: Sequence[int]) -> Iterator[tuple[Invoice, int]]:
        return zip(self.invoices, open_amounts, strict=True)

    def propose(self) -> None:
        """The oldest invoices first, as far as the amount goes; what was deducted for paying early is a discount."""
        self._fill(self._dealt(self.amount, [each.open_amount for each in self.invoices]))
        if self.is_short_by_discounts:
            self.form.rest.data = "discount"
        elif self.form.discounts:
            self.form.rest.data = "open"
        for invoice in self.invoices:  # what is shown is what the next press is compared with
            self.form[f"seen_{invoice.id}"].data = str(invoice.open_amount)
        self.form.shown.data, self.form.proposed.data = self.shows, str(self.amount)

    def follow(self) -> None:
        """Whoever left the proposal alone and typed another amount wants what is proposed for that."""
        if self.is_as_proposed:
            self._fill(self._dealt(self.amount, self._seen))
            self.form.proposed.data = str(self.amount)

    @property
    def is_as_proposed(self) -> bool:
        """Whether the amounts beside the invoices are those that were proposed: nobody typed others."""
        proposed = _minor(self.form.proposed.data)
        typed = [self.form.part(each).data or 0 for each in self.invoices]
        return proposed is not None and typed == self._dealt(proposed, self._seen)

    @property
    def _seen(self) -> list[int]:
        """What was open of each invoice as it was shown."""
        return [_minor(self.form[f"seen_{each.id}"].data) or 0 for each in self.invoices]

    def _fill(self, parts: Sequence[int]) -> None:
        for invoice, part in zip(self.invoices, parts, strict=True):
            typed = self.form.part(invoice)
            typed.data, typed.raw_data, typed.errors = part or None, [], []

    def record(self, *, by: Any) -> Payment:
        """Records what was typed. RuleBroken where it cannot be, or where somebody has to look first."""
        received, parts = self._received(), self._parts()
        self.duplicates = possible_duplicates(received, self.account_id, self.contact_id)
        must_be_as_seen(parts, [each.invoice.open_amount for each in parts])  # and once more under the lock
        self._ask(received)
        account = None if self.account_id is None else visible_or_404(Account, self.account_id)
        contact = None if self.contact_id is None else visible_or_404(Contact, self.contact_id)
        return record_payment(received, parts=parts, account=account, contact=contact, by=by)

    def _ask(self, received: Received) -> None:
        """RuleBroken for what is asked once: that it is no duplicate, that too much is paid, what the rest is."""
        found = {str(each.id) for each in self.duplicates}
        known = set((self.form.known.data or "").split(",")) if self.form.anyway.data else set()
        self.form.known.data = ",".join(sorted(found))  # what is shown now, and asked for once
        if found - known:
            self.form.anyway.data = False
            raise RuleBroken(_("This payment may already be recorded."), field="anyway")
        if received.amount > self.open_in_all > 0 and not self.form.over.data:
            due = amount_words(self.open_in_all, self.currency)
            raise RuleBroken(_("Only %(amount)s is open.", amount=due), field="over")
        if self.is_short_by_discounts and not self.form.rest.raw_data:
            self.form.rest.data = "discount"
            sentence = _(
                "The customer may deduct an early-payment discount. Choose what becomes of the rest."
            )
            raise RuleBroken(sentence, field="rest")

    def _received(self) -> Received:
        return Received(
            amount=self.amount,
            currency=self.currency,
            paid_on=self.form.paid_on.data,
            method=PaymentMethod(self.form.method.data),
            reference=self.form.reference.data or "",
        )

    def _parts(self) -> list[Part]:
        give_up, discount = self.form.why_given_up, self.form.discounts
        return [
            Part(
                each, self.form.part(each).data, _minor(self.form[f"seen_{each.id}"].data), give_up, discount
            )
            for each in self.invoices
            if self.form.part(each).data
        ]


def opened() -> PaymentSheet:
    """The sheet as it opens, for the invoice, account or contact that the address names."""
    first, today = _first(), today_for()
    named = {key: request.args.get(key, type=key_in) for key in ("account", "contact")}
    given: dict[str, Any] = named | {"paid_on": today}
    if first is not None:
        given["amount"] = first.open_amount
    sheet = _made(first, named, formdata=None, data=given)
    sheet.propose()
    return sheet


def sent() -> PaymentSheet:
    """The sheet with what was typed into it, also beside invoices that colleagues settled meanwhile."""
    first = _first()
    payer = payment_form(company().currency, (), named=first is None)()
    return _made(first, {key: payer[key].data for key in ("account", "contact") if key in payer})


def anew(sheet: PaymentSheet) -> PaymentSheet:
    """The sheet with what is open now, its errors kept: proposed again, since others were faster."""
    fresh = sent()
    fresh.invoices = [each for each in fresh.invoices if each.open_amount]
    fresh.form.form_errors = [sentence for _id, sentence in sheet.form.all_errors]
    fresh.duplicates = sheet.duplicates
    fresh.form.known.data = ",".join(str(each.id) for each in fresh.duplicates)
    fresh.propose()
    return fresh


def _first() -> Invoice | None:
    key = request.args.get("invoice", type=key_in)
    return None if key is None else visible_or_404(Invoice, key)


def _made(first: Invoice | None, named: dict[str, Any], **values: Any) -> PaymentSheet:
    if first is not None:
        kind, key = customer_of(first)
        named = {kind: key}
    account_id = named.get("account")
    contact_id = None if account_id is not None else named.get("contact")
    currencies = active_currencies()
    currency = _currency(first, account_id, contact_id, currencies)
    invoices = _open(first, account_id, contact_id, currency)
    form = payment_form(currency, invoices, named=first is None)(**values)
    if first is None:
        form["currency"].choices = [SelectChoice(each, each) for each in currencies]
        form["currency"].data = currency
    return PaymentSheet(first, form, account_id, contact_id, currency, invoices)


def _currency(
    first: Invoice | None, account_id: int | None, contact_id: int | None, currencies: Sequence[str]
) -> str:
    """The invoice's; else what was chosen; else the company's, or what the payer owes where that is nothing of it."""
    if first is not None:
        return first.currency
    chosen = request.form.get("currency", "")
    if chosen in currencies:
        return chosen
    own = company().currency
    if account_id is None and contact_id is None:
        return own
    open_in = open_of(account_id, contact_id).order_by(None).with_only_columns(Invoice.currency).distinct()
    owed = db.session.scalars(open_in).all()
    return own if own in owed or not owed or owed[0] not in currencies else owed[0]


def _open(
    first: Invoice | None, account_id: int | None, contact_id: int | None, currency: str
) -> list[Invoice]:
    """The payer's open invoices, oldest first; the one on which somebody pressed before all others."""
    if account_id is None and contact_id is None:
        return []
    kind, payer = payer_of(account_id, contact_id)
    found = list(db.session.scalars(open_in_currency(kind), {"payer": payer, "currency": currency}))
    pressed = None if first is None else first.id
    return sorted([*found, *_settled(found)], key=lambda each: (each.id != pressed, each.next_due, each.id))


def _settled(invoices: Sequence[Invoice]) -> Sequence[Invoice]:
    """Those beside which an amount was typed, and of which nothing is open any more."""
    typed = [name for name, text in request.form.items() if name.startswith("part_") and text.strip()]
    named = {name.removeprefix("part_") for name in typed}
    keys = {key for each in named if (key := key_in(each)) is not None} - {each.id for each in invoices}
    return db.session.scalars(select(Invoice).where(Invoice.id.in_(keys))).all() if keys else []


def _minor(text: str | None) -> int | None:
    """The amount that the sheet carried; None for nonsense."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
