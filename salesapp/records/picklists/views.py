"""Picklists in set-up: every list with its entries, to add, rename, put in order and archive."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import func, select

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.registry import RecordType, record_types
from salesapp.records.editing import save_changes, save_new
from salesapp.records.picklists.entries import PICKLIST_ENTRY
from salesapp.records.picklists.forms import EntryForm, entry_form
from salesapp.records.picklists.models import PicklistEntry, rows_of
from salesapp.records.picklists.picklist import Picklist, picklists
from salesapp.records.screens import record_screens
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render

SHAPE = requires(Permission.SETUP)


def on_page(entry: PicklistEntry) -> dict[str, Any]:
    """Which list it is of, and how many records have it."""
    return {"picklist": list_or_404(entry.picklist), "uses": uses_of(entry)}


picklist_entries = record_screens(PICKLIST_ENTRY, context=on_page)


def uses_of(entry: PicklistEntry) -> list[tuple[RecordType, str, int]]:
    """Record type, field and number of records that have the entry, for those that have a list of their own."""
    found = []
    for type_ in record_types():
        for declared in type_.fields:
            if declared.choices is picklists[entry.picklist]:
                column = getattr(type_.model, declared.attribute)
                total = db.session.scalar(select(func.count(type_.model.id)).where(column == entry.code))
                found.append((type_, declared.name, total or 0))
    return found


def list_or_404(key: str) -> type[Picklist]:
    """The list called so."""
    return picklists.get(key) or abort(404)


@picklist_entries.app_template_global("picklists")
def all_lists() -> list[dict[str, Any]]:
    """Every list with how many of its entries are in use."""
    return [
        {"key": key, "label": each.plural, "total": sum(not entry.archived for entry in each)}
        for key, each in picklists.items()
    ]


@picklist_entries.get("/of/<picklist>")
@SHAPE
def entries(picklist: str) -> Response:
    found = list_or_404(picklist)
    return render("picklist_entries/entries.html", picklist=found, rows=rows_of(picklist))


@picklist_entries.get("/of/<picklist>/new")
@SHAPE
def new(picklist: str) -> Response:
    return _page(entry_form(None, picklist), list_or_404(picklist), None)


@picklist_entries.post("/of/<picklist>/new")
@SHAPE
def create(picklist: str) -> Response:
    found, form = list_or_404(picklist), entry_form(None, picklist)
    if form.validate_on_submit():
        try:
            made = save_new(PICKLIST_ENTRY, form, by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            return _done(picklist, _("%(title)s was saved.", title=made.title))
    return _page(form, found, None, status=422)


@picklist_entries.get("/<int:key>/edit")
@SHAPE
def edit(key: int) -> Response:
    found = visible_or_404(PicklistEntry, key)
    return _page(entry_form(found), list_or_404(found.picklist), found)


@picklist_entries.post("/<int:key>/edit")
@SHAPE
def update(key: int) -> Response:
    found = visible_or_404(PicklistEntry, key, to_change=True)
    form, picklist = entry_form(found), list_or_404(found.picklist)
    if form.validate_on_submit():
        try:
            save_changes(PICKLIST_ENTRY, found, form, by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            return _done(picklist.key, _("%(title)s was saved.", title=found.title))
    return _page(form, picklist, found, status=form.http_status)


@picklist_entries.post("/<int:key>/move")
@SHAPE
def reorder(key: int) -> Response:
    """One place up or down: `direction` is "up" or "down"."""
    found = visible_or_404(PicklistEntry, key, to_change=True)
    found.move(-1 if request.form.get("direction") == "up" else 1, by=current_user)
    return committed(redirect_to(url_for("picklist_entries.entries", picklist=found.picklist)))


@picklist_entries.post("/<int:key>/archive")
@SHAPE
def archive(key: int) -> Response:
    found = visible_or_404(PicklistEntry, key, to_change=True)
    found.archive(by=current_user)
    undo = url_for("picklist_entries.unarchive", key=key)
    said = _("%(name)s is archived. Records that use it don’t change.", name=found.title)
    return committed(redirect_to(url_for("picklist_entries.show", key=key), toast=said, undo=undo))


@picklist_entries.post("/<int:key>/unarchive")
@SHAPE
def unarchive(key: int) -> Response:
    found = visible_or_404(PicklistEntry, key, to_change=True)
    found.unarchive(by=current_user)
    said = _("%(name)s is in use again.", name=found.title)
    return committed(redirect_to(url_for("picklist_entries.show", key=key), toast=said))


def _done(picklist: str, said: str) -> Response:
    return committed(redirect_to(url_for("picklist_entries.entries", picklist=picklist), toast=said))


def _page(
    form: EntryForm, picklist: type[Picklist], entry: PicklistEntry | None, *, status: int = 200
) -> Response:
    context: dict[str, Any] = {"form": form, "record": entry, "picklist": picklist}
    return render("picklist_entries/edit.html", status=status, **context)
