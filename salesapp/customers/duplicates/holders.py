"""Who has the keys that records are found by: one statement, built once, for hundreds of keys of several types."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import JSON, Select, Text, bindparam, cast, func, select

from salesapp.core.db import db
from salesapp.customers.duplicates.match_keys import Key, MatchKey

CROWD = 60
"""What more records than these share (a switchboard, the beginning of a common name) tells nobody from another."""

Holders = dict[Key, list[int]]
"""Key → ids of the records that have it, no more than one above `CROWD`; none where nobody has it."""


def holders_of(sought: Mapping[str, Iterable[Key]]) -> dict[str, Holders]:
    """Record type → the holders of its keys."""
    asked: dict[str, dict[str, list[str]]] = {}
    for type_, keys in sought.items():
        by_kind: dict[str, list[str]] = defaultdict(list)
        for kind, value in keys:
            by_kind[kind].append(value)
        asked[type_] = by_kind
    found: dict[str, Holders] = {type_: {} for type_ in sought}
    if any(asked.values()):
        query = _asking(db.engine.dialect.name)
        for type_, kind, value, ids in db.session.execute(query, {"sought": json.dumps(asked)}):
            if ids:
                found[type_][kind, value] = [int(each) for each in ids.split(",")]
    return found


@cache
def _asking(dialect: str) -> Select[Any]:
    """`sought` holds values by kind by type; no more of a crowd is read than shows that it is one."""
    sought: Any = bindparam("sought", type_=Text)
    if dialect == "postgresql":
        types = _rows(func.json_each(cast(sought, JSON)), "types")
        kinds = _rows(func.json_each(types.c.value), "kinds")
        values = _rows(func.json_array_elements_text(kinds.c.value), "texts")
    else:
        types = _rows(func.json_each(sought), "types")
        kinds = _rows(func.json_each(types.c.value), "kinds")
        values = _rows(func.json_each(kinds.c.value), "texts")
    few = (
        select(MatchKey.record_id)
        .where(
            MatchKey.record_type == types.c.key,
            MatchKey.kind == kinds.c.key,
            MatchKey.value == values.c.value,
        )
        .limit(CROWD + 1)
        .correlate(types, kinds, values)
        .subquery("few")
    )
    ids = select(func.aggregate_strings(cast(few.c.record_id, Text), ",")).scalar_subquery()
    return select(types.c.key, kinds.c.key, values.c.value, ids).select_from(types, kinds, values)


def _rows(entries: Any, name: str) -> Any:
    """What a function of JSON gives, to be joined to what it was given."""
    return entries.table_valued("key", "value", name=name, joins_implicitly=True)
