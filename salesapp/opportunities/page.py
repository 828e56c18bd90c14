"""What the opportunity's page shows beside its fields: the path, key fields, actions, lines and people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, get_flashed_messages, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from salesapp.core import clock
from salesapp.core.access import Permission, Viewer, allows, changeable
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.opportunities.board import column_sums
from salesapp.opportunities.board.cards import stale_words, tone_of
from salesapp.opportunities.board.column_sums import BoardFilter
from salesapp.opportunities.models import OPPORTUNITY, Opportunity, State
from salesapp.opportunities.plans import planned_days
from salesapp.opportunities.processes.models import Stage, StageItem
from salesapp.opportunities.specialists.requests import waiting_on
from salesapp.opportunities.staleness import Staleness, staleness
from salesapp.records.condition_forms import words
from salesapp.web.filters import money_short, tel, zone
from salesapp.web.guards import may_change

MOST_RENEWALS = 50


@dataclass(frozen=True)
class KeyField:
    """A field that the present stage shows: whether it must be filled, and whether it is."""

    field: Field
    must: bool
    missing: bool


@dataclass(frozen=True)
class StageChoice:
    """A line of the Move sheet; `hint` says what the stage's sum would become."""

    stage: Stage
    tone: str
    current: bool
    hint: str


@dataclass(frozen=True)
class PathCheck:
    """Something beside fields that the present stage asks for: what it is called, and whether it is there."""

    label: str
    met: bool
    url: str
    """The sheet that mends it."""


def page_of(opportunity: Opportunity) -> dict[str, Any]:
    """What the page's template needs beside the record itself."""
    changeable = allows(current_user, Permission.OPPORTUNITY_EDIT) and may_change(opportunity)
    changeable = changeable and opportunity.deleted_at is None
    verdict, said = verdict_of(opportunity)
    return {
        "changeable": changeable,
        "steps": steps(opportunity, changeable=changeable),
        "key_fields": key_fields(opportunity),
        "checks": path_checks(opportunity),
        "items": checklist(opportunity),
        "stale": said,
        "verdict": verdict,
        "actions": actions(opportunity) if changeable else [],
        "renewals": renewals(opportunity),
        "asked": waiting_on(opportunity),
        "following": opportunity.following_stage,
        "celebrates": bool(get_flashed_messages(category_filter=["celebrate"])),
    }


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
    missing = {declared.name for declared in opportunity.missing_fields()}
    known = OPPORTUNITY.fields_by_name
    keys = opportunity.stage.key_fields
    return [
        KeyField(known[each.field], each.must, each.field in missing) for each in keys if each.field in known
    ]


def path_checks(opportunity: Opportunity) -> list[PathCheck]:
    """What the stage asks for beside its key fields and its checklist."""
    stage, key = opportunity.stage, opportunity.id
    asked = [
        (stage.product_required, _("A product attached"), bool(opportunity.lines), "new_line"),
        (stage.decider_required, _("Who decides is known"), opportunity.knows_who_decides, "new_person"),
        (stage.next_step_required, _("Next step set"), opportunity.has_next_step, "ask_next_step"),
    ]
    found = [
        PathCheck(label, met, url_for(f"opportunities.{view}", key=key))
        for required, label, met, view in asked
        if required
    ]
    unmet = opportunity.unmet()
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


def renewals(opportunity: Opportunity) -> list[Opportunity]:
    """The renewals of a won one that the reader sees, the newest first."""
    if not opportunity.is_won:
        return []
    query = select(Opportunity).where(Opportunity.renewal_of_id == opportunity.id)
    return list(
        db.session.scalars(query.options(joinedload(Opportunity.stage)).order_by(Opportunity.id.desc()))
    )


def renewable_by(opportunity: Opportunity) -> list[Opportunity]:
    """Open opportunities of the same customer that could be its renewal, the newest first."""
    same = Opportunity.account_id == opportunity.account_id
    if opportunity.account_id is None:
        same = Opportunity.account_id.is_(None) & (Opportunity.contact_id == opportunity.contact_id)
    query = select(Opportunity).where(
        same,
        Opportunity.state == State.OPEN,
        Opportunity.renewal_of_id.is_(None),
        Opportunity.id != opportunity.id,
        changeable(Opportunity, current_user),
    )
    return list(db.session.scalars(query.order_by(Opportunity.id.desc()).limit(MOST_RENEWALS)))


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


def actions(opportunity: Opportunity) -> list[dict[str, Any]]:
    """The big round buttons: call, mail, log, next step, quote."""
    person = opportunity.contact
    phone = _first(person, "mobile", "phone") or _first(opportunity.account, "phone")
    email = _first(person, "email")
    log = _address("activities_on.ask_call", subject_type=OPPORTUNITY.key, subject_id=opportunity.id)
    found: list[dict[str, Any]] = [
        _reach(_("Call"), "phone", f"tel:{tel(phone)}" if phone else None, _("no phone number"))
        | {"log_url": log},
        _reach(_("E-mail"), "mail", f"mailto:{email}" if email else None, _("no address")),
        {"label": _("Log"), "icon": "notebook-pen", "href": log, "sheet": True},
        {
            "label": _("Next step"),
            "icon": "calendar-plus",
            "href": url_for("opportunities.ask_next_step", key=opportunity.id),
            "sheet": True,
        },
        {
            "label": _("Quote"),
            "icon": "file-plus",
            "href": _address("quotes.new_for", key=opportunity.id),
            "sheet": True,
        },
    ]
    return [action for action in found if action.get("href") or action.get("why")]


def _reach(label: str, icon: str, href: str | None, why: str) -> dict[str, Any]:
    return (
        {"label": label, "icon": icon, "href": href} if href else {"label": label, "icon": icon, "why": why}
    )


def _first(record: Any, *names: str) -> str | None:
    return next((found for name in names if (found := getattr(record, name, None))), None)


def _address(endpoint: str, **values: Any) -> str | None:
    """The address of a view that another package may serve; None while it does not."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


def stage_choices(opportunity: Opportunity, chosen: BoardFilter, viewer: Viewer) -> list[StageChoice]:
    """The lines of the Move sheet, with the sums as the board shows them under `chosen`."""
    stages = opportunity.process.open_stages
    sums = column_sums.sums(stages, column_sums.scope_of(viewer, chosen), chosen)
    worth, currency = opportunity.amount_in_company or 0, company().currency
    found = []
    for stage in stages:
        current = stage.id == opportunity.stage_id
        before = sums[stage.id].total
        after = before - worth if current else before + worth
        hint = money_short(after, currency)
        if worth:
            hint = f"{money_short(before, currency)} → {hint}"
        found.append(StageChoice(stage, tone_of(stage), current, hint))
    return found
