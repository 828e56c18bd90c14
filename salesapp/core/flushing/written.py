"""What the next flush is about to write of a row."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm.attributes import History, get_history
from sqlalchemy.orm.base import PASSIVE_NO_INITIALIZE


def history_of(row: Any, name: str) -> History:
    """What is set there and what was; it asks the database for nothing.

    `inspect(row).attrs[name].history` says the same, and makes an object for each of a record's fifty attributes first:
    a twelfth of an import.
    """
    return get_history(row, name, PASSIVE_NO_INITIALIZE)


def has_changed(row: Any, *names: str) -> bool:
    """Whether it is about to get another value in any of these attributes."""
    return any(history_of(row, name).has_changes() for name in names)
