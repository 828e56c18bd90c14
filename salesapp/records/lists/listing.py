"""Lists of any record type: filters, sorting, keyset paging, capped counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, false, func, select
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field
from salesapp.core.registry import RecordType
from salesapp.records.filters.checking import filter_from, short
from salesapp.records.filters.conditions import Group
from salesapp.records.filters.criteria import criterion, lasts
from salesapp.records.lists.bare import prints_bare, shape_of
from salesapp.records.lists.filters import FILTER, known, matches
from salesapp.records.lists.order import lasts_order, order_of, sortable

PAGE = 50
COUNT_CAP = 1000
KEPT = 256
"""Lists whose statements are kept."""
COLUMNS = "columns"
ANY = "any"
"""In an address: without the filter that this list begins with."""


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, where the next begins (None on the last), and how many there are in all."""

    rows: list[Any]
    after: str | None
    total: int
    capped: bool


@dataclass(frozen=True)
class Criteria:
    """What a list is asked for, as it stands in the address; unknown names are ignored, since links outlive fields.

    `filters` are the short ones by name (`city`, `amount__min`), `filter` is one of any shape.
    """

    type: RecordType
    query: str
    filters: dict[str, str]
    sort: str
    filter: str = ""
    columns: tuple[str, ...] = ()
    """The fields that it shows, in this order; none: those of the type."""

    @classmethod
    def from_args(cls, type_: RecordType, args: Mapping[str, str]) -> Criteria:
        given = {**type_.list_filters, **args}
        filters = {key: value.strip() for key, value in given.items() if known(type_, key) and value.strip()}
        filters = {key: value for key, value in filters.items() if value != ANY}
        sort = args.get("sort", "")
        sort = sort if sortable(type_, sort) else type_.default_sort
        columns = dict.fromkeys(
            each for each in args.get(COLUMNS, "").split(",") if each in type_.fields_by_name
        )
        return cls(
            type_, args.get("q", "").strip(), filters, sort, args.get(FILTER, "").strip(), tuple(columns)
        )

    @property
    def chosen(self) -> list[Field]:
        """The fields that somebody chose to see."""
        return [self.type.field(each) for each in self.columns]

    @property
    def args(self) -> dict[str, str]:
        """The address arguments that give this list again."""
        begun = self.type.list_filters
        found = {key: value for key, value in self.filters.items() if begun.get(key) != value}
        found |= {key: ANY for key in begun if key not in self.filters}
        if self.query:
            found["q"] = self.query
        if self.filter:
            found[FILTER] = self.filter
        if self.sort != self.type.default_sort:
            found["sort"] = self.sort
        if self.columns:
            found[COLUMNS] = ",".join(self.columns)
        return found

    def __hash__(self) -> int:
        narrowed = (self.query, *sorted(self.filters.items()), self.filter)
        return hash((self.type.key, *narrowed, self.sort, self.columns))

    @cached_property
    def asked(self) -> Group:
        """Everything that its filters ask, as one. RuleBroken for what cannot be asked."""
        whole = filter_from(self.type, self.filter) if self.filter else Group()
        parts = [short(self.type, key, value) for key, value in self.filters.items()]
        return Group((*parts, *((whole,) if whole.any else whole.parts)))

    @cached_property
    def problem(self) -> str:
        """Why its filters cannot be asked, in a sentence; empty where they can."""
        try:
            criterion(self.type, self.asked)
        except (RuleBroken, ValueError) as broken:
            return str(broken)
        return ""

    @property
    def lasting(self) -> bool:
        """Whether it asks for the same rows in the same order at any time: its statements are built once then."""
        try:
            return lasts(self.type, self.asked) and lasts_order(self.type, self.sort)
        except (RuleBroken, ValueError):
            return False

    def statement(self, *, many: bool = False) -> Select[Any]:
        """The rows, unsorted, none where it asks for nonsense. Of `many` the first are found soonest by walking all."""
        try:
            asked = [criterion(self.type, each) for each in self.asked.parts]
        except (RuleBroken, ValueError):
            asked = [false()]
        if self.query:
            asked.append(matches(self.type, self.query))
        return select(self.type.model).where(*(_walked(asked) if many and asked else asked))


def page_of(
    criteria: Criteria, after: str | None = None, size: int | None = None, *, bare: bool = False
) -> Page:
    """One page by keyset: the last page is as fast as the first. An `after` that is no place in it: the first one.

    What is only printed by `printed_rows` comes as `bare` records.
    """
    size = size or PAGE
    total, capped = counted(criteria)
    order = order_of(criteria.type, criteria.sort)
    bare = bare and prints_bare(criteria.type, criteria.chosen)
    build = _kept_page if criteria.lasting else _page
    statement = build(criteria, db.engine.dialect.name, many=capped, bare=bare)
    behind = order.after(after) if after else None
    if behind is not None:
        statement = statement.where(behind)
    found = db.session.execute(statement, {"most": size + 1}).all()
    places = len(order.keys)
    own = [row[:-places] for row in found[:size]]
    rows = shape_of(criteria.type, criteria.chosen).records(own) if bare else [row[0] for row in own]
    last = rows[-1].id if len(found) > size else None
    after = None if last is None else order.cursor(found[size - 1][-places:], last)
    return Page(rows, after, total, capped)


def _page(criteria: Criteria, _dialect: str, *, many: bool, bare: bool) -> Select[Any]:
    """The first rows in their order, with what they link to. Each database has its own way to compare texts."""
    order = order_of(criteria.type, criteria.sort)
    statement = criteria.statement(many=many)
    if bare:
        statement = statement.with_only_columns(*shape_of(criteria.type, criteria.chosen).attributes)
    else:
        statement = statement.options(*links_of(criteria.type, criteria.chosen))
    statement = statement.add_columns(*order.places).order_by(*order.terms)
    return statement.limit(bindparam("most", type_=Integer()))


def links_of(type_: RecordType, chosen: Sequence[Field]) -> list[ExecutableOption]:
    """What its rows link to comes with them."""
    related = {each.linked for each in (*type_.listed, *chosen) if each.kind == "link"}
    related.update(type_.named_after)
    found = type_.model.__mapper__.relationships
    return [selectinload(each.class_attribute) for each in found if each.key in related]


def counted(criteria: Criteria, *, exact: bool = False) -> tuple[int, bool]:
    """How many rows, and whether counting stopped at the cap."""
    build = _kept_count if criteria.lasting else _count
    found = db.session.scalar(build(criteria, db.engine.dialect.name, exact=exact)) or 0
    return (COUNT_CAP, True) if not exact and found > COUNT_CAP else (found, False)


def _count(criteria: Criteria, _dialect: str, *, exact: bool) -> Select[Any]:
    inner = criteria.statement().with_only_columns(criteria.type.model.id)
    if not exact:
        inner = inner.limit(COUNT_CAP + 1)
    return select(func.count()).select_from(inner.subquery())


# Building such a statement takes longer than running it.
_kept_page, _kept_count = lru_cache(maxsize=KEPT)(_page), lru_cache(maxsize=KEPT)(_count)


def _walked(asked: list[ColumnElement[bool]]) -> list[ColumnElement[bool]]:
    """The same out of reach of SQLite's indexes: it would fetch everything that one finds, and sort it."""
    if db.engine.dialect.name != "sqlite":
        return asked
    return [func.coalesce(and_(*asked), false())]
