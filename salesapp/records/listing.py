"""Lists of any record type: filters, sorting, keyset paging, capped counts."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import selectinload

from salesapp.core.company import company
from salesapp.core.db import Record, db
from salesapp.core.fields import Field
from salesapp.core.money import Money
from salesapp.core.registry import RecordType

PAGE = 50
COUNT_CAP = 1000
ANY = "any"
"""In an address: without the filter that this list begins with."""
NOBODY = "none"
"""In an address, of a link: rows that name no other record."""
TEXTS = frozenset({"text", "email", "phone", "url", "long_text"})
SYSTEM_SORTS = ("changed_at", "created_at", "id")


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, where the next begins (None on the last), and how many there are in all."""

    rows: list[Any]
    after: str | None
    total: int
    capped: bool


@dataclass(frozen=True)
class Criteria:
    """What a list is asked for, as it stands in the address; unknown names are ignored, since links outlive fields."""

    type: RecordType
    query: str
    filters: dict[str, str]
    sort: str

    @classmethod
    def from_args(cls, type_: RecordType, args: Mapping[str, str]) -> Criteria:
        known = {each.name for each in type_.fields if each.filterable} | {"owner", *type_.criteria}
        given = {**type_.list_filters, **args}
        filters = {
            key: value.strip()
            for key, value in given.items()
            if key.split("__")[0] in known and value.strip()
        }
        filters = {key: value for key, value in filters.items() if value != ANY}
        sort = args.get("sort", "")
        return cls(
            type_, args.get("q", "").strip(), filters, sort if _sortable(type_, sort) else type_.default_sort
        )

    @property
    def args(self) -> dict[str, str]:
        """The address arguments that give this list again."""
        begun = self.type.list_filters
        found = {key: value for key, value in self.filters.items() if begun.get(key) != value}
        found |= {key: ANY for key in begun if key not in self.filters}
        if self.query:
            found["q"] = self.query
        if self.sort != self.type.default_sort:
            found["sort"] = self.sort
        return found

    def statement(self, *, many: bool = False) -> Select[Any]:
        """The rows, unsorted. Of `many` the first are found soonest by walking all rows in their order."""
        asked = [_criterion(self.type, key, value) for key, value in self.filters.items()]
        if self.query:
            asked.append(_matches(self.type, self.query))
        return select(self.type.model).where(*(_walked(asked) if many and asked else asked))


def page_of(criteria: Criteria, after: str | None = None, size: int = PAGE) -> Page:
    """One page by keyset: the last page is as fast as the first."""
    total, capped = counted(criteria)
    model, statement = criteria.type.model, criteria.statement(many=capped)
    column, descending = sort_column(criteria.type, criteria.sort)
    if after:
        statement = statement.where(_beyond(model, column, descending, *_decoded(after, column)))
    order = [_nulls_last(column, descending), model.id.desc() if descending else model.id]
    related = {each.linked for each in criteria.type.listed if each.kind == "link"}
    links = [
        selectinload(each.class_attribute) for each in model.__mapper__.relationships if each.key in related
    ]
    rows = list(db.session.scalars(statement.order_by(*order).limit(size + 1).options(*links)))
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, _encoded(rows[-1], criteria) if more else None, total, capped)


def counted(criteria: Criteria, *, exact: bool = False) -> tuple[int, bool]:
    """How many rows, and whether counting stopped at the cap."""
    inner = criteria.statement().with_only_columns(criteria.type.model.id)
    if not exact:
        inner = inner.limit(COUNT_CAP + 1)
    found = db.session.scalar(select(func.count()).select_from(inner.subquery())) or 0
    return (COUNT_CAP, True) if not exact and found > COUNT_CAP else (found, False)


def _walked(asked: list[ColumnElement[bool]]) -> list[ColumnElement[bool]]:
    """The same out of reach of SQLite's indexes: it would fetch everything that one finds, and sort it."""
    if db.engine.dialect.name != "sqlite":
        return asked
    return [func.coalesce(and_(*asked), false())]


