"""Moving a card: one person against one UPDATE and two sums by hand; then eight at once, and nothing may be lost."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import Any

from flask import Response
from sqlalchemy import func, select

from bench.board import sign_in
from bench.data import ENGINES, Stock, opened
from bench.floor import BareApp
from bench.people import HTMX, Person, UnexpectedAnswer, crowd
from bench.serving import served
from bench.sizes import Sizes
from bench.timing import Act, Cost, Line, Times, compared, in_turns
from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.db import db
from salesapp.opportunities.models import Opportunity, State
from salesapp.opportunities.processes.models import Stage
from salesapp.opportunities.upkeep.totals import OpportunityTotal

BOARD = HTMX | {"HX-Current-URL": "http://localhost/board"}
BY_HAND = (
    "UPDATE opportunities SET stage_id = {to}, version = version + 1 WHERE id = {key}",
    "SELECT sum(count), sum(amount), sum(weighted) FROM opportunity_totals WHERE stage_id = {at}",
    "SELECT sum(count), sum(amount), sum(weighted) FROM opportunity_totals WHERE stage_id = {to}",
)


@dataclass(frozen=True)
class Move:
    """A card, where it is, where it goes."""

    key: int
    at: int
    to: int


def measure(stock: Stock, sizes: Sizes) -> Iterator[Line]:
    """Both databases, alone and together."""
    for engine in ENGINES:
        yield _alone(stock, engine, sizes)
        yield _together(stock, engine, sizes)


def _alone(stock: Stock, engine: str, sizes: Sizes) -> Line:
    with (
        stock.twin(engine, sizes.small) as url,
        stock.twin(engine, sizes.small) as other,
        opened(url, stock.folder) as app,
        opened(other, stock.folder) as twin,
    ):
        with app.app_context():
            moves = moves_of(1, sizes.rounds + 10)
        with twin.app_context():
            bare = BareApp(db.engine)
        person = sign_in(app, "rep")
        by_product, by_hand = _mover(person, iter(moves)), _by_hand(bare, iter(moves))
        product, floor = in_turns([by_product, by_hand], sizes.rounds)
        bare.close()
    figures = compared(product, floor)
    notes = [
        "the floor of a move: one UPDATE (the trigger keeps the sums), two sums, one COMMIT, the answer's bytes"
    ]
    promise = "p50 ≤ 2.5 × floor"
    return Line("move", "Move a card", figures, promise, figures["ratio"] <= 2.5, engine, notes)


def moves_of(owners: int, each: int) -> list[Move]:
    """For each of the first reps `each` of their open cards with another stage to go to, one after the other."""
    with acting_as(SYSTEM):
        stages = list(db.session.scalars(select(Stage.id).where(Stage.active).order_by(Stage.position)))
        reps = list(
            db.session.scalars(
                select(Opportunity.owner_id).distinct().order_by(Opportunity.owner_id).limit(owners)
            )
        )
        found: list[Move] = []
        for rep in reps:
            own = select(Opportunity.id, Opportunity.stage_id).where(
                Opportunity.owner_id == rep, Opportunity.state == State.OPEN, Opportunity.stage_id.in_(stages)
            )
            rows = db.session.execute(own.order_by(Opportunity.id).limit(each)).all()
            found += [Move(key, at, stages[(stages.index(at) + 1) % len(stages)]) for key, at in rows]
        db.session.remove()
    return found


def _mover(person: Person, moves: Iterator[Move]) -> Act:
    def act() -> Cost:
        move = next(moves)
        return person.press(f"/opportunities/{move.key}/move", BOARD, stage=move.to, version=1).cost

    return act


def _by_hand(bare: BareApp, moves: Iterator[Move]) -> Act:
    begin = "BEGIN IMMEDIATE" if "sqlite" in type(bare.connection).__module__ else "BEGIN"

    def view() -> Response:
        move: Any = next(moves)
        bare.connection.execute(begin)
        for statement in BY_HAND:
            cursor = bare.connection.execute(statement.format(key=move.key, at=move.at, to=move.to))
            if cursor.description:
                cursor.fetchall()
        bare.connection.execute("COMMIT")
        return Response("x" * 2500)

    bare.flask.add_url_rule("/", view_func=view)
    return bare.open


def _together(stock: Stock, engine: str, sizes: Sizes) -> Line:
    with stock.twin(engine, sizes.small) as url:
        with opened(url, stock.folder) as app, app.app_context():
            moves = moves_of(sizes.clients, sizes.moves)
        emails = [f"rep{number or ''}@demo.example" for number in range(sizes.clients)]
        with (
            served(url, stock.folder) as site,
            crowd(site.address, emails) as people,
            ThreadPoolExecutor(sizes.clients) as pool,
        ):
            shares = [
                moves[number * sizes.moves : (number + 1) * sizes.moves] for number in range(sizes.clients)
            ]
            results = list(pool.map(_run, people, shares))
        with opened(url, stock.folder) as app, app.app_context():
            lost, apart = _lost(moves), _apart()
    times = Times(tuple(took for took_all, _failed in results for took in took_all))
    failed = sum(failed for _took, failed in results)
    figures = {
        "p50 ms": times.p50,
        "p95 ms": times.p95,
        "moves": len(moves),
        "failed": failed,
        "lost": lost,
        "sums apart": apart,
    }
    what = f"Move, {sizes.clients} clients by HTTP"
    return Line("move", what, figures, "no lost move, totals right", not (failed or lost or apart), engine)


def _run(person: Person, moves: list[Move]) -> tuple[list[float], int]:
    """Times of the moves, and how many were refused."""
    took, failed = [], count()
    for move in moves:
        try:
            took.append(person.press(f"/opportunities/{move.key}/move", BOARD, stage=move.to, version=1).took)
        except UnexpectedAnswer:
            next(failed)
    return took, next(failed)


def _lost(moves: list[Move]) -> int:
    """How many cards are not where they were moved to."""
    with acting_as(SYSTEM):
        rows = db.session.execute(select(Opportunity.id, Opportunity.stage_id)).all()
        places = {row.id: row.stage_id for row in rows}
    return sum(places[move.key] != move.to for move in moves)


def _apart() -> int:
    """How many kept sums differ from the rows."""
    with acting_as(SYSTEM):
        kept = OpportunityTotal
        held = select(kept.stage_id, kept.owner_id, kept.count, kept.amount, kept.weighted).where(
            kept.count != 0
        )
        one = Opportunity
        sums = (func.count(), func.sum(one.amount), func.sum(one.weighted))
        rows = (
            select(one.stage_id, one.owner_id, *sums)
            .where(one.state == State.OPEN)
            .group_by(one.stage_id, one.owner_id)
        )
        as_kept = {tuple(int(each or 0) for each in row) for row in db.session.execute(held)}
        as_counted = {tuple(int(each or 0) for each in row) for row in db.session.execute(rows)}
        db.session.remove()
    return len(as_kept ^ as_counted)
