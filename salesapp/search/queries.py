"""Finding: every word typed must begin a word of the record, and only what the viewer sees is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, func, literal, select, union_all
from sqlalchemy.orm import selectinload

from salesapp.core.access import Viewer, allows
from salesapp.core.db import db
from salesapp.core.registry import RecordType, record_types
from salesapp.search.models import SearchWord
from salesapp.search.words import query_words

LAST = chr(0x10FFFF)
SHOWN = 6


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
    types = sorted(
        (type_ for type_ in record_types() if allows(viewer, type_.view)), key=lambda t: -t.search_weight
    )
    found = (_of_type(type_, asked, each) for type_ in _with_words(types, asked))
    return [group for group in found if group.records]


def _with_words(types: list[RecordType], asked: list[str]) -> list[RecordType]:
    """Those types that have such words at all, by one statement: most searches are for one or two of them."""
    longest = max(asked, key=len)
    hits = [select(literal(type_.key)).where(exists().where(_begins(type_, longest))) for type_ in types]
    asking = {"unscoped": "which types have such words; whose records they are is asked of each type"}
    there = set(db.session.scalars(union_all(*hits), execution_options=asking)) if hits else set()
    return [type_ for type_ in types if type_.key in there]


def _of_type(type_: RecordType, asked: list[str], most: int) -> Found:
    model = type_.model
    # The bare column has an index, along which Postgres would walk the whole table for words that are rare.
    newest = func.coalesce(model.changed_at, model.created_at).desc()
    query = select(model).where(model.id.in_(_ids(type_, asked))).order_by(newest, model.id.desc())
    links = [each for each in map(type_.field, type_.subtitle) if each.kind == "link"]
    query = query.options(*(selectinload(getattr(model, each.name)) for each in links))
    rows = list(db.session.scalars(query.limit(most + 1)))
    return Found(type_, rows[:most], len(rows) > most)


def _ids(type_: RecordType, asked: list[str]) -> Any:
    """Ids whose words are begun by all that was asked: the longest word narrows most and comes first."""
    ordered = sorted(asked, key=len, reverse=True)
    query = select(SearchWord.record_id).where(_begins(type_, ordered[0]))
    for word in ordered[1:]:
        query = query.where(
            SearchWord.record_id.in_(select(SearchWord.record_id).where(_begins(type_, word)))
        )
    return query


def _begins(type_: RecordType, word: str) -> ColumnElement[bool]:
    return (SearchWord.record_type == type_.key) & (SearchWord.word >= word) & (SearchWord.word < word + LAST)
