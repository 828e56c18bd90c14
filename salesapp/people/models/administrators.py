"""The company keeps somebody who may set it up, by whatever door people lose their access or their role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session

from salesapp.core.access import Role
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _

if TYPE_CHECKING:
    from salesapp.people.models import User

WATCHED = ("role", "active", "deleted_at")
RULE = "one active administrator"


def keep_an_administrator(leaving: User | None = None) -> None:
    """RuleBroken when nobody would be left to set the company up: not `leaving`, nor who has lost it in this session.

    Whoever has no password yet, being invited only, can't: an invitation may be lost or end.
    Two who take each other's access wait for one another here, and the second finds that they are the last.
    """
    one_at_a_time(RULE)
    if not _remaining() - {None if leaving is None else leaving.id}:
        raise RuleBroken(
            _("At least one active administrator must remain. Make someone else an administrator first."),
            field="role",
        )


def stops_administering(user: User) -> bool:
    """Whether the change that the session holds takes the user out of those who may set the company up."""
    return _was_administrator(user) and not administers(user)


def administers(user: User) -> bool:
    """Whether they may set the company up now."""
    # What is new gets its defaults with the flush only.
    return user.role is Role.ADMINISTRATOR and user.active is not False and user.deleted_at is None


def _remaining() -> set[int | None]:
    """Ids of the administrators as others see them now, and as this session is about to change that."""
    model = _model()
    with db.session.no_autoflush:
        stored = select(model.id).where(
            model.role == Role.ADMINISTRATOR,
            model.active,
            model.deleted_at.is_(None),
            model.password_hash.is_not(None),
        )
        found: set[int | None] = set(db.session.scalars(stored))
        for each in (*db.session.new, *db.session.dirty):
            if isinstance(each, model):
                stays = administers(each) and each.password_hash is not None
                (found.add if stays else found.discard)(each.id)
    return found


def _was_administrator(user: User) -> bool:
    before: dict[str, Any] = {}
    for name in WATCHED:
        gone: Any = inspect(user).attrs[name].load_history().deleted
        before[name] = gone[0] if gone else getattr(user, name)
    return before["role"] is Role.ADMINISTRATOR and bool(before["active"]) and before["deleted_at"] is None


def _model() -> type[User]:
    from salesapp.people.models import User  # users ask this module before they change

    return User


@event.listens_for(Session, "before_flush")
def _whatever_the_door(session: Session, _context: object, _instances: object) -> None:
    model = _model()
    leaving = [each for each in session.dirty if isinstance(each, model) and stops_administering(each)]
    leaving += [each for each in session.deleted if isinstance(each, model) and _was_administrator(each)]
    if leaving:
        keep_an_administrator(leaving[0] if leaving[0] in session.deleted else None)
