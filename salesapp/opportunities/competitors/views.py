"""The competitors of an opportunity, and what a competitor's page tells of the opportunities in which one met them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import case, func, select

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.core.ordering.collation import contains
from salesapp.marketing.competitors import COMPETITOR, Competitor, competitor_called
from salesapp.opportunities.campaign_views import worth_where
from salesapp.opportunities.forms import CompetitorForm
from salesapp.opportunities.models import Opportunity, OpportunityClose, OpportunityCompetitor, State
from salesapp.opportunities.processes.models import LossReason
from salesapp.opportunities.screens import EDIT, opportunities
from salesapp.web.guards import visible_or_404
from salesapp.web.render import committed, redirect_to, render

MOST_OFFERED = 8


@opportunities.get("/<int:key>/competitors/new")
@EDIT
def new_competitor(key: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    return _sheet(opportunity, CompetitorForm(formdata=None))


@opportunities.post("/<int:key>/competitors/new")
@EDIT
def add_competitor(key: int) -> Response:
    opportunity, form = visible_or_404(Opportunity, key, to_change=True), CompetitorForm()
    if not form.validate_on_submit():
        return _sheet(opportunity, form, status=422)
    found = competitor_called(form.competitor.called or "", by=current_user)
    opportunity.add_competitor(found, note=form.note.data, by=current_user)
    return committed(redirect_to(url_for("opportunities.show", key=key)))


def _sheet(opportunity: Opportunity, form: CompetitorForm, *, status: int = 200) -> Response:
    return render(
        "opportunities/competitors/_competitor.html",
        record=opportunity,
        form=form,
        title=_("Add a competitor"),
        status=status,
    )


@opportunities.post("/<int:key>/competitors/<int:competitor_id>/remove")
@EDIT
def remove_competitor(key: int, competitor_id: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    found = next((each for each in opportunity.competitors if each.competitor_id == competitor_id), None)
    if found is None:
        abort(404)
    said = _("%(name)s was removed", name=found.competitor.name)
    undo = url_for("opportunities.put_competitor_back", key=key, competitor_id=competitor_id, note=found.note)
    opportunity.remove_competitor(found, by=current_user)
    return committed(redirect_to(url_for("opportunities.show", key=key), toast=said, undo=undo))


@opportunities.post("/<int:key>/competitors/<int:competitor_id>/back")
@EDIT
def put_competitor_back(key: int, competitor_id: int) -> Response:
    """Undo of removing."""
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    competitor, note = visible_or_404(Competitor, competitor_id), request.args.get("note", "")[:255]
    opportunity.add_competitor(competitor, note=note or None, by=current_user)
    return committed(redirect_to(url_for("opportunities.show", key=key)))


@opportunities.get("/<int:key>/competitors/pick")
@EDIT
def pick_competitor(key: int) -> Response:
    """Candidates as one types, those of the opportunity first."""
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    typed, met = request.args.get("q", "").strip(), [each.competitor_id for each in opportunity.competitors]
    query = select(Competitor).order_by(case((Competitor.id.in_(met), 0), else_=1), Competitor.name)
    if typed:
        query = query.where(contains(Competitor.name, typed))
    context: dict[str, Any] = {"rows": list(db.session.scalars(query.limit(MOST_OFFERED))), "met": met}
    return render("opportunities/competitors/_pick_competitor.html", **context, title=COMPETITOR.label_plural)


@dataclass(frozen=True)
class Losses:
    """So many opportunities lost for one reason, and what they were estimated at in the company's currency."""

    reason: str | None
    count: int
    amount: int


def of_competitor(key: int) -> Response:
    """Where one met them and how it ended, as far as the viewer sees it."""
    competitor = visible_or_404(Competitor, key)
    met = Opportunity.competitors.any(OpportunityCompetitor.competitor_id == key)
    context: dict[str, Any] = {
        "competitor": competitor,
        "worth": worth_where(met),
        "states": list(State),
        "losses": losses_to(competitor),
        "currency": company().currency,
    }
    return render("opportunities/competitors/_of_competitor.html", **context, title=_("Opportunities"))


def losses_to(competitor: Competitor) -> list[Losses]:
    """What is lost to the competitor now, by reason, the most frequent first."""
    return [
        Losses(reason, count, int(amount)) for reason, count, amount in db.session.execute(_lost(competitor))
    ]


def _lost(competitor: Competitor) -> Any:
    each, count = OpportunityClose, func.count(Opportunity.id)
    query = select(LossReason.name, count, func.coalesce(func.sum(Opportunity.amount_in_company), 0))
    query = query.select_from(Opportunity).join(each, each.opportunity_id == Opportunity.id)
    query = query.outerjoin(LossReason, LossReason.id == each.reason_id)
    return (
        query.where(
            Opportunity.state == State.LOST,
            each.reopened_at.is_(None),
            each.competitor_id == competitor.id,
        )
        .group_by(LossReason.id, LossReason.name)
        .order_by(count.desc(), LossReason.name)
    )
