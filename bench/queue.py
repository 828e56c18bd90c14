"""The call list and the search for duplicates, in a large company beside a small one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from flask import Flask
from sqlalchemy import select

from bench.board import sign_in
from bench.data import ENGINES, Stock
from bench.sizes import Sizes
from bench.timing import Cost, Line, Times, in_turns
from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.db import db
from salesapp.leads.models import Lead
from salesapp.people.models import User

MOST = 2.0
"""Times what the same costs in the small company."""


def measure(stock: Stock, sizes: Sizes) -> Iterator[Line]:
    """Both databases."""
    many, few = sizes.big // 10, sizes.small // 10
    for engine in ENGINES:
        with stock.app(engine, sizes.big) as large, stock.app(engine, sizes.small) as small:
            what = f"The next of a rep’s leads to call, among {many:,}"
            times = in_turns([_queue(large), _queue(small)], sizes.rounds)
            yield _line(Line("queue", what, {}, database=engine), few, *times)
            what = f"Possible duplicates of a lead, among {many:,} customers and as many leads"
            times = in_turns([_duplicates(large, sizes), _duplicates(small, sizes)], sizes.rounds)
            yield _line(Line("match", what, {}, database=engine), few, *times)


def _line(line: Line, few: int, large: Times, small: Times) -> Line:
    ratio = large.p50 / small.p50
    figures = {"p50 ms": large.p50, "p95 ms": large.p95, f"among {few:,} p50 ms": small.p50, "× small": ratio}
    return replace(line, figures=figures, promise=f"≤ {MOST:.0f} × among {few:,}", kept=ratio <= MOST)


def _queue(app: Flask) -> Callable[[], Cost]:
    """From a press on Next to the page of the lead."""
    person = sign_in(app, "rep")

    def turn() -> Cost:
        sent = person.ask("/leads/next", {})
        shown = person.open(sent.header("Location"))
        return Cost(sent.cost.took + shown.cost.took, sent.cost.cpu + shown.cost.cpu)

    return turn


def _duplicates(app: Flask, sizes: Sizes) -> Callable[[], Cost]:
    """What a lead's page asks for by itself: who it may be a second time. Each time another lead of the rep."""
    person, keys = sign_in(app, "rep"), iter(_leads(app, sizes.rounds + 10))
    return lambda: person.open(f"/leads/{next(keys)}/duplicates").cost


def _leads(app: Flask, most: int) -> list[int]:
    with app.app_context(), acting_as(SYSTEM):
        rep = select(User.id).where(User.email == "rep@demo.example").scalar_subquery()
        found = db.session.scalars(select(Lead.id).where(Lead.owner_id == rep).order_by(Lead.id))
        keys = list(found.fetchmany(most))
        db.session.remove()
    return [keys[place % len(keys)] for place in range(most)]
