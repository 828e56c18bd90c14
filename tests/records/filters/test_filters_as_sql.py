"""Any filter finds in the database just the rows of which it holds: for every role, on both databases."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.access import acting_as, allows
from salesapp.core.db import db
from salesapp.core.money import Money
from salesapp.core.money.currencies import worth
from salesapp.core.registry import RecordType, record_type
from salesapp.people.models import User
from salesapp.records.filters.checking import checked
from salesapp.records.filters.conditions import WORTHLESS, Group, holds
from salesapp.records.filters.criteria import criterion
from salesapp.records.filters.fields import own_fields, related
from salesapp.records.filters.notation import read, written
from salesapp.records.filters.readers import Reader
from salesapp.records.filters.words import sentence
from tests.records.filters import company_of_rows, dice

TYPES = ("account", "contact", "opportunity", "lead", "activity")
FILTERS = 60
"""Of each type and role."""


@pytest.fixture
def company(cast):
    with clock.travel(company_of_rows.NOW):
        company_of_rows.fill(cast)
        yield cast


class Seen:
    """The rows that one viewer sees, and what each answers, read from Python objects."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[int, Any]] = {}
        self.worth: dict[tuple[str, str], dict[int, int]] = {}

    def of(self, type_: RecordType) -> dict[int, Any]:
        if type_.key not in self.rows:
            self.rows[type_.key] = {each.id: each for each in db.session.scalars(select(type_.model))}
        return self.rows[type_.key]

    def reader(self, type_: RecordType, row: Any) -> Any:
        def value_of(path: str) -> Any:
            name, _dot, further = path.partition(".")
            declared = own_fields(type_)[name]
            if further:
                target = record_type(declared.target)
                linked = self.of(target).get(getattr(row, declared.attribute))
                return None if linked is None else self.reader(target, linked)(further)
            return self.value(type_, row, declared)

        return value_of

    def value(self, type_: RecordType, row: Any, declared: Any) -> Any:
        value = getattr(row, declared.shown or declared.attribute)
        if value is None or declared.kind in {"date", "instant", "boolean", "link"}:
            return value
        if declared.kind == "money":
            minor = self.worths(type_, declared)[row.id]
            return WORTHLESS if minor is None else Money(minor, "EUR").amount
        return Decimal(value) if declared.numeric else str(value)

    def worths(self, type_: RecordType, declared: Any) -> dict[int, int]:
        key = (type_.key, declared.name)
        if key not in self.worth:
            query = select(type_.model.id, worth(type_.model, declared))
            self.worth[key] = dict(db.session.execute(query).all())
        return self.worth[key]

    def hanging(self, type_: RecordType, row: Any) -> Any:
        def found(name: str) -> list[Any]:
            below = related(type_)[name].type
            return [
                self.reader(below, each)
                for each in self.of(below).values()
                if hangs_on(type_, row, below, each)
            ]

        return found


def hangs_on(type_: RecordType, row: Any, below: RecordType, each: Any) -> bool:
    if below.key == "activity":
        return (each.subject_type, each.subject_id) == (type_.key, row.id)
    link = next(field for field in below.fields if field.kind == "link" and field.target == type_.key)
    return getattr(each, link.attribute) == row.id


@pytest.mark.parametrize("name", ["root", "ben", "ada", "mia"])
def test_sql_and_python_find_the_same_rows(company, name):
    chance, faults, found_some = random.Random(name), [], 0  # noqa: S311
    viewer = db.session.get(User, company[name].id)
    with acting_as(viewer):
        reader, seen = Reader.now(), Seen()
        for type_ in map(record_type, TYPES):
            if not allows(viewer, type_.view):
                continue
            for _ in range(FILTERS):
                part = dice.thrown(chance, type_)
                group = checked(type_, part if isinstance(part, Group) else Group((part,)))
                query = select(type_.model.id).where(criterion(type_, group, reader))
                by_sql = set(db.session.scalars(query))
                by_python = {
                    key
                    for key, row in seen.of(type_).items()
                    if holds(group, seen.reader(type_, row), seen.hanging(type_, row), reader)
                }
                found_some += bool(by_sql) and len(by_sql) < len(seen.of(type_))
                if by_sql != by_python:
                    faults.append(f"{type_.key}: {written(group)}: {sorted(by_sql)} ≠ {sorted(by_python)}")
                if read(written(group)) != shallow(group):
                    faults.append(f"{type_.key}: {written(group)} is read back as {read(written(group))}")
                faults += unsaid(type_, group)
    assert not faults, "\n".join(faults[:5])
    assert found_some > FILTERS / 2  # the filters tell rows apart


def shallow(group: Group) -> Group:
    """As an address says it: a group of one group is that group."""
    alone = group.parts[0] if len(group.parts) == 1 and not group.any else None
    return alone if isinstance(alone, Group) and alone.any else group


def unsaid(type_: RecordType, group: Group) -> list[str]:
    """Where a sentence is missing, or the Chinese one is English."""
    found = []
    for language in ("en", "zh"):
        with force_locale(language):
            said = sentence(type_, group)
        if not said and written(group).strip("()anyl;"):
            found.append(f"{type_.key}: {written(group)} says nothing in {language}")
    return found
