"""The list of likely duplicates: merge them, or say that they are different."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import and_, or_, select

from salesapp.core.access import Permission, allows
from salesapp.core.db import db
from salesapp.core.i18n import _, in_a_list
from salesapp.core.ordering import cursors
from salesapp.core.registry import RecordType, record_types
from salesapp.customers.duplicates.jobs import look_for_duplicates
from salesapp.customers.duplicates.match_keys import compared
from salesapp.customers.duplicates.pairs import (
    DuplicatePair,
    pairs_of,
    scan_of,
    tell_apart,
    tell_apart_no_more,
)
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render

duplicates = Blueprint("duplicates", __name__, url_prefix="/duplicates")
PAGE = 25


@duplicates.get("")
@requires(Permission.ACCOUNT_EDIT)
def index() -> Response:
    """Pairs of one record type, the surest first."""
    types = _types()
    type_ = _type(request.args.get("type", types[0].key))
    rows = list(db.session.scalars(_after(pairs_of(type_, current_user)).limit(PAGE + 1)))
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return render(
        "customers/duplicates.html",
        tabs=[_tab(each, selected=each is type_) for each in types],
        type=type_,
        scan=scan_of(type_.key),
        pairs=_compared(type_, rows[:PAGE]),
        after=None if last is None else cursors.encode([last.score, last.id]),
        title=_("Possible duplicates"),
    )


@duplicates.post("/look")
@requires(Permission.ACCOUNT_EDIT)
def look() -> Response:
    """The worker goes through the records."""
    type_ = _type(request.form.get("type", ""))
    look_for_duplicates(type_.key)
    said = _("Searching for duplicates. Come back in a moment.")
    return committed(redirect_to(url_for("duplicates.index", type=type_.key), toast=said))


@duplicates.post("/<int:key>/different")
@requires(Permission.ACCOUNT_EDIT)
def different(key: int) -> Response:
    """They are two."""
    type_, one, other = _both(key)
    tell_apart(one, other, by=current_user)
    said = _("%(one)s and %(other)s are marked as not duplicates.", one=one.title, other=other.title)
    undo = url_for("duplicates.not_different", key=key)
    return committed(redirect_to(url_for("duplicates.index", type=type_.key), toast=said, undo=undo))


@duplicates.post("/<int:key>/not-different")
@requires(Permission.ACCOUNT_EDIT)
def not_different(key: int) -> Response:
    """Perhaps they are not."""
    type_, one, other = _both(key)
    tell_apart_no_more(one, other, by=current_user)
    return committed(redirect_to(url_for("duplicates.index", type=type_.key)))


def _tab(type_: RecordType, *, selected: bool) -> dict[str, Any]:
    there = url_for("duplicates.index", type=type_.key)
    return {"label": type_.label_plural, "href": there, "selected": selected}


def _types() -> list[RecordType]:
    found = (each for each in record_types() if each.likely_duplicates is not None and each.mergeable)
    return [each for each in found if allows(current_user, each.edit)]


def _type(key: str) -> RecordType:
    found = next((each for each in _types() if each.key == key), None)
    if found is None:
        abort(404)
    return found


def _both(key: int) -> tuple[RecordType, Any, Any]:
    pair = db.session.scalar(select(DuplicatePair).where(DuplicatePair.id == key))
    if pair is None:
        abort(404)
    type_ = _type(pair.record_type)
    one = visible_or_404(type_.model, pair.one_id, to_change=True)
    return type_, one, visible_or_404(type_.model, pair.other_id, to_change=True)


def _after(query: Any) -> Any:
    """The pairs beyond the last one of the page before."""
    place = cursors.decode(request.args.get("after", ""), [DuplicatePair.score.type, DuplicatePair.id.type])
    if place is None or None in place:
        return query
    below = and_(DuplicatePair.score == place[0], DuplicatePair.id < place[1])
    return query.where(or_(DuplicatePair.score < place[0], below))


def _compared(type_: RecordType, rows: list[DuplicatePair]) -> list[tuple[DuplicatePair, Any, Any, str]]:
    """Both records of each pair and why they look the same now; what was mended since is left out."""
    ids = {key for row in rows for key in (row.one_id, row.other_id)}
    there = {each.id: each for each in db.session.scalars(select(type_.model).where(type_.model.id.in_(ids)))}
    found = []
    for row in rows:
        one, other = there.get(row.one_id), there.get(row.other_id)
        like = None if one is None or other is None else compared(one, other)
        if like is not None:
            found.append((row, one, other, in_a_list(like.reasons)))
    return found
