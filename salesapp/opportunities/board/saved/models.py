"""Boards that somebody saved: a name for an address of the board."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint, or_, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core.access import Role, Scoped, Viewer
from salesapp.core.db import Base, ShortText
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.people.models import User

SHARING = (Role.ADMINISTRATOR, Role.MANAGER)
NAME_LENGTH = 60


class SavedBoard(Scoped, Base):
    """A board with a name. `args` are the address arguments that show it; `shared`: everybody may look at it so."""

    __tablename__ = "boards"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(ShortText(NAME_LENGTH))
    shared: Mapped[bool] = mapped_column(default=False)
    args: Mapped[dict[str, Any]] = mapped_column(default=dict)

    user: Mapped[User] = relationship()

    __table_args__ = (UniqueConstraint("user_id", "name"),)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return or_(cls.user_id == viewer.id, cls.shared)

    @classmethod
    def changeable_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own; an administrator tidies up what is shared."""
        shared = cls.shared if viewer.role is Role.ADMINISTRATOR else ~true()
        return or_(cls.user_id == viewer.id, shared)

    def share(self, *, shared: bool, by: Viewer) -> None:
        """Shows it to everybody, or to its owner only."""
        if shared and by.role not in SHARING:
            raise RuleBroken(_("Only a manager or an administrator can share boards."), field="shared")
        self.shared = shared


class DefaultBoard(Base):
    """Which board somebody begins with."""

    __tablename__ = "default_boards"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id", ondelete="CASCADE"), index=True)
