"""What a company calls the states of its leads: each status stands for one state, and a state may have several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Mapped, mapped_column, object_session

from salesapp.core import fields as f
from salesapp.core.access import Permission, Shared
from salesapp.core.company import MOST_DAYS
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken, refuse_all
from salesapp.core.events import Chosen, event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.registry import RecordType, register
from salesapp.core.settings_cache import cached_table
from salesapp.leads.kinds import OPEN_STATUSES, LeadStatus
from salesapp.records.notation.choices import folded, labels

STATUS_MOVED = event_kind(
    "lead_status_moved", _l("%(by)s moved this status to position %(place)s"), icon="arrow-down-up"
)
STATUS_ARCHIVED = event_kind("lead_status_archived", _l("%(by)s archived this status"), icon="archive")
STATUS_UNARCHIVED = event_kind(
    "lead_status_unarchived", _l("%(by)s put this status back into use"), icon="archive-restore"
)
STATUS_PREFERRED = event_kind(
    "lead_status_preferred", _l("%(by)s made this the default for “%(state)s”"), icon="circle-check"
)
KEPT = "lead_statuses"
"""Where a session keeps them, so that a list of leads asks for them once."""
DIVIDED = (LeadStatus.NEW, LeadStatus.WORKING, LeadStatus.NURTURING, LeadStatus.DISQUALIFIED)
"""The states that may have several statuses. Converted is what the system says, and nobody picks it."""
ORDER = list(LeadStatus)


class Tone(StrEnum):
    """The colour of a status's badge, which always stands beside its name."""

    ACCENT = "accent"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    NEUTRAL = "neutral"

    @property
    def label(self) -> str:
        return TONE_LABELS[self]


TONE_LABELS = {
    Tone.ACCENT: _l("Blue"),
    Tone.GOOD: _l("Green"),
    Tone.WARN: _l("Yellow"),
    Tone.BAD: _l("Red"),
    Tone.NEUTRAL: _l("Grey"),
}


class NamedStatus(Shared, Record):
    """A status of the company. One without a name of its own is called as its state is in the reader's language."""

    __tablename__ = "lead_statuses"
    record_type_key = "lead_status"

    name: Mapped[str | None] = f.text(_l("Name"), listed=True, length=40)
    state: Mapped[LeadStatus] = f.choice(
        LeadStatus, _l("Maps to"), required=True, listed=True, importable=False
    )
    tone: Mapped[Tone] = f.choice(Tone, _l("Colour"), required=True, default=Tone.NEUTRAL)
    stale_days: Mapped[int | None] = f.integer(_l("Days until stale"), listed=True, most=MOST_DAYS)
    position: Mapped[int] = mapped_column(default=0)
    in_use: Mapped[bool] = f.boolean(_l("In use"), default=True, listed=True, editable=False)
    is_default: Mapped[bool] = f.boolean(_l("Default status"), listed=True, editable=False)

    @property
    def title(self) -> str:
        return str(self.name or self.state.label)

    @property
    def said(self) -> Any:
        """As events keep it: its own name at that time, else its state's, read in each reader's language."""
        return self.name or Chosen(self.state)

    @property
    def told_title(self) -> Any:
        return self.said

    @property
    def is_open(self) -> bool:
        """Whether leads with it are worked on."""
        return self.state in OPEN_STATUSES

    @property
    def names(self) -> set[str]:
        """All that it is called, folded."""
        called_by = [self.name] if self.name else labels(self.state.label) if self.state else []
        return {folded(each) for each in called_by}

    def archive(self, *, by: Any) -> None:
        """It is offered no more; leads that have it keep it."""
        if not self.in_use:
            raise RuleBroken(_("%(name)s is already archived.", name=self.title))
        one_at_a_time("lead statuses in use")
        others = select(NamedStatus.id).where(
            NamedStatus.state == self.state, NamedStatus.id != self.id, NamedStatus.in_use
        )
        if db.session.scalar(others.limit(1)) is None:
            raise RuleBroken(_("This is the only status of its state, so it must stay in use."))
        if self.is_default:
            raise RuleBroken(
                _("This status is the default of its state. Make another status the default first.")
            )
        self.in_use = False
        record(self, STATUS_ARCHIVED, by=by)

    def unarchive(self, *, by: Any) -> None:
        """It is offered again."""
        if self.in_use:
            raise RuleBroken(_("%(name)s is already in use.", name=self.title))
        self.in_use = True
        record(self, STATUS_UNARCHIVED, by=by)

    def prefer(self, *, by: Any) -> None:
        """What comes into its state by itself gets this one from now on."""
        if not self.in_use:
            raise RuleBroken(_("%(name)s is archived. Put it back into use first.", name=self.title))
        if self.is_default:
            raise RuleBroken(_("%(name)s is already the default.", name=self.title))
        one_at_a_time("lead statuses in use")
        for each in of_state(self.state):
            each.is_default = each is self
        record(self, STATUS_PREFERRED, by=by, state=Chosen(self.state))

    def move(self, by_places: int, *, by: Any) -> None:
        """Changes places with the one before (-1) or after (1) of its state; at either end it stays."""
        group = of_state(self.state)
        here = group.index(self)
        there = min(max(here + by_places, 0), len(group) - 1)
        if here != there:
            group[here].position, group[there].position = group[there].position, group[here].position
            db.session.info.pop(KEPT, None)
            record(self, STATUS_MOVED, by=by, place=there + 1)


