"""Whose an opportunity is, what is to be done next, and when it is expected to close."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from salesapp.activities.actions import log_done
from salesapp.activities.models import Activity
from salesapp.core.db import Record
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

    from salesapp.people.models import User

# Whoever passes it on has not spoken with the customer: it stays as stale as it was.
ASSIGNED = event_kind(
    "opportunity_assigned", _l("%(by)s changed the owner to %(to)s"), icon="user-check", touch=False
)
CLOSE_DATE_SET = event_kind(
    "opportunity_close_date_set",
    _l("%(by)s set the close date from %(before)s to %(after)s"),
    icon="calendar-clock",
)


NEXT_STEP_DONE = event_kind(
    "opportunity_next_step_done", _l("%(by)s completed the next step: %(what)s"), icon="circle-check"
)
NEXT_STEP_SET = event_kind(
    "opportunity_next_step_set", _l("%(by)s planned the next step: %(what)s"), icon="calendar-plus"
)


class Plannable(Record):
    """The trait of having an owner, a next step and an expected day."""

    __abstract__ = True

    if TYPE_CHECKING:
        name: Mapped[str]
        owner_id: Mapped[int | None]
        close_on: Mapped[date | None]
        next_step: Mapped[str | None]
        next_step_on: Mapped[date | None]

        @property
        def is_open(self) -> bool: ...

    def assign(self, owner: User, *, by: Any) -> None:
        """Gives it to a colleague."""
        self._refuse_when_closed()
        if not owner.is_active:
            raise RuleBroken(
                _("%(name)s is no longer an active user. Choose someone else.", name=owner.name),
                field="owner",
            )
        if owner.id == self.owner_id:
            raise RuleBroken(_("%(name)s is already the owner.", name=owner.name), field="owner")
        self.owner_id = owner.id
        record(self, ASSIGNED, by=by, to=owner.name)

    def put_off(self, close_on: date, *, by: Any) -> None:
        """Expects it to close on another day."""
        self._refuse_when_closed()
        before = self.close_on
        if close_on == before:
            raise RuleBroken(_("It already has this close date."), field="close_on")
        self.close_on = close_on
        record(self, CLOSE_DATE_SET, by=by, before=before, after=close_on)

    def plan_next_step(self, what: str, on: date, *, by: Any) -> None:
        """What comes next, and when; it takes the place of the step before."""
        self._refuse_when_closed()
        self.next_step, self.next_step_on = what, on
        record(self, NEXT_STEP_SET, by=by, what=what)

    def complete_next_step(self, *, by: Any) -> Activity:
        """It was done: it stands among what was done, and the next step is to be said anew."""
        self._refuse_when_closed()
        if not self.next_step and not self.next_step_on:
            raise RuleBroken(_("There is no next step to complete."))
        what = self.next_step or self.name
        self.next_step, self.next_step_on = None, None
        done = log_done(self, what, by=by)
        record(self, NEXT_STEP_DONE, by=by, what=what)
        return done

    def _refuse_when_closed(self) -> None:
        if not self.is_open:
            raise RuleBroken(_("This opportunity is closed. Reopen it first."))
