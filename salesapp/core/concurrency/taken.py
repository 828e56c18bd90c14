"""A value of which there may be one only, and that another row has: what the database says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from salesapp.core.db import Base

OF_POSTGRES = "23505"
OF_SQLITE = re.compile(r"UNIQUE constraint failed: (?:index '(?P<index>\w+)'|(?P<columns>[\w., ]+))")


@dataclass(frozen=True)
class Taken:
    """What has to be unique: the columns that are so together, none where only the index is known."""

    columns: frozenset[str]


def taken_in(error: BaseException) -> Taken | None:
    """What the error says is taken; None for any other error."""
    if not isinstance(error, IntegrityError):
        return None
    if getattr(error.orig, "sqlstate", None) == OF_POSTGRES:
        return Taken(_columns().get(error.orig.diag.constraint_name, frozenset()))  # type: ignore[union-attr]
    found = OF_SQLITE.search(str(error.orig))
    if found is None:
        return None
    if found["index"]:
        return Taken(_columns().get(found["index"], frozenset()))
    return Taken(frozenset(each.rpartition(".")[2] for each in found["columns"].split(", ")))


@cache
def _columns() -> dict[str, frozenset[str]]:
    """The columns of every unique constraint and index, by its name."""
    unique: list[UniqueConstraint | Index] = []
    for table in Base.metadata.tables.values():
        unique += [each for each in table.constraints if isinstance(each, UniqueConstraint)]
        unique += [each for each in table.indexes if each.unique]
    return {str(each.name): frozenset(column.name for column in each.columns) for each in unique}
