"""Ways of selling: a process, its stages in order, and what a stage asks for before it is left."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import fields as f
from salesapp.core.access import Permission, Shared
from salesapp.core.company import MOST_DAYS
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import Base, Record, ShortText, db
from salesapp.core.errors import RuleBroken, refuse_all
from salesapp.core.i18n import _, _l
from salesapp.core.registry import RecordType, register
from salesapp.core.settings_cache import cached_table
from salesapp.opportunities.outcome import OUTCOMES
from salesapp.opportunities.processes.hues import Hue, hue_at
from salesapp.records.filters.conditions import Condition
from salesapp.records.notation.choices import folded

KEY_FIELDS = 5
GUIDANCE_LENGTH = 1000


class ForecastCategory(StrEnum):
    """How sure a forecast counts an opportunity."""

    PIPELINE = "pipeline"
    BEST_CASE = "best_case"
    COMMIT = "commit"
    CLOSED = "closed"
    OMITTED = "omitted"

    @property
    def label(self) -> str:
        return {
            "pipeline": _l("Pipeline"),
            "best_case": _l("Best case"),
            "commit": _l("Commit"),
            "closed": _l("Closed"),
            "omitted": _l("Omitted"),
        }[self.value]


class SalesProcess(Shared, Record):
    """One way of selling."""

    __tablename__ = "sales_processes"
    record_type_key = "sales_process"

    name: Mapped[str] = f.text(_l("Name"), required=True, listed=True, searchable=True, length=80)
    is_default: Mapped[bool] = f.boolean(_l("Default"), listed=True)
    approval_required: Mapped[bool] = f.boolean(
        _l("A win needs a manager’s approval"),
        hint=_l("The owner’s manager or an administrator must approve before it counts as won."),
    )
    active: Mapped[bool] = f.boolean(
        _l("Active"), default=True, listed=True, editable=False, importable=False
    )
    position: Mapped[int] = f.integer(_l("Position"), required=True, default=0, editable=False)

    stages: Mapped[list[Stage]] = relationship(
        back_populates="process", order_by="(Stage.position, Stage.id)", cascade="all"
    )

    @property
    def open_stages(self) -> list[Stage]:
        """The stages in use, in order."""
        return [stage for stage in self.stages if stage.in_use]

    @property
    def first_stage(self) -> Stage:
        """Where opportunities begin; RuleBroken for a process that has no stage in use."""
        if not self.open_stages:
            raise RuleBroken(
                _("The sales process %(name)s has no active stage.", name=self.name), field="sales_process"
            )
        return self.open_stages[0]

    def refuse_deletion(self) -> None:
        """A process that stages hang on is switched off instead."""
        raise RuleBroken(_("Archive the process instead: past opportunities still use it."))


class Stage(Shared, Record):
    """A step of a process. Warm and rotten are days without a touch; None means it never goes stale."""

    __tablename__ = "stages"
    record_type_key = "stage"

    process_id: Mapped[int] = f.link(
        "sales_process", "sales_processes", _l("Process"), required=True, listed=True
    )
    name: Mapped[str] = f.text(_l("Name"), required=True, listed=True, searchable=True, length=80)
    position: Mapped[int] = f.integer(_l("Position"), required=True, default=0, editable=False)
    probability: Mapped[Decimal] = f.percent(
        _l("Probability"), required=True, listed=True, default=Decimal(10)
    )
    forecast_category: Mapped[ForecastCategory] = f.choice(
        ForecastCategory,
        _l("Forecast category"),
        required=True,
        listed=True,
        default=ForecastCategory.PIPELINE,
    )
    warm_days: Mapped[int | None] = f.integer(
        _l("Days until warm"), most=MOST_DAYS, hint=_l("Days without activity. Leave empty for never.")
    )
    rotten_days: Mapped[int | None] = f.integer(
        _l("Days until rotten"), most=MOST_DAYS, hint=_l("Days without activity. Leave empty for never.")
    )
    guidance: Mapped[str | None] = f.long_text(
        _l("Guidance"),
        hint=_l(
            "What to do in this stage. **Bold**, *italic*, lists with “- ”, web addresses and "
            "[links](https://…)."
        ),
    )
    product_required: Mapped[bool] = f.boolean(_l("Require a product before leaving the stage"))
    decider_required: Mapped[bool] = f.boolean(_l("Require a decision maker before leaving the stage"))
    next_step_required: Mapped[bool] = f.boolean(_l("Require a next step before leaving the stage"))
    hue: Mapped[Hue | None] = f.choice(Hue, _l("Colour"))
    celebrated: Mapped[bool] = f.boolean(_l("Celebrate when an opportunity reaches this stage"))
    exit_checks: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    active: Mapped[bool] = f.boolean(
        _l("In use"), default=True, listed=True, editable=False, importable=False
    )

    process: Mapped[SalesProcess] = relationship(back_populates="stages", innerjoin=True)
    key_fields: Mapped[list[StageField]] = relationship(
        back_populates="stage", order_by="StageField.position", cascade="all, delete-orphan"
    )
    items: Mapped[list[StageItem]] = relationship(
        back_populates="stage",
        order_by="(StageItem.position, StageItem.id)",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )

    @property
    def shown_hue(self) -> Hue:
        """The colour of its column and its dot."""
        return self.hue or hue_at(self.position)

    @property
    def in_use(self) -> bool:
        """Whether it takes cards."""
        return self.active and self.deleted_at is None

    @property
    def conditions(self) -> list[Condition]:
        """What must be true of an opportunity before it leaves forward."""
        return [Condition.from_json(each) for each in self.exit_checks or ()]

    @property
    def asks(self) -> bool:
        """Whether it shows or asks for anything on the path."""
        checks = self.product_required or self.decider_required or self.next_step_required
        return bool(self.key_fields or self.items or checks or self.exit_checks)

    def counterpart(self, process: SalesProcess) -> Stage:
        """What stands for it in `process`: itself, one of its name, or the likeliest that is no likelier."""
        stages = process.open_stages
        if self in stages:
            return self
        same = [each for each in stages if each.name.casefold() == self.name.casefold()]
        not_likelier = [each for each in stages if each.probability <= self.probability]
        return (same[:1] or not_likelier[-1:] or [process.first_stage])[0]

    def is_before(self, other: Stage) -> bool:
        """Whether it comes earlier in the same process."""
        return (self.position, self.id) < (other.position, other.id)

    def refuse_deletion(self) -> None:
        """A stage is switched off, since opportunities and their history name it."""
        raise RuleBroken(_("Archive the stage instead: opportunities and their history still use it."))


class StageField(Base):
    """A field of the opportunity that a stage shows, and may insist on."""

    __tablename__ = "stage_fields"

    stage_id: Mapped[int] = mapped_column(ForeignKey("stages.id"), index=True)
    field: Mapped[str] = mapped_column(ShortText(60))
    must: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)

    stage: Mapped[Stage] = relationship(back_populates="key_fields")

    __table_args__ = (UniqueConstraint("stage_id", "field"),)


class StageItem(Base):
    """A line of a stage's checklist, ticked on each opportunity. One that was taken off takes its ticks along."""

    __tablename__ = "stage_items"

    stage_id: Mapped[int] = mapped_column(ForeignKey("stages.id"), index=True)
    text: Mapped[str] = mapped_column(ShortText(200))
    must: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)

    stage: Mapped[Stage] = relationship(back_populates="items")


