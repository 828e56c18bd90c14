"""Standing in a stage and moving to another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from salesapp.core import clock
from salesapp.core.company import today_for
from salesapp.core.db import Record
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event, event_kind, no_touch, record
from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l
from salesapp.core.registry import record_type
from salesapp.opportunities.models.history import OpportunityTick, StageChange
from salesapp.opportunities.models.ranked import newest_rank
from salesapp.opportunities.outcome import State
from salesapp.opportunities.plans import planned_days
from salesapp.opportunities.processes.requirements import Gap, NotYet
from salesapp.records.filters.conditions import Condition
from salesapp.records.filters.values import value_of
from salesapp.records.filters.words import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

    from salesapp.opportunities.models.lines import OpportunityLine
    from salesapp.opportunities.processes.models import ForecastCategory, Stage, StageItem

MOVED = event_kind(
    "opportunity_moved", _l("%(by)s moved this from %(before)s to %(after)s"), icon="arrow-right"
)

PROCESS_CHANGED = event_kind(
    "opportunity_process_changed", _l("%(by)s changed the sales process to %(process)s"), icon="route"
)
TICKED = event_kind("opportunity_ticked", _l("%(by)s ticked “%(what)s”"), icon="check")
UNTICKED = event_kind("opportunity_unticked", _l("%(by)s unticked “%(what)s”"), icon="x")


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
        rank: Mapped[int]
        lines: Mapped[list[OpportunityLine]]
        stage_changes: Mapped[list[StageChange]]
        ticks: Mapped[list[OpportunityTick]]
        next_step: Mapped[str | None]
        next_step_on: Mapped[date | None]

        @property
        def is_open(self) -> bool: ...

        @property
        def knows_who_decides(self) -> bool: ...

    def move(self, stage: Stage, *, by: Any) -> Event:
        """To another stage of the process. NotYet while a stage that is left or passed on the way asks for more."""
        self._refuse_not_of_the_process(stage)
        self.refuse_gaps(self.left_for(stage))
        before = self.stage
        self.enter(stage, by=by)
        return record(self, MOVED, by=by, before=before, after=stage)

    def change_process(self, stage: Stage, *, by: Any) -> None:
        """To a stage of another process. One that is likelier than the present counts as going forward."""
        self._refuse_standing_still(stage)
        if stage.process_id == self.process_id:
            raise RuleBroken(_("It already uses %(process)s.", process=stage.process.name))
        self.refuse_gaps(self.left_for(stage))
        self.enter(stage, by=by)
        record(self, PROCESS_CHANGED, by=by, process=stage.process)

    def resettle(self, stage: Stage, *, by: Any) -> None:
        """To the stage that stands for one that is archived. Asks for nothing, and its clock runs on."""
        before, clock_of_it = self.stage, (self.stage_entered_at, self.rank)
        self.enter(stage, by=by)
        self.stage_entered_at, self.rank = clock_of_it
        with no_touch():
            if before.process_id == stage.process_id:
                record(self, MOVED, by=by, before=before, after=stage)
            else:
                record(self, PROCESS_CHANGED, by=by, process=stage.process)

    @property
    def following_stage(self) -> Stage | None:
        """The next stage in use; None in the last one."""
        return next((each for each in self.stage.process.open_stages if self.stage.is_before(each)), None)

    def why_not_to(self, stage: Stage) -> list[str]:
        """Why it can't move to `stage`, a sentence each; empty when it can. Going back is free."""
        try:
            self._refuse_not_of_the_process(stage)
        except RuleBroken as broken:
            return [broken.sentence]
        return [each.sentence for each in self.gaps(self.left_for(stage))]

    def left_for(self, stage: Stage) -> list[Stage]:
        """The stages that going to `stage` leaves forward: the present one and those jumped over. Going back: none.

        In another process it goes forward where it becomes likelier; what stands there for the present stage is the
        first that it passes.
        """
        if stage.process_id == self.process_id:
            return [each for each in self.ahead if each.is_before(stage)]
        if stage.probability <= self.stage.probability:
            return []
        stands_for = self.stage.counterpart(stage.process)
        passed = [each for each in stage.process.open_stages if not each.is_before(stands_for)]
        return [self.stage, *(each for each in passed if each.is_before(stage))]

    @property
    def ahead(self) -> list[Stage]:
        """The present stage and those in use behind it, in order: what winning leaves."""
        return [self.stage, *(each for each in self.stage.process.open_stages if self.stage.is_before(each))]

    def refuse_gaps(self, stages: Sequence[Stage]) -> None:
        """NotYet while one of the stages asks for something that is missing."""
        gaps = self.gaps(stages)
        if gaps:
            raise NotYet(gaps)

    def gaps(self, stages: Sequence[Stage], settled: frozenset[str] = frozenset()) -> list[Gap]:
        """What these stages still ask for before they are left forward; of one input only the first that asks.

        `settled` are fields that need not be filled any more.
        """
        found: dict[str, Gap] = {}
        for stage in stages:
            for gap in self._gaps_of(stage, settled):
                found.setdefault(gap.input, gap)
        return list(found.values())

    def _gaps_of(self, stage: Stage, settled: frozenset[str]) -> list[Gap]:
        missing = [each for each in self.missing_fields(stage) if each.name not in settled]
        asked = [(each.name, _needed(each.label, stage)) for each in missing]
        if stage.product_required and not self.lines:
            asked.append(("product", _needed(_("A product"), stage)))
        if stage.decider_required and not self.knows_who_decides:
            asked.append(("decider", _needed(_("A decision maker"), stage)))
        if stage.next_step_required and not self.has_next_step:
            asked.append(("next_step", _needed(_("A next step"), stage)))
        asked += [(each.field, _untrue(each, stage)) for each in self.unmet(stage)]
        asked += [(f"item_{each.id}", _unticked(each, stage)) for each in self.open_items(stage)]
        return [Gap(name, sentence, stage.name) for name, sentence in asked]

    def missing_fields(self, stage: Stage) -> list[Field]:
        """The fields that the stage insists on and that are empty."""
        known = record_type(self.record_type_key).fields_by_name
        asked = (known.get(each.field) for each in stage.key_fields if each.must)
        return [declared for declared in asked if declared is not None and self._is_blank(declared)]

    def unmet(self, stage: Stage) -> list[Condition]:
        """The exit checks of the stage that do not hold."""
        type_ = record_type(self.record_type_key)
        asked = [each for each in stage.conditions if each.field in type_.fields_by_name]
        value = value_of(type_, self)
        return [each for each in asked if not each.holds(value(each.field))]

    def open_items(self, stage: Stage) -> list[StageItem]:
        """The lines of its checklist that must be ticked and are not."""
        return [each for each in stage.items if each.must and not self.is_ticked(each)]

    def is_ticked(self, item: StageItem) -> bool:
        """Whether this line of a checklist is done."""
        return any(each.item_id == item.id for each in self.ticks)

    @property
    def has_next_step(self) -> bool:
        """Whether somebody said what comes next, or planned it."""
        if self.next_step or self.next_step_on:
            return True
        return bool(planned_days([self.id], today_for()))

    def tick(self, item: StageItem, *, by: Any) -> None:
        """A line of the checklist of the present stage, or of one that is yet to come, is done."""
        self._refuse_other_list(item)
        if not self.is_ticked(item):
            self.ticks.append(OpportunityTick(item=item, item_id=item.id, by_id=by.id))
            record(self, TICKED, by=by, what=item.text)

    def untick(self, item: StageItem, *, by: Any) -> None:
        """It is not done after all."""
        self._refuse_other_list(item)
        for each in list(self.ticks):
            if each.item_id == item.id:
                self.ticks.remove(each)
                record(self, UNTICKED, by=by, what=item.text)

    def enter(self, stage: Stage, *, by: Any, at: datetime | None = None) -> None:
        """Stands in `stage` from `at` (now) on; ends the stay in the one before. Checks nothing."""
        at = at or clock.now()
        self.leave(at)
        self.stage, self.stage_id, self.process_id = stage, stage.id, stage.process_id
        self.probability = stage.probability
        self.stage_entered_at, self.rank = at, newest_rank(at)
        self.stage_changes.append(StageChange(stage_id=stage.id, entered_at=at, by_id=by.id))

    def leave(self, at: datetime) -> None:
        """Ends the present stay."""
        for stay in self.stage_changes:
            if stay.left_at is None:
                stay.left_at = at

    def _refuse_not_of_the_process(self, stage: Stage) -> None:
        self._refuse_standing_still(stage)
        if stage.process_id != self.process_id:
            raise RuleBroken(_("%(stage)s belongs to another sales process.", stage=stage.name))

    def _refuse_standing_still(self, stage: Stage) -> None:
        if not self.is_open:
            raise RuleBroken(_("This opportunity is closed. Reopen it first."))
        if stage.id == self.stage_id:
            raise RuleBroken(_("It is already in %(stage)s.", stage=stage.name))
        if not stage.in_use:
            raise RuleBroken(_("%(stage)s is no longer in use.", stage=stage.name))

    def _refuse_other_list(self, item: StageItem) -> None:
        if not self.is_open:
            raise RuleBroken(_("This opportunity is closed. Reopen it first."))
        if item.stage_id not in {each.id for each in self.ahead}:
            raise RuleBroken(
                _("The opportunity is now in another stage, so this checklist no longer applies.")
            )

    def _is_blank(self, declared: Field) -> bool:
        value = getattr(self, declared.attribute)
        return value is None or value == "" or (declared.numeric and value == 0)


def _needed(what: str, stage: Stage) -> str:
    return _("%(field)s is required before leaving %(stage)s.", field=what, stage=stage.name)


def _untrue(condition: Condition, stage: Stage) -> str:
    asked = words(record_type("opportunity"), [condition])
    return _("“%(what)s” must be true before leaving %(stage)s.", what=asked, stage=stage.name)


def _unticked(item: StageItem, stage: Stage) -> str:
    return _("Tick “%(what)s” before leaving %(stage)s.", what=item.text, stage=stage.name)
