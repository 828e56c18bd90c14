"""Asking a specialist for help, and their answer: on the team, or not and why."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select
from wtforms import TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, _l
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.screens import EDIT, opportunities
from salesapp.opportunities.specialists.mailing import tell_of_help
from salesapp.opportunities.specialists.models import SpecialistRequest
from salesapp.opportunities.specialists.requests import ask, choices, whom_of
from salesapp.web.forms import NOTHING, Form
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.inputs.select import SelectField
from salesapp.web.render import committed, redirect_to, render

ANSWER = requires(Permission.OPPORTUNITY_VIEW)
ASKED = {"unscoped": "whoever is asked for help may know with what before they see it"}


class SpecialistForm(Form):
    """Whom to ask, and for what."""

    whom = SelectField(_l("Who to ask"), validators=[DataRequired(_l("This field is required."))])
    need = TextAreaField(
        _l("What you need help with"),
        filters=[lambda typed: (typed or "").strip() or None],
        validators=[DataRequired(_l("This field is required."))],
    )


class AnswerForm(Form):
    """What the specialist says to it."""

    reply = TextAreaField(_l("Your answer"), filters=[lambda typed: (typed or "").strip() or None])


@opportunities.get("/<int:key>/specialists/new")
@EDIT
def ask_specialist(key: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    return _asking(opportunity, SpecialistForm(formdata=None))


@opportunities.post("/<int:key>/specialists/new")
@EDIT
def request_specialist(key: int) -> Response:
    opportunity, form = visible_or_404(Opportunity, key, to_change=True), SpecialistForm()
    form.whom.choices = _choices(opportunity)
    if form.validate_on_submit():
        try:
            made = ask(opportunity, whom_of(form.whom.data), form.need.data or "", by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            said = _("Your request was sent to %(whom)s.", whom=made.whom)
            return committed(redirect_to(url_for("opportunities.show", key=key), toast=said))
    return _asking(opportunity, form, status=422)


@opportunities.get("/specialists/<int:request_id>")
@ANSWER
def show_request(request_id: int) -> Response:
    """The sheet on which whoever is asked answers; afterwards it says what was answered."""
    asked = _request(request_id)
    return _answering(asked, _opportunity(asked), AnswerForm(formdata=None))


@opportunities.post("/specialists/<int:request_id>")
@ANSWER
def answer_request(request_id: int) -> Response:
    """`decision` is "accept" or "decline"."""
    asked, form = _request(request_id), AnswerForm()
    opportunity = _opportunity(asked, to_change=True)
    db.session.refresh(asked, with_for_update=True)
    accepts = request.form.get("decision") == "accept"
    if not form.validate_on_submit():
        return _answering(asked, opportunity, form, status=422)
    try:
        (asked.accept if accepts else asked.decline)(form.reply.data, by=current_user)
    except RuleBroken as broken:
        if broken.field not in form:
            raise
        form.refuse(broken)
        return _answering(asked, opportunity, form, status=422)
    tell_of_help([asked.asked_by], asked, opportunity, "accepted" if accepts else "declined", by=current_user)
    if accepts:
        said = _("You’re on the team of %(title)s.", title=opportunity.name)
        return committed(redirect_to(url_for("opportunities.show", key=opportunity.id), toast=said))
    return committed(redirect_to(url_for("home.today"), toast=_("Declined.")))


@opportunities.post("/<int:key>/specialists/<int:request_id>/withdraw")
@EDIT
def withdraw_request(key: int, request_id: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    asked = _request(request_id)
    if asked.opportunity_id != opportunity.id:
        abort(404)
    asked.withdraw(by=current_user)
    return committed(redirect_to(url_for("opportunities.show", key=key)))


def _request(request_id: int) -> SpecialistRequest:
    found = db.session.scalar(select(SpecialistRequest).where(SpecialistRequest.id == request_id))
    if found is None:
        abort(404)
    return found


def _opportunity(asked: SpecialistRequest, *, to_change: bool = False) -> Opportunity:
    """What help is asked with; locked where it is to be changed."""
    query = select(Opportunity).where(Opportunity.id == asked.opportunity_id)
    if to_change:
        query = query.with_for_update(of=Opportunity)
    found = db.session.scalar(query, execution_options=ASKED)
    if found is None:
        abort(404)
    return found


def _choices(opportunity: Opportunity) -> list[SelectChoice]:
    grouped = choices(opportunity).items()
    offered = [SelectChoice(*each, optgroup=heading) for heading, found in grouped for each in found]
    return [NOTHING, *offered]


def _asking(opportunity: Opportunity, form: SpecialistForm, status: int = 200) -> Response:
    form.whom.choices = _choices(opportunity)
    title = _("Request a specialist")
    return render(
        "opportunities/specialists/_specialist.html",
        record=opportunity,
        form=form,
        title=title,
        status=status,
    )


def _answering(
    asked: SpecialistRequest, opportunity: Opportunity, form: AnswerForm, status: int = 200
) -> Response:
    context: dict[str, Any] = {
        "asked": asked,
        "opportunity": opportunity,
        "form": form,
        "answers": asked.is_waiting and asked.asks_of(current_user),
        "title": _("%(name)s requests your help", name=asked.asked_by.name),
    }
    return render("opportunities/specialists/_help.html", status=status, **context)
