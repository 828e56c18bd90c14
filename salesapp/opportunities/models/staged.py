"""Standing in a stage and moving to another."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from salesapp.core import clock
from salesapp.core.db import Record
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l
from salesapp.core.registry import record_type
from salesapp.opportunities.models.history import StageChange
from salesapp.opportunities.models.outcome import State

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

    from salesapp.opportunities.models.lines import OpportunityLine
    from salesapp.opportunities.models.processes import ForecastCategory, SalesProcess, Stage

MOVED = event_kind(
    "opportunity_moved", _l("%(by)s moved it from %(before)s to %(after)s"), icon="arrow-right"
)

PROCESS_CHANGED = event_kind(
    "opportunity_process_changed", _l("%(by)s changed the sales process to %(process)s"), icon="route"
)


class Staged(Record):
    """The trait of standing in a stage."""

    __abstract__ = True

    if TYPE_CHECKING:
        state: Mapped[State]
        process_id: Mapped[int]
        stage_id: Mapped[int]
        stage: Mapped[Stage]
        probability: Mapped[Decimal]
        forecast_category: Mapped[ForecastCategory | None]
        stage_entered_at: Mapped[datetime]
        lines: Mapped[list[OpportunityLine]]
        stage_changes: Mapped[list[StageChange]]

        @property
        def is_open(self) -> bool: ...

    def move(self, stage: Stage, *, by: Any) -> None:
        """To another stage of the process. RuleBroken, one sentence per check, when this one can't be left yet."""
        refused = self.why_not_to(stage)
        if refused:
            raise RuleBroken(" ".join(refused))
        before = self.stage
        self.enter(stage, by=by)
        record(self, MOVED, by=by, before=before, after=stage, changes=[self._stage_change(before, stage)])

    def change_process(self, process: SalesProcess, *, by: Any) -> None:
        """Begins again at the first stage of another process."""
        if not self.is_open:
            raise RuleBroken(_("This opportunity is closed. Reopen it first."))
        if process.id == self.process_id:
            raise RuleBroken(_("It goes by %(process)s already.", process=process.name))
        before, stage = self.stage, process.first_stage
        self.enter(stage, by=by)
        record(self, PROCESS_CHANGED, by=by, process=process, changes=[self._stage_change(before, stage)])

    def why_not_to(self, stage: Stage) -> list[str]:
        """Why it can't move to `stage`, a sentence each; empty when it can. Going back is free."""
        if not self.is_open:
            return [_("This opportunity is closed. Reopen it first.")]
        if stage.process_id != self.process_id:
            return [_("%(stage)s belongs to another sales process.", stage=stage.name)]
        if stage.id == self.stage_id:
            return [_("It stands in %(stage)s already.", stage=stage.name)]
        if not stage.active or stage.deleted_at is not None:
            return [_("%(stage)s is no longer in use.", stage=stage.name)]
        return self.unmet() if self.stage.is_before(stage) else []

    def unmet(self) -> list[str]:
        """What the present stage still asks for before it is left forward, a sentence each."""
        sentences = [
            _("%(field)s is needed before leaving %(stage)s.", field=declared.label, stage=self.stage.name)
            for declared in self.missing_fields()
        ]
        if self.stage.product_required and not self.lines:
            sentences.append(_("A product is needed before leaving %(stage)s.", stage=self.stage.name))
        return sentences

    def missing_fields(self) -> list[Field]:
        """The fields that the present stage insists on and that are empty."""
        known = record_type(self.record_type_key).fields_by_name
        asked = (known.get(each.field) for each in self.stage.key_fields if each.must)
        return [declared for declared in asked if declared is not None and self._is_blank(declared)]

    def enter(self, stage: Stage, *, by: Any, at: datetime | None = None) -> None:
        """Stands in `stage` from `at` (now) on; ends the stay in the one before. Checks nothing."""
        at = at or clock.now()
        self.leave(at)
        self.stage, self.stage_id, self.process_id = stage, stage.id, stage.process_id
        self.probability = stage.probability
        self.stage_entered_at = at
        self.stage_changes.append(StageChange(stage_id=stage.id, entered_at=at, by_id=by.id))

    def leave(self, at: datetime) -> None:
        """Ends the present stay."""
        for stay in self.stage_changes:
            if stay.left_at is None:
                stay.left_at = at

    def _is_blank(self, declared: Field) -> bool:
        value = getattr(self, declared.attribute)
        return value is None or value == "" or (declared.numeric and value == 0)

    def _stage_change(self, before: Stage, after: Stage) -> dict[str, Any]:
        kept = [{"record": ["stage", each.id, each.name]} for each in (before, after)]
        return {"field": "stage", "before": kept[0], "after": kept[1]}
