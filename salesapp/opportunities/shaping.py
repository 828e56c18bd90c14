"""Changing a sales process: its default, the order of its stages and what they ask for."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.opportunities.models import OPPORTUNITY, SalesProcess, Stage, StageField
from salesapp.opportunities.models.processes import KEY_FIELDS


def keep_one_default(process: SalesProcess) -> None:
    """At most one process is the default, and it is in use."""
    if not process.is_default:
        return
    process.active = True
    for other in db.session.scalars(
        select(SalesProcess).where(SalesProcess.is_default, SalesProcess.id != process.id)
    ):
        other.is_default = False


def move_stage(stage: Stage, by: int) -> None:
    """Changes places with the stage before (-1) or after (1); at either end it stays."""
    stages = list(stage.process.stages)
    here = stages.index(stage)
    there = min(max(here + by, 0), len(stages) - 1)
    stages[here], stages[there] = stages[there], stages[here]
    for position, each in enumerate(stages, start=1):
        each.position = position


def keep_key_fields(stage: Stage, shown: Sequence[str], must: Collection[str]) -> None:
    """The stage shows `shown` (what it insists on is shown too), in the order of the record's fields."""
    names = [each.name for each in OPPORTUNITY.editable if each.name in {*shown, *must}]
    if len(names) > KEY_FIELDS:
        raise RuleBroken(_("A stage has at most %(num)s key fields.", num=KEY_FIELDS), field="shown")
    kept = {each.field: each for each in stage.key_fields}
    for name in set(kept) - set(names):
        stage.key_fields.remove(kept[name])
    for position, name in enumerate(names):
        if name not in kept:
            stage.key_fields.append(StageField(field=name, must=name in must, position=position))
        else:
            kept[name].must, kept[name].position = name in must, position
