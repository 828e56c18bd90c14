"""Who is ahead in a period: what was won, new customers, leads, how fast they were answered, calls and meetings.

A board is a report by owner, so its numbers are those of the lists that they open; what was won is the merit of whose
it was then. Whose they are is the company's decision: what each reader sees anyway, or everybody's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from salesapp.core.access import SYSTEM, Permission, Viewer, acting_as, allows
from salesapp.core.company import LeaderboardReach, company
from salesapp.core.db import db
from salesapp.core.i18n import _l
from salesapp.core.registry import record_type
from salesapp.people.models import User
from salesapp.recognition.merits import Counting, Merit, answered, lasting, owned, sold
from salesapp.records.filters.conditions import Condition, Group
from salesapp.records.filters.notation import written
from salesapp.records.filters.operators import Operator
from salesapp.records.filters.periods import NAMED, Span
from salesapp.records.filters.readers import Reader
from salesapp.reports.measures import Measure, Measured
from salesapp.reports.report import Report

PERIODS = (
    *("this-week", "this-month", "this-quarter", "this-year"),
    *("last-week", "last-month", "last-quarter", "last-year"),
)
"""What a board can be looked at for; quarters and years are the company's fiscal ones."""
USUAL = "this-month"


@dataclass(frozen=True)
class Leaderboard:
    """What is counted, of which records, on which day of theirs."""

    key: str
    label: str
    icon: str
    type: str
    filter: str
    day: str
    measure: str = "count"
    counted: Counting = owned
    lasts: bool = False
    """Whether its numbers are minutes, of which few are good and many records tell more than one."""

    @property
    def is_money(self) -> bool:
        """Whether its numbers are amounts, in the company's currency."""
        return self.measure.startswith("sum:")

    @property
    def of_seller(self) -> bool:
        """Whether it is the merit of whose record it was when it was closed, not of whose it is now."""
        return self.counted is sold

    @property
    def adds_up(self) -> bool:
        """Whether the numbers of several periods make that of all of them."""
        return not self.lasts

    def report(self, period: str | Span) -> Report:
        """The board as a report of that period."""
        within = f"{self.day}:within:{period}"
        if isinstance(period, Span):
            within = f"{self.day}:min:{period.first};{self.day}:max:{period.last}"
        asked = f"{self.filter};{within}"
        return Report.from_args(
            MultiDict([("type", self.type), ("filter", asked), ("by", "owner"), ("m", self.measure)])
        )


BOARDS = (
    Leaderboard(
        "won",
        _l("Won"),
        "trophy",
        "opportunity",
        "state:equals:won",
        "closed_on",
        "sum:amount",
        counted=sold,
    ),
    Leaderboard(
        "deals",
        _l("Deals won"),
        "circle-check",
        "opportunity",
        "state:equals:won",
        "closed_on",
        counted=sold,
    ),
    Leaderboard(
        "customers",
        _l("New customers"),
        "handshake",
        "opportunity",
        "state:equals:won;first_win:listed:1",
        "closed_on",
        counted=sold,
    ),
    Leaderboard("leads", _l("Leads converted"), "user-check", "lead", "converted_at:filled", "converted_at"),
    Leaderboard(
        "answers",
        _l("Speed of first answer"),
        "clock",
        "lead",
        "owner:filled",
        "created_at",
        counted=answered,
        lasts=True,
    ),
    Leaderboard("calls", _l("Calls"), "phone", "activity", "kind:equals:call;status:equals:done", "done_at"),
    Leaderboard(
        "meetings", _l("Meetings"), "users", "activity", "kind:equals:meeting;status:equals:done", "done_at"
    ),
)

BY_KEY = {each.key: each for each in BOARDS}


@dataclass(frozen=True)
class Place:
    """Where somebody stands. `said`: the number as it is read, `opens` its list where the reader sees those rows."""

    rank: int
    user: User
    value: Any
    said: str
    opens: str | None
    count: int = 0
    """Of how many records it is."""
    of: int = 0
    """Of how many the board counted those."""


def has_leaderboard() -> bool:
    """Whether the company shows one."""
    return company().leaderboard is not LeaderboardReach.OFF


def boards_for(viewer: Viewer) -> list[Leaderboard]:
    """Those of what the viewer may see at all; none where the company has no leaderboard."""
    if not has_leaderboard():
        return []
    return [each for each in BOARDS if allows(viewer, Permission(record_type(each.type).view))]


