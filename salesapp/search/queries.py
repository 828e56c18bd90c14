"""Finding: every word typed must begin a word of the record, and only what the viewer sees is found.

Where nothing is found, words that are spelt nearly so are sought instead.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from operator import add
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import selectinload

from salesapp.core.access import Shared, Viewer, allows
from salesapp.core.db import db
from salesapp.core.registry import RecordType, record_types
from salesapp.search.models import SearchWord
from salesapp.search.near import LAST, MOST_SPELLINGS, Asked, divided, forgiving
from salesapp.search.words import asked_words, fold, words

SHOWN = 6
BY_NAME = 50
"""So heavy are customers, people, deals and documents."""
MOST_TOGETHER = MOST_SPELLINGS + 5
"""A word, what may stand for it, and the spellings nearby."""
MANY = 1000
"""When more records than these have the word, the newest of them are met soonest by walking all from the newest on."""


@dataclass(frozen=True)
class Found:
    """The best of one record type, and whether there are more."""

    type: RecordType
    records: list[Any]
    more: bool
    similar: bool = False
    """Whether they have words that are only spelt nearly as typed."""


def find(text: str, viewer: Viewer, *, each: int = SHOWN) -> list[Found]:
    """At most `each` records of every type the viewer may open; nothing for too short a text.

    The heaviest type comes first, but who has the name before what only hangs on them: a person before the deals of
    their customer.
    """
    asked = asked_words(text)
    if not asked or (len(asked) == 1 and len(asked[0][0]) < 2 and asked[0][0].isascii()):
        return []
    types = {type_.key: type_ for type_ in record_types() if allows(viewer, type_.view)}
    groups = _groups(types, asked, viewer, each) or _of_named_type(types, asked, viewer, each)
    for parted in () if groups else divided(asked, tuple(types)):
        groups = groups or _groups(types, parted, viewer, each)
    if not groups and (nearly := forgiving(asked, tuple(types))):
        groups = [replace(group, similar=True) for group in _groups(types, nearly, viewer, each)]
    return groups


def _of_named_type(
    types: dict[str, RecordType], asked: list[Asked], viewer: Viewer, each: int
) -> list[Found]:
    """“Order 3”: where no record has the word, records of the type that is called so with the rest."""
    called = {key: type_ for key, type_ in types.items() if asked[0][0] in _names(type_)}
    return _groups(called, asked[1:], viewer, each) if called and asked[1:] else []


def _names(type_: RecordType) -> set[str]:
    return {fold(str(name)) for name in (type_.label, type_.label_plural)}


def _groups(types: dict[str, RecordType], asked: list[Asked], viewer: Viewer, each: int) -> list[Found]:
    hits = _hits(tuple(types), max(asked, key=_length))
    found = [type_ for key, type_ in types.items() if key in hits]
    groups = []
    for type_ in sorted(found, key=lambda type_: -type_.search_weight):
        walked = len(asked) == 1 and hits[type_.key] > MANY and _has_way(type_, viewer)
        query = _newest_with(type_, asked[0]) if walked else _with_all(type_, asked)
        groups.append(_first(type_, query, each))
    return sorted((group for group in groups if group.records), key=lambda group: not _is_named(group, asked))


def _is_named(group: Found, asked: list[Asked]) -> bool:
    """Whether one of the records shown is called as was asked for, and not only its customer."""
    called = (words(record.title) for record in group.records if group.type.search_weight >= BY_NAME)
    return any(_begun(own, asked) for own in called)


def _begun(own: set[str], asked: list[Asked]) -> bool:
    return all(any(word.startswith(each) for word in own for each in some) for some in asked)


def _length(some: Asked) -> int:
    return min(map(len, some))


def _hits(keys: tuple[str, ...], asked: Asked) -> dict[str, int]:
    """Record type → in how many records a word begins so, counted to just beyond `MANY`; types without are left out."""
    asking = {"unscoped": "which types have such words; whose records they are is asked of each type"}
    # Filled up, so that there are few statements.
    sought = asked if len(asked) <= 2 else (*asked, *asked[-1:] * (MOST_TOGETHER - len(asked)))
    values = {f"word_{place}": word for place, word in enumerate(sought)}
    values |= {f"end_{place}": word + LAST for place, word in enumerate(sought)}
    counted = (
        db.session.execute(_counting(keys, len(sought)), values, execution_options=asking) if keys else ()
    )
    return {key: count for key, count in counted if count}


@lru_cache(maxsize=32)
def _counting(keys: tuple[str, ...], count: int) -> CompoundSelect[Any]:
    """One statement for all types: most searches are for one or two of them."""
    ranges: list[tuple[Any, Any]] = [
        (bindparam(f"word_{place}"), bindparam(f"end_{place}")) for place in range(count)
    ]
    begins = {key: _begins(key, *ranges) for key in keys}
    some = {key: select(SearchWord.record_id).where(begins[key]).limit(MANY + 1).subquery() for key in keys}
    return union_all(*(select(literal(key), func.count()).select_from(found) for key, found in some.items()))


def _has_way(type_: RecordType, viewer: Viewer) -> bool:
    """Whether every record on the way is one the viewer sees, and an index leads along them."""
    model = type_.model
    seen = issubclass(model, Shared) or viewer.sees_all(type_.key)
    return seen and any(each.columns.keys()[0] == "changed_at" for each in model.__table__.indexes)


def _newest_with(type_: RecordType, asked: Asked) -> Select[Any]:
    model = type_.model
    has = exists().where(_begins(type_.key, *_ranges(asked)), SearchWord.record_id == model.id)
    return select(model).where(has).order_by(model.changed_at.desc(), model.id.desc())


def _with_all(type_: RecordType, asked: list[Asked]) -> Select[Any]:
    model = type_.model
    # The bare column has an index, along which Postgres would walk the whole table for words that are rare.
    newest = func.coalesce(model.changed_at, model.created_at).desc()
    order = (_in_full(type_, asked).desc(), newest, model.id.desc())
    return select(model).where(model.id.in_(_ids(type_, asked))).order_by(*order)


def _in_full(type_: RecordType, asked: list[Asked]) -> ColumnElement[int]:
    """How many of the words it has as they were typed: Kim before Kimberly, ORD-2026-00003 before 00030."""
    mine = SearchWord.record_type == type_.key, SearchWord.record_id == type_.model.id
    each = (case((exists().where(*mine, SearchWord.word.in_(some)), 1), else_=0) for some in asked)
    return reduce(add, each)


def _first(type_: RecordType, query: Select[Any], most: int) -> Found:
    links = [each for each in map(type_.field, type_.subtitle) if each.kind == "link"]
    query = query.options(*(selectinload(getattr(type_.model, each.name)) for each in links))
    rows = list(db.session.scalars(query.limit(most + 1)))
    return Found(type_, rows[:most], len(rows) > most)


def _ids(type_: RecordType, asked: list[Asked]) -> Select[Any]:
    """Ids whose words are begun by all that was asked: the longest word narrows most and comes first."""
    first, *rest = (
        select(SearchWord.record_id).where(_begins(type_.key, *_ranges(some)))
        for some in sorted(asked, key=_length, reverse=True)
    )
    for more in rest:
        first = first.where(SearchWord.record_id.in_(more))
    return first


def _ranges(some: Asked) -> list[tuple[str, str]]:
    return [(word, word + LAST) for word in some]


def _begins(key: str, *ranges: tuple[Any, Any]) -> ColumnElement[bool]:
    some = (and_(SearchWord.word >= word, SearchWord.word < end) for word, end in ranges)
    return and_(SearchWord.record_type == key, or_(*some))
