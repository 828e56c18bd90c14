"""Where an opportunity stands on the sales path, as its page shows it: steps, key fields, checks, staleness."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from salesapp.core import clock
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.opportunities.models import OPPORTUNITY, Opportunity, State
from salesapp.opportunities.plans import planned_days
from salesapp.opportunities.processes.models import Stage, StageItem
from salesapp.opportunities.staleness import Staleness, stale_words, staleness
from salesapp.records.filters.words import words
from salesapp.web.filters import zone


@dataclass(frozen=True)
class KeyField:
    """A field that the present stage shows: whether it must be filled, and whether it is."""

    field: Field
    must: bool
    missing: bool
    filled: bool

    @property
    def shows(self) -> bool:
        """Whether there is something to read: a value, or that one is needed."""
        return self.filled or self.missing


@dataclass(frozen=True)
class PathCheck:
    """Something beside fields that the present stage asks for: what it is called, and whether it is there."""

    label: str
    met: bool
    url: str
    """The sheet that mends it."""


def verdict_of(opportunity: Opportunity) -> tuple[Staleness, str]:
    """How stale it is, and the reason in words where it is."""
    today = clock.today(zone())
    planned = planned_days([opportunity.id], today).get(opportunity.id)
    days: list[date] = [
        each for each in (opportunity.next_step_on, planned and planned[0]) if each is not None
    ]
    is_open = opportunity.is_open
    found = staleness(
        entered_at=opportunity.stage_entered_at,
        touched_at=opportunity.touched_at,
        now=clock.now(),
        today=today,
        warm_days=opportunity.stage.warm_days if is_open else None,
        rotten_days=opportunity.stage.rotten_days if is_open else None,
        planned_on=max(days, default=None),
    )
    has_step = bool(days or opportunity.next_step)
    overdue = bool(days) and max(days) < today
    return found, stale_words(found, has_step=has_step, overdue=overdue) if found.is_stale else ""


def key_fields(opportunity: Opportunity) -> list[KeyField]:
    """The stage's key fields in order."""
    missing = {declared.name for declared in opportunity.missing_fields(opportunity.stage)}
    known = OPPORTUNITY.fields_by_name
    keys = opportunity.stage.key_fields
    return [
        KeyField(field, each.must, field.name in missing, _is_filled(opportunity, field))
        for each, field in ((each, known[each.field]) for each in keys if each.field in known)
    ]


def _is_filled(opportunity: Opportunity, field: Field) -> bool:
    return getattr(opportunity, field.attribute) not in {None, ""}


def path_checks(opportunity: Opportunity) -> list[PathCheck]:
    """What the stage asks for beside its key fields and its checklist."""
    stage, key = opportunity.stage, opportunity.id
    asked = [
        (stage.product_required, _("Product attached"), bool(opportunity.lines), "new_line"),
        (stage.decider_required, _("Decision maker is known"), opportunity.knows_who_decides, "new_person"),
        (stage.next_step_required, _("Next step set"), opportunity.has_next_step, "ask_next_step"),
    ]
    found = [
        PathCheck(label, met, url_for(f"opportunities.{view}", key=key))
        for required, label, met, view in asked
        if required
    ]
    unmet = opportunity.unmet(stage)
    return found + [
        PathCheck(
            words(OPPORTUNITY, [each]),
            each not in unmet,
            url_for("opportunities.edit_field", key=key, name=each.field),
        )
        for each in stage.conditions
        if each.field in OPPORTUNITY.fields_by_name
    ]


def checklist(opportunity: Opportunity) -> list[tuple[StageItem, bool]]:
    """The stage's checklist, each line with whether it is ticked."""
    return [(each, opportunity.is_ticked(each)) for each in opportunity.stage.items]


def steps(opportunity: Opportunity, *, changeable: bool) -> list[dict[str, Any]]:
    """The path: each stage as done, current or ahead, and how it ended."""
    stages = [each for each in opportunity.process.stages if each.active or each.id == opportunity.stage_id]
    days = (clock.now() - opportunity.stage_entered_at).days
    move = (
        url_for("opportunities.ask_move", key=opportunity.id) if changeable and opportunity.is_open else None
    )
    found: list[dict[str, Any]] = []
    for stage in stages:
        state = _step_state(opportunity, stage)
        hint = _("%(num)s d", num=days) if state == "current" else None
        found.append({"label": stage.name, "state": state, "hint": hint, "href": move})
    if not opportunity.is_open:
        found.append({"label": str(opportunity.state.label), "state": opportunity.state.value, "hint": None})
    elif changeable:
        win = url_for("opportunities.ask_win", key=opportunity.id)
        found.append({"label": _("Won or lost"), "state": "ahead", "hint": None, "href": win})
    return found


def _step_state(opportunity: Opportunity, stage: Stage) -> str:
    if opportunity.state is State.WON or stage.is_before(opportunity.stage):
        return "done"
    if stage.id == opportunity.stage_id:
        return "current" if opportunity.is_open else "done"
    return "ahead"
