"""Finding: every word typed must begin a word of the record, and only what the viewer sees is found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import selectinload

from salesapp.core.access import Shared, Viewer, allows
from salesapp.core.db import db
from salesapp.core.registry import RecordType, record_types
from salesapp.search.models import SearchWord
from salesapp.search.words import query_words

LAST = chr(0x10FFFF)
SHOWN = 6
MANY = 1000
"""When more records than these have the word, the newest of them are met soonest by walking all from the newest on."""


@dataclass(frozen=True)
class Found:
    """The best of one record type, and whether there are more."""

    type: RecordType
    records: list[Any]
    more: bool


def find(text: str, viewer: Viewer, *, each: int = SHOWN) -> list[Found]:
    """At most `each` records of every type the viewer may open, the heaviest type first; empty for too short a text."""
    asked = query_words(text)
    if not asked or (len(asked) == 1 and len(asked[0]) < 2 and asked[0].isascii()):
        return []
    types = {type_.key: type_ for type_ in record_types() if allows(viewer, type_.view)}
    hits = _hits(tuple(types), max(asked, key=len))
    found = [type_ for key, type_ in types.items() if key in hits]
    groups = []
    for type_ in sorted(found, key=lambda type_: -type_.search_weight):
        walked = len(asked) == 1 and hits[type_.key] > MANY and _has_way(type_, viewer)
        query = _newest_with(type_, asked[0]) if walked else _with_all(type_, asked)
        groups.append(_first(type_, query, each))
    return [group for group in groups if group.records]


def _hits(keys: tuple[str, ...], word: str) -> dict[str, int]:
    """Record type → in how many records a word begins so, counted to just beyond `MANY`; types without are left out."""
    asking = {"unscoped": "which types have such words; whose records they are is asked of each type"}
    values = {"word": word, "end": word + LAST}
    counted = db.session.execute(_counting(keys), values, execution_options=asking) if keys else ()
    return {key: count for key, count in counted if count}


@lru_cache(maxsize=32)
def _counting(keys: tuple[str, ...]) -> CompoundSelect[Any]:
    """One statement for all types: most searches are for one or two of them."""
    begins = {key: _begins(key, bindparam("word"), bindparam("end")) for key in keys}
    some = {key: select(SearchWord.record_id).where(begins[key]).limit(MANY + 1).subquery() for key in keys}
    return union_all(*(select(literal(key), func.count()).select_from(found) for key, found in some.items()))


def _has_way(type_: RecordType, viewer: Viewer) -> bool:
    """Whether every record on the way is one the viewer sees, and an index leads along them."""
    model = type_.model
    seen = issubclass(model, Shared) or viewer.sees_all(type_.key)
    return seen and any(each.columns.keys()[0] == "changed_at" for each in model.__table__.indexes)


def _newest_with(type_: RecordType, word: str) -> Select[Any]:
    model = type_.model
    has = exists().where(_begins(type_.key, word, word + LAST), SearchWord.record_id == model.id)
    return select(model).where(has).order_by(model.changed_at.desc(), model.id.desc())


def _with_all(type_: RecordType, asked: list[str]) -> Select[Any]:
    model = type_.model
    # The bare column has an index, along which Postgres would walk the whole table for words that are rare.
    newest = func.coalesce(model.changed_at, model.created_at).desc()
    return select(model).where(model.id.in_(_ids(type_, asked))).order_by(newest, model.id.desc())


def _first(type_: RecordType, query: Select[Any], most: int) -> Found:
    links = [each for each in map(type_.field, type_.subtitle) if each.kind == "link"]
    query = query.options(*(selectinload(getattr(type_.model, each.name)) for each in links))
    rows = list(db.session.scalars(query.limit(most + 1)))
    return Found(type_, rows[:most], len(rows) > most)


def _ids(type_: RecordType, asked: list[str]) -> Select[Any]:
    """Ids whose words are begun by all that was asked: the longest word narrows most and comes first."""
    first, *rest = (
        select(SearchWord.record_id).where(_begins(type_.key, word, word + LAST))
        for word in sorted(asked, key=len, reverse=True)
    )
    for more in rest:
        first = first.where(SearchWord.record_id.in_(more))
    return first


def _begins(key: str, word: Any, end: Any) -> ColumnElement[bool]:
    return and_(SearchWord.record_type == key, SearchWord.word >= word, SearchWord.word < end)
