"""How many users may have access at once, where the company sets a limit: it holds by whatever door they come in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from salesapp.core.company import Company
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.flushing.written import has_changed
from salesapp.core.i18n import _, ngettext

if TYPE_CHECKING:
    from salesapp.people.models import User

RULE = "number of users"


def licences_used() -> int:
    """How many users have access."""
    model = _model()
    query = select(func.count(model.id)).where(model.active, model.deleted_at.is_(None))
    return db.session.scalar(query) or 0


def user_limit() -> int | None:
    """How many may; None without a limit. As the database has it now, not as this session once read it."""
    every = {"unscoped": "the rule holds whoever asks"}
    return db.session.scalar(select(Company.user_limit).limit(1).execution_options(**every))


def refuse_limit(limit: int | None) -> None:
    """RuleBroken for a limit that is passed already. Who gives access meanwhile waits, and then finds the new one."""
    one_at_a_time(RULE)
    used = licences_used()
    if limit is not None and limit < used:
        said = ngettext("%(num)s user has access.", "%(num)s users have access.", used)
        raise RuleBroken(
            _("%(count)s End access for some of them before you lower the limit.", count=said),
            field="user_limit",
        )


def keep_within_limit(coming: Iterable[User]) -> None:
    """RuleBroken when there are more users with access than licences, with these and all that this session holds."""
    one_at_a_time(RULE)
    with db.session.no_autoflush:
        limit = user_limit()
        if limit is not None and len(_with_access(coming)) > limit:
            raise RuleBroken(
                _(
                    "All %(num)s licences are in use. End access for someone, or raise the limit in Set-up.",
                    num=limit,
                )
            )


def comes_in(user: User) -> bool:
    """Whether the change that the session holds gives them access."""
    return _has_access(user) and (_key(user) is user or has_changed(user, "active", "deleted_at"))


def _with_access(coming: Iterable[User]) -> set[Any]:
    """Ids of those who have access as this session is about to leave it; of new ones themselves."""
    model = _model()
    stored = select(model.id).where(model.active, model.deleted_at.is_(None))
    found: set[Any] = set(db.session.scalars(stored))
    for each in {*db.session.new, *db.session.dirty}:
        if isinstance(each, model):
            (found.add if _has_access(each) else found.discard)(_key(each))
    return found | {_key(each) for each in coming}


def _key(user: User) -> Any:
    known: Any = user.id  # None of one that is not kept yet
    return known or user


def _has_access(user: User) -> bool:
    # What is new gets its defaults with the flush only.
    return user.active is not False and user.deleted_at is None


def _model() -> type[User]:
    from salesapp.people.models import User  # users ask this module before they change

    return User


@event.listens_for(Session, "before_flush")
def _whatever_the_door(session: Session, _context: object, _instances: object) -> None:
    model = _model()
    coming = [each for each in (*session.new, *session.dirty) if isinstance(each, model) and comes_in(each)]
    if coming:
        keep_within_limit(coming)
