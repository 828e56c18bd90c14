"""Views that somebody saved, and which ones stand above a list for whom."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint, and_, or_, select, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core.access import Role, Scoped, Viewer
from salesapp.core.db import Base, ShortText
from salesapp.core.errors import RuleBroken
from salesapp.core.fields import enum_of
from salesapp.core.i18n import _, _l
from salesapp.people.models import User

SHARING = (Role.ADMINISTRATOR, Role.MANAGER)
NAME_LENGTH = 60


class Audience(StrEnum):
    """Who is offered a view."""

    MINE = "mine"
    TEAM = "team"
    ALL = "all"

    @property
    def label(self) -> str:
        return AUDIENCES[self]


AUDIENCES = {Audience.MINE: _l("Only me"), Audience.TEAM: _l("My team"), Audience.ALL: _l("Everyone")}


class SavedView(Scoped, Base):
    """A list with a name. `args` are the address arguments that show it; what it shows follows each reader's rights."""

    __tablename__ = "views"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    type_key: Mapped[str] = mapped_column(ShortText(40))
    name: Mapped[str] = mapped_column(ShortText(NAME_LENGTH))
    audience: Mapped[Audience] = mapped_column(enum_of(Audience), default=Audience.MINE)
    args: Mapped[dict[str, Any]] = mapped_column(default=dict)

    user: Mapped[User] = relationship()

    __table_args__ = (UniqueConstraint("user_id", "type_key", "name"),)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own, those for everybody, and those for the team of whoever saved them."""
        team = select(User.id).where(User.team == viewer.team)  # type: ignore[attr-defined]
        for_team = and_(cls.audience == Audience.TEAM, cls.user_id.in_(team))
        return or_(cls.user_id == viewer.id, cls.audience == Audience.ALL, for_team)

    @classmethod
    def changeable_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own; an administrator tidies up what is for everybody."""
        shared = cls.audience == Audience.ALL if viewer.role is Role.ADMINISTRATOR else ~true()
        return or_(cls.user_id == viewer.id, shared)

    def offer_to(self, audience: Audience, *, by: Viewer) -> None:
        """Shows it to its owner, their team or everybody."""
        if audience is Audience.ALL and by.role not in SHARING:
            raise RuleBroken(
                _("Only a manager or an administrator can share views with everyone."), field="audience"
            )
        self.audience = audience


class PinnedView(Base):
    """Whether somebody wants a view above its list. Where they have not said so, `shelf_of` decides."""

    __tablename__ = "pinned_views"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    type_key: Mapped[str] = mapped_column(ShortText(40))
    view: Mapped[str] = mapped_column(ShortText(40))
    """The key of a shipped one, or the id of a saved one."""
    pinned: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (UniqueConstraint("user_id", "type_key", "view"),)