class LossReason(Shared, Record):
    """Why opportunities are lost, or with `for_won` why they are won."""

    __tablename__ = "loss_reasons"
    record_type_key = "loss_reason"

    name: Mapped[str] = f.text(_l("Name"), required=True, listed=True, searchable=True, length=120)
    for_won: Mapped[bool] = f.boolean(_l("For won opportunities"), listed=True)
    active: Mapped[bool] = f.boolean(_l("Active"), default=True, listed=True)


_processes = cached_table(SalesProcess)
stages = cached_table(Stage, key_fields=StageField, items=StageItem)
"""Every stage, archived and deleted ones too, with what it asks for."""


def processes() -> list[SalesProcess]:
    """The sales processes in use, the default one first."""
    found = [each for each in _processes() if each.active and not each.deleted_at]
    return sorted(found, key=lambda each: (not each.is_default, each.position, each.id))


def default_process() -> SalesProcess:
    """The process of opportunities that name none; RuleBroken while there is none at all."""
    found = next(iter(processes()), None)
    if found is None:
        raise RuleBroken(_("There is no sales process. An administrator can create one in set-up."))
    return found


def check_process(process: SalesProcess, *, by: object) -> None:  # noqa: ARG001  the registry passes who saves
    """The default process is in use, RuleBroken otherwise, and no other is the default beside it."""
    if not process.is_default:
        return
    if process.active is False:  # None: new, and in use
        raise RuleBroken(
            _("New opportunities start in the default process. Make another process the default first."),
            field="active",
        )
    one_at_a_time("default sales process")
    others = select(SalesProcess).where(SalesProcess.is_default, SalesProcess.id != (process.id or 0))
    for other in db.session.scalars(others):
        other.is_default = False


