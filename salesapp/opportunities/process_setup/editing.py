"""Changing a sales process: its default, its stages and their order, what they ask for, and putting them away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.opportunities.models import OPPORTUNITY, Opportunity, State
from salesapp.opportunities.processes.models import (
    KEY_FIELDS,
    SalesProcess,
    Stage,
    StageField,
    StageItem,
    check_stage,
)
from salesapp.records.filters.conditions import Condition

ITEMS, ITEM_LENGTH = 10, 200
EXIT_CHECKS = 5
BINNED_TOO = {"with_deleted": True}
"""What comes back out of the bin finds a stage in use as well."""
ARCHIVED = event_kind("archived", _l("%(by)s archived this"), icon="archive")
UNARCHIVED = event_kind("unarchived", _l("%(by)s put this back into use"), icon="archive-restore")


@dataclass(frozen=True)
class Line:
    """A line of a checklist as the form has it; `key` is None for a new one, an empty text takes it off."""

    key: int | None
    text: str
    must: bool


def move_stage(stage: Stage, by: int) -> None:
    """Changes places with the stage in use before (-1) or after (1); at either end it stays."""
    stages, shown = list(stage.process.stages), stage.process.open_stages
    here = shown.index(stage) if stage in shown else 0
    there = shown[min(max(here + by, 0), len(shown) - 1)]
    one, other = stages.index(stage), stages.index(there)
    stages[one], stages[other] = stages[other], stages[one]
    for position, each in enumerate(stages, start=1):
        each.position = position


def keep_key_fields(stage: Stage, shown: Sequence[str], must: Collection[str]) -> None:
    """The stage shows `shown` (what it insists on is shown too), in the order of the record's fields."""
    names = [each.name for each in OPPORTUNITY.editable if each.name in {*shown, *must}]
    if len(names) > KEY_FIELDS:
        raise RuleBroken(_("A stage can have at most %(num)s key fields.", num=KEY_FIELDS), field="shown")
    kept = {each.field: each for each in stage.key_fields}
    for name in set(kept) - set(names):
        stage.key_fields.remove(kept[name])
    for position, name in enumerate(names):
        if name not in kept:
            stage.key_fields.append(StageField(field=name, must=name in must, position=position))
        else:
            kept[name].must, kept[name].position = name in must, position


def keep_items(stage: Stage, lines: Iterable[Line]) -> None:
    """The stage's checklist is these lines, in this order."""
    wanted = [each for each in lines if each.text]
    if len(wanted) > ITEMS:
        raise RuleBroken(_("A checklist can have at most %(num)s items.", num=ITEMS), field="items")
    if any(len(each.text) > ITEM_LENGTH for each in wanted):
        raise RuleBroken(
            _("A checklist item can have at most %(num)s characters.", num=ITEM_LENGTH), field="items"
        )
    kept = {each.id: each for each in stage.items}
    stays = [kept.get(line.key or 0) or StageItem() for line in wanted]
    for position, (line, item) in enumerate(zip(wanted, stays, strict=True)):
        item.text, item.must, item.position = line.text, line.must, position
    stage.items = stays


def keep_exit_checks(stage: Stage, conditions: Sequence[Condition]) -> None:
    """All of these must hold before an opportunity leaves the stage forward."""
    if len(conditions) > EXIT_CHECKS:
        raise RuleBroken(
            _("A stage can have at most %(num)s exit checks.", num=EXIT_CHECKS), field="conditions"
        )
    stage.exit_checks = [each.as_json() for each in conditions]


def open_in(stages: Iterable[Stage]) -> dict[int, int]:
    """Stage id → how many open opportunities stand there, whoever owns them; only stages that have some."""
    query = select(Opportunity.stage_id, func.count(Opportunity.id)).where(
        Opportunity.stage_id.in_([each.id for each in stages]), Opportunity.state == State.OPEN
    )
    rows = db.session.execute(query.group_by(Opportunity.stage_id), execution_options=BINNED_TOO)
    return {row[0]: row[1] for row in rows}


def archive_stage(stage: Stage, targets: Mapping[int, Stage], *, by: Any) -> None:
    """Takes the stage out of use. Its open opportunities go to the target, each with its event."""
    one_at_a_time(f"stages in use of process {stage.process_id}")
    others = select(Stage.id).where(Stage.process_id == stage.process_id, Stage.id != stage.id, Stage.active)
    if db.session.scalar(others.limit(1)) is None:
        raise RuleBroken(_("This is the last stage in use. Archive the process instead."))
    empty([stage], targets, by=by)
    stage.active = False
    record(stage, ARCHIVED, by=by)


def archive_process(process: SalesProcess, targets: Mapping[int, Stage], *, by: Any) -> None:
    """Takes the process out of use. Its open opportunities go to stages of other processes."""
    if process.is_default:
        raise RuleBroken(
            _("New opportunities start in the default process. Make another process the default first.")
        )
    empty(process.stages, targets, by=by)
    process.active = False
    record(process, ARCHIVED, by=by)


def use_again(shape: SalesProcess | Stage, *, by: Any) -> None:
    """Takes an archived process or stage back into use."""
    shape.active = True
    if isinstance(shape, Stage):
        check_stage(shape, by=by)
    record(shape, UNARCHIVED, by=by)


def empty(stages: Sequence[Stage], targets: Mapping[int, Stage], *, by: Any) -> None:
    """Moves what is open in `stages` to the target of each (stage id → stage)."""
    leaving = {each.id for each in stages}
    query = select(Opportunity).where(Opportunity.stage_id.in_(leaving), Opportunity.state == State.OPEN)
    for opportunity in db.session.scalars(query.order_by(Opportunity.id), execution_options=BINNED_TOO):
        target = targets.get(opportunity.stage_id)
        if target is None or target.id in leaving or not (target.in_use and target.process.active):
            raise RuleBroken(
                _("Choose a stage for the open opportunities in %(stage)s.", stage=opportunity.stage.name),
                field=f"stage_{opportunity.stage_id}",
            )
        opportunity.resettle(target, by=by)
