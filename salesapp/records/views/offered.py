"""What somebody saved under a name and offers: to themselves, to their team or to everybody."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, and_, or_, select, true
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from salesapp.core.access import Role, Scoped, Viewer
from salesapp.core.db import ShortText
from salesapp.core.errors import RuleBroken
from salesapp.core.fields import enum_of
from salesapp.core.i18n import _, _l
from salesapp.people.models import User

SHARING = (Role.ADMINISTRATOR, Role.MANAGER)
NAME_LENGTH = 60


class Audience(StrEnum):
    """Who is offered it."""

    MINE = "mine"
    TEAM = "team"
    ALL = "all"

    @property
    def label(self) -> str:
        return AUDIENCES[self]


AUDIENCES = {Audience.MINE: _l("Only me"), Audience.TEAM: _l("My team"), Audience.ALL: _l("Everyone")}


class Offered(Scoped):
    """The trait of belonging to whoever saved it and being offered to some; it shows what each reader may see."""

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(ShortText(NAME_LENGTH))
    audience: Mapped[Audience] = mapped_column(enum_of(Audience), default=Audience.MINE)

    @declared_attr
    def user(cls) -> Mapped[User]:
        return relationship(User)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own, those for everybody, those for the team of whoever saved them, and what a leaver left behind."""
        team = select(User.id).where(User.team == viewer.team)  # type: ignore[attr-defined]
        for_team = and_(cls.audience == Audience.TEAM, cls.user_id.in_(team))
        return or_(cls.user_id == viewer.id, cls.audience == Audience.ALL, for_team, cls._left_to(viewer))

    @classmethod
    def changeable_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own; an administrator tidies up what is for everybody, and what others see of a leaver."""
        shared = cls.audience == Audience.ALL if viewer.role is Role.ADMINISTRATOR else ~true()
        return or_(cls.user_id == viewer.id, shared, cls._left_to(viewer))

    @classmethod
    def _left_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """What others still see of somebody who has no access any more: an administrator's to change and delete."""
        if viewer.role is not Role.ADMINISTRATOR:
            return ~true()
        people = User.__table__.c
        gone = select(people.id).where(or_(people.active.is_(False), people.deleted_at.is_not(None)))
        return and_(cls.user_id.in_(gone), cls.shown_to_others())

    @classmethod
    def shown_to_others(cls) -> ColumnElement[bool]:
        """What anybody beside its owner may see."""
        return cls.audience != Audience.MINE

    def offer_to(self, audience: Audience, *, by: Viewer) -> None:
        """Shows it to its owner, their team or everybody."""
        if audience is Audience.ALL and by.role not in SHARING:
            raise RuleBroken(
                _("Only a manager or an administrator can share this with everyone."), field="audience"
            )
        self.audience = audience
