"""Assignment rules in set-up: their order, their conditions, and what they would do."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user
from sqlalchemy import select
from wtforms.fields.choices import SelectChoice

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import CHANGED, CREATED, changes, record
from salesapp.core.i18n import _, in_a_list
from salesapp.core.relations.owners import may_own
from salesapp.leads.assignment.forms import RuleForm, condition_words, receiver_words, values_of
from salesapp.leads.assignment.routing import simulate
from salesapp.leads.assignment.rules import ASSIGNMENT_RULE, AssignmentRule, move
from salesapp.leads.models import LEAD, Lead
from salesapp.leads.models.queues import LeadQueue
from salesapp.people.models import User
from salesapp.records.editing import finish, tell_also
from salesapp.records.filters.forms import known_values
from salesapp.records.screens import record_screens
from salesapp.web.forms import NOTHING
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render

TRIED = 100
"""Leads that the simulator looks at, the newest first."""

assignment_rules = record_screens(ASSIGNMENT_RULE, own_rows=True)
SHAPE = requires(Permission.SETUP)


@assignment_rules.get("/new")
@SHAPE
def new() -> Response:
    return _page(rule_form(None), None)


@assignment_rules.post("/new")
@SHAPE
def create() -> Response:
    return _saved(AssignmentRule(active=True, asked=[]), rule_form(None), new=True)


@assignment_rules.get("/<int:key>/edit")
@SHAPE
def edit(key: int) -> Response:
    rule = visible_or_404(AssignmentRule, key)
    return _page(rule_form(rule), rule)


@assignment_rules.post("/<int:key>/edit")
@SHAPE
def update(key: int) -> Response:
    rule = visible_or_404(AssignmentRule, key, to_change=True)
    return _saved(rule, rule_form(rule))


@assignment_rules.post("/<int:key>/move")
@SHAPE
def reorder(key: int) -> Response:
    """One place up or down: `direction` is "up" or "down"."""
    rule = visible_or_404(AssignmentRule, key, to_change=True)
    move(rule, -1 if request.form.get("direction") == "up" else 1, by=current_user)
    return committed(redirect_to(url_for("assignment_rules.index")))


@assignment_rules.post("/<int:key>/switch")
@SHAPE
def switch(key: int) -> Response:
    rule = visible_or_404(AssignmentRule, key, to_change=True)
    rule.switch(by=current_user)
    said = _("%(name)s is on.", name=rule.name) if rule.active else _("%(name)s is off.", name=rule.name)
    return committed(redirect_to(url_for("assignment_rules.index"), toast=said))


@assignment_rules.get("/simulate")
@SHAPE
def simulator() -> Response:
    newest = list(db.session.scalars(select(Lead).order_by(Lead.id.desc()).limit(TRIED)))
    tried = simulate(reversed(newest))
    return render("assignment_rules/simulator.html", tried=tried[::-1])


def rule_form(rule: AssignmentRule | None) -> RuleForm:
    """The form with the people, teams and queues there are."""
    form = RuleForm(data=values_of(rule), existing=rule)
    users = db.session.scalars(select(User).where(User.active).order_by(User.name)).all()
    able = [each for each in users if may_own(each, LEAD)]
    gone = [each for each in (rule.people if rule else ()) if each not in able]
    teams = {each.team for each in able if each.team} | ({rule.team} if rule and rule.team else set())
    queues = db.session.scalars(select(LeadQueue).order_by(LeadQueue.name))
    form.people.choices = [(each.id, each.name) for each in (*able, *gone)]
    form.team.choices = [NOTHING, *(SelectChoice(each, each) for each in sorted(teams))]
    form.queue.choices = [NOTHING, *(SelectChoice(str(each.id), each.name) for each in queues)]
    return form


def _saved(rule: AssignmentRule, form: RuleForm, *, new: bool = False) -> Response:
    """Keeps what the form says, or shows it again with what is wrong."""
    if form.validate_on_submit():
        try:
            _keep(rule, form, new=new)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            said = _("%(title)s was saved.", title=rule.name)
            return committed(redirect_to(url_for("assignment_rules.index"), toast=said))
    else:
        tell_also(form, lambda: _settle(rule, form))
    return _page(form, None if new else rule, status=form.http_status)


def _keep(rule: AssignmentRule, form: RuleForm, *, new: bool) -> None:
    with db.session.no_autoflush:
        before = _in_words(rule)
        _settle(rule, form)
        after = _in_words(rule)
        changed = [
            {"field": label, "before": before[label], "after": after[label]}
            for label in after
            if before[label] != after[label]
        ]
    db.session.add(rule)
    if new or changed or changes(rule):
        record(rule, CREATED if new else CHANGED, by=current_user, changes=[] if new else changed)


def _settle(rule: AssignmentRule, form: RuleForm) -> None:
    rule.name, rule.active = (form.name.data or "").strip(), bool(form.active.data)
    rule.conditions = form.typed_conditions()
    rule.receiver, rule.sharing = form.receiver.data, form.sharing.data
    rule.team, rule.queue_id = form.team.data, form.queue.data
    rule.people = list(db.session.scalars(select(User).where(User.id.in_(form.people.data or []))))
    finish(ASSIGNMENT_RULE, rule, by=current_user)


def _in_words(rule: AssignmentRule) -> dict[str, str]:
    """What has no field of its own, as the history tells it."""
    people = in_a_list(sorted(each.name for each in rule.people))
    return {
        _("Conditions"): condition_words(rule.conditions),
        _("People"): people,
        _("Team"): rule.team or "",
    }


def _page(form: RuleForm, rule: AssignmentRule | None, status: int = 200) -> Response:
    context: dict[str, Any] = {"form": form, "rule": rule, "known_values": known_values(LEAD)}
    return render("assignment_rules/edit.html", status=status, **context)


helpers = {"rule_words": condition_words, "rule_receiver": receiver_words}
"""What the templates of rules ask."""
