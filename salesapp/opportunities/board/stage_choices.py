"""The stages to move to, each with what the sum of its column would become."""

from __future__ import annotations

from dataclasses import dataclass

from salesapp.core.access import Viewer
from salesapp.core.company import company
from salesapp.opportunities.board import column_sums
from salesapp.opportunities.board.column_sums import BoardFilter
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes.models import Stage
from salesapp.web.filters import money_short


@dataclass(frozen=True)
class StageChoice:
    """A line of the Move sheet; `hint` says what the stage's sum would become."""

    stage: Stage
    current: bool
    hint: str


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
        found.append(StageChoice(stage, current, hint))
    return found
