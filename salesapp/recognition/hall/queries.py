"""The hall of fame as a reader sees it: what was written down of a quarter, or of all of them together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from salesapp.core.access import Viewer
from salesapp.core.db import db
from salesapp.people.models import User
from salesapp.recognition.hall.models import HallPlace, HallQuarter
from salesapp.recognition.leaderboards import (
    Leaderboard,
    Place,
    everyones,
    ranked,
    shows_results,
    standing,
    words_of,
)
from salesapp.records.filters.periods import Span
from salesapp.web.filters import money


@dataclass(frozen=True)
class Fame:
    """A place as it was written down. `now`: what the records come to today where that differs; `opens` shows them."""

    place: Place
    now: str = ""


def quarters() -> list[HallQuarter]:
    """Those that are written down and in which somebody had a result, the newest first."""
    filled = select(HallPlace.id).where(HallPlace.quarter_id == HallQuarter.id).exists()
    return list(db.session.scalars(select(HallQuarter).where(filled).order_by(HallQuarter.first.desc())))


def fame_of(board: Leaderboard, quarter: HallQuarter, viewer: Viewer) -> list[Fame]:
    """Who stood where in the quarter, among those whose results the reader is shown.

    The records are counted as they were then, by the company's days; those that the reader's days find are another
    number where they work in another time zone, and no place opens them.
    """
    kept = _kept(board, viewer, quarter)
    days, said = Span(quarter.first, quarter.last), words_of(board)
    today = {user.id: merit.value for user, merit in everyones(board, days)}
    readers = {each.user.id: each for each in standing(board, days, viewer)}
    found = []
    for each in ranked(_place(board, one.user, one.value, one.currency, one.count) for one in kept):
        now, theirs = today.get(each.user.id), readers.get(each.user.id)
        opens = theirs.opens if theirs is not None and theirs.value == now else None
        none = "–" if board.lasts else said(0)
        says = "" if now == each.value else none if now is None else said(now)
        found.append(Fame(replace(each, opens=opens), says))
    return found


def fame_of_all_time(board: Leaderboard, viewer: Viewer) -> list[Fame]:
    """The sum of all quarters that are written down; amounts of the currency in which the last one is."""
    kept = _kept(board, viewer)
    if not kept:
        return []
    currency = kept[-1].currency
    sums: dict[User, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for each in kept:
        if each.currency == currency or not board.is_money:
            value, count = sums[each.user]
            sums[each.user] = value + each.value, count + each.count
    ordered = sorted(sums.items(), key=lambda pair: (-pair[1][0], pair[0].name.casefold()))
    places = [_place(board, user, value, currency, count) for user, (value, count) in ordered]
    return [Fame(each) for each in ranked(places)]


def _kept(board: Leaderboard, viewer: Viewer, quarter: HallQuarter | None = None) -> list[HallPlace]:
    query = select(HallPlace).where(HallPlace.board == board.key).options(joinedload(HallPlace.user))
    query = query if quarter is None else query.where(HallPlace.quarter_id == quarter.id)
    found = db.session.scalars(query.order_by(HallPlace.quarter_id, HallPlace.id))
    return [each for each in found if each.user.on_leaderboard and shows_results(viewer, each.user)]


def _place(board: Leaderboard, user: User, value: Any, currency: str, count: int) -> Place:
    said = money(value, currency) if board.is_money else words_of(board)(value)
    return Place(0, user, value, said, None, count)