def check_stage(stage: Stage, *, by: object) -> None:  # noqa: ARG001  the registry passes who saves
    """What always holds for a stage; RuleBroken otherwise."""
    refuse_all(_broken(stage))


def _broken(stage: Stage) -> Iterator[RuleBroken]:
    if not 0 <= (stage.probability or 0) <= 100:
        yield RuleBroken(_("A probability must be between 0 and 100 percent."), field="probability")
    if stage.warm_days and stage.rotten_days and stage.warm_days > stage.rotten_days:
        yield RuleBroken(_("“Days until warm” can’t be greater than “Days until rotten”."), field="warm_days")
    if len(stage.guidance or "") > GUIDANCE_LENGTH:
        yield RuleBroken(
            _("Guidance can have at most %(num)s characters.", num=GUIDANCE_LENGTH), field="guidance"
        )
    same = select(Stage.id).where(
        Stage.process_id == stage.process_id, Stage.name == stage.name, Stage.active
    )
    if (
        stage.active is not False
        and db.session.scalar(same.where(Stage.id != (stage.id or 0)).limit(1)) is not None
    ):
        yield RuleBroken(_("There is already a stage with this name in this process."), field="name")


def stage_words() -> dict[str, int]:
    """Every word that says where an opportunity stands, folded → id of the stage it means in some process."""
    in_use = sorted(
        (each for each in stages() if each.in_use), key=lambda each: (each.process_id, each.position)
    )
    found = dict.fromkeys(OUTCOMES, in_use[-1].id) if in_use else {}
    return found | {folded(each.name): each.id for each in in_use}


SALES_PROCESS = register(
    RecordType(
        key="sales_process",
        model=SalesProcess,
        plural="sales_processes",
        label=_l("Sales process"),
        label_plural=_l("Sales processes"),
        icon="route",
        view=Permission.OPPORTUNITY_VIEW,
        edit=Permission.SETUP,
        default_sort="position",
        few=True,
        search_weight=0,
        quick_fields=("name",),
        before_save=check_process,
        row_says_all=False,  # nor does one hold the stages
    )
)
STAGE = register(
    RecordType(
        key="stage",
        model=Stage,
        plural="stages",
        label=_l("Stage"),
        label_plural=_l("Stages"),
        icon="milestone",
        view=Permission.OPPORTUNITY_VIEW,
        edit=Permission.SETUP,
        default_sort="position",
        within="process",
        creatable=False,
        few=True,
        names=stage_words,
        search_weight=0,
        before_save=check_stage,
    )
)
LOSS_REASON = register(
    RecordType(
        key="loss_reason",
        model=LossReason,
        plural="loss_reasons",
        label=_l("Close reason"),
        label_plural=_l("Close reasons"),
        icon="message-circle-question",
        view=Permission.OPPORTUNITY_VIEW,
        edit=Permission.SETUP,
        default_sort="name",
        few=True,
        distinct="name",
        distinct_within="for_won",
        search_weight=0,
        quick_fields=("name", "for_won"),
        known_by=("name",),
    )
)
