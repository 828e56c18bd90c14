"""A trade fair as one person works it: what was chosen once goes onto every lead that is captured until it ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.activities.actions import add_task
from salesapp.core import clock
from salesapp.core import fields as f
from salesapp.core.access import Scoped, Viewer
from salesapp.core.db import Base, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.leads.models.lead import Lead
from salesapp.marketing.kinds import LeadSource
from salesapp.marketing.models import Campaign
from salesapp.people.models import User

STARTED = event_kind("trade_fair_started", _l("%(by)s started capturing leads here"), icon="store")
ENDED = event_kind("trade_fair_ended", _l("%(by)s stopped capturing leads here"), icon="store")
GOING_ON = text("ended_at IS NULL")


class Fair(Scoped, Base):
    """Somebody's own, and nobody else's. At most one of a person goes on at a time."""

    __tablename__ = "fairs"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"), index=True)
    source: Mapped[LeadSource | None] = f.choice(LeadSource, _l("Source"))
    follow_up_days: Mapped[int | None] = mapped_column()
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column()

    campaign: Mapped[Campaign | None] = relationship()

    __table_args__ = (
        Index("ix_fairs_going_on", "user_id", unique=True, sqlite_where=GOING_ON, postgresql_where=GOING_ON),
    )

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return cls.user_id == viewer.id

    @property
    def is_going_on(self) -> bool:
        return self.ended_at is None

    @property
    def name(self) -> str:
        """What it is called: as its campaign."""
        return _("Trade fair") if self.campaign is None else self.campaign.name

    @property
    def brings(self) -> dict[str, Any]:
        """What every lead of it gets, by field."""
        return {"source": self.source, "campaign": self.campaign_id}

    @classmethod
    def begin(
        cls, campaign: Campaign | None, source: LeadSource | None, follow_up_days: int | None, *, by: Any
    ) -> Fair:
        """From now on, until it is ended."""
        _refuse_second(by)
        made = cls(user_id=by.id, campaign=campaign, source=source, follow_up_days=follow_up_days)
        db.session.add(made)
        db.session.flush()
        if campaign is not None:
            record(campaign, STARTED, by=by)
        return made

    def end(self, *, by: Any) -> None:
        """No more leads; what was captured stays."""
        if not self.is_going_on:
            raise RuleBroken(_("This trade fair has already ended."))
        self.ended_at = clock.now()
        if self.campaign is not None:
            record(self.campaign, ENDED, by=by)

    def resume(self, *, by: Any) -> None:
        """Goes on after all."""
        if self.is_going_on:
            raise RuleBroken(_("This trade fair is still in progress."))
        _refuse_second(by)
        self.ended_at = None
        if self.campaign is not None:
            record(self.campaign, STARTED, by=by)

    def capture(self, name: str, today: date, *, by: Any, **others: Any) -> Lead:
        """A new lead of whoever works the fair, with what was chosen for it. RuleBroken when the fair has ended."""
        self._refuse_ended()
        chosen: dict[str, Any] = {"source": self.source, "campaign_id": self.campaign_id, "fair_id": self.id}
        lead = Lead.capture(name, by=by, **chosen, **others)
        self._plan(lead, today, by=by)
        return lead

    def take(self, lead: Lead, today: date, *, by: Any) -> None:
        """Counts a lead that was made by another way just now, and plans its follow-up."""
        self._refuse_ended()
        lead.fair_id = self.id
        self._plan(lead, today, by=by)

    def _refuse_ended(self) -> None:
        if not self.is_going_on:
            raise RuleBroken(_("This trade fair has ended. Resume capturing to save this lead."))

    def _plan(self, lead: Lead, today: date, *, by: Any) -> None:
        if self.follow_up_days is not None:
            due = today + timedelta(days=self.follow_up_days)
            add_task(lead, _("Follow up: %(name)s", name=lead.name)[:255], due, by, by=by)


def _refuse_second(by: Any) -> None:
    """The person's row is locked, so that two of their devices begin one after the other."""
    db.session.scalar(select(User.id).where(User.id == by.id).with_for_update())
    if db.session.scalar(select(Fair.id).where(Fair.user_id == by.id, Fair.ended_at.is_(None))) is not None:
        raise RuleBroken(_("You already have a trade fair running. End it first."))
