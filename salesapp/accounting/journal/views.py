"""The books of a period: what each account came to, the entries behind it, and all of it as a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request, url_for

from salesapp.accounting.chart.models import chart_of_accounts
from salesapp.accounting.journal.book import balances, entries, on_account
from salesapp.accounting.journal.entries import Entry, Source
from salesapp.accounting.journal.files import headings, rows
from salesapp.accounting.periods import Period, period_in
from salesapp.core.access import Permission
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.records.exporting.files import lines_of
from salesapp.records.exporting.workbook import workbook
from salesapp.web.attachments import attachment
from salesapp.web.filters import locale
from salesapp.web.guards import requires
from salesapp.web.inputs.starts import asked_start
from salesapp.web.render import render

accounting = Blueprint("accounting", __name__, url_prefix="/accounting")
SHOWN = 100
"""Entries on a page."""
PLURALS = {"invoice": "invoices", "credit_note": "credit_notes", "payment": "payments"}


def opened(source: Source) -> str:
    """The address of the record that an entry comes from."""
    return url_for(f"{PLURALS[source.record_type]}.show", key=source.record_id)


@accounting.get("")
@requires(Permission.FINANCE_DESK)
def index() -> Response:
    """What each account came to."""
    period, chart = asked_period(), chart_of_accounts()
    found = balances(_entries(period), chart)
    return render("accounting/index.html", balances=found, **about(period, "accounting.index"))


@accounting.get("/entries")
@requires(Permission.FINANCE_DESK)
def list_entries() -> Response:
    """The entries of the period, or those of one account."""
    period, chart, number = asked_period(), chart_of_accounts(), request.args.get("account") or None
    found = _entries(period)
    if number is not None:
        found = list(on_account(found, chart, number))
    account = next((each for each in chart.accounts if each.number == number), None)
    start = asked_start()
    shown = found[start : start + SHOWN]
    context: dict[str, Any] = {
        "entries": shown,
        "chart": chart,
        "number": number,
        "account": account,
        "opened": opened,
    }
    context |= {"count": len(found), "start": start, "step": SHOWN}
    return render(
        "accounting/entries.html", **context, **about(period, "accounting.list_entries", account=number)
    )


@accounting.get("/journal.<any(csv, xlsx):file_type>")
@requires(Permission.BOOKS_EXPORT)
def journal(file_type: str) -> Response:
    """The lines of the period as a file."""
    period, own = asked_period(), company().currency
    lines = list(rows(_entries(period), chart_of_accounts(), own))
    return table_file(f"journal-{period.word}.{file_type}", headings(own), lines)


def table_file(name: str, heads: Sequence[str], lines: Sequence[Any]) -> Response:
    """A table as the file that its name says: CSV or a workbook."""
    if name.endswith(".csv"):
        return attachment((each.encode() for each in lines_of(heads, lines)), name)
    return attachment(workbook(name, heads, lines), name)


def asked_period() -> Period:
    """The period in the address."""
    return period_in(request.args.get("period"), today_for())


def about(period: Period, endpoint: str, **kept: Any) -> dict[str, Any]:
    """What every page of the books shows of its period: its name, others to go to, and the company's money."""
    language = str(locale())

    def address(other: Period) -> str:
        return url_for(endpoint, period=other.word, **kept)

    return {
        "period": period,
        "period_name": period.said(language),
        "before": (period.before.said(language), address(period.before)),
        "after": (period.after.said(language), address(period.after)),
        "kinds": [(kind, address(period.as_(kind))) for kind in ("month", "quarter", "year")],
        "currency": company().currency,
    }


def _entries(period: Period) -> list[Entry]:
    return entries(db.session(), period.first, period.last, company().currency)
