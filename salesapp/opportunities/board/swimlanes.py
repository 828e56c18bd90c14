"""Swimlanes: the columns of a board divided by owner or by close month, with the sums of each part.

A lane runs through all columns. What does not fit into a cell is a tap away: the board of that lane alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from babel.dates import format_skeleton
from flask import url_for
from sqlalchemy import Row, case, func, literal, or_, select

from salesapp.core import clock
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.i18n import _, _l
from salesapp.opportunities.board import column_sums, queries
from salesapp.opportunities.board.cards import Board, CardMaker, Cell, Column
from salesapp.opportunities.board.column_sums import OPEN, OWN_CRITERION, ColumnSum
from salesapp.opportunities.board.months import EARLIER, LATER, UNDATED, span_of, spans
from salesapp.opportunities.board.saved.selection import View
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes.models import Stage
from salesapp.people.models import User
from salesapp.web.filters import locale, money_short, zone

CELL = 10
"""As many cards of a cell are shown."""
MOST = 30
"""As many lanes are shown, those with the largest sums."""
NOBODY = _l("No owner")


@dataclass(frozen=True)
class Lane:
    """A part of the board: its key, what it is called, and what narrows the board to it."""

    key: str
    name: str
    narrows: dict[str, Any]


Cards = dict[tuple[int, str], list[Row[Any]]]
"""(Stage id, lane key) → rows."""
Sums = dict[tuple[int, str], ColumnSum]


@dataclass(frozen=True)
class Division:
    """A board in lanes: the sums of every cell by (stage id, lane key) and, where they are shown, its cards."""

    on: Board
    lanes: list[Lane]
    sums: Sums
    rows: Cards = field(default_factory=dict)
    maker: CardMaker | None = None

    def column(self, stage: Stage) -> Column:
        """A stage with all its cells."""
        whole = ColumnSum()
        for (stage_id, _key), each in self.sums.items():
            if stage_id == stage.id:
                whole.absorb(each)
        cells = tuple(self.cell(stage, lane) for lane in self.lanes)
        shown = sum(len(cell.made) for cell in cells)
        return replace(self.on.column(stage, whole, [], self.maker), cells=cells, shown=shown)

    def cell(self, stage: Stage, lane: Lane) -> Cell:
        """What of a lane lies in a stage."""
        sums = self.sums.get((stage.id, lane.key), ColumnSum())
        rows, maker = self.rows.get((stage.id, lane.key), []), self.maker
        return Cell(
            id=f"stage-{stage.id}-lane-{lane.key}",
            lane=lane.key,
            name=lane.name,
            count=sums.count,
            sum=money_short(sums.total, company().currency) if sums.count else "",
            made=() if maker is None else tuple(map(maker.card, rows[:CELL])),
            more_url=self._alone(stage, lane) if len(rows) > CELL else None,
            printer=None if maker is None else maker.printer,
        )

    def _alone(self, stage: Stage, lane: Lane) -> str:
        """The board of this lane alone."""
        chosen, look = self.on.chosen.but(**lane.narrows), replace(self.on.look, lanes="")
        arguments = View(chosen, look, str(self.on.process.id)).args
        return url_for("board.index", _anchor=f"stage-{stage.id}", **arguments)


def columns_of(on: Board) -> list[Column]:
    """All columns of the board with their first cards, divided where its look says so."""
    if not on.look.lanes:
        return on.columns()
    rows = _cards(on)
    maker = CardMaker(on, [row for found in rows.values() for row in found[:CELL]])
    sums = sums_of(on, on.stages)
    division = Division(on, _lanes(on, sums), sums, rows, maker)
    return [division.column(stage) for stage in on.stages]


def heads_of(on: Board, stages: Sequence[Stage], moved: Opportunity) -> list[Column]:
    """Columns without their cards, each with the cell that this opportunity lies in."""
    heads = on.heads(stages)
    if not on.look.lanes:
        return heads
    key = key_of(on, moved)
    name = month_name(key) if on.look.lanes == "month" else moved.owner.name if moved.owner else NOBODY
    lane = Lane(key, str(name), {})
    division = Division(on, [lane], sums_of(on, stages))
    return [replace(head, cells=(division.cell(head.stage, lane),)) for head in heads]


def key_of(on: Board, row: Opportunity) -> str:
    """The lane that an opportunity lies in."""
    if on.look.lanes == "owner":
        return str(row.owner_id or 0)
    if row.close_on is None:
        return UNDATED
    return next(each.key for each in spans(clock.today(zone())) if row.close_on <= each.last)


def sums_of(on: Board, stages: Sequence[Stage]) -> Sums:
    """What each cell of these stages comes to."""
    sums: Sums = {}
    statements = column_sums.counted(stages, on.scope.criteria, on.chosen, _by(on))
    for stage_id, lane, currency, *numbers in column_sums.rows_of(statements):
        sums.setdefault((stage_id, str(lane)), ColumnSum()).add(currency, *numbers)
    return sums


def _lanes(on: Board, sums: Sums) -> list[Lane]:
    """The lanes that have cards."""
    keys = {key for _stage, key in sums}
    return _owners(on, keys, sums) if on.look.lanes == "owner" else _months(keys)


def _by(on: Board) -> Any:
    """The key of a row's lane, in the words of the database."""
    if on.look.lanes == "owner":
        return func.coalesce(Opportunity.owner_id, literal(0)).label("lane")
    parts = [(Opportunity.close_on <= each.last, each.key) for each in spans(clock.today(zone()))[:-1]]
    return case((Opportunity.close_on.is_(None), UNDATED), *parts, else_=LATER).label("lane")


