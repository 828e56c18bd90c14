"""The standard pages of opportunities. What stands above them adds what an opportunity's own page shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import url_for
from sqlalchemy.orm import joinedload

from salesapp.core.access import Permission
from salesapp.core.errors import Clash, RuleBroken
from salesapp.core.i18n import _
from salesapp.opportunities.models import OPPORTUNITY, Opportunity
from salesapp.opportunities.processes.models import Stage, stages
from salesapp.records.screens import record_screens
from salesapp.web.forms import Form
from salesapp.web.guards import requires

Part = Callable[[Opportunity], dict[str, Any]]
"""Opportunity → what the template of its page needs, by name."""

_parts: list[Part] = []


def shown_on_page(part: Part) -> Part:
    """Registers what the page shows beside the record's fields."""
    _parts.append(part)
    return part


def _context(opportunity: Opportunity) -> dict[str, Any]:
    return {name: value for part in _parts for name, value in part(opportunity).items()}


LOADS = (
    joinedload(Opportunity.account),
    joinedload(Opportunity.contact),
    joinedload(Opportunity.owner),
)

opportunities = record_screens(OPPORTUNITY, context=_context, loads=LOADS)
EDIT = requires(Permission.OPPORTUNITY_EDIT)


def to_page(opportunity: Opportunity) -> str:
    """The address of its page."""
    return url_for("opportunities.show", key=opportunity.id)


def stage_of(key: int | None) -> Stage:
    """The stage that somebody chose."""
    found = next((each for each in stages() if each.id == key and each.deleted_at is None), None)
    if found is None:
        raise RuleBroken(_("Choose a stage."))
    return found


def is_other_version(opportunity: Opportunity, form: Form) -> bool:
    """Whether somebody changed it after the form was opened."""
    return form.expected_version not in (None, opportunity.version)


def refuse_other_version(opportunity: Opportunity, form: Form) -> None:
    """Clash when somebody changed it after the form was opened."""
    if is_other_version(opportunity, form):
        raise Clash(opportunity)
