"""Activities and notes. Both belong to a record of any type and are seen with it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, ForeignKey, Index, or_, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core import fields as f
from salesapp.core.access import AboutRecord, Viewer, about_visible
from salesapp.core.company import zone_of
from salesapp.core.db import LongText, Record, ShortText, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, last_of, record, touch_again, undoing
from salesapp.core.i18n import _, _l
from salesapp.people.models import User

ACTIVITY_PLANNED = event_kind("activity_planned", _l("%(by)s planned: %(what)s"), icon="calendar-plus")
ACTIVITY_DONE = event_kind("activity_done", _l("%(by)s completed: %(what)s"), icon="circle-check")
ACTIVITY_REOPENED = event_kind(
    "activity_reopened", _l("%(by)s reopened: %(what)s"), icon="rotate-ccw", touch=False
)
ACTIVITY_CANCELLED = event_kind("activity_cancelled", _l("%(by)s cancelled: %(what)s"), icon="circle-x")
ACTIVITY_MOVED = event_kind(
    "activity_rescheduled", _l("%(by)s rescheduled %(what)s to %(due)s"), icon="calendar-clock"
)
CALL_LOGGED = event_kind("call_logged", _l("%(by)s called: %(outcome)s"), icon="phone")
NOTE_ADDED = event_kind("note_added", _l("%(by)s added a note"), icon="sticky-note")


class ActivityKind(StrEnum):
    """What kind of thing is done."""

    TASK = "task"
    CALL = "call"
    MEETING = "meeting"
    EMAIL = "email"
    LETTER = "letter"
    FAX = "fax"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]

    @property
    def icon(self) -> str:
        return KIND_ICONS[self]


KIND_LABELS = {
    ActivityKind.TASK: _l("Task"),
    ActivityKind.CALL: _l("Call"),
    ActivityKind.MEETING: _l("Meeting"),
    ActivityKind.EMAIL: _l("E-mail"),
    ActivityKind.LETTER: _l("Letter"),
    ActivityKind.FAX: _l("Fax"),
}
KIND_ICONS = {
    ActivityKind.TASK: "square-check",
    ActivityKind.CALL: "phone",
    ActivityKind.MEETING: "users",
    ActivityKind.EMAIL: "mail",
    ActivityKind.LETTER: "file-text",
    ActivityKind.FAX: "printer",
}


class ActivityStatus(StrEnum):
    """Planned, or what became of it."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return {"planned": _l("Planned"), "done": _l("Done"), "cancelled": _l("Cancelled")}[self.value]


class CallOutcome(StrEnum):
    """What a call came to."""

    REACHED = "reached"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no-answer"
    WRONG_NUMBER = "wrong-number"

    @property
    def label(self) -> str:
        return OUTCOME_LABELS[self]


OUTCOME_LABELS = {
    CallOutcome.REACHED: _l("Reached"),
    CallOutcome.VOICEMAIL: _l("Voicemail"),
    CallOutcome.NO_ANSWER: _l("No answer"),
    CallOutcome.WRONG_NUMBER: _l("Wrong number"),
}


