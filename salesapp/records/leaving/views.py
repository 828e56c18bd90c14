"""The sheets before a record goes to the bin or a user loses access: what hangs on it, and who gets that."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.db import Record
from salesapp.core.i18n import _, ngettext
from salesapp.core.registry import type_of
from salesapp.people.models import User
from salesapp.records.leaving.transfer import LeavingForm, transfer
from salesapp.records.recycle_bin import acts as recycle_bin
from salesapp.records.recycle_bin.hanging import OWNER, Hanging, hanging_on
from salesapp.web.forms import Form
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render

leaving = Blueprint("leaving", __name__, url_prefix="/users")


def ask_to_delete(record: Record, form: Form | None = None) -> Response:
    """What goes into the bin, and what becomes of what hangs on it."""
    return _sheet("records/leaving/_delete.html", record, form or _form_of(record), _("Delete"))


def delete(record: Record) -> Response:
    """Puts it into the bin, at once where nothing hangs on it; else after the sheet that says what does.

    What hangs on a user went to whoever was chosen there.
    """
    type_, form = type_of(record), _form_of(record)
    if not form.validate_on_submit() or ("asked" not in request.form and hanging_on(record, current_user)):
        return ask_to_delete(record, form)
    moved = _given_away(record, form)
    recycle_bin.delete(record, by=current_user)
    said = _("%(title)s is in the recycle bin.", title=record.title)
    undo = None if moved else url_for(f"{type_.plural}.restore", key=record.id)
    return committed(
        redirect_to(url_for(f"{type_.plural}.index"), toast=f"{said} {moved}".strip(), undo=undo)
    )


@leaving.get("/<int:key>/deactivate")
@requires(Permission.USER_EDIT)
def ask_deactivate(key: int) -> Response:
    user = visible_or_404(User, key, to_change=True)
    return _sheet("records/leaving/_deactivate.html", user, LeavingForm(user), _("End access"))


@leaving.post("/<int:key>/deactivate")
@requires(Permission.USER_EDIT)
def deactivate(key: int) -> Response:
    user = visible_or_404(User, key, to_change=True)
    form = LeavingForm(user)
    if not form.validate_on_submit():
        return _sheet("records/leaving/_deactivate.html", user, form, _("End access"))
    moved = _given_away(user, form)
    user.deactivate(by=current_user)
    said = _("%(name)s no longer has access.", name=user.name)
    undo = None if moved else url_for("people.activate", key=key)
    return committed(redirect_to(url_for("users.show", key=key), toast=f"{said} {moved}".strip(), undo=undo))


def _form_of(record: Record) -> Form:
    return LeavingForm(record) if isinstance(record, User) else Form()


def _given_away(record: Record, form: Form) -> str:
    """Transfers what was asked to be; what is said of it, empty where nothing went anywhere."""
    taker = form.taker if isinstance(form, LeavingForm) else None
    if taker is None or not isinstance(record, User):
        return ""
    count = transfer(record, taker, by=current_user)
    return ngettext(
        "%(num)s record was transferred to %(to)s.",
        "%(num)s records were transferred to %(to)s.",
        count,
        to=taker.name,
    )


def _list_of(each: Hanging, record: Record) -> str | None:
    """The list that shows them; None where none is narrowed to the record."""
    if not each.link or not each.type.field(each.link).filterable:
        return None
    narrowed: dict[str, Any] = {each.link: record.id, **each.part.filters}
    return url_for(f"{each.type.plural}.index", **narrowed)


def _sheet(template: str, record: Record, form: Form, title: str) -> Response:
    hanging = hanging_on(record, current_user)
    needing = [each for each in hanging if each.keeps]
    hanging = needing or hanging
    context: dict[str, Any] = {
        "type": type_of(record),
        "record": record,
        "form": form,
        "shown": [(each, _list_of(each, record)) for each in hanging if each.seen],
        "unseen": any(each.count > each.seen for each in hanging),
        "needed": bool(needing),
        "movable": any(each.link == OWNER for each in hanging),
    }
    return render(template, **context, title=title, status=form.http_status if form.errors else 200)
