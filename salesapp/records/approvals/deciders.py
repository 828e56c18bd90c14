"""Who decides on a request: the nearest above the owner who may, else the administrators; nobody on their own.

Everybody further up may decide as well, so that nothing waits for somebody who is away. Who left is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, false, select

from salesapp.core.access import ROLES, Permission, Role, allows
from salesapp.core.db import db
from salesapp.people.models import User
from salesapp.records.approvals.requests import ApprovalRequest

May = Callable[[User], bool]


def deciders(owner: User | None, asked_by_id: int | None, may: May) -> list[User]:
    """Who is asked."""
    for above in _upwards(owner):
        if above.is_active and may(above) and above.id != asked_by_id:
            return [above]
    query = select(User).where(User.role == Role.ADMINISTRATOR, User.active, User.id != asked_by_id)
    return list(db.session.scalars(query.order_by(User.id)))


def _upwards(user: User | None) -> Iterator[User]:
    above = None if user is None else user.manager
    while above is not None:
        yield above
        above = above.manager


def may_decide(by: Any, request: ApprovalRequest | None, owner_id: int | None, may: May) -> bool:
    """Whether `by` decides: an administrator, or somebody above the owner who may; never who asked."""
    if request is None or by.id == request.asked_by_id:
        return False
    if by.role is Role.ADMINISTRATOR:
        return True
    return may(by) and by.id != owner_id and owner_id in by.reach


def for_decider(user: User, request: Any, owner_id: Any, may: May) -> ColumnElement[bool]:
    """The waiting rows of `request` on which this person decides; `owner_id` is the column of the records' owners."""
    waiting: ColumnElement[bool] = request.decided_at.is_(None) & (request.asked_by_id != user.id)
    if user.role is Role.ADMINISTRATOR:
        return waiting
    if not may(user):
        return false()
    theirs: ColumnElement[bool] = owner_id.in_(user.reach - {user.id})
    return waiting & theirs


def concerned(owner: User | None, request: ApprovalRequest | None, by: Any) -> list[User]:
    """Who hears of the verdict: the owner and who asked, but nobody of what they did themselves."""
    people = [owner, None if request is None else request.asked_by]
    found = {each.id: each for each in people if each is not None and each.is_active}
    return [each for key, each in found.items() if key != by.id]


def colleagues(permission: Permission, asked_by_id: int | None) -> list[User]:
    """Who decides where any other with the right may: four eyes, whoever is above whom."""
    roles = [role for role, permissions in ROLES.items() if permission in permissions]
    query = select(User).where(User.role.in_(roles), User.active, User.id != asked_by_id)
    return list(db.session.scalars(query.order_by(User.id)))


def may_decide_as_colleague(by: Any, request: ApprovalRequest | None, permission: Permission) -> bool:
    """Whether `by` decides: somebody else with the right."""
    return request is not None and by.id != request.asked_by_id and allows(by, permission)


def for_colleague(user: User, request: Any) -> ColumnElement[bool]:
    """The waiting rows of `request` that somebody else asked for."""
    waiting: ColumnElement[bool] = request.decided_at.is_(None) & (request.asked_by_id != user.id)
    return waiting
