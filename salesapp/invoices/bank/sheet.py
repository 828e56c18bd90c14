"""The sheet on which a booking is matched by hand: who paid, which of their invoices, or that it is nobody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, request

from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.customers.models import Account, Contact
from salesapp.invoices.bank.forms import DismissForm, MatchForm, PayerForm, match_form
from salesapp.invoices.bank.models import BankBooking
from salesapp.invoices.bank.proposals import keys_of, payment_day, proposed_for, recorded_before
from salesapp.invoices.bank.settling import confirm
from salesapp.invoices.early_discounts.allowed import allowed
from salesapp.invoices.models import Invoice, Payment
from salesapp.invoices.payment_sheet.proposal import oldest_first
from salesapp.invoices.queries import CHOICES, open_of
from salesapp.web.guards import visible_or_404
from salesapp.web.render import render


@dataclass
class MatchSheet:
    """The booking with its payer, the payer's open invoices and payments that may be the same."""

    booking: BankBooking
    account: Account | None
    contact: Contact | None
    invoices: Sequence[Invoice]
    recorded: Sequence[Payment]
    form: MatchForm
    dismissal: DismissForm

    @classmethod
    def opened(cls, booking: BankBooking, dismissal: DismissForm | None = None) -> MatchSheet:
        """With the payer that the address names, else the one who is proposed, and amounts for their invoices."""
        account_id, contact_id = (request.args.get(each, type=key_in) for each in ("account", "contact"))
        parts: dict[int, int] = {}
        discount = False
        if account_id is None and contact_id is None:
            (proposed,) = proposed_for([booking])
            parts = {invoice.id: amount for invoice, amount in proposed.parts}
            discount = proposed.proposal.discount
            if proposed.proposal.customer is not None:
                account_id, contact_id = keys_of(proposed.proposal.customer)
        sheet = cls._made(booking, account_id, contact_id, dismissal or _dismissal(booking), formdata=None)
        dealt = oldest_first(booking.amount, [each.open_amount for each in sheet.invoices])
        for invoice, amount in zip(sheet.invoices, dealt, strict=True):
            sheet.form.part(invoice).data = (parts.get(invoice.id) if parts else amount) or None
        sheet.form.paid_on.data, sheet.form.discount.data = payment_day(booking), discount
        sheet.form.reason.data = _("Bank charges")
        sheet.form.account_id.data, sheet.form.contact_id.data = account_id, contact_id
        return sheet

    @classmethod
    def sent(cls, booking: BankBooking) -> MatchSheet:
        """With what was typed."""
        keys = [key_in(request.form.get(name)) for name in ("account_id", "contact_id")]
        return cls._made(booking, keys[0], keys[1], _dismissal(booking))

    @classmethod
    def _made(
        cls,
        booking: BankBooking,
        account_id: int | None,
        contact_id: int | None,
        dismissal: DismissForm,
        **values: Any,
    ) -> MatchSheet:
        account = None if account_id is None else visible_or_404(Account, account_id)
        contact = None if contact_id is None or account is not None else visible_or_404(Contact, contact_id)
        invoices: Sequence[Invoice] = ()
        if (account or contact) and booking.amount > 0:
            query = open_of(account_id, contact_id).where(Invoice.currency == booking.currency)
            invoices = db.session.scalars(query.limit(CHOICES)).all()
        form = match_form(booking.currency, invoices)(**values)
        return cls(
            booking, account, contact, invoices, recorded_before(booking, account, contact), form, dismissal
        )

    @property
    def may_discount(self) -> bool:
        """Whether one of the invoices has a discount for whoever paid that day."""
        on = min(self.form.paid_on.data or self.booking.booked_on, self.booking.booked_on)
        return any(allowed(each, on) is not None for each in self.invoices if each.plan.discounts)

    @property
    def payer(self) -> Account | Contact | None:
        """Whose money it is, as far as somebody said."""
        return self.account or self.contact

    @property
    def moved_from(self) -> date | None:
        """The booking's day where its books are closed; else None."""
        return self.booking.booked_on if payment_day(self.booking) != self.booking.booked_on else None

    def confirm(self, *, by: Any) -> Payment:
        """Records what was typed; RuleBroken as `settling.confirm`."""
        parts = [(each, self.form.part(each).data) for each in self.invoices if self.form.part(each).data]
        return confirm(
            self.booking,
            parts,
            by=by,
            account=self.account,
            contact=self.contact,
            paid_on=self.form.paid_on.data,
            anyway=bool(self.form.anyway.data),
            give_up=(self.form.reason.data or "") if self.form.give_up.data else "",
            discount=bool(self.form.discount.data),
        )

    def shown(self, status: int = 200) -> Response:
        who = {"account": self.account and self.account.id, "contact": self.contact and self.contact.id}
        payer = PayerForm(formdata=None, data=who)
        context: dict[str, Any] = {"sheet": self, "form": self.form, "booking": self.booking, "payer": payer}
        return render("bank/_match.html", **context, title=_("Match the booking"), status=status)


def _dismissal(booking: BankBooking) -> DismissForm:
    """With the note already there where an earlier file may have brought the booking."""
    note = _("Imported before with %(file)s", file=booking.like.statement.file_name) if booking.like else None
    return DismissForm(formdata=None, data={"note": note})
