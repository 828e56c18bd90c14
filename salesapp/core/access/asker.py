"""A viewer as statements know them: what they may see decides how one is written, who they are is put in when it runs.

So the criteria of rights are built once for everybody of the same rights, and SQLAlchemy compiles a statement once.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from sqlalchemy import BindParameter

from salesapp.core.access.roles import Role, Viewer

asking: ContextVar[Viewer] = ContextVar("asking")
"""Whose statement is about to run."""


class Parameter(BindParameter[Any]):
    """A parameter that is known again by its hash.

    SQLAlchemy looks the parameters of a loader's criterion up by `==`, and theirs builds an expression every time: a
    quarter of a page on which many record types meet.
    """

    inherit_cache = True
    __hash__ = BindParameter.__hash__

    def __eq__(self, other: object) -> Any:
        return hash(self) == hash(other)


def constant(value: Any) -> Any:
    """A value that every statement has in this place."""
    return Parameter(None, value, unique=True)


def _of_asker(value: Callable[[Any], Any], *, several: bool = False) -> Any:
    return Parameter(None, callable_=lambda: value(asking.get()), unique=True, expanding=several)


class Asker:
    """Has the rights of `viewer` and stands for everybody who has the same: what is asked of them is a parameter."""

    def __init__(self, viewer: Viewer) -> None:
        self.role: Role = viewer.role
        self.sees_all = viewer.sees_all
        self.edits_all = viewer.edits_all

        self.rights = viewer.rights

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Asker) and self.rights == other.rights

    def __hash__(self) -> int:
        return hash(self.rights)

    @property
    def id(self) -> Any:
        return _of_asker(lambda viewer: viewer.id)

    @property
    def reach(self) -> Any:
        return _of_asker(lambda viewer: sorted(viewer.reach), several=True)

    @property
    def team(self) -> Any:
        return _of_asker(lambda viewer: getattr(viewer, "team", None))

    @property
    def skill_keys(self) -> Any:
        return _of_asker(lambda viewer: sorted(getattr(viewer, "skill_keys", ())), several=True)