def _owners(on: Board, keys: set[str], sums: Sums) -> list[Lane]:
    """The viewer's own first, then by name."""
    totals = dict.fromkeys(keys, 0)
    for (_stage, key), each in sums.items():
        totals[key] += each.total
    largest = sorted(keys, key=lambda key: (-totals[key], int(key)))[:MOST]
    query = select(User.id, User.name).where(User.id.in_(map(int, largest)))
    names = {str(key): name for key, name in db.session.execute(query)}
    names["0"] = str(NOBODY)
    shown = sorted(largest, key=lambda key: (key != str(on.viewer.id), key == "0", names[key].casefold()))
    return [Lane(key, names[key], {"person": int(key)}) for key in shown]


def _months(keys: set[str]) -> list[Lane]:
    order = [*(each.key for each in spans(clock.today(zone()))), UNDATED]
    return [Lane(key, month_name(key), {"month": key}) for key in order if key in keys]


def month_name(key: str) -> str:
    """What a span of close dates is called: `November 2026`."""
    names = {EARLIER: _("Earlier"), LATER: _("After that"), UNDATED: _("No close date")}
    span = span_of(key, clock.today(zone()))
    if key in names or span is None:
        return names.get(key, key)
    return str(format_skeleton("yMMMM", span.first, locale=locale()))


def _cards(on: Board) -> Cards:
    """(Stage id, lane key) → up to CELL + 1 rows in the order of the board's look; the last one says there is more."""
    sorting, lane = on.look.sorting, _by(on)
    order = [sorting.by, Opportunity.id]
    order = [each.desc() for each in order] if sorting.descending else order
    place = func.row_number().over(partition_by=(Opportunity.stage_id, lane), order_by=order).label("place")
    columns = queries.columns_of({*on.extra, *sorting.columns, "close_on"})
    of_board = (*OPEN, or_(*on.scope.criteria), column_sums.within(on.stages, on.chosen))
    placed = select(*columns, lane, place).where(*of_board).subquery("placed")
    top = select(placed).where(placed.c.place <= CELL + 1).subquery("newest")
    found: Cards = {}
    statement = queries.named(top, queries.asks_of(on.stages))
    for row in db.session.execute(statement, execution_options=OWN_CRITERION):
        found.setdefault((row.stage_id, str(row.lane)), []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: row.place)
    return found
