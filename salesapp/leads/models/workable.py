"""What people do with a lead until it becomes a customer or turns out not to: each verb is one method."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import validates

from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Chosen, Event, before, event_kind, last_of, record, record_undo
from salesapp.core.events.replay import settled
from salesapp.core.i18n import _, _l
from salesapp.leads.kinds import OPEN_STATUSES, DisqualifyReason, LeadStatus, Rating
from salesapp.leads.models.statuses import NamedStatus, default_of
from salesapp.leads.models.thresholds import limits

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

    from salesapp.leads.models.queues import LeadQueue
    from salesapp.people.models import User

CLAIMED = event_kind("lead_claimed", _l("%(by)s claimed this lead"), icon="hand")
CLAIMED_FROM = event_kind("lead_claimed_from", _l("%(by)s claimed this lead from %(queue)s"), icon="hand")
# Whoever passes a lead on has not spoken with anybody: it stays as stale as it was.
QUEUED = event_kind(
    "lead_queued", _l("%(by)s moved this lead to the queue %(queue)s"), icon="inbox", touch=False
)
ASSIGNED = event_kind(
    "lead_assigned", _l("%(by)s assigned this lead to %(to)s"), icon="user-check", touch=False
)
RATING_SET = event_kind(
    "lead_rating_set", _l("%(by)s rated this lead as %(rating)s"), icon="thermometer", touch=False
)
RATING_FOLLOWS_SCORE = event_kind(
    "lead_rating_follows_score", _l("%(by)s set the rating to follow the score"), icon="gauge", touch=False
)
STATUS_SET = event_kind("lead_status_set", _l("%(by)s marked this lead as %(status)s"), icon="circle-dot")
DISQUALIFIED = event_kind(
    "lead_disqualified", _l("%(by)s disqualified this lead: %(reason)s"), icon="circle-x"
)
DISQUALIFIED_AS = event_kind(
    "lead_disqualified_as",
    _l("%(by)s disqualified this lead as %(status)s: %(reason)s"),
    icon="circle-x",
)
REACTIVATED = event_kind("lead_reactivated", _l("%(by)s reactivated this lead"), icon="rotate-ccw")
DISQUALIFY_UNDONE = event_kind(
    "lead_disqualify_undone", _l("%(by)s undid the disqualification"), icon="undo-2", touch=False
)
CONVERTED = event_kind("lead_converted", _l("%(by)s converted the lead %(lead)s"), icon="sparkles")

BY_HAND = "rating_by_hand"
"""Events of a lead keep whether its rating was set by hand."""
HAD_SINCE = "had_since"
"""An event that changes the owner keeps since when the lead had been that of whoever had it before."""
EVERYTHING = {"unscoped": "what history keeps of the lead beside its fields, seen or not"}


class Workable(Record):
    """The trait of being worked on: waiting, taken, passed on, rated, given up and taken up again."""

    __abstract__ = True

    had_since: datetime | None = None
    """What `assigned_at` was before its owner changed. No column."""

    if TYPE_CHECKING:
        name: Mapped[str]
        status: Mapped[LeadStatus]
        status_id: Mapped[int | None]
        rating: Mapped[Rating | None]
        rating_by_hand: Mapped[bool]
        score: Mapped[int]
        assigned_at: Mapped[datetime | None]
        disqualified_for: Mapped[DisqualifyReason | None]
        disqualify_reason: Mapped[str | None]
        owner_id: Mapped[int | None]
        queue_id: Mapped[int | None]
        queue: Mapped[LeadQueue | None]

    @property
    def is_open(self) -> bool:
        """Whether somebody still works on it."""
        return self.status in OPEN_STATUSES

    def claim(self, *, by: Any) -> None:
        """Takes a lead that waits."""
        self.refuse_change()
        if self.owner_id is not None:
            raise RuleBroken(_("%(name)s already has an owner.", name=self.name))
        queue = self.queue
        self.owner_id, self.queue_id = by.id, None
        if queue is None:
            record(self, CLAIMED, by=by)
        else:
            record(self, CLAIMED_FROM, by=by, queue=queue.name)

    def assign(self, owner: User, *, by: Any) -> None:
        """Gives the lead to a colleague."""
        self.refuse_change()
        if not owner.is_active:
            raise RuleBroken(
                _("%(name)s is no longer an active user. Choose someone else.", name=owner.name),
                field="owner",
            )
        if owner.id == self.owner_id:
            raise RuleBroken(_("%(name)s is already the owner.", name=owner.name), field="owner")
        self.owner_id, self.queue_id = owner.id, None
        record(self, ASSIGNED, by=by, to=owner.name)

    def put_into(self, queue: LeadQueue, *, by: Any) -> None:
        """Lets it wait in a queue until a member takes it."""
        self.refuse_change()
        if self.queue_id == queue.id:
            raise RuleBroken(_("%(name)s is already in this queue.", name=self.name), field="owner")
        self.owner_id, self.queue_id = None, queue.id
        record(self, QUEUED, by=by, queue=queue.name)

    def mark(self, status: LeadStatus | NamedStatus, *, by: Any) -> None:
        """One of the company's open statuses, or the first choice of a state; the other states have verbs."""
        self.refuse_change()
        named = default_of(status) if isinstance(status, LeadStatus) else status
        if not named.is_open or not self.is_open:
            raise RuleBroken(_("Convert, disqualify or reactivate the lead instead."))
        if named.id == self.status_id:
            raise RuleBroken(_("The lead already has this status."))
        _refuse_retired(named)
        self.status_id = named.id
        record(self, STATUS_SET, by=by, status=named.said)

    @validates("rating")
    def _rated(self, _name: str, rating: Rating | None) -> Rating | None:
        """Whoever sets a rating wants it to stay; who empties it lets it follow the score again."""
        self.rating_by_hand = rating is not None
        return rating

    def beside_history(self) -> dict[str, Any]:
        by_hand = {BY_HAND: True} if self.rating_by_hand else {}
        return by_hand | ({} if self.had_since is None else {HAD_SINCE: self.had_since})

    def set_back(self, name: str, before: Any) -> None:
        """A rating that says what the score says was the score's, unless history knows that somebody set it.

        Whoever has the lead again has had it since they first did.
        """
        super().set_back(name, before)
        if name == "rating" and before is not None:
            differs = before is not limits().rating_of(self.score)
            self.rating_by_hand = differs or self._was_by_hand(before)
        if name == "owner_id" and before is not None:
            self.assigned_at = self._was_theirs_since(before)

    def _was_by_hand(self, rating: Rating) -> bool:
        """Whether this rating had been set by hand before it was last changed."""
        changed = False
        for each in self._story():
            if changed:
                return BY_HAND in each.particulars
            changed = before(each, "rating") == {"rating": rating.value}
        return False

    def _was_theirs_since(self, owner: int) -> datetime | None:
        """Since when it was that user's before it was last taken from them."""
        taken = (each for each in self._story() if before(each, "owner") == {"owner": owner})
        last = next(taken, None)
        return None if last is None else settled(last.particulars.get(HAD_SINCE))

    def _story(self) -> Iterable[Event]:
        """Its events, the newest first."""
        query = select(Event).where(Event.subject_type == self.record_type_key, Event.subject_id == self.id)
        return db.session.scalars(query.order_by(Event.id.desc()), execution_options=EVERYTHING)

    def rate(self, rating: Rating | None, *, by: Any) -> None:
        """By hand; None lets the rating follow the score again."""
        self.refuse_change()
        if (rating is not None) == self.rating_by_hand and rating in {None, self.rating}:
            return
        self.rating = rating
        if rating is None:
            record(self, RATING_FOLLOWS_SCORE, by=by)
        else:
            record(self, RATING_SET, by=by, rating=Chosen(rating))

    @property
    def why_disqualified(self) -> str:
        """The reason and the note, as far as there are any."""
        return " · ".join(str(each) for each in (self._reason_label, self.disqualify_reason) if each)

    @property
    def _reason_label(self) -> str | None:
        return None if self.disqualified_for is None else self.disqualified_for.label

    def disqualify(
        self,
        note: str = "",
        *,
        by: Any,
        reason: DisqualifyReason | None = None,
        status: NamedStatus | None = None,
    ) -> None:
        """Takes the lead out of the working lists, for a reason that is kept: one of the list, a note, or both."""
        self.refuse_change()
        if not self.is_open:
            raise RuleBroken(_("The lead is already disqualified."))
        if reason in {None, DisqualifyReason.OTHER} and not note.strip():
            field = "note" if reason else "reason"
            raise RuleBroken(_("Choose a reason for disqualifying the lead."), field=field)
        named = status or default_of(LeadStatus.DISQUALIFIED)
        if named.state is not LeadStatus.DISQUALIFIED:
            raise RuleBroken(_("This status isn’t for disqualified leads. Choose another."), field="status")
        _refuse_retired(named)
        self.status_id, self.disqualified_for = named.id, reason
        self.disqualify_reason = note.strip() or None
        said = self.disqualify_reason or Chosen(reason or DisqualifyReason.OTHER)
        if named.is_default:
            record(self, DISQUALIFIED, by=by, reason=said)
        else:
            record(self, DISQUALIFIED_AS, by=by, status=named.said, reason=said)

    def reactivate(self, *, by: Any) -> None:
        """Takes a disqualified lead up again."""
        self.refuse_change()
        if self.status is not LeadStatus.DISQUALIFIED:
            raise RuleBroken(_("Only a disqualified lead can be reactivated."))
        self.status, self.disqualified_for, self.disqualify_reason = LeadStatus.WORKING, None, None
        record(self, REACTIVATED, by=by)

    def undo_disqualify(self, *, by: Any) -> None:
        """As it was before: the very status, and as stale as it was. Owner and queue were never changed."""
        self.refuse_change()
        happened = last_of(self, (DISQUALIFIED, DISQUALIFIED_AS))
        was = None if happened is None else before(happened, "status").get("status")
        if self.status is not LeadStatus.DISQUALIFIED or happened is None or was is None:
            raise RuleBroken(_("Only a disqualified lead can be reactivated."))
        self.status_id, self.disqualified_for, self.disqualify_reason = was, None, None
        record_undo(self, DISQUALIFY_UNDONE, [happened], by=by)


def _refuse_retired(status: NamedStatus) -> None:
    if not status.in_use:
        raise RuleBroken(
            _("%(name)s is no longer in use. Choose another.", name=status.title), field="status"
        )
