"""Deciding on a credit or a write-off beyond somebody's limit, and withdrawing the request."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.invoices.approvals import acts, mailing
from salesapp.invoices.approvals.wanted import details, figures, kept_wanted
from salesapp.invoices.limits.models import ReductionRequest
from salesapp.invoices.models import Invoice
from salesapp.quotes.approvals.forms import DecisionForm
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render
from salesapp.web.returning import back_or


@requires(Permission.INVOICE_ISSUE)
def ask_reduction_decision(key: int, request_key: int) -> Response:
    """The sheet on which a colleague approves or rejects."""
    invoice = visible_or_404(Invoice, key)
    return _sheet(invoice, _request_or_404(invoice, request_key), DecisionForm(formdata=None))


@requires(Permission.INVOICE_ISSUE)
def decide_reduction(key: int, request_key: int) -> Response:
    """`decision` is "approve" or "reject"."""
    invoice, form = visible_or_404(Invoice, key, to_change=True), DecisionForm()
    asked = _request_or_404(invoice, request_key)
    approves = request.form.get("decision") == "approve"
    if form.validate_on_submit():
        try:
            verb = mailing.approve if approves else mailing.reject
            verb(invoice, asked.id, form.note.data, by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            said = _("It is approved and done.") if approves else _("It is rejected.")
            return committed(redirect_to(back_or(_address(invoice)), toast=said))
    invoice = visible_or_404(Invoice, key)
    return _sheet(invoice, _request_or_404(invoice, request_key), form, 422)


@requires(Permission.INVOICE_ISSUE)
def withdraw_reduction(key: int, request_key: int) -> Response:
    invoice = visible_or_404(Invoice, key, to_change=True)
    acts.withdraw(invoice, _request_or_404(invoice, request_key).id, by=current_user)
    return committed(redirect_to(back_or(_address(invoice)), toast=_("The request is withdrawn.")))


def _sheet(invoice: Invoice, asked: ReductionRequest, form: DecisionForm, status: int = 200) -> Response:
    context: dict[str, Any] = {
        "asked": asked,
        "figures": figures(asked),
        "details": details(invoice, kept_wanted(asked.wanted)),
        "may": asked.decided_at is None and acts.may_decide(current_user, asked),
        "outdated": acts.is_outdated(asked),
    }
    title = _("Approve the request?")
    template = "invoices/approvals/_decide.html"
    return render(template, invoice=invoice, form=form, title=title, status=status, **context)


def _request_or_404(invoice: Invoice, key: int) -> ReductionRequest:
    found: ReductionRequest | None = next(
        (each for each in invoice.reduction_requests if each.id == key), None
    )
    return abort(404) if found is None else found


def _address(invoice: Invoice) -> str:
    return url_for("invoices.show", key=invoice.id)