def statuses() -> list[NamedStatus]:
    """All of them in their order, those that are archived too."""
    kept = db.session.info.get(KEPT)
    # A session lets go of all of them or of none, and each row of a list and of an import asks this.
    if not kept or kept[0] not in db.session or inspect(kept[0]).expired:
        kept = sorted(_all(), key=lambda each: (ORDER.index(each.state), each.position, each.id))
        db.session.info[KEPT] = kept
    return cast("list[NamedStatus]", kept)


_all = cached_table(NamedStatus)


def status_by_id(key: int | None) -> NamedStatus | None:
    """The one with this id."""
    if key is None:
        return None
    return next((each for each in statuses() if each.id == key), None)


def of_state(state: LeadStatus) -> list[NamedStatus]:
    """Those that stand for the state."""
    return [each for each in statuses() if each.state is state]


def offered(states: Iterable[LeadStatus]) -> list[NamedStatus]:
    """What people may choose among these states."""
    wanted = set(states)
    return [each for each in statuses() if each.in_use and each.state in wanted]


def default_of(state: LeadStatus) -> NamedStatus:
    """What a lead gets that comes into the state without anybody's choice."""
    return next(each for each in of_state(state) if each.is_default)


def called() -> dict[str, int]:
    """Folded name → id, for files: the company's names first, then what the states are called anywhere."""
    found: dict[str, int] = {}
    for each in (*offered(LeadStatus), *statuses()):
        for name in each.names:
            found.setdefault(name, each.id)
    for state in LeadStatus:
        for name in (state.value, *labels(state.label)):
            found.setdefault(folded(name), default_of(state).id)
    return found


@event.listens_for(NamedStatus, "after_insert")
def _forget(_mapper: object, _connection: object, made: NamedStatus) -> None:
    session = object_session(made)
    if session is not None:
        session.info.pop(KEPT, None)


def _settle(status: NamedStatus, *, by: Any) -> None:  # noqa: ARG001  the registry passes who saves
    """Names tell them apart, a state stays what leads were marked with, and only open leads go stale."""
    others = [each for each in statuses() if each.id != status.id]
    if not status.is_open:
        status.stale_days = None
    refuse_all(_broken(status, others))
    if not status.position:
        status.position = max((each.position for each in others), default=0) + 1


def _broken(status: NamedStatus, others: Sequence[NamedStatus]) -> Iterator[RuleBroken]:
    if any(status.names & each.names for each in others):
        yield RuleBroken(_("There is already a status with this name."), field="name")
    kept: Any = inspect(status)
    if kept.persistent and kept.attrs.state.history.has_changes():
        yield RuleBroken(_("The state of a status can’t be changed while leads use it."), field="state")
    if not kept.persistent and status.state not in DIVIDED:
        yield RuleBroken(_("Converted leads can have only one status."), field="state")
    if status.stale_days is not None and not 1 <= status.stale_days <= MOST_DAYS:
        yield RuleBroken(_("From 1 to 3,650 days."), field="stale_days")


LEAD_STATUS = register(
    RecordType(
        key="lead_status",
        model=NamedStatus,
        plural="lead_statuses",
        label=_l("Lead status"),
        label_plural=_l("Lead statuses"),
        icon="circle-dot",
        view=Permission.SETUP,
        edit=Permission.SETUP,
        default_sort="position",
        search_weight=0,
        few=True,
        creatable=False,
        deletable=False,
        names=called,
        before_save=_settle,
    )
)
