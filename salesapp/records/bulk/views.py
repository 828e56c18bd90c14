"""The bulk edits that somebody made: what each set in which records, its Undo, and what stayed when undone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.events import Event
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.core.registry import record_type
from salesapp.records.bulk import undoing
from salesapp.records.bulk.edits import DELETED, BulkEdit
from salesapp.records.editing import DELETED as RECORD_DELETED
from salesapp.web.filters import instant, plain_value
from salesapp.web.guards import requires
from salesapp.web.render import committed, redirect_to, render
from salesapp.web.returning import back_or

bulk_edits = Blueprint("bulk_edits", __name__, url_prefix="/bulk-edits")
SHOWN = 50


@bulk_edits.get("")
@requires(Permission.SIGNED_IN)
def index() -> Response:
    """The last ones first; an administrator sees everybody's. `before` begins behind an edit."""
    query = select(BulkEdit).options(selectinload(BulkEdit.by)).order_by(BulkEdit.id.desc()).limit(SHOWN + 1)
    before = key_in(request.args.get("before"))
    found = list(db.session.scalars(query.where(BulkEdit.id < before) if before else query))
    edits = found[:SHOWN]
    further = url_for("bulk_edits.index", before=edits[-1].id) if len(found) > SHOWN else None
    context: dict[str, Any] = {"edits": edits, "next_url": further, "words": words, "told_of": told_of}
    return render("records/bulk/index.html", **context, title=_("Bulk edits"))


@bulk_edits.get("/<int:key>")
@requires(Permission.SIGNED_IN)
def show(key: int) -> Response:
    edit = _edit_or_404(key)
    records = _there(_changed_by(edit)[:SHOWN])
    kept = _there((each.record_type, each.record_id) for each in edit.kept)
    named = [(each, kept.get((each.record_type, each.record_id))) for each in edit.kept]
    context: dict[str, Any] = {
        "edit": edit,
        "records": records.values(),
        "left": named,
        "page_of": _page_of,
        "icon_of": lambda record: record_type(record.record_type_key).icon,
        "told_of": told_of,
        "title": words(edit),
    }
    return render("records/bulk/show.html", **context)


@bulk_edits.post("/<int:key>/undo")
@requires(Permission.SIGNED_IN)
def undo(key: int) -> Response:
    """All as it was, but for what somebody changed since: where there is such, to the page that names it."""
    edit = _edit_or_404(key)
    found = undoing.undo(edit, by=current_user)
    page = url_for("bulk_edits.show", key=key)
    target = page if found.kept else back_or(page)
    return committed(redirect_to(target, toast=found.said_of(*edit.counted)))


def words(edit: BulkEdit) -> str:
    """What was done, in a line: “Owner: Ben Schulz”."""
    if edit.is_transfer:
        return _("Records of %(name)s transferred", name=plain_value(edit.value))
    if edit.field == DELETED:
        return _("Deleted")
    label = str(edit.type.field(edit.field).label)
    return label if edit.value is None else f"{label}: {plain_value(edit.value)}"


def told_of(edit: BulkEdit) -> str:
    """Of which records it is, when it was made, and by whom if not by the reader."""
    said = [instant(edit.at)] if edit.is_transfer else [str(edit.type.label_plural), instant(edit.at)]
    return " · ".join(said if edit.by_id == current_user.id else [*said, edit.by.name])


def undo_url(edit: BulkEdit, **back: Any) -> str | None:
    """Where the Undo of a bulk edit goes; None where nothing was changed."""
    return url_for("bulk_edits.undo", key=edit.id, **back) if edit.changed else None


def _page_of(record: Any) -> str | None:
    """Where the record is shown; None for what the viewer does not see."""
    return (
        None
        if record is None
        else url_for(f"{record_type(record.record_type_key).plural}.show", key=record.id)
    )


def _edit_or_404(key: int) -> BulkEdit:
    """One's own, or as the administrator anybody's; others do not exist for them."""
    found = db.session.scalar(select(BulkEdit).where(BulkEdit.id == key))
    if found is None:
        abort(404)
    return found


def _changed_by(edit: BulkEdit) -> list[tuple[str, int]]:
    """Types and ids of its records."""
    columns = (Event.subject_type, Event.subject_id)
    query = select(*columns).distinct().order_by(*columns)
    query = query.where(Event.source == edit.source, Event.subject_type.in_(edit.counted))
    if edit.field == DELETED:  # what was deleted along with a record, or wrote into another, is not its own
        query = query.where(Event.kind == RECORD_DELETED)
    known = {"unscoped": "which records they are; of those only what the viewer sees is shown"}
    return [(key, record_id) for key, record_id in db.session.execute(query, execution_options=known)]


def _there(keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Any]:
    """The records that the viewer sees, those in the recycle bin too."""
    wanted: dict[str, set[int]] = {}
    for type_key, key in keys:
        wanted.setdefault(type_key, set()).add(key)
    found: dict[tuple[str, int], Any] = {}
    for type_key, ids in wanted.items():
        model = record_type(type_key).model
        query = select(model).where(model.id.in_(ids)).order_by(model.id)
        for each in db.session.scalars(query.execution_options(with_deleted=True)):
            found[type_key, each.id] = each
    return found
