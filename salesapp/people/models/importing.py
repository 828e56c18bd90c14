"""Users out of a file: access is ended and given by verbs of their own, so a file decides only about new users."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salesapp.core.registry import record_type

if TYPE_CHECKING:
    from salesapp.people.models import User

KEPT = frozenset({"active", "theme"})
"""What a file does not change in a user who is there already."""


def user_attributes(values: dict[str, Any], found: User | None) -> dict[str, Any]:
    """What the row says, by attribute."""
    known = record_type("user").fields_by_name
    own = {known[name].attribute if name in known else name: value for name, value in values.items()}
    return own if found is None else {name: value for name, value in own.items() if name not in KEPT}
