"""The board: as a rep, a manager of 20 and the administrator; with 20,000 and with a million opportunities."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from flask import Flask
from sqlalchemy import select, text, update

from bench.data import ENGINES, Stock, opened
from bench.floor import BareApp, Query, Shape, page_view
from bench.people import InProcess, Person
from bench.sizes import Sizes
from bench.timing import Line, compared, in_turns
from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.db import db
from salesapp.opportunities.models import Opportunity, State
from salesapp.opportunities.processes.models import Stage
from salesapp.people.models import find_user
from tests.statements import statements

ROLES = {"rep": "as a rep", "manager": "as a manager of 20", "admin": "as the administrator"}
CARD = r'<li class="card".*?</li>'
CARD_SLOTS = (0, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 8, 1)
"""Columns of the floor's rows that a card shows, some of them more than once (its id is in four addresses)."""
STATEMENTS = 12


@dataclass(frozen=True)
class Viewed:
    """The board of one person in one company, and its floors."""

    person: Person
    kept: BareApp
    live: BareApp
    statements: int

    def close(self) -> None:
        self.kept.close()
        self.live.close()


def measure(stock: Stock, sizes: Sizes) -> Iterator[Line]:
    """Both databases: the small company against its floor, then the big ones against the small."""
    for engine in ENGINES:
        with stock.app(engine, sizes.small) as app:
            yield _nothing(app, engine, sizes)
            for role in ROLES:
                yield _against_floor(app, engine, role, sizes)
            yield from _grown(stock, engine, sizes, app)


def _nothing(app: Flask, engine: str, sizes: Sizes) -> Line:
    """What any page costs before it shows anything of its own."""
    person = sign_in(app, "rep")
    (page,) = in_turns([lambda: person.open("/search").cost], sizes.rounds)
    figures = {"p50 ms": page.p50, "p95 ms": page.p95, "CPU p50 ms": median(page.cpu)}
    return Line("board", "A page with nothing on it", figures, database=engine)


def _against_floor(app: Flask, engine: str, role: str, sizes: Sizes) -> Line:
    seen = view_of(app, role)
    product, kept, live = in_turns(
        [lambda: seen.person.open("/board").cost, seen.kept.open, seen.live.open], sizes.rounds
    )
    seen.close()
    figures = compared(product, kept) | {
        "ratio to live sums": product.p50 / live.p50,
        "live floor p50 ms": live.p50,
        "statements": seen.statements,
    }
    fits = figures["ratio"] <= 2 and figures["ratio p95"] <= 3 and seen.statements <= STATEMENTS
    promise = "p50 ≤ 2.0 × floor, p95 ≤ 3 ×, ≤ 12 statements"
    notes = ["the floor reads kept sums; “live” is the floor that adds up the rows"]
    return Line("board", f"Board, {sizes.small:,} open, {ROLES[role]}", figures, promise, fits, engine, notes)


def _grown(stock: Stock, engine: str, sizes: Sizes, small: Flask) -> Iterator[Line]:
    with stock.app(engine, sizes.big) as big:
        for role in ROLES:
            yield _against_small(small, big, engine, role, sizes, f"all of {sizes.big:,} open", 2.0)
    with mostly_closed(stock, engine, sizes) as big:
        for role in ROLES:
            what = f"{sizes.small:,} of {sizes.big:,} open"
            yield _against_small(small, big, engine, role, sizes, what, 1.2)


def _against_small(  # noqa: PLR0917  what is compared, for whom and how far
    small: Flask, big: Flask, engine: str, role: str, sizes: Sizes, what: str, limit: float
) -> Line:
    few, many = sign_in(small, role), sign_in(big, role)
    product, before = in_turns(
        [lambda: many.open("/board").cost, lambda: few.open("/board").cost], sizes.rounds
    )
    figures = {
        "p50 ms": product.p50,
        "p95 ms": product.p95,
        "small p50 ms": before.p50,
        "ratio": product.p50 / before.p50,
    }
    promise = f"≤ {limit} × the time at {sizes.small:,}"
    return Line("board", f"Board, {what}, {ROLES[role]}", figures, promise, figures["ratio"] <= limit, engine)


@contextmanager
def mostly_closed(stock: Stock, engine: str, sizes: Sizes) -> Iterator[Flask]:
    """The big company with as many open opportunities as the small one; the others were won."""
    share = sizes.big // sizes.small
    with stock.twin(engine, sizes.big) as url, opened(url, stock.folder) as app:
        with app.app_context(), acting_as(SYSTEM):
            others = update(Opportunity).where(Opportunity.id % share != 0).values(state=State.WON)
            db.session.execute(others, execution_options={"synchronize_session": False})
            db.session.commit()
        _tidy(app)
        yield app


def _tidy(app: Flask) -> None:
    """What the databases do by themselves in the night."""
    with app.app_context(), db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("VACUUM ANALYZE"), execution_options={"unscoped": "upkeep"})


def sign_in(app: Flask, role: str) -> Person:
    """The first of that role in the synthetic company."""
    return Person(InProcess(app), f"{role}@demo.example")


def view_of(app: Flask, role: str) -> Viewed:
    """The board of `role` with floors that send as many bytes."""
    person = sign_in(app, role)
    shape = Shape.of(person.open("/board").text, CARD)
    with app.app_context(), acting_as(SYSTEM):
        statements = counted(person, "/board")
        cards, kept, live = queries(f"{role}@demo.example")
        floors = [BareApp(db.engine), BareApp(db.engine)]
        db.session.remove()
    for bare, sums in zip(floors, (kept, live), strict=True):
        page_view(bare, [cards, sums], shape, CARD_SLOTS)
    return Viewed(person, floors[0], floors[1], statements)


def counted(person: Person, path: str) -> int:
    """How many statements one request sends."""
    with statements() as sent:
        person.open(path)
    return len(sent)


def queries(email: str) -> tuple[Query, Query, Query]:
    """By hand: the cards of each stage, the kept sums, the sums of the rows."""
    user = find_user(email)
    if user is None:
        raise LookupError(email)
    stages = list(db.session.scalars(select(Stage.id).where(Stage.active).order_by(Stage.position)))
    theirs = (
        ""
        if user.sees_all("opportunity")
        else f" AND owner_id IN ({', '.join(map(str, sorted(user.reach)))})"
    )
    # Nothing foreign gets into this SQL: ids of our own rows only.
    top = (
        "SELECT * FROM (SELECT id, name, amount, currency, next_step, next_step_on, account_id, owner_id, version"  # noqa: S608
        " FROM opportunities WHERE stage_id = {} AND state = 'open' AND deleted_at IS NULL"
        f"{theirs} ORDER BY stage_entered_at DESC, id DESC LIMIT 26) AS s{{}}"
    )
    each = " UNION ALL ".join(top.format(stage, stage) for stage in stages)
    cards = (
        "SELECT c.id, c.name, c.amount, c.currency, c.next_step, c.next_step_on, a.name, u.name, c.version"  # noqa: S608
        f" FROM ({each}) AS c LEFT JOIN accounts a ON a.id = c.account_id LEFT JOIN users u ON u.id = c.owner_id"
    )
    kept = (
        "SELECT stage_id, sum(count), sum(amount), sum(weighted) FROM opportunity_totals"  # noqa: S608
        f" WHERE 1 = 1{theirs} GROUP BY stage_id"
    )
    live = (
        "SELECT stage_id, count(*), sum(amount), sum(weighted) FROM opportunities"  # noqa: S608
        f" WHERE state = 'open' AND deleted_at IS NULL{theirs} GROUP BY stage_id"
    )
    return (cards, ()), (kept, ()), (live, ())
