"""The sheets of views: which there are, one more, its columns, and the sums under a list."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select

from salesapp.core.access import Permission, allows, changeable
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.registry import RecordType, record_types
from salesapp.records.filters.notation import written
from salesapp.records.lists.columns import shown_columns
from salesapp.records.lists.listing import Criteria
from salesapp.records.views import shelf
from salesapp.records.views.forms import OfferForm
from salesapp.records.views.models import SavedView
from salesapp.records.views.offered import Audience
from salesapp.records.views.sums import sums_of
from salesapp.web.guards import requires
from salesapp.web.render import committed, redirect_to, render

views = Blueprint("views", __name__, url_prefix="/views/<slug>")
SEE = requires(Permission.SIGNED_IN)


def type_at(slug: str) -> RecordType:
    """The record type of an address; 404 for one that there is not, or that the viewer's role does not see."""
    found = next((each for each in record_types() if each.slug == slug), None)
    if found is None or not allows(current_user, found.view):
        abort(404)
    return found


@views.get("")
@SEE
def index(slug: str) -> Response:
    """The views to pick from, and a name for what the list shows now."""
    return _sheet(type_at(slug), OfferForm())


def _sheet(type_: RecordType, form: OfferForm, status: int = 200) -> Response:
    criteria = shelf.criteria_of(type_, request.args)
    mine = select(SavedView.id).where(changeable(SavedView, current_user))
    return render(
        "records/views/_views.html",
        type=type_,
        criteria=criteria,
        whole="" if criteria.problem else written(criteria.asked),
        views=shelf.shelf_of(type_, current_user),
        shows=shelf.shows,
        changeable=set(db.session.scalars(mine)),
        form=form,
        title=_("Views"),
        status=status,
    )


@views.post("")
@SEE
def save(slug: str) -> Response:
    """The list as it is under a name."""
    type_, form = type_at(slug), OfferForm()
    criteria = shelf.criteria_of(type_, request.args)
    if form.validate_on_submit():
        try:
            kept = shelf.save(form.name.data, criteria, Audience(form.audience.data), by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            said = _("The view “%(name)s” is saved.", name=kept.name)
            return committed(redirect_to(_list(type_, view=kept.id), toast=said))
    return _sheet(type_, form, status=422)


@views.post("/<key>/pin")
@SEE
def pin(slug: str, key: str) -> Response:
    """Above the list, or not."""
    type_ = type_at(slug)
    shelf.pin(type_, key, pinned="pinned" in request.form, by=current_user)
    return committed(redirect_to(_list(type_, **request.args.to_dict())))


@views.post("/<int:key>/remove")
@SEE
def remove(slug: str, key: int) -> Response:
    """Takes a view away for everybody who had it."""
    type_ = type_at(slug)
    query = select(SavedView).where(SavedView.id == key, changeable(SavedView, current_user))
    kept = db.session.scalar(query.where(SavedView.type_key == type_.key))
    if kept is None:
        abort(404)
    said = _("The view “%(name)s” is removed.", name=kept.name)
    shelf.remove(kept)
    return committed(redirect_to(_list(type_), toast=said))


@views.get("/columns")
@SEE
def columns(slug: str) -> Response:
    """Which columns the list shows, in which order."""
    type_ = type_at(slug)
    criteria = shelf.criteria_of(type_, request.args)
    shown = [each.name for each in shown_columns(type_, criteria.chosen)]
    others = [each for each in type_.offered if each.kind != "long_text" and each.name not in shown]
    return render(
        "records/views/_columns.html",
        type=type_,
        criteria=criteria,
        shown=[(type_.field(name), _moved(shown, name), _less(shown, name)) for name in shown],
        others=[(each, ",".join([*shown, each.name])) for each in others if each.name != type_.title],
        title=_("Columns"),
    )


def _moved(names: list[str], name: str) -> str | None:
    """The same names with this one a place earlier; None for the first."""
    at = names.index(name)
    return None if at == 0 else ",".join([*names[: at - 1], name, names[at - 1], *names[at + 1 :]])


def _less(names: list[str], name: str) -> str | None:
    return ",".join(each for each in names if each != name) if len(names) > 1 else None


@views.get("/sums")
@SEE
def sums(slug: str) -> Response:
    """What the numbers of the list add up to."""
    criteria = shelf.criteria_of(type_at(slug), request.args)
    return render("records/views/_sums.html", sums=sums_of(criteria), title=_("Totals"))


def _list(type_: RecordType, **args: Any) -> str:
    return url_for(f"{type_.plural}.index", **args)


def pinned_views(criteria: Criteria) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is shown now) of the views above a list."""
    found = [each for each in shelf.shelf_of(criteria.type, current_user) if each.pinned]
    shown = [(each.label, _list(criteria.type, view=each.key), shelf.shows(each, criteria)) for each in found]
    plain = Criteria.from_args(criteria.type, {}).args == criteria.args
    return [(_("All"), _list(criteria.type), plain), *shown] if shown else []
