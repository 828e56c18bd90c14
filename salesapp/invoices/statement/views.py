"""The statement on the account's page, on a page of its own, and as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from flask import Response

from salesapp.core.access import Permission
from salesapp.core.company import today_for
from salesapp.core.i18n import _
from salesapp.core.money import from_minor
from salesapp.customers.models import Account
from salesapp.invoices.models import Payment
from salesapp.invoices.statement.queries import Statement, statements_of
from salesapp.records.tables.csv_lines import csv_line, defused
from salesapp.web.attachments import attachment
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import render


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


def _lines(statements: list[Statement]) -> Iterator[str]:
    """The open items, each with its amount signed: what the customer owes, less their credit."""
    heads = (_("Number"), _("Date"), _("Due"), _("Total"), _("Open amount"), _("Currency"))
    yield "\ufeff" + csv_line(heads)
    for each in statements:
        for invoice in each.invoices:
            days = (invoice.issued_on, invoice.due_on)
            amounts = (invoice.payable, invoice.open_amount)
            yield _line(invoice.title, days, amounts, each.currency)
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
