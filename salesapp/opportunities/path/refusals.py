"""Which stages a card can't move to: the rule of `Opportunity.gaps`, asked of a row of the board."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from salesapp.core.db import db
from salesapp.opportunities.models import OPPORTUNITY, OpportunityTick
from salesapp.opportunities.models.closable import SAID_BY_CLOSING
from salesapp.opportunities.processes.models import Stage
from salesapp.records.filters.conditions import Condition
from salesapp.records.filters.values import value_of


@dataclass(frozen=True)
class Asked:
    """What a stage insists on before it is left: columns that are filled, and what stands in other tables."""

    fields: tuple[str, ...]
    product: bool
    decider: bool
    next_step: bool
    items: frozenset[int]
    conditions: tuple[Condition, ...]


NOTHING = Asked((), product=False, decider=False, next_step=False, items=frozenset(), conditions=())


class Refusals:
    """Says for each row of a process's `stages` where it can't go. `planned` are the ids with something planned."""

    def __init__(self, stages: Sequence[Stage], keys: Sequence[int], planned: Collection[int]) -> None:
        self.order = [stage.id for stage in stages]
        self.checks = [_asked(stage) for stage in stages]
        self.asking = [place for place, asked in enumerate(self.checks) if asked != NOTHING]
        self.agreed = bool(stages) and stages[0].process.approval_required
        self.planned = planned
        self.ticked = _ticked(keys) if any(each.items for each in self.checks) else set()

    def of(self, row: Row[Any]) -> str:
        """Ids of the stages behind the first that lacks something, and "won" where winning is refused too."""
        place = self.order.index(row.stage_id) if row.stage_id in self.order else len(self.order)
        asking = [at for at in self.asking if at >= place]
        lacking = next((at for at in asking if self._lacks(row, at)), len(self.order))
        refused = [str(each) for each in self.order[lacking + 1 :]]
        rest = (at for at in asking if at >= lacking)
        if (self.agreed and row.waits) or any(self._lacks(row, at, winning=True) for at in rest):
            refused.append("won")
        return " ".join(refused)

    def _lacks(self, row: Row[Any], place: int, *, winning: bool = False) -> bool:
        """Whether the stage at this place asks for something that is missing."""
        asked, settled = self.checks[place], SAID_BY_CLOSING if winning else frozenset()
        for name in asked.fields:
            if getattr(row, name) in (None, "", 0) and name not in settled:
                return True
        if asked.product and not row.has_lines:
            return True
        if asked.decider and not row.has_decider:
            return True
        if asked.next_step and not (row.next_step or row.next_step_on or row.id in self.planned):
            return True
        if asked.items and any((row.id, each) not in self.ticked for each in asked.items):
            return True
        if not asked.conditions:
            return False
        value = value_of(OPPORTUNITY, row)
        return not all(each.holds(value(each.field)) for each in asked.conditions)


def _asked(stage: Stage) -> Asked:
    known = OPPORTUNITY.fields_by_name
    names = (known[each.field].attribute for each in stage.key_fields if each.must and each.field in known)
    return Asked(
        fields=tuple(names),
        product=stage.product_required,
        decider=stage.decider_required,
        next_step=stage.next_step_required,
        items=frozenset(each.id for each in stage.items if each.must),
        conditions=tuple(each for each in stage.conditions if each.field in known),
    )


def _ticked(keys: Sequence[int]) -> set[tuple[int, int]]:
    """(opportunity, line of a checklist) of all ticks of these."""
    query = select(OpportunityTick.opportunity_id, OpportunityTick.item_id)
    rows = db.session.execute(query.where(OpportunityTick.opportunity_id.in_(keys)))
    return {(opportunity, item) for opportunity, item in rows}
