"""What people say a period will bring, and what they submitted. Neither is ever changed, and neither changes a deal.

What was submitted may be withdrawn: it stays, and counts no more.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, UniqueConstraint, event, inspect, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.db import Amount, Base, Json, LongText
from salesapp.core.events import event_kind
from salesapp.core.fields import enum_of
from salesapp.core.i18n import _l
from salesapp.forecasts.periods import Period
from salesapp.forecasts.persons import OfPerson
from salesapp.opportunities.processes.models import ForecastCategory
from salesapp.people.models import User

ADJUSTED = event_kind(
    "forecast_adjusted",
    _l("%(by)s adjusted the forecast for %(first)s to %(last)s"),
    icon="sliders-horizontal",
    touch=False,
)
DUE = event_kind(
    "forecast_due",
    _l("The forecast for %(first)s to %(last)s is due on %(day)s"),
    icon="calendar-clock",
    touch=False,
)


class ForecastCall(OfPerson, Base):
    """What somebody says that a person, with their team, will have closed when the period ends.

    `commit` is what they count on, `best_case` what it may be at best, both with what is closed already; in minor units
    of the company's currency. Said by the person it is their own call, else a manager's judgement. The last one holds.
    """

    __tablename__ = "forecast_calls"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    category: Mapped[ForecastCategory] = mapped_column(enum_of(ForecastCategory))
    before: Mapped[int | None] = mapped_column(Amount())
    value: Mapped[int] = mapped_column(Amount())
    note: Mapped[str | None] = mapped_column(LongText())
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    by: Mapped[User] = relationship(foreign_keys=[by_id])

    __table_args__ = (Index("ix_forecast_calls_period", "first_on", "last_on", "user_id"),)

    @property
    def is_own(self) -> bool:
        """Whether the person says it of themselves."""
        return self.by_id == self.user_id


class ForecastSubmission(OfPerson, Base):
    """What somebody handed in. `figures` are the amounts of that moment by name, in minor units."""

    __tablename__ = "forecast_submissions"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    figures: Mapped[dict[str, Any]] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]
    """When it was taken back: it counts no more, and stays as it was said."""

    @property
    def period(self) -> Period:
        alone = self.first_on.replace(day=1) == self.last_on.replace(day=1)
        return Period(self.first_on, self.last_on, "month" if alone else "quarter")

    user: Mapped[User] = relationship(foreign_keys=[user_id])

    __table_args__ = (Index("ix_forecast_submissions_period", "first_on", "last_on", "user_id"),)


class ForecastDue(OfPerson, Base):
    """Until when a manager's people submit their forecast of a period."""

    __tablename__ = "forecast_dues"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    """The manager whose people these are."""
    first_on: Mapped[date]
    last_on: Mapped[date]
    due_on: Mapped[date]
    set_at: Mapped[datetime] = mapped_column(default=clock.now)
    """What was submitted before counts for an earlier due date."""
    reminded_on: Mapped[date | None]
    """The day of the last reminder."""

    user: Mapped[User] = relationship(foreign_keys=[user_id])

    __table_args__ = (UniqueConstraint("user_id", "first_on", "last_on"),)


@event.listens_for(ForecastCall, "before_update")
@event.listens_for(ForecastCall, "before_delete")
@event.listens_for(ForecastSubmission, "before_delete")
def _stays(_mapper: object, _connection: object, row: object) -> None:
    raise RuntimeError(f"{type(row).__name__} stays as it was said")


@event.listens_for(ForecastSubmission, "before_update")
def _is_withdrawn_at_most(mapper: object, connection: object, row: ForecastSubmission) -> None:
    changed = {each.key for each in inspect(row).attrs if each.history.has_changes()}
    if changed - {"withdrawn_at"}:
        _stays(mapper, connection, row)


def handed_in(period: Period, *people: int) -> Select[ForecastSubmission]:
    """The submissions of the period that stand, the oldest first; of these people, or of all."""
    found = select(ForecastSubmission).where(
        ForecastSubmission.first_on == period.first,
        ForecastSubmission.last_on == period.last,
        ForecastSubmission.withdrawn_at.is_(None),
    )
    found = found.where(ForecastSubmission.user_id.in_(people)) if people else found
    return found.order_by(ForecastSubmission.id)
