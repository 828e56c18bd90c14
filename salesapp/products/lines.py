"""What lines can do whatever they are lines of: they are removed and brought back, and they change places."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypedDict

from sqlalchemy import inspect, select

from salesapp.core.db import Base, Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event
from salesapp.core.events.kept import brought_back, kept
from salesapp.core.i18n import _
from salesapp.products.models import TaxRate

EACH = {"unscoped": "whether the id of a removed line is free, whoever has it now"}


class LineSaid(TypedDict):
    """What is typed on a line or an option."""

    quantity: Decimal
    unit_price: Decimal
    discount: Decimal
    description: str
    tax_rate: TaxRate | None


def kept_line(line: Base) -> dict[str, Any]:
    """All that a line says, for the event that tells of its removal."""
    return {each.key: kept(getattr(line, each.key)) for each in inspect(line).mapper.column_attrs}


def is_as_kept(line: Base, was: dict[str, Any]) -> bool:
    """Whether the line says the same as when it was kept; others may have come before it meanwhile."""
    columns = inspect(type(line)).columns
    return all(
        getattr(line, name) == brought_back(columns[name], value)
        for name, value in was.items()
        if name in columns and name != "position"
    )


def event_of(document: Record, key: int, kind: str) -> Event | None:
    """The event of this kind and id, if it is the document's."""
    query = select(Event).where(
        Event.id == key,
        Event.kind == kind,
        Event.subject_type == document.record_type_key,
        Event.subject_id == document.id,
    )
    return db.session.scalar(query)


def brought_back_line(document: Any, removal: Event, restored: str, *, among: str = "lines") -> Any:
    """The line as it was, on its old place among the document's lines, or `among` others of its parts.

    RuleBroken where an event of the kind `restored` says that it is back, and where its price is in money that is
    no longer the document's.
    """
    if removal.id in _restored(document, restored):
        raise RuleBroken(_("This line has already been restored."))
    if removal.particulars["currency"] != document.currency:
        raise RuleBroken(_("The line is priced in another currency and can’t be restored."))
    model, was = inspect(type(document)).relationships[among].mapper.class_, removal.particulars["kept"]
    columns = inspect(model).columns
    values = {name: brought_back(columns[name], value) for name, value in was.items() if name in columns}
    if db.session.scalar(select(model.id).where(model.id == values["id"]), execution_options=EACH):
        del values["id"]  # SQLite gives the last id again
    line = model(**values)
    lines = getattr(document, among)
    _make_room(lines, line.position)
    lines.append(line)
    lines.sort(key=_place)
    return line


def _restored(document: Record, kind: str) -> set[int]:
    """The ids of the removals that were taken back."""
    query = select(Event.particulars).where(
        Event.kind == kind,
        Event.subject_type == document.record_type_key,
        Event.subject_id == document.id,
    )
    return {each["removal"] for each in db.session.scalars(query)}


def _make_room(lines: list[Any], position: int) -> None:
    """What came onto the place meanwhile goes down, with all below it."""
    if any(each.position == position for each in lines):
        for each in lines:
            each.position += each.position >= position


def moved(lines: list[Any], line: Any, *, up: bool) -> bool:
    """Changes places with the line above or below; whether there was one."""
    at = lines.index(line)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(lines):
        return False
    order = [*lines]
    order[at], order[to] = order[to], order[at]
    for place, each in enumerate(order, start=1):
        each.position = place
    lines.sort(key=_place)
    return True


def _place(line: Any) -> int:
    return int(line.position)
