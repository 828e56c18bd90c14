"""Asking a specialist for help with an opportunity: a colleague, a team, or whoever has the skill."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Enum, ForeignKey, Index, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.access import Scoped, Viewer, visible
from salesapp.core.db import Base, LongText, ShortText
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.people.models import User

if TYPE_CHECKING:
    from salesapp.opportunities.models.opportunity import Opportunity

SPECIALIST_ASKED = event_kind(
    "opportunity_specialist_requested", _l("%(by)s requested help from %(whom)s"), icon="life-buoy"
)
SPECIALIST_ACCEPTED = event_kind(
    "opportunity_specialist_accepted", _l("%(by)s agreed to help"), icon="handshake"
)
SPECIALIST_DECLINED = event_kind(
    "opportunity_specialist_declined", _l("%(by)s declined to help: %(reply)s"), icon="ban"
)
SPECIALIST_WITHDRAWN = event_kind(
    "opportunity_specialist_withdrawn", _l("%(by)s withdrew the request for help to %(whom)s"), icon="undo-2"
)


class Answered(StrEnum):
    """How a request ended."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class SpecialistRequest(Scoped, Base):
    """One of `user_id`, `team` and `skill` says who is asked; of several the first to accept comes on the team."""

    __tablename__ = "specialist_requests"

    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    team: Mapped[str | None] = mapped_column(ShortText(80))
    skill: Mapped[str | None] = mapped_column(ShortText(80))
    need: Mapped[str] = mapped_column(LongText())
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    answered: Mapped[Answered | None] = mapped_column(
        Enum(
            Answered,
            native_enum=False,
            length=20,
            create_constraint=False,
            values_callable=lambda members: [each.value for each in members],
        )
    )
    answered_at: Mapped[datetime | None] = mapped_column()
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reply: Mapped[str | None] = mapped_column(LongText())

    opportunity: Mapped[Opportunity] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])

    __table_args__ = (Index("ix_specialist_requests_waiting", "answered_at", "opportunity_id"),)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Whoever sees the opportunity, and whoever is asked."""
        from salesapp.opportunities.models.opportunity import Opportunity

        seen = select(Opportunity.__table__.c.id).where(visible(Opportunity, viewer))
        return or_(cls.opportunity_id.in_(seen), cls.asks(viewer))

    @classmethod
    def asks(cls, viewer: Any) -> ColumnElement[bool]:
        """Requests that the viewer may answer, as far as they wait."""
        waiting = cls.answered_at.is_(None)
        team = and_(cls.team.is_not(None), cls.team == viewer.team)
        return and_(waiting, or_(cls.user_id == viewer.id, team, cls.skill.in_(viewer.skill_keys)))

    @property
    def is_waiting(self) -> bool:
        return self.answered_at is None

    @property
    def whom(self) -> str:
        """Who is asked, in words."""
        if self.user is not None:
            return self.user.name
        if self.team:
            return str(_("Team %(name)s", name=self.team))
        return str(_("anyone skilled in %(skill)s", skill=self.skill))

    @property
    def taker(self) -> str:
        """Who is asked, as history keeps it for readers of every language."""
        return self.user.name if self.user is not None else self.team or self.skill or ""

    def asks_of(self, user: User) -> bool:
        """Whether this person is asked."""
        if self.user_id is not None:
            return self.user_id == user.id
        return user.team == self.team if self.team else self.skill in user.skill_keys

    def accept(self, reply: str | None, *, by: User) -> None:
        """They come on the team, and see the opportunity from now on."""
        self._end(Answered.ACCEPTED, reply, by)
        record(self.opportunity, SPECIALIST_ACCEPTED, by=by, tells=[self.asked_by_id], body=reply)
        if all(each.user_id != by.id for each in self.opportunity.members):
            self.opportunity.add_member(by, role=self.skill or _("Specialist"), by=by)

    def decline(self, reply: str | None, *, by: User) -> None:
        """They cannot, and say why."""
        if not reply:
            raise RuleBroken(_("Give a reason so that someone else can be found."), field="reply")
        self._end(Answered.DECLINED, reply, by)
        record(self.opportunity, SPECIALIST_DECLINED, by=by, tells=[self.asked_by_id], reply=reply)

    def withdraw(self, *, by: User) -> None:
        """Nobody is asked any more; whoever may change the opportunity may do that."""
        self._end(Answered.WITHDRAWN, None, by)
        record(self.opportunity, SPECIALIST_WITHDRAWN, by=by, whom=self.taker)

    def _end(self, answered: Answered, reply: str | None, by: User) -> None:
        if not self.is_waiting:
            raise RuleBroken(_("This request has already been answered."))
        if answered is not Answered.WITHDRAWN and not self.asks_of(by):
            raise RuleBroken(_("This request was sent to someone else."))
        self.answered, self.reply = answered, reply
        self.answered_at, self.answered_by_id = clock.now(), by.id
