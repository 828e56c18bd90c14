"""Who may own the records of a type: those are offered wherever somebody is made the owner of one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_

from salesapp.core.access import ROLES, Permission, Role
from salesapp.core.registry import RecordType, record_type


def may_own(user: Any, type_: RecordType) -> bool:
    """Whether the person is at work and can own such records."""
    return bool(user.active) and user.deleted_at is None and user.role in owning_roles(type_)


def owners(type_: RecordType) -> ColumnElement[bool]:
    """The same of every user, as a criterion."""
    user: Any = record_type("user").model
    return and_(user.active, user.role.in_(owning_roles(type_)))


def owning_roles(type_: RecordType) -> list[Role]:
    """The roles that see such records and own some."""
    return [role for role, granted in ROLES.items() if _owns(granted, type_)]


def _owns(granted: frozenset[Permission], type_: RecordType) -> bool:
    return type_.view in granted and (type_.owned_with or Permission.RECORD_OWN) in granted
