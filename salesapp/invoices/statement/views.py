"""The statement on the account's page, on a page of its own, and as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask import Response, url_for
from flask_login import current_user

from salesapp.core import mail
from salesapp.core.access import Permission
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.money import from_minor
from salesapp.customers.models import Account
from salesapp.invoices.models import Payment
from salesapp.invoices.models.standing_filter import UNPAID, asked_for
from salesapp.invoices.queries import BUCKETS
from salesapp.invoices.statement.ageing import receivables
from salesapp.invoices.statement.mailing import proposed_letter, send_statement
from salesapp.invoices.statement.paper import statement_pdf
from salesapp.invoices.statement.queries import Statement, statements_of
from salesapp.quotes.forms import LetterForm
from salesapp.quotes.mailing import Letter
from salesapp.records.tables.csv_lines import csv_line, defused
from salesapp.web.attachments import attachment
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render


@requires(Permission.PAYMENT_VIEW)
def balance(key: int) -> Response:
    """What is open and what is left, on the account's page."""
    account = visible_or_404(Account, key)
    title = _("Balance")
    statements = statements_of(account, today_for())
    return render("statements/_balance.html", account=account, statements=statements, title=title)


@requires(Permission.PAYMENT_VIEW)
def statement(key: int) -> Response:
    account, today = visible_or_404(Account, key), today_for()
    return render(
        "statements/show.html", account=account, statements=statements_of(account, today), today=today
    )


@requires(Permission.PAYMENT_VIEW)
def statement_csv(key: int) -> Response:
    account = visible_or_404(Account, key)
    lines = list(_lines(statements_of(account, today_for())))
    return attachment((line.encode() for line in lines), f"statement-{account.id}.csv")


@requires(Permission.PAYMENT_VIEW)
def statement_document(key: int) -> Response:
    """Served at `/accounts/7/statement.pdf`."""
    account = visible_or_404(Account, key)
    content = statement_pdf(account, today_for())
    return attachment(iter((content,)), f"statement-{account.id}.pdf")


@requires(Permission.INVOICE_ISSUE)
def ask_send(key: int) -> Response:
    """Served at `/accounts/7/statement/send`: the e-mail as it will go."""
    account = visible_or_404(Account, key)
    return _letter(account, LetterForm(formdata=None, obj=proposed_letter(account, by=current_user)))


@requires(Permission.INVOICE_ISSUE)
def send(key: int) -> Response:
    account, form = visible_or_404(Account, key), LetterForm()
    if form.validate_on_submit():
        letter = Letter((form.to.data or "").strip(), (form.subject.data or "").strip(), form.text.data or "")
        try:
            send_statement(account, letter, by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            said = _("The statement is being sent to %(to)s.", to=letter.to)
            return committed(redirect_to(url_for("accounts.statement", key=key), toast=said))
    return _letter(account, form, 422)


@requires(Permission.FINANCE_DESK)
def ageing() -> Response:
    """Served at `/finance/ageing`: what each customer owes, by age."""
    rows, count = receivables(today_for())
    context: dict[str, Any] = {
        "buckets": BUCKETS,
        "currency": company().currency,
        "unpaid": asked_for(*UNPAID),
    }
    return render("statements/ageing.html", rows=rows, count=count, **context)


def _letter(account: Account, form: LetterForm, status: int = 200) -> Response:
    title, waits = _("Send the statement"), not mail.is_configured()
    return render(
        "statements/_send.html", account=account, form=form, title=title, mail_waits=waits, status=status
    )


def _lines(statements: list[Statement]) -> Iterator[str]:
    """The open items, each with its amount signed: what the customer owes, less their credit."""
    heads = (_("Number"), _("Date"), _("Due"), _("Total"), _("Open amount"), _("Currency"))
    yield "\ufeff" + csv_line(heads)
    for each in statements:
        for item in each.open_items:
            days = (item.invoice.issued_on, item.due_on)
            yield _line(item.invoice.title, days, (item.amount, item.left), each.currency)
        for credit in each.credits:
            on: date | None
            if isinstance(credit, Payment):
                name, on, whole = credit.reference or _("Payment"), credit.paid_on, credit.amount
            else:
                name, on, whole = credit.title, credit.issued_on, credit.payable
            yield _line(name, (on, None), (-whole, -credit.free), each.currency)


def _line(name: str, days: Sequence[date | None], amounts: Sequence[int], currency: str) -> str:
    said = ["" if each is None else each.isoformat() for each in days]
    return csv_line([defused(name), *said, *(str(from_minor(each, currency)) for each in amounts), currency])
