"""A bank's file comes in: read, its columns explained once where it is a table, and imported."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from flask import Response, abort, url_for
from flask_login import current_user
from sqlalchemy import select

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, ngettext
from salesapp.invoices.bank.columns import read_bank_table
from salesapp.invoices.bank.forms import LayoutForm, UploadForm, layout_form
from salesapp.invoices.bank.importing import Imported, import_statements
from salesapp.invoices.bank.layouts import forget_uploads, guessed, keep_upload, layout_for, remember
from salesapp.invoices.bank.models import BankUpload
from salesapp.invoices.bank.reading.delimited import Doubtful, Layout, read_delimited_statement
from salesapp.invoices.bank.reading.entries import ReadStatement
from salesapp.invoices.bank.reading.files import read_bank_file
from salesapp.invoices.bank.views import bank as bank  # noqa: PLC0414  with the screens of files
from salesapp.records.tables.table import Table, Unreadable
from salesapp.web.guards import requires
from salesapp.web.render import committed, redirect_to, render

SHOWN = 3
"""So many rows and bookings are shown while the columns are chosen."""


@bank.get("/import")
@requires(Permission.PAYMENT_EDIT)
def new() -> Response:
    return _upload(UploadForm(formdata=None))


@bank.post("/import")
@requires(Permission.PAYMENT_EDIT)
def create() -> Response:
    """Imports at once what says itself what it is; else asks what the columns are."""
    form = UploadForm()
    if form.validate_on_submit():
        content = form.file.data.read()
        name = (form.file.data.filename or "").replace("\\", "/").rpartition("/")[2]
        try:
            return _taken(content, name)
        except Unreadable as refused:
            form.refuse(RuleBroken(str(refused), field="file"))
    return _upload(form, 422)


@bank.get("/uploads/<int:key>")
@requires(Permission.PAYMENT_EDIT)
def ask_columns(key: int) -> Response:
    table = _table(_kept(key))
    return _columns(key, table, layout_form(table.columns, _known(table)))


@bank.post("/uploads/<int:key>/bookings")
@requires(Permission.PAYMENT_EDIT)
def first_bookings(key: int) -> Response:
    """The first bookings as the columns that are chosen would bring them in; changes nothing."""
    table = _table(_kept(key))
    form = layout_form(table.columns, _known(table))
    form.validate()
    understood = set(form.errors) <= {"account"}  # which is typed last, perhaps
    return render("bank/_bookings.html", **_first(table, form.layout() if understood else None))


@bank.post("/uploads/<int:key>")
@requires(Permission.PAYMENT_EDIT)
def explain_columns(key: int) -> Response:
    """Remembers what the columns are and imports the file."""
    upload = _kept(key)
    table = _table(upload)
    form = layout_form(table.columns, _known(table))
    if form.validate_on_submit():
        layout = form.layout()
        try:
            found = read_delimited_statement(table, layout)
        except Unreadable as refused:
            form.refuse(RuleBroken(str(refused)))
        else:
            remember(layout, table.columns)
            forget_uploads(current_user.id)
            return _imported([found], upload.file_name)
    return _columns(key, table, form, 422)


def _taken(content: bytes, name: str) -> Response:
    found = read_bank_file(content)
    if found is not None:
        return _imported(found, name)
    table = read_bank_table(content)
    layout = layout_for(table)
    if layout is not None:
        with suppress(Doubtful):
            return _imported([read_delimited_statement(table, layout)], name)
    upload = keep_upload(content, name, by_id=current_user.id)
    return committed(redirect_to(url_for("bank.ask_columns", key=upload.id)))


def _imported(found: Sequence[ReadStatement], name: str) -> Response:
    result = import_statements(found, name, by=current_user)
    there = url_for("bank.index")
    if len(result.statements) == 1 and result.statements[0].difference:
        there = url_for("bank.statement", key=result.statements[0].id)
    return committed(redirect_to(there, toast=_said(result)))


def _said(result: Imported) -> str:
    if not result.new:
        return _("Everything in this file was imported before. Nothing has changed.")
    said = ngettext("%(num)s new booking.", "%(num)s new bookings.", result.new)
    if result.known:
        said += " " + ngettext("%(num)s was there before.", "%(num)s were there before.", result.known)
    if result.doubtful:
        said += " " + ngettext(
            "%(num)s looks like one that was there before.",
            "%(num)s look like ones that were there before.",
            result.doubtful,
        )
    if any(each.difference for each in result.statements):
        said += " " + _("The bookings don’t add up to the closing balance.")
    return said


def _kept(key: int) -> BankUpload:
    query = select(BankUpload).where(BankUpload.id == key, BankUpload.by_id == current_user.id)
    return db.session.scalar(query) or abort(404)


def _table(upload: BankUpload) -> Table:
    return read_bank_table(upload.content)


def _upload(form: UploadForm, status: int = 200) -> Response:
    return render("bank/_import.html", form=form, title=_("Import a bank file"), status=status)


def _known(table: Table) -> Layout:
    return layout_for(table) or guessed(table)


def _columns(key: int, table: Table, form: LayoutForm, status: int = 200) -> Response:
    rows = [list(zip(table.columns, row.cells, strict=True)) for row in table.head(SHOWN)]
    first = _first(table, _known(table) if status == 200 else None)
    return render("bank/columns.html", key=key, rows=rows, form=form, **first, status=status)


def _first(table: Table, layout: Layout | None) -> dict[str, Any]:
    """The bookings that are shown, or what keeps them from being read."""
    if layout is None or (layout.amount is None and layout.credit is None):
        return {"bookings": (), "wrong": ""}
    try:
        found = read_delimited_statement(table, layout)
    except Unreadable as refused:
        return {"bookings": (), "wrong": str(refused)}
    return {"bookings": found.entries[:SHOWN], "wrong": ""}
