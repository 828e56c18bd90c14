"""Allocating what is left of a payment or a credit note to the customer's open invoices."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for
from flask_login import current_user

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.registry import type_of
from salesapp.invoices.actions import allocate, unallocate
from salesapp.invoices.actions.settling import free_for
from salesapp.invoices.forms import AllocateForm, allocate_form
from salesapp.invoices.models import CreditNote, Invoice, Payment
from salesapp.invoices.queries import open_invoices
from salesapp.invoices.views.reversing import Reversal
from salesapp.invoices.wording import amount_words
from salesapp.web.guards import visible_or_404
from salesapp.web.render import committed, redirect_to, render
from salesapp.web.returning import back_or


def allocate_sheet(
    source: Payment | CreditNote, form: AllocateForm | None = None, status: int = 200
) -> Response:
    """The customer's open invoices, the earliest due and as much as fits being proposed."""
    invoices = open_invoices(source)
    if form is None:
        first = invoices[0].open_amount if invoices else 0
        form = allocate_form(source, invoices)(
            formdata=None, data={"amount": min(free_for(source, invoices[0]) if invoices else 0, first)}
        )
    context: dict[str, Any] = {"source": source, "plural": type_of(source).plural, "invoices": invoices}
    return render("payments/_allocate.html", form=form, title=_("Allocate"), status=status, **context)


def allocated(source: Payment | CreditNote) -> Response:
    """Carries it out; the sheet again, with what is wrong, where it cannot be."""
    form = allocate_form(source, open_invoices(source))()
    if form.validate_on_submit():
        invoice = visible_or_404(Invoice, int(form.invoice.data))
        try:
            allocate(source, invoice, form.amount.data, by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            back = url_for(f"{type_of(source).plural}.show", key=source.id)
            amount = amount_words(form.amount.data, invoice.currency)
            said = _("%(amount)s is allocated to %(number)s.", amount=amount, number=invoice.title)
            return committed(redirect_to(back_or(back), toast=said))
    return allocate_sheet(source, form, 422)


def ask_to_unallocate(source: Payment | CreditNote, invoice_id: int) -> Response:
    """Why it is taken back from the invoice that the address names."""
    return _reversal(source, visible_or_404(Invoice, invoice_id)).ask()


def unallocated(source: Payment | CreditNote, invoice_id: int) -> Response:
    """Takes back what it settled of the invoice that the address names."""
    invoice = visible_or_404(Invoice, invoice_id)
    said = _("%(number)s is open again.", number=invoice.title)
    return _reversal(source, invoice).carry_out(
        lambda reason: unallocate(source, invoice, reason, by=current_user), said
    )


def _reversal(source: Payment | CreditNote, invoice: Invoice) -> Reversal:
    plural = type_of(source).plural
    return Reversal(
        title=_("Reverse the allocation"),
        sentence=_(
            "The amount of %(number)s that %(source)s settled becomes open again, and you can allocate "
            "it elsewhere.",
            source=source.title,
            number=invoice.title,
        ),
        action=url_for(f"{plural}.unmake_allocation", key=source.id, invoice_id=invoice.id),
        back=back_or(url_for(f"{plural}.show", key=source.id)),
    )
