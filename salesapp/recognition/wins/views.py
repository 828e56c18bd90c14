"""The feed of wins as a page and on Today, and the tap that congratulates."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.i18n import _
from salesapp.recognition.wins.feed import WEEK, Win, win_for, wins_for
from salesapp.recognition.wins.models import congratulate as say_so
from salesapp.recognition.wins.models import take_back as take_it_back
from salesapp.web.guards import requires
from salesapp.web.render import committed, is_partial, redirect_to, render

wins = Blueprint("wins", __name__, url_prefix="/wins")
SEES_WINS = requires(Permission.OPPORTUNITY_VIEW)
ON_TODAY = 3


@wins.get("")
@SEES_WINS
def index() -> Response:
    return render("recognition/wins/index.html", wins=wins_for(current_user))


@wins.get("/today")
@SEES_WINS
def on_today() -> Response:
    """The newest of the last week, for Today."""
    found = wins_for(current_user, ON_TODAY, WEEK)
    return render("recognition/wins/_today.html", wins=found, title=_("Wins"))


@wins.post("/<int:key>/congratulate")
@SEES_WINS
def congratulate(key: int) -> Response:
    say_so(key, _shown(key).winner, by=current_user._get_current_object())
    return _answer(key)


@wins.post("/<int:key>/take-back")
@SEES_WINS
def take_back(key: int) -> Response:
    _shown(key)
    take_it_back(key, by=current_user._get_current_object())
    return _answer(key)


def _shown(key: int) -> Win:
    found = win_for(current_user, key)
    if found is None:
        abort(404)
    return found


def _answer(key: int) -> Response:
    if not is_partial():
        return committed(redirect_to(url_for("wins.index")))
    return committed(render("recognition/wins/_win.html", win=_shown(key), title=_("Wins")))
