"""The score of a lead with its reasons; its rules and limits in set-up."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import CHANGED, CREATED, changes, record
from salesapp.core.i18n import _
from salesapp.leads.assignment.forms import condition_words
from salesapp.leads.models import LEAD, Lead
from salesapp.leads.models.thresholds import LeadLimits, limits, limits_to_change
from salesapp.leads.scoring.forms import (
    LimitsForm,
    RatingForm,
    ScoreRuleForm,
    limits_values,
    points,
    score_values,
    score_words,
)
from salesapp.leads.scoring.models import LEAD_SCORE_RULE, LeadScoreRule, kept_rules
from salesapp.leads.scoring.points import ScoreKind
from salesapp.leads.scoring.predictive import (
    LEAST_LOST,
    LEAST_WON,
    closed_counts,
    experience,
    foretell,
    in_hundred,
)
from salesapp.leads.scoring.scores import score_of
from salesapp.leads.screens import leads
from salesapp.records.editing import finish, tell_also
from salesapp.records.filters.forms import known_values
from salesapp.records.screens import record_screens
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render

lead_score_rules = record_screens(LEAD_SCORE_RULE)
lead_limits = Blueprint("lead_limits", __name__, url_prefix="/lead-limits")
SHAPE = requires(Permission.SETUP)


@leads.get("/<int:key>/score")
@requires(Permission.LEAD_VIEW)
def score(key: int) -> Response:
    lead = visible_or_404(Lead, key, with_deleted=True)
    return _score(lead, _rating_form(lead))


def _rating_form(lead: Lead) -> RatingForm:
    return RatingForm(data={"rating": lead.rating if lead.rating_by_hand else ""}, existing=lead)


@leads.post("/<int:key>/rating")
@requires(Permission.LEAD_EDIT)
def rate(key: int) -> Response:
    lead = visible_or_404(Lead, key, to_change=True)
    form = _rating_form(lead)
    if not form.validate_on_submit():
        return _score(lead, form, form.http_status)
    lead.rate(form.chosen, by=current_user)
    said = _("The rating is saved.") if form.chosen else _("The rating follows the score.")
    return committed(redirect_to(url_for("leads.show", key=key), toast=said))


def _score(lead: Lead, form: RatingForm, status: int = 200) -> Response:
    context: dict[str, Any] = {
        "record": lead,
        "form": form,
        "score": score_of(lead) if lead.is_open else None,
        "limits": limits(),
        "learned": experience(),
        "foretold": foretell(lead, experience()) if lead.is_open else None,
        "title": _("Score"),
    }
    return render("leads/scoring/_score.html", status=status, **context)


@lead_score_rules.get("/new")
@SHAPE
def new() -> Response:
    return _page(ScoreRuleForm(data=score_values(None)), None)


@lead_score_rules.post("/new")
@SHAPE
def create() -> Response:
    return _saved(LeadScoreRule(active=True, asked=[]), ScoreRuleForm(), new=True)


@lead_score_rules.get("/<int:key>/edit")
@SHAPE
def edit(key: int) -> Response:
    rule = visible_or_404(LeadScoreRule, key)
    return _page(ScoreRuleForm(data=score_values(rule), existing=rule), rule)


@lead_score_rules.post("/<int:key>/edit")
@SHAPE
def update(key: int) -> Response:
    rule = visible_or_404(LeadScoreRule, key, to_change=True)
    return _saved(rule, ScoreRuleForm(data=score_values(rule), existing=rule))


@lead_score_rules.post("/<int:key>/switch")
@SHAPE
def switch(key: int) -> Response:
    rule = visible_or_404(LeadScoreRule, key, to_change=True)
    rule.switch(by=current_user)
    said = _("%(name)s is on.", name=rule.name) if rule.active else _("%(name)s is off.", name=rule.name)
    return committed(redirect_to(url_for("lead_score_rules.index"), toast=said))


def _saved(rule: LeadScoreRule, form: ScoreRuleForm, *, new: bool = False) -> Response:
    """Keeps what the form says, or shows it again with what is wrong."""
    if form.validate_on_submit():
        try:
            _keep(rule, form, new=new)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            said = _("%(title)s was saved. The scores will update in a moment.", title=rule.name)
            return committed(redirect_to(url_for("lead_score_rules.index"), toast=said))
    else:
        tell_also(form, lambda: _settle(rule, form))
    return _page(form, None if new else rule, form.http_status)


def _keep(rule: LeadScoreRule, form: ScoreRuleForm, *, new: bool) -> None:
    with db.session.no_autoflush:
        before = "" if new else condition_words(rule.conditions)
        _settle(rule, form)
        after = condition_words(rule.conditions)
    changed = []
    if not new and before != after:
        changed.append({"field": _("Conditions"), "before": before, "after": after})
    db.session.add(rule)
    if new or changed or changes(rule):
        record(rule, CREATED if new else CHANGED, by=current_user, changes=changed)


def _settle(rule: LeadScoreRule, form: ScoreRuleForm) -> None:
    form.fill(rule)
    finish(LEAD_SCORE_RULE, rule, by=current_user)


def _page(form: ScoreRuleForm, rule: LeadScoreRule | None, status: int = 200) -> Response:
    context: dict[str, Any] = {"form": form, "rule": rule, "known_values": known_values(LEAD)}
    return render("lead_score_rules/edit.html", status=status, **context)


@lead_limits.get("")
@SHAPE
def edit_limits() -> Response:
    return render("lead_limits/edit.html", form=_limits_form(limits()))


@lead_limits.post("")
@SHAPE
def save_limits() -> Response:
    kept = limits_to_change()
    form = _limits_form(kept)
    if form.validate_on_submit():
        try:
            kept.change(_typed(form), by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            said = _("The settings are saved.")
            return committed(redirect_to(url_for("lead_limits.edit_limits"), toast=said))
    return render("lead_limits/edit.html", form=form, status=form.http_status)


def _limits_form(kept: LeadLimits) -> LimitsForm:
    return LimitsForm(data=limits_values(kept), existing=kept)


def _typed(form: LimitsForm) -> dict[str, int | None]:
    names = ("hot_from", "warm_from")
    return {name: form[name].data for name in names}


def rules_by_kind() -> list[tuple[ScoreKind, list[LeadScoreRule]]]:
    """Kind and its rules, also where there are none."""
    rules = kept_rules()
    return [(kind, [each for each in rules if each.kind is kind]) for kind in ScoreKind]


def learned() -> dict[str, Any]:
    """What set-up says about the model: how good it is, or how much is missing."""
    kept = experience()
    won, lost = closed_counts()
    return {
        "kept": kept,
        "accuracy": None if kept is None else kept.accuracy,
        "won": won,
        "lost": lost,
        "least_won": LEAST_WON,
        "least_lost": LEAST_LOST,
        "in_hundred": in_hundred,
    }


score_helpers = {
    "score_words": score_words,
    "score_points": points,
    "score_rules_by_kind": rules_by_kind,
    "lead_limits": limits,
    "lead_experience": learned,
}
"""What the templates of scores ask."""
