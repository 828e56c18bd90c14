"""Who is ahead in a period: won amounts, converted leads, calls and meetings by person.

A board is a report by owner, so its numbers are those of the lists that they open. Whose they are is the company's
decision: what each reader sees anyway, or everybody's.
"""

from __future__ import annotations

from collections.abc import Iterable
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
from salesapp.records.filters.periods import NAMED
from salesapp.reports.report import Report
from salesapp.reports.running import Result, run

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

    @property
    def is_money(self) -> bool:
        """Whether its numbers are amounts, in the company's currency."""
        return self.measure.startswith("sum:")

    def report(self, period: str) -> Report:
        """The board as a report of that period."""
        asked = f"{self.filter};{self.day}:within:{period}"
        return Report.from_args(
            MultiDict([("type", self.type), ("filter", asked), ("by", "owner"), ("m", self.measure)])
        )


BOARDS = (
    Leaderboard("won", _l("Won"), "trophy", "opportunity", "state:equals:won", "closed_on", "sum:amount"),
    Leaderboard("deals", _l("Deals won"), "circle-check", "opportunity", "state:equals:won", "closed_on"),
    Leaderboard("leads", _l("Leads converted"), "user-check", "lead", "converted_at:filled", "converted_at"),
    Leaderboard("calls", _l("Calls"), "phone", "activity", "kind:equals:call;status:equals:done", "done_at"),
    Leaderboard(
        "meetings", _l("Meetings"), "users", "activity", "kind:equals:meeting;status:equals:done", "done_at"
    ),
)


@dataclass(frozen=True)
class Place:
    """Where somebody stands. `said`: the number as it is read, `opens` its list where the reader sees those rows."""

    rank: int
    user: User
    value: Any
    said: str
    opens: str | None


def has_leaderboard() -> bool:
    """Whether the company shows one."""
    return company().leaderboard is not LeaderboardReach.OFF


def boards_for(viewer: Viewer) -> list[Leaderboard]:
    """Those of what the viewer may see at all; none where the company has no leaderboard."""
    if not has_leaderboard():
        return []
    return [each for each in BOARDS if allows(viewer, Permission(record_type(each.type).view))]


def standing(board: Leaderboard, period: str, viewer: User) -> list[Place]:
    """The places of a board, best first; nobody with nothing is on it. Who left keeps the place they had."""
    result = _counted(board, period)
    values = {int(row[0]): result.value(result.at(row)) or 0 for row in result.rows if row[0]}
    people = [each for each in _shown(values) if values[each.id] > 0]
    ordered = sorted(people, key=lambda each: (-values[each.id], each.name.casefold()))
    return ranked(
        Place(
            0, each, values[each.id], result.measured[0].said(values[each.id]), _opens(result, each, viewer)
        )
        for each in ordered
    )


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


def _counted(board: Leaderboard, period: str) -> Result:
    if company().leaderboard is not LeaderboardReach.EVERYONE:
        return run(board.report(period))
    with acting_as(SYSTEM):
        return run(board.report(period))


def _shown(values: dict[int, Any]) -> list[User]:
    return list(db.session.scalars(select(User).where(User.id.in_(values), User.on_leaderboard)))


def _opens(result: Result, person: User, viewer: User) -> str | None:
    """The list behind a number, where it shows the reader as much as was counted."""
    sees = viewer.sees_all(result.report.type.key) or person.id in viewer.reach
    everybodys = company().leaderboard is LeaderboardReach.EVERYONE
    if everybodys and not sees:
        return None
    criteria = result.opened((str(person.id),))
    arguments: dict[str, Any] = criteria.args
    return url_for(f"{criteria.type.plural}.index", **arguments)
