"""The VAT summary and the EC sales list: each number opens the documents it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, abort

from salesapp.accounting.journal.book import entries
from salesapp.accounting.journal.entries import Entry
from salesapp.accounting.journal.views import about, asked_period, opened, table_file
from salesapp.accounting.periods import Period
from salesapp.accounting.returns.ec_sales import ec_sales
from salesapp.accounting.returns.vat import Row, summary
from salesapp.core.access import Permission
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.core.money import from_minor
from salesapp.web.guards import requires
from salesapp.web.render import render

returns = Blueprint("returns", __name__, url_prefix="/accounting")


@returns.get("/vat")
@requires(Permission.FINANCE_DESK)
def vat_summary() -> Response:
    period = asked_period()
    rows = summary(_entries(period))
    return render("accounting/vat.html", rows=rows, **about(period, "returns.vat_summary"))


@returns.get("/vat/<rate>")
@requires(Permission.FINANCE_DESK)
def vat_documents(rate: str) -> Response:
    """The documents that make one row."""
    period = asked_period()
    row = next((each for each in summary(_entries(period)) if each.rate.word == rate), None)
    if row is None:
        abort(404)
    context = about(period, "returns.vat_summary")
    return render("accounting/vat_documents.html", row=row, opened=opened, **context)


@returns.get("/vat.<any(csv, xlsx):file_type>")
@requires(Permission.BOOKS_EXPORT)
def vat_file(file_type: str) -> Response:
    """One line for each document and rate."""
    period, own = asked_period(), company().currency
    heads = [
        _("Tax rate"),
        _("Document"),
        _("Number"),
        _("Date"),
        _("Customer"),
        _("Taxable amount"),
        _("Tax"),
    ]
    lines = list(_vat_lines(summary(_entries(period)), own))
    return table_file(f"vat-{period.word}.{file_type}", heads, lines)


@returns.get("/ec-sales")
@requires(Permission.FINANCE_DESK)
def ec_sales_list() -> Response:
    period, home = asked_period(), company().country or ""
    rows = ec_sales(_entries(period), home)
    context = about(period, "returns.ec_sales_list")
    return render("accounting/ec_sales.html", rows=rows, opened=opened, home=home, **context)


@returns.get("/ec-sales.<any(csv, xlsx):file_type>")
@requires(Permission.BOOKS_EXPORT)
def ec_sales_file(file_type: str) -> Response:
    """Country, number, whole amount and kind, as forms take it."""
    period, own = asked_period(), company()
    heads = [_("Country"), _("VAT number"), _("Amount"), _("Kind")]
    rows = ec_sales(_entries(period), own.country or "")
    lines = [[each.country, each.number[2:], each.rounded(own.currency), each.kind.value] for each in rows]
    return table_file(f"ec-sales-{period.word}.{file_type}", heads, lines)


def _entries(period: Period) -> list[Entry]:
    return entries(db.session(), period.first, period.last, company().currency)


def _vat_lines(rows: list[Row], own: str) -> Iterator[list[Any]]:
    for row in rows:
        for source, base, tax in row.shares:
            amounts = (from_minor(base, own), from_minor(tax, own))
            kind = str(source.kind.label)
            yield [row.rate.said, kind, source.number, source.on, source.customer, *amounts]
