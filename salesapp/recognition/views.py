"""The page of the leaderboard."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.company import LeaderboardReach, company
from salesapp.recognition.leaderboards import (
    boards_for,
    period_or_usual,
    periods,
    ranked,
    standing,
    teams_of,
)
from salesapp.web.guards import requires
from salesapp.web.render import render

recognition = Blueprint("recognition", __name__, url_prefix="/leaderboard")


@recognition.get("")
@requires(Permission.SIGNED_IN)
def leaderboard() -> Response:
    """One board in one period, for everybody on it or for one team."""
    boards, period = boards_for(current_user), period_or_usual(request.args.get("period", ""))
    board = next(
        (each for each in boards if each.key == request.args.get("of")), boards[0] if boards else None
    )
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
        teams=teams,
        team=team if team in teams else None,
        currency=company().currency,
        everybodys=company().leaderboard is LeaderboardReach.EVERYONE,
    )
