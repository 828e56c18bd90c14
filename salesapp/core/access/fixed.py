"""Parameters of the criteria that go into nearly every statement."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BindParameter


class Fixed(BindParameter[Any]):
    """A parameter that is known again by its hash.

    SQLAlchemy looks the parameters of a loader's criterion up by `==`, and theirs builds an expression every time: a
    quarter of a page on which many record types meet.
    """

    inherit_cache = True
    __hash__ = BindParameter.__hash__

    def __eq__(self, other: object) -> Any:
        return hash(self) == hash(other)


def fixed(value: Any) -> Any:
    """A value, or the values of a list for `in_`, as a parameter."""
    return Fixed(None, value, unique=True, expanding=isinstance(value, list))