class Activity(AboutRecord, Record):
    """A task, call, meeting …: planned for a day or an hour, then done or cancelled."""

    __tablename__ = "activities"
    record_type_key = "activity"

    subject: Mapped[str] = f.text(_l("Subject"), required=True, listed=True, searchable=True)
    kind: Mapped[ActivityKind] = f.choice(
        ActivityKind, _l("Kind"), required=True, listed=True, default=ActivityKind.TASK
    )
    status: Mapped[ActivityStatus] = f.choice(
        ActivityStatus,
        _l("Status"),
        required=True,
        listed=True,
        default=ActivityStatus.PLANNED,
        editable=False,
    )
    due_on: Mapped[date | None] = f.date_(_l("Due"), listed=True)
    starts_at: Mapped[datetime | None] = f.instant(_l("Begins"))
    ends_at: Mapped[datetime | None] = f.instant(_l("Ends"))
    owner_id: Mapped[int | None] = f.link("user", "users", _l("Owner"), listed=True)
    body: Mapped[str | None] = f.long_text(_l("Notes"))
    outcome: Mapped[CallOutcome | None] = f.choice(CallOutcome, _l("Outcome"), editable=False)
    done_at: Mapped[datetime | None] = f.instant(_l("Done"), editable=False)
    subject_type: Mapped[str | None] = mapped_column(ShortText(40))
    subject_id: Mapped[int | None] = mapped_column()

    owner: Mapped[Any] = relationship("User", foreign_keys=[owner_id], lazy="joined")

    __table_args__ = (
        Index("ix_activities_about", "subject_type", "subject_id", "status", "due_on"),
        Index("ix_activities_due", "owner_id", "status", "due_on"),
    )

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own and one's people's, and those on every record one sees."""
        if viewer.sees_all("activity"):
            return true()
        own = cls.owner_id.in_(viewer.reach)
        return or_(own, *about_visible(viewer, cls))

    @property
    def title(self) -> str:
        return self.subject

    @property
    def is_planned(self) -> bool:
        return self.status is ActivityStatus.PLANNED

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed and nothing became of it."""
        return self.is_planned and self.due_on is not None and self.due_on < today

    def complete(self, *, by: Any) -> None:
        """Done now."""
        self._must_be(ActivityStatus.PLANNED, _("Only a planned activity can be completed."))
        self.status, self.done_at = ActivityStatus.DONE, clock.now()
        record(self, ACTIVITY_DONE, by=by, about=[about_record(self)], what=self.subject)

    def reopen(self, *, by: Any) -> None:
        """Back among what is to do: the undo of completing and cancelling."""
        if self.is_planned:
            raise RuleBroken(_("This activity is already planned."))
        about, undone = about_record(self), last_of(self, (ACTIVITY_DONE, ACTIVITY_CANCELLED))
        self.status, self.done_at = ActivityStatus.PLANNED, None
        record(self, ACTIVITY_REOPENED, by=by, about=[about], what=self.subject, **undoing([undone]))
        touch_again(about)

    def cancel(self, *, by: Any) -> None:
        """It will not be done."""
        self._must_be(ActivityStatus.PLANNED, _("Only a planned activity can be cancelled."))
        self.status = ActivityStatus.CANCELLED
        record(self, ACTIVITY_CANCELLED, by=by, about=[about_record(self)], what=self.subject)

    def reschedule(self, due_on: date, *, by: Any) -> None:
        """Another day; what begins at an hour begins at the same one there."""
        self._must_be(ActivityStatus.PLANNED, _("Only a planned activity can be rescheduled."))
        zone = ZoneInfo(zone_of(self.owner))
        if self.starts_at is not None:
            days = due_on - self.starts_at.astimezone(zone).date()
            self.starts_at = _days_on(self.starts_at, days, zone)
            self.ends_at = self.ends_at and _days_on(self.ends_at, days, zone)
        self.due_on = due_on
        record(self, ACTIVITY_MOVED, by=by, about=[about_record(self)], what=self.subject, due=due_on)

    def set_by_verb(self, name: str, value: Any, *, by: Any) -> bool:
        """Another day for what begins at an hour is another beginning."""
        if name != "due_on" or value is None or self.starts_at is None:
            return super().set_by_verb(name, value, by=by)
        self.reschedule(value, by=by)
        return True

    def _must_be(self, status: ActivityStatus, sentence: str) -> None:
        if self.status is not status:
            raise RuleBroken(sentence)


def _days_on(moment: datetime, days: timedelta, zone: ZoneInfo) -> datetime:
    """So many days later at the same hour of the clocks in that zone, whatever they did meanwhile."""
    return (moment.astimezone(zone) + days).astimezone(UTC)


def keep_the_times(activity: Activity, *, by: Any) -> None:  # noqa: ARG001  the registry passes who saves
    """What begins at an hour is due on that day of its owner's, and does not end before it begins."""
    if activity.ends_at is not None and (activity.starts_at is None or activity.ends_at < activity.starts_at):
        raise RuleBroken(_("The start must be before the end."), field="ends_at")
    if activity.starts_at is not None:
        owner = db.session.get(User, activity.owner_id) if activity.owner_id else None
        activity.due_on = activity.starts_at.astimezone(ZoneInfo(zone_of(owner))).date()


class Note(AboutRecord, Record):
    """Free words on a record."""

    __tablename__ = "notes"
    record_type_key = "note"

    body: Mapped[str] = mapped_column(LongText())
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    subject_type: Mapped[str] = mapped_column(ShortText(40))
    subject_id: Mapped[int] = mapped_column()

    __table_args__ = (Index("ix_notes_about", "subject_type", "subject_id"),)

    @property
    def title(self) -> str:
        return self.body[:80]


def about_record(activity: AboutRecord) -> Record | None:
    """The record an activity, a note or a file is about, whoever may see it: for the timeline it also shows on."""
    from salesapp.core.registry import record_type

    if activity.subject_type is None or activity.subject_id is None:
        return None
    model = record_type(activity.subject_type).model
    options = {"unscoped": "the subject of an activity the user may see"}
    found: Record | None = db.session.get(model, activity.subject_id, execution_options=options)
    return found
