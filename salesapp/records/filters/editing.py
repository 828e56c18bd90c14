"""A filter built by taps: parts that all hold, each a question or several alternatives of which one is enough.

`at` says where in it: empty a new part, `2` the third one, `2.1` its second alternative, `2.` a further alternative.
"""

from __future__ import annotations

from salesapp.core.parsing.texts import key_in
from salesapp.records.filters.conditions import Group, Part


def in_rows(group: Group) -> tuple[Part, ...]:
    """The parts that all hold: several alternatives are one of them."""
    return (group,) if group.any and group.parts else group.parts


def part_at(group: Group, at: str) -> Part | None:
    """What stands there; None for a place that has nothing yet."""
    first, _dot, second = at.partition(".")
    row = _of(in_rows(group), first)
    if not second:
        return None if at.endswith(".") else row
    return _of(row.parts, second) if isinstance(row, Group) else None


def _of(parts: tuple[Part, ...], number: str) -> Part | None:
    key = key_in(number)
    return parts[key] if key is not None and key < len(parts) else None


def put(group: Group, at: str, part: Part) -> Group:
    """The filter with the part there; at the end where the place does not exist."""
    rows = list(in_rows(group))
    first, dot, second = at.partition(".")
    key = key_in(first)
    if key is None or key >= len(rows):
        return _whole([*rows, part])
    rows[key] = _put_beside(rows[key], second, part) if dot else part
    return _whole(rows)


def _put_beside(row: Part, second: str, part: Part) -> Group:
    """The row with a further alternative, or another one in its place."""
    beside = list(row.parts) if isinstance(row, Group) and row.any else [row]
    key = key_in(second)
    if key is None or key >= len(beside):
        return Group((*beside, part), any=True)
    beside[key] = part
    return Group(tuple(beside), any=True)


def without(group: Group, at: str) -> Group:
    """The filter less what stands there."""
    rows = list(in_rows(group))
    first, _dot, second = at.partition(".")
    key = key_in(first)
    if key is None or key >= len(rows):
        return group
    row, other = rows[key], key_in(second)
    if other is None or not isinstance(row, Group):
        del rows[key]
        return _whole(rows)
    left = tuple(each for number, each in enumerate(row.parts) if number != other)
    rows[key : key + 1] = [Group(left, any=True)] if len(left) > 1 else left
    return _whole(rows)


def _whole(rows: list[Part]) -> Group:
    alone = rows[0] if len(rows) == 1 else None
    return alone if isinstance(alone, Group) and alone.any else Group(tuple(rows))
