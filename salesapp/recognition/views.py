"""The page of the leaderboard."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, request
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.company import LeaderboardReach, company
from salesapp.recognition.badges.queries import names_of
from salesapp.recognition.hall.models import HallQuarter
from salesapp.recognition.hall.queries import fame_of, fame_of_all_time, quarters
from salesapp.recognition.leaderboards import (
    Leaderboard,
    boards_for,
    period_or_usual,
    periods,
    ranked,
    standing,
    teams_of,
)
from salesapp.records.filters.periods import quarter_of
from salesapp.reports.periods import buckets
from salesapp.web.filters import day, locale
from salesapp.web.guards import requires
from salesapp.web.render import render

recognition = Blueprint("recognition", __name__, url_prefix="/leaderboard")


@recognition.get("")
@requires(Permission.SIGNED_IN)
def leaderboard() -> Response:
    """One board in one period, for everybody on it or for one team."""
    boards, period = boards_for(current_user), period_or_usual(request.args.get("period", ""))
    board = _asked(boards)
    everyone = standing(board, period, current_user) if board else []
    teams, team = teams_of(everyone), request.args.get("team")
    places = ranked(each for each in everyone if each.user.team == team) if team in teams else everyone
    return render(
        "recognition/leaderboard.html",
        boards=boards,
        board=board,
        period=period,
        periods=periods(),
        places=places,
        badges=names_of(each.user.id for each in places),
        teams=teams,
        team=team if team in teams else None,
        currency=company().currency,
        everybodys=company().leaderboard is LeaderboardReach.EVERYONE,
    )


@recognition.get("/hall-of-fame")
@requires(Permission.SIGNED_IN)
def hall() -> Response:
    """One board in a quarter that is over, the last one first, or in all of them."""
    boards, over = boards_for(current_user), quarters()
    board, asked = _asked(boards), request.args.get("quarter", "")
    whole = asked == "all" and board is not None and board.adds_up
    quarter = next((each for each in over if each.first.isoformat() == asked), over[0] if over else None)
    fames = []
    if board is not None and quarter is not None:
        fames = fame_of_all_time(board, current_user) if whole else fame_of(board, quarter, current_user)
    return render(
        "recognition/hall/index.html",
        boards=boards,
        board=board,
        quarters=over,
        quarter=None if whole else quarter,
        fames=fames,
        called=_called,
    )


def _called(quarter: HallQuarter) -> str:
    """`Q1 2025`; its days where the company's fiscal quarters were others then."""
    fiscal, after = company().fiscal_year_start, quarter.last + timedelta(days=1)
    is_one = quarter_of(quarter.first, fiscal) == quarter.first and quarter_of(after, fiscal) == after
    if not is_one or quarter_of(quarter.last, fiscal) != quarter.first:
        return f"{day(quarter.first)} – {day(quarter.last)}"
    found = buckets(
        "fiscal-quarter", quarter.first, quarter.first, today=quarter.first, fiscal=fiscal, locale=locale()
    )
    return found[0].label


def _asked(boards: list[Leaderboard]) -> Leaderboard | None:
    """The board of the address, else the first."""
    key = request.args.get("of")
    return next((each for each in boards if each.key == key), boards[0] if boards else None)
