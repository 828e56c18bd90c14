"""A list of 100,000 rows, filtered and sorted: the first page and the last one."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from flask import Flask

from bench.board import sign_in
from bench.data import ENGINES, Stock
from bench.floor import BareApp, Shape, page_view
from bench.sizes import Sizes
from bench.timing import Line, compared, in_turns
from salesapp.core.db import db
from salesapp.records.lists.listing import COUNT_CAP, PAGE

ROW = r'<tr role="row" id=.*?</tr>'
LAST_SAME = 1.3
"""A last page may take this much of the first page's time and still count as being as fast."""


@dataclass(frozen=True)
class Listed:
    """A list as its address asks for it, and the same rows by hand."""

    what: str
    address: str
    table: str
    columns: str
    where: str
    by: str


LISTS = (
    Listed("Leads", "/leads?status=working&sort={}", "leads", "id, name, company, phone, status, owner_id, changed_at",
           "status = 'working' AND deleted_at IS NULL", "name"),
    Listed("Accounts", "/accounts?name=river&sort={}", "accounts", "id, name, type, phone, owner_id, billing_country",
           "lower(name) LIKE '%river%' AND deleted_at IS NULL", "name"),
)  # fmt: skip
ORDERS = (("by name", "{by}", "{by} ASC, id ASC"), ("newest first", "-id", "id DESC"))


def measure(stock: Stock, sizes: Sizes) -> Iterator[Line]:
    """Both databases, as the administrator."""
    for engine in ENGINES:
        with stock.app(engine, sizes.big) as app:
            for each in LISTS:
                for order in ORDERS:
                    yield _line(app, engine, each, order, sizes)


def _line(app: Flask, engine: str, each: Listed, order: tuple[str, str, str], sizes: Sizes) -> Line:
    words, sort, sorting = order
    address = each.address.format(sort.format(by=each.by))
    person = sign_in(app, "admin")
    html = person.open(address).text
    with app.app_context():
        bare = BareApp(db.engine)
    end = f"{address}&after={_last(bare, each, sorting.format(by=each.by), sort.format(by=each.by))}"
    # Nothing foreign gets into this SQL: it is all written above.
    rows = f"FROM {each.table} WHERE {each.where}"
    page = f"SELECT {each.columns} {rows} ORDER BY {sorting.format(by=each.by)} LIMIT {PAGE + 1}"
    total = f"SELECT count(*) FROM (SELECT id {rows} LIMIT {COUNT_CAP + 1}) AS capped"  # noqa: S608
    page_view(bare, [(page, ()), (total, ())], Shape.of(html, ROW), (0, 1, 2, 3, 4, 5, 0))
    first, last, floor = in_turns(
        [lambda: person.open(address).cost, lambda: person.open(end).cost, bare.open], sizes.rounds
    )
    bare.close()
    figures = compared(first, floor) | {"last page p50 ms": last.p50, "last ÷ first": last.p50 / first.p50}
    kept = figures["ratio"] <= 2 and figures["last ÷ first"] <= LAST_SAME
    what = f"{each.what}, {sizes.big // 10:,} rows, filtered, {words}"
    return Line("lists", what, figures, "≤ 2 × floor, the last page as fast", kept, engine)


def _last(bare: BareApp, each: Listed, sorting: str, sort: str) -> str:
    """The cursor behind which only the last page is left."""
    backwards = sorting.replace(" ASC", " !").replace(" DESC", " ASC").replace(" !", " DESC")
    column = sort.removeprefix("-")
    found = bare.rows(
        f"SELECT {column}, id FROM {each.table} WHERE {each.where} ORDER BY {backwards} LIMIT 1 OFFSET {PAGE}"  # noqa: S608
    )
    value, key = found[0] if found else ("", 0)
    return quote(urlsafe_b64encode(json.dumps([value, key]).encode()).decode())
