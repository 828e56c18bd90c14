"""Every list is walked to its end, in every order it offers: each row once, whatever the column holds."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64encode
from typing import Any

import pytest
import sqlalchemy as sa

from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.db import db
from salesapp.core.money.currencies import CurrencyRate
from salesapp.core.registry import RecordType, record_types
from salesapp.customers.models import Account
from salesapp.customers.records import ACCOUNT
from salesapp.opportunities.processes import defaults
from salesapp.records.lists import listing
from salesapp.records.lists.listing import Criteria, page_of
from salesapp.records.lists.order import sortable
from tests.architecture.examples import Examples, numbers, plain_value

SIZE = 3
ROWS = 7
"""Two pages and a half."""
WHOLE = {"lead-statuses", "assignment-rules", "lead-score-rules", "picklist-entries", "web-forms"}
"""Pages of set-up that show all their few rows at once, in the order in which they count."""


@pytest.fixture
def rows_of_every_type(cast, monkeypatch):
    """Seven rows of each type: of every column that can be sorted by, blanks, equal values and others."""
    monkeypatch.setattr(listing, "PAGE", SIZE)
    defaults.begin()
    examples = Examples(cast["root"]).of_every_type()
    db.session.flush()
    connection = db.session.connection()
    for type_ in record_types():
        table = type_.model.__table__
        example = sa.select(table).where(table.c.id == examples[type_.key].id)
        model = dict(connection.execute(example).mappings().one())
        there = connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for number in range(ROWS - there):
            connection.execute(sa.insert(table).values(varied(table, model, number)))
    db.session.add(CurrencyRate(currency="JPY", valid_from=plain_value(sa.Column(sa.Date())), rate=1))
    db.session.commit()


def varied(table: sa.Table, model: dict[str, Any], number: int) -> dict[str, Any]:
    found = {}
    for column in table.columns:
        if column.primary_key or column.computed is not None or column.key.endswith("_sort"):
            continue
        if column.nullable and number % 3 == 0:
            found[column.key] = None
        elif (
            column.foreign_keys
            or column.key == "subject_type"
            or (number % 3 == 1 and not is_unique(table, column))
        ):
            found[column.key] = model[column.key]
        elif column.key == "currency":
            found[column.key] = "JPY"
        elif column.key == "deleted_at":
            found[column.key] = None
        else:
            found[column.key] = plain_value(column)
    return found | {"deleted_at": None, "version": next(numbers)}


def is_unique(table: sa.Table, column: sa.Column[Any]) -> bool:
    indexed = [each.columns for each in table.indexes if each.unique]
    bound = [each.columns for each in table.constraints if isinstance(each, sa.UniqueConstraint)]
    return bool(column.unique) or any(column.key in each for each in [*indexed, *bound])


def orders(type_: RecordType) -> list[str]:
    names = [each.name for each in type_.fields] + ["changed_at", "created_at", "id"]
    return [dash + name for name in names if sortable(type_, name) for dash in ("", "-")]


def walked(type_: RecordType, sort: str) -> list[int]:
    """The ids of all pages one after the other."""
    everything = dict.fromkeys(type_.list_filters, listing.ANY) | {"sort": sort}
    criteria, found, after = Criteria.from_args(type_, everything), [], None
    assert criteria.sort == sort
    while True:
        page = page_of(criteria, after)
        found += [row.id for row in page.rows]
        after = page.after
        if after is None or len(found) > 1000:
            return found


def test_every_list_in_every_order_shows_each_row_once(rows_of_every_type):
    faults = []
    with acting_as(SYSTEM):
        for type_ in record_types():
            there = set(db.session.scalars(sa.select(type_.model.id)))
            for sort in orders(type_):
                found = walked(type_, sort)
                if len(found) != len(there) or set(found) != there:
                    faults.append(f"{type_.key} by {sort}: {found} of {sorted(there)}")
    assert len(there) >= ROWS
    assert not faults


def test_every_list_is_walked_by_its_links_in_the_order_it_opens_with(rows_of_every_type, as_user):
    browser, faults = as_user("root"), []
    for type_ in record_types():
        address, pages = f"/{type_.slug}", 0
        filters = "&".join(f"{name}={listing.ANY}" for name in type_.list_filters)
        address += f"?{filters}" if filters else ""
        while address and pages < 50:
            answer = browser.get(address)
            if answer.status_code != 200:
                faults.append(f"{address}: {answer.status_code}")
                break
            pages, more = pages + 1, re.search(r'href="([^"]+)"[^>]*rel="next"', answer.text)
            address = more[1].replace("&amp;", "&") if more else ""
        if pages < 3 and type_.slug not in WHOLE:
            faults.append(f"{type_.slug} ends after {pages} pages")
    assert not faults


def cursor(kept: object) -> str:
    return urlsafe_b64encode(json.dumps(kept).encode()).decode()


@pytest.mark.parametrize(
    "sort", ["-changed_at", "name", "employees", "type", "phone", "annual_revenue", "id"]
)
def test_a_cursor_that_the_list_did_not_write_begins_at_the_first_page(as_user, sort):
    db.session.add(Account(name="Acme"))
    deep = "[" * 3000
    made_up = [
        "x", "é", "[]", urlsafe_b64encode(deep.encode()).decode(), cursor({}), cursor([]), cursor("text"), cursor(7),
        *(
            cursor([value, key])
            for value in ({}, [], [[1]], True, "text", "\0", "\ud800", 2**80, -(2**70), 1.5, "9999-99-99",
                          "0001-01-01T00:00:00+14:00", "2026-01-01T00:00:00", None, "²")
            for key in (1, 2**40, "1", True, None)
        ),
    ]  # fmt: skip
    criteria = Criteria.from_args(ACCOUNT, {"sort": sort})
    with acting_as(SYSTEM):
        for after in made_up:
            assert len(page_of(criteria, after).rows) <= 1, after
    browser = as_user("root")
    for after in made_up[:4]:
        answer = browser.get("/accounts", query_string={"sort": sort, "after": after})
        assert answer.status_code == 200, after


def test_filters_of_other_lists_and_values_out_of_range_are_taken_politely(as_user):
    browser = as_user("root")
    browser.checks_pages = False
    odd = {
        "owner": "3",
        "nonsense": "1",
        "name__min": "a",
        "name__": "x",
        "active__max": "1",
        "sort": "-owner",
    }
    for type_ in record_types():
        for path in ("", "/count", "/filters"):
            assert browser.get(f"/{type_.slug}{path}", query_string=odd).status_code == 200, (type_.key, path)
        for value in ("9" * 30, "²", "1e400", "NaN"):
            asked = {f"{each.name}{bound}": value for each in type_.fields for bound in ("", "__min")}
            answer = browser.get(f"/{type_.slug}", query_string=asked)
            assert answer.status_code == 200, (type_.key, value)
