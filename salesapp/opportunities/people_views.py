"""People of the customer, the team and the next step, on the opportunity's page."""

from __future__ import annotations

from flask import Response, abort, url_for
from flask_login import current_user
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.customers.models import Contact
from salesapp.opportunities.forms import MemberForm, PersonForm, chosen_user
from salesapp.opportunities.models import OPPORTUNITY, Opportunity
from salesapp.opportunities.page import page_of
from salesapp.opportunities.screens import EDIT, opportunities
from salesapp.records.editing import save_changes
from salesapp.web.forms import form_for
from salesapp.web.guards import visible_or_404
from salesapp.web.render import came_from, committed, redirect_to, render


def _page(key: int) -> Response:
    return committed(redirect_to(url_for("opportunities.show", key=key)))


@opportunities.get("/<int:key>/people/new")
@EDIT
def new_person(key: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    return render(
        "opportunities/people/_person.html",
        record=opportunity,
        form=PersonForm(formdata=None),
        title=_("Add a contact"),
    )


@opportunities.post("/<int:key>/people/new")
@EDIT
def add_person(key: int) -> Response:
    opportunity, form = visible_or_404(Opportunity, key, to_change=True), PersonForm()
    if not form.validate_on_submit():
        return render(
            "opportunities/people/_person.html",
            record=opportunity,
            form=form,
            title=_("Add a contact"),
            status=422,
        )
    contact = db.session.scalars(select(Contact).where(Contact.id == form.contact.data)).one()
    opportunity.add_contact(contact, role=form.role.data, primary=form.is_primary.data, by=current_user)
    return _page(key)


@opportunities.post("/<int:key>/people/<int:person_id>/remove")
@EDIT
def remove_person(key: int, person_id: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    person = next((each for each in opportunity.contacts if each.id == person_id), None)
    if person is None:
        abort(404)
    opportunity.remove_contact(person, by=current_user)
    return _page(key)


@opportunities.get("/<int:key>/team/new")
@EDIT
def new_member(key: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    return render(
        "opportunities/people/_member.html",
        record=opportunity,
        form=MemberForm(formdata=None),
        title=_("Add to the team"),
    )


@opportunities.post("/<int:key>/team/new")
@EDIT
def add_member(key: int) -> Response:
    opportunity, form = visible_or_404(Opportunity, key, to_change=True), MemberForm()
    user = chosen_user(form) if form.validate_on_submit() else None
    if user is not None:
        try:
            opportunity.add_member(user, role=form.role.data, split=form.split.data, by=current_user)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return _page(key)
    return render(
        "opportunities/people/_member.html",
        record=opportunity,
        form=form,
        title=_("Add to the team"),
        status=422,
    )


@opportunities.post("/<int:key>/team/<int:member_id>/remove")
@EDIT
def remove_member(key: int, member_id: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    member = next((each for each in opportunity.members if each.id == member_id), None)
    if member is None:
        abort(404)
    opportunity.remove_member(member, by=current_user)
    return _page(key)


@opportunities.post("/<int:key>/ticks/<int:item_id>")
@EDIT
def tick(key: int, item_id: int) -> Response:
    """Ticks a line of the stage's checklist, or takes the tick off."""
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    item = next((each for each in opportunity.stage.items if each.id == item_id), None)
    if item is None:
        abort(404)
    verb = opportunity.untick if opportunity.is_ticked(item) else opportunity.tick
    verb(item, by=current_user)
    db.session.flush()
    back = url_for("opportunities.show", key=key)
    context = page_of(opportunity)
    return committed(render("opportunities/field.update.html", record=opportunity, back=back, **context))


@opportunities.get("/<int:key>/next-step")
@EDIT
def ask_next_step(key: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    form = form_for(OPPORTUNITY, opportunity, only=("next_step", "next_step_on"))
    return render("opportunities/_next_step.html", record=opportunity, form=form, title=_("Next step"))


@opportunities.post("/<int:key>/next-step")
@EDIT
def save_next_step(key: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    form = form_for(OPPORTUNITY, opportunity, only=("next_step", "next_step_on"))
    if not form.validate_on_submit():
        return render(
            "opportunities/_next_step.html",
            record=opportunity,
            form=form,
            title=_("Next step"),
            status=form.http_status,
        )
    save_changes(OPPORTUNITY, opportunity, form, by=current_user)
    return _page(key)


@opportunities.post("/<int:key>/next-step/complete")
@EDIT
def complete_next_step(key: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    done = opportunity.complete_next_step(by=current_user)
    db.session.flush()
    said, undo = _("Done: %(what)s", what=done.subject), url_for("activities.reopen", key=done.id)
    return committed(redirect_to(came_from(url_for("opportunities.show", key=key)), toast=said, undo=undo))
