"""The links under which dashboards are shown without a log-in."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, delete, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.access import Role, Scoped, Viewer
from salesapp.core.db import Base, Json, ShortText, db
from salesapp.people.models import User

EVERYBODYS = {"unscoped": "whoever deletes a dashboard takes it off everybody's walls"}


class WallLink(Scoped, Base):
    """It shows a dashboard as its maker sees it, through what they looked through; only the secret's hash is kept."""

    __tablename__ = "wall_links"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    board: Mapped[str] = mapped_column(ShortText(60), index=True)
    """The key of the dashboard in addresses."""
    lens: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    secret_hash: Mapped[str] = mapped_column(ShortText(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)

    user: Mapped[User] = relationship(User)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own; an administrator ends those of others."""
        return true() if viewer.role is Role.ADMINISTRATOR else cls.user_id == viewer.id


def new_link(board: str, lens: dict[str, Any], *, by: Any) -> str:
    """Its secret, which is given once."""
    secret = secrets.token_urlsafe(32)
    db.session.add(WallLink(user_id=by.id, board=board, lens=lens, secret_hash=hashed(secret)))
    return secret


def hashed(secret: str) -> str:
    """As it is kept and looked for."""
    return hashlib.sha256(secret.encode()).hexdigest()


def end_all_of(board: str, _name: str) -> None:
    """A dashboard is deleted: its number may be given to another one."""
    db.session.execute(delete(WallLink).where(WallLink.board == board), execution_options=EVERYBODYS)
