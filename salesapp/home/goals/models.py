"""Daily goals: so many calls, meetings, leads and quotes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core.access import Scoped, Viewer
from salesapp.core.db import Base, db
from salesapp.core.errors import RuleBroken, refuse_all
from salesapp.core.fields import enum_of
from salesapp.core.i18n import _, _l

MOST = 500


class GoalKind(StrEnum):
    """What is counted."""

    CALLS = "calls"
    MEETINGS = "meetings"
    LEADS = "leads"
    QUOTES = "quotes"

    @property
    def label(self) -> str:
        return {
            "calls": _l("Calls"),
            "meetings": _l("Meetings"),
            "leads": _l("New leads"),
            "quotes": _l("Quotes sent"),
        }[self.value]


class DailyGoal(Scoped, Base):
    """So many of a kind somebody wants to do each day. Theirs alone: it is no quota."""

    __tablename__ = "daily_goals"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[GoalKind] = mapped_column(enum_of(GoalKind))
    target: Mapped[int]

    __table_args__ = (UniqueConstraint("user_id", "kind"),)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return cls.user_id == viewer.id


def goals_of(user: Any) -> dict[GoalKind, int]:
    """What they set for themselves, in the order of the kinds."""
    found = {each.kind: each.target for each in db.session.scalars(_of(user))}
    return {kind: found[kind] for kind in GoalKind if kind in found}


def set_goals(targets: Mapping[GoalKind, int | None], *, by: Any) -> None:
    """One's own; without a number, or with nought, there is no goal."""
    refuse_all(
        RuleBroken(_("A daily goal is at most %(max)d.", max=MOST), field=kind.value)
        for kind, target in targets.items()
        if not 0 <= (target or 0) <= MOST
    )
    known = {each.kind: each for each in db.session.scalars(_of(by))}
    for kind, target in targets.items():
        row = known.get(kind)
        if not target:
            if row is not None:
                db.session.delete(row)
        elif row is None:
            db.session.add(DailyGoal(user_id=by.id, kind=kind, target=target))
        else:
            row.target = target


def _of(user: Any) -> Any:
    return select(DailyGoal).where(DailyGoal.user_id == user.id)