def standing(board: Leaderboard, period: str | Span, viewer: Viewer) -> list[Place]:
    """The places of a board, best first; nobody with nothing is on it. Who left keeps the place they had."""
    report = board.report(period)
    seen, shown = _shown(board, report, viewer)
    said = words_of(board)
    ordered = _best_first(board, shown)
    found = []
    for each in ordered:
        mine = shown[each.id]
        opens = opened(board, report, each) if mine == seen.get(each.id) else None
        found.append(Place(0, each, mine.value, said(mine.value), opens, mine.count, mine.of))
    return ranked(found)


def everyones(board: Leaderboard, period: Span) -> list[tuple[User, Merit]]:
    """Everybody on a board with what all of their records come to, best first: for what the system itself decides."""
    with acting_as(SYSTEM):
        whole = board.counted(board.report(period))
        return [(each, whole[each.id]) for each in _best_first(board, whole)]


def shows_results(viewer: Viewer, user: User) -> bool:
    """Whether the company shows the reader what this person has to show. Everybody sees their own."""
    if user.id == viewer.id:
        return True
    reached = user.id in viewer.reach or viewer.sees_all("opportunity")
    everyones_ = company().leaderboard is LeaderboardReach.EVERYONE
    return has_leaderboard() and user.on_leaderboard and (everyones_ or reached)


def words_of(board: Leaderboard) -> Callable[[Any], str]:
    """How the board's numbers are said."""
    if board.lasts:
        return lasting
    type_ = record_type(board.type)
    return Measured(type_, Measure.read(board.measure), Reader.now()).said


def ranked(places: Iterable[Place]) -> list[Place]:
    """The same in their order, with the rank each has among them; who has the same number has the same rank."""
    found: list[Place] = []
    for number, each in enumerate(places, start=1):
        tied = found and found[-1].value == each.value
        found.append(replace(each, rank=found[-1].rank if tied else number))
    return found


def teams_of(places: list[Place]) -> list[str]:
    """The teams that are on a board, for whoever compares within one."""
    return sorted({each.user.team for each in places if each.user.team}, key=str.casefold)


def period_or_usual(asked: str) -> str:
    """A period that there is."""
    return asked if asked in PERIODS else USUAL


def periods() -> list[tuple[str, str]]:
    """Key and words of each period."""
    return [(each, NAMED[each]) for each in PERIODS]


def _shown(board: Leaderboard, report: Report, viewer: Viewer) -> tuple[dict[int, Merit], dict[int, Merit]]:
    """By user: what the reader sees the records of, and what they are shown.

    What somebody in their reach sold stays theirs, although it is another one's by now whom the reader doesn't see.
    """
    seen = board.counted(report)
    if viewer.sees_all(report.type.key):
        return seen, seen
    everyones = company().leaderboard is LeaderboardReach.EVERYONE
    if not everyones and not board.of_seller:
        return seen, seen
    with acting_as(SYSTEM):
        whole = board.counted(report)
    if everyones:
        return seen, whole
    return seen, seen | {key: each for key, each in whole.items() if key in viewer.reach}


def _best_first(board: Leaderboard, shown: dict[int, Merit]) -> list[User]:
    people = [each for each in _listed(shown) if shown[each.id].value > 0 or board.lasts]
    sign = 1 if board.lasts else -1
    return sorted(people, key=lambda each: (sign * shown[each.id].value, each.name.casefold()))


def _listed(values: Iterable[int]) -> list[User]:
    return list(db.session.scalars(select(User).where(User.id.in_(list(values)), User.on_leaderboard)))


def opened(board: Leaderboard, report: Report, person: User) -> str:
    """The list of what makes somebody's number."""
    criteria = report.criteria
    if not board.of_seller:
        theirs = [Condition("owner", Operator.EQUALS, (str(person.id),))]
        if board.lasts:
            theirs.append(Condition("answered", Operator.LISTED, ("1",)))
        criteria = replace(criteria, filter=written(Group((*criteria.asked.parts, *theirs))))
    arguments: dict[str, Any] = criteria.args | ({"sold_by": person.id} if board.of_seller else {})
    return url_for(f"{criteria.type.plural}.index", **arguments)
