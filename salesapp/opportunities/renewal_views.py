"""Copying an opportunity, beginning the renewal of a won one, and splitting one in two."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, url_for
from flask_login import current_user

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.opportunities.forms import AgainForm, RenewalForm, SplitForm, renewal_form, split_form
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.page import renewable_by
from salesapp.opportunities.screens import EDIT, opportunities
from salesapp.web.guards import visible_or_404
from salesapp.web.render import committed, redirect_to, render


@opportunities.get("/<int:key>/clone")
@EDIT
def ask_clone(key: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    name = _("%(title)s (copy)", title=opportunity.name)
    return _sheet(opportunity, AgainForm(formdata=None, data={"name": name}), "clone")


@opportunities.post("/<int:key>/clone")
@EDIT
def clone(key: int) -> Response:
    return _made(key, "clone")


@opportunities.get("/<int:key>/renew")
@EDIT
def ask_renew(key: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    values = {"name": _("%(title)s, renewal", title=opportunity.name), "close_on": _a_year_on(opportunity)}
    return _sheet(opportunity, AgainForm(formdata=None, data=values), "renew")


@opportunities.post("/<int:key>/renew")
@EDIT
def renew(key: int) -> Response:
    return _made(key, "renew")


@opportunities.get("/<int:key>/renewal")
@EDIT
def ask_renewal(key: int) -> Response:
    """Which open opportunity is the renewal of this one already."""
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    return _linking(opportunity, renewal_form(renewable_by(opportunity)))


@opportunities.post("/<int:key>/renewal")
@EDIT
def link_renewal(key: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    form = renewal_form(renewable_by(opportunity))
    if not form.validate_on_submit():
        return _linking(opportunity, form, status=422)
    other = visible_or_404(Opportunity, form.renewal.data, to_change=True)
    opportunity.renewed_by(other, by=current_user)
    return committed(redirect_to(url_for("opportunities.show", key=key), toast=_("The renewal is linked.")))


@opportunities.post("/<int:key>/renewal/<int:other_id>/unlink")
@EDIT
def unlink_renewal(key: int, other_id: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    other = visible_or_404(Opportunity, other_id, to_change=True)
    opportunity.not_renewed_by(other, by=current_user)
    said = _("The renewal is no longer linked.")
    return committed(redirect_to(url_for("opportunities.show", key=key), toast=said))


def _linking(opportunity: Opportunity, form: RenewalForm, status: int = 200) -> Response:
    title = _("Link a renewal")
    return render(
        "opportunities/renewals/_renewal.html", opportunity=opportunity, form=form, title=title, status=status
    )


@opportunities.get("/<int:key>/split")
@EDIT
def ask_split(key: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    return _parts(opportunity, split_form(opportunity, name=_("%(title)s, part 2", title=opportunity.name)))


@opportunities.post("/<int:key>/split")
@EDIT
def split(key: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    form = split_form(opportunity)
    if not form.validate_on_submit():
        return _parts(opportunity, form, status=422)
    values = form.values()
    chosen = [each for each in opportunity.lines if each.id in values.get("lines", ())]
    try:
        _refuse_stale(opportunity, form)
        made = opportunity.split(
            name=form.name.data or "",
            close_on=form.close_on.data,
            lines=chosen,
            amount=values.get("amount"),
            by=current_user,
        )
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        form.version.data = str(opportunity.version)
        return _parts(opportunity, form, status=422)
    said = _("%(title)s was saved.", title=made.name)
    return committed(redirect_to(url_for("opportunities.show", key=made.id), toast=said))


def _refuse_stale(opportunity: Opportunity, form: SplitForm) -> None:
    if form.expected_version != opportunity.version:
        raise RuleBroken(_("Someone else has changed this opportunity. Review it again."))


def _parts(opportunity: Opportunity, form: SplitForm, status: int = 200) -> Response:
    title = _("Split in two")
    return render(
        "opportunities/renewals/_split.html", opportunity=opportunity, form=form, title=title, status=status
    )


def _made(key: int, verb: str) -> Response:
    opportunity, form = visible_or_404(Opportunity, key, to_change=True), AgainForm()
    if not form.validate_on_submit():
        return _sheet(opportunity, form, verb, status=422)
    again = opportunity.renew if verb == "renew" else opportunity.clone
    made = again(name=form.name.data, close_on=form.close_on.data, by=current_user)
    said = _("%(title)s was saved.", title=made.name)
    return committed(redirect_to(url_for("opportunities.show", key=made.id), toast=said))


def _sheet(opportunity: Opportunity, form: AgainForm, verb: str, status: int = 200) -> Response:
    context: dict[str, Any] = {
        "opportunity": opportunity,
        "form": form,
        "verb": verb,
        "title": _("Start the renewal") if verb == "renew" else _("Copy"),
    }
    return render("opportunities/renewals/_again.html", **context, status=status)


def _a_year_on(opportunity: Opportunity) -> date | None:
    """The day a year after it was won; for a leap day the last of February."""
    closed = opportunity.closed_on
    if closed is None:
        return None
    try:
        return closed.replace(year=closed.year + 1)
    except ValueError:
        return closed.replace(year=closed.year + 1, day=28)
