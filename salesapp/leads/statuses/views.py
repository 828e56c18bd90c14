"""What leads are marked as, in set-up."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user
from sqlalchemy import func, select

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.leads.kinds import LeadStatus
from salesapp.leads.models import Lead
from salesapp.leads.models.statuses import LEAD_STATUS, NamedStatus, of_state
from salesapp.leads.statuses.forms import StatusForm, status_form
from salesapp.records.editing import save_changes, save_new, tell_rules
from salesapp.records.screens import record_screens
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render

SHAPE = requires(Permission.SETUP)


def on_page(status: NamedStatus) -> dict[str, Any]:
    """How many leads have it."""
    query = select(func.count(Lead.id)).where(Lead.status_id == status.id)
    return {"total": db.session.scalar(query) or 0, "alone": len(of_state(status.state)) == 1}


lead_statuses = record_screens(LEAD_STATUS, context=on_page)


@lead_statuses.get("/new")
@SHAPE
def new() -> Response:
    return _page(status_form(None, request.args.get("state")), None)


@lead_statuses.post("/new")
@SHAPE
def create() -> Response:
    form = status_form(None)
    if form.validate_on_submit():
        try:
            made = save_new(LEAD_STATUS, form, by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            return _done(_("%(title)s was saved.", title=made.title))
    else:
        tell_rules(LEAD_STATUS, form, by=current_user)
    return _page(form, None, status=422)


@lead_statuses.get("/<int:key>/edit")
@SHAPE
def edit(key: int) -> Response:
    found = visible_or_404(NamedStatus, key)
    return _page(status_form(found), found)


@lead_statuses.post("/<int:key>/edit")
@SHAPE
def update(key: int) -> Response:
    found = visible_or_404(NamedStatus, key, to_change=True)
    form = status_form(found)
    if form.validate_on_submit():
        try:
            save_changes(LEAD_STATUS, found, form, by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            return _done(_("%(title)s was saved.", title=found.title))
    else:
        tell_rules(LEAD_STATUS, form, found, by=current_user)
    return _page(form, found, status=form.http_status)


@lead_statuses.post("/<int:key>/move")
@SHAPE
def reorder(key: int) -> Response:
    """One place up or down among those of its state: `direction` is "up" or "down"."""
    found = visible_or_404(NamedStatus, key, to_change=True)
    found.move(-1 if request.form.get("direction") == "up" else 1, by=current_user)
    return committed(redirect_to(url_for("lead_statuses.index")))


@lead_statuses.post("/<int:key>/archive")
@SHAPE
def archive(key: int) -> Response:
    found = visible_or_404(NamedStatus, key, to_change=True)
    found.archive(by=current_user)
    undo = url_for("lead_statuses.unarchive", key=key)
    said = _("%(name)s is archived. Leads that use it don’t change.", name=found.title)
    return committed(redirect_to(url_for("lead_statuses.show", key=key), toast=said, undo=undo))


@lead_statuses.post("/<int:key>/unarchive")
@SHAPE
def unarchive(key: int) -> Response:
    found = visible_or_404(NamedStatus, key, to_change=True)
    found.unarchive(by=current_user)
    said = _("%(name)s is in use again.", name=found.title)
    return committed(redirect_to(url_for("lead_statuses.show", key=key), toast=said))


@lead_statuses.post("/<int:key>/prefer")
@SHAPE
def prefer(key: int) -> Response:
    found = visible_or_404(NamedStatus, key, to_change=True)
    found.prefer(by=current_user)
    said = _("%(name)s is now the default.", name=found.title)
    return committed(redirect_to(url_for("lead_statuses.show", key=key), toast=said))


def by_state() -> list[tuple[LeadStatus, list[NamedStatus]]]:
    """State and what the company calls it."""
    return [(state, of_state(state)) for state in LeadStatus]


def _done(said: str) -> Response:
    return committed(redirect_to(url_for("lead_statuses.index"), toast=said))


def _page(form: StatusForm, status_: NamedStatus | None, *, status: int = 200) -> Response:
    context: dict[str, Any] = {"form": form, "record": status_}
    return render("lead_statuses/edit.html", status=status, **context)


status_helpers = {"lead_statuses_by_state": by_state}
"""What the templates of statuses ask."""
