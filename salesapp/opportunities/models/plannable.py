"""Whose an opportunity is and when it is expected to close: the two that are changed for many at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from salesapp.core.db import Record
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

    from salesapp.people.models import User

ASSIGNED = event_kind("opportunity_assigned", _l("%(by)s gave it to %(to)s"), icon="user-check")
PUT_OFF = event_kind(
    "opportunity_put_off",
    _l("%(by)s set the close date from %(before)s to %(after)s"),
    icon="calendar-clock",
)


class Plannable(Record):
    """The trait of having an owner and an expected day."""

    __abstract__ = True

    if TYPE_CHECKING:
        owner_id: Mapped[int | None]
        close_on: Mapped[date | None]

        @property
        def is_open(self) -> bool: ...

    def assign(self, owner: User, *, by: Any) -> None:
        """Gives it to a colleague."""
        self._refuse_when_closed()
        if not owner.is_active:
            raise RuleBroken(_("%(name)s no longer works here.", name=owner.name), field="owner")
        if owner.id == self.owner_id:
            raise RuleBroken(_("%(name)s is the owner already.", name=owner.name), field="owner")
        self.owner_id = owner.id
        record(self, ASSIGNED, by=by, to=owner.name)

    def put_off(self, close_on: date, *, by: Any) -> None:
        """Expects it to close on another day."""
        self._refuse_when_closed()
        before = self.close_on
        if close_on == before:
            raise RuleBroken(_("It is expected to close on that day already."), field="close_on")
        self.close_on = close_on
        record(self, PUT_OFF, by=by, before=before, after=close_on)

    def _refuse_when_closed(self) -> None:
        if not self.is_open:
            raise RuleBroken(_("This opportunity is closed. Reopen it first."))
