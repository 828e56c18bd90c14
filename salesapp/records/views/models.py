"""Views that somebody saved, and which ones stand above a list for whom."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core.db import Base, ShortText
from salesapp.records.views.offered import Offered


class SavedView(Offered, Base):
    """A list with a name. `args` are the address arguments that show it; what it shows follows each reader's rights."""

    __tablename__ = "views"

    type_key: Mapped[str] = mapped_column(ShortText(40))
    args: Mapped[dict[str, Any]] = mapped_column(default=dict)

    __table_args__ = (UniqueConstraint("user_id", "type_key", "name"),)


class PinnedView(Base):
    """Whether somebody wants a view above its list. Where they have not said so, `shelf_of` decides."""

    __tablename__ = "pinned_views"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    type_key: Mapped[str] = mapped_column(ShortText(40))
    view: Mapped[str] = mapped_column(ShortText(40))
    """The key of a shipped one, or the id of a saved one."""
    pinned: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (UniqueConstraint("user_id", "type_key", "view"),)