def _sortable(type_: RecordType, sort: str) -> bool:
    name = sort.removeprefix("-")
    return name in SYSTEM_SORTS or any(
        each.name == name and each.kind not in {"link", "long_text"} for each in type_.fields
    )


def sort_column(type_: RecordType, sort: str) -> tuple[Any, bool]:
    """The column of `-close_on` and whether it runs downwards."""
    return getattr(type_.model, sort.removeprefix("-")), sort.startswith("-")


def _nulls_last(column: Any, descending: bool) -> Any:
    ordered = column.desc() if descending else column.asc()
    return ordered.nulls_last() if getattr(column.property.columns[0], "nullable", False) else ordered


def _beyond(model: type[Record], column: Any, descending: bool, value: Any, key: int) -> ColumnElement[bool]:
    later_id = model.id < key if descending else model.id > key
    if value is None:
        return and_(column.is_(None), later_id)
    further = column < value if descending else column > value
    beyond = or_(further, and_(column == value, later_id))
    return or_(beyond, column.is_(None)) if column.property.columns[0].nullable else beyond


def _encoded(row: Any, criteria: Criteria) -> str:
    value = getattr(row, criteria.sort.removeprefix("-"))
    kept = (
        value.isoformat()
        if isinstance(value, date | datetime)
        else str(value)
        if isinstance(value, Decimal)
        else value
    )
    return urlsafe_b64encode(json.dumps([kept, row.id]).encode()).decode()


def _decoded(after: str, column: Any) -> tuple[Any, int]:
    try:
        value, key = json.loads(urlsafe_b64decode(after.encode()))
        return _typed(column, value), int(key)
    except (ValueError, TypeError, InvalidOperation):
        return None, 0


def _typed(column: Any, value: Any) -> Any:
    if value is None:
        return None
    python = column.type.python_type
    if python is datetime:
        return datetime.fromisoformat(value)
    if python is date:
        return date.fromisoformat(value)
    return python(value) if python in {Decimal, int} else value


def _criterion(type_: RecordType, key: str, text: str) -> ColumnElement[bool]:
    """`amount__min=100` and the like: `name`, `name__min`, `name__max`; a value that does not fit finds nothing."""
    name, _sep, bound = key.partition("__")
    if name in type_.criteria:
        return type_.criteria[name](text)  # type: ignore[no-any-return]
    declared = type_.fields_by_name[name]
    column = getattr(type_.model, declared.attribute)
    if declared.kind == "link" and text == NOBODY:
        return column.is_(None)  # type: ignore[no-any-return]
    try:
        if declared.kind == "choice" and "," in text:
            return column.in_([_filter_value(declared, each) for each in text.split(",")])  # type: ignore[no-any-return]
        value = _filter_value(declared, text)
    except (ValueError, InvalidOperation):
        return column.is_(None) & column.is_not(None)  # type: ignore[no-any-return]
    if bound == "min":
        return column >= value  # type: ignore[no-any-return]
    if bound == "max":
        return column <= value  # type: ignore[no-any-return]
    if declared.kind in {"text", "email", "phone", "url"}:
        return column.icontains(text, autoescape=True)  # type: ignore[no-any-return]
    return column == value  # type: ignore[no-any-return]


def _filter_value(declared: Field, text: str) -> Any:
    match declared.kind:
        case "integer" | "link":
            return int(text)
        case "money":
            return Money.of(Decimal(text), company().currency).minor
        case "quantity" | "unit_price" | "percent" | "rate" | "decimal":
            return Decimal(text)
        case "date":
            return date.fromisoformat(text)
        case "instant":
            return datetime.fromisoformat(f"{text}T00:00:00+00:00" if len(text) == 10 else text)
        case "boolean":
            return text in {"1", "true", "y", "yes"}
        case "choice":
            return cast("Any", declared.choices)(text)
        case _:
            return text


def _matches(type_: RecordType, text: str) -> ColumnElement[bool]:
    columns = [
        getattr(type_.model, each.name) for each in type_.fields if each.searchable and each.kind in TEXTS
    ]
    return or_(*(column.icontains(text, autoescape=True) for column in columns))
