"""What was called of past periods, beside what came. Two statements, however many people there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.forecasts.models import ForecastCall
from salesapp.forecasts.periods import Period
from salesapp.forecasts.quotas.queries import closed_by_quarter
from salesapp.forecasts.tree import Person, Tree
from salesapp.opportunities.processes.models import ForecastCategory

PAST = 4


@dataclass(frozen=True)
class Result:
    """A person's last own commit call of a period, and what they and their team closed in it."""

    period: Period
    called: int
    closed: int

    @property
    def error(self) -> int:
        """By how many percent of what was called it came out higher; below nothing where lower."""
        return (self.closed - self.called) * 100 // self.called if self.called else 0


@dataclass(frozen=True)
class Record:
    """Somebody's calls of past periods."""

    person: Person
    results: list[Result]

    @property
    def error(self) -> int:
        """By how many percent they are off on average, in either direction."""
        return sum(abs(each.error) for each in self.results) // len(self.results)


def records(tree: Tree, key: int | None, period: Period, fiscal: int) -> list[Record]:
    """Of a line's person and those directly below, whoever called anything in the periods before."""
    periods = [period.before(fiscal)]
    while len(periods) < PAST:
        periods.insert(0, periods[0].before(fiscal))
    called, closed = _called(periods), closed_by_quarter(periods)
    people = [*([tree.people[key]] if key is not None else []), *tree.reports(key)]
    found = []
    for person in people:
        under = list(tree.under(person.id))
        results = [
            Result(each, called[person.id, each], sum(closed[one][at] for one in under if one in closed))
            for at, each in enumerate(periods)
            if called.get((person.id, each))
        ]
        if results:
            found.append(Record(person, results))
    return found


def _called(periods: Sequence[Period]) -> dict[tuple[int, Period], int]:
    """The last own commit call by person and period."""
    by_days = {(each.first, each.last): each for each in periods}
    query = select(ForecastCall).where(
        ForecastCall.first_on >= periods[0].first,
        ForecastCall.last_on <= periods[-1].last,
        ForecastCall.category == ForecastCategory.COMMIT,
        ForecastCall.by_id == ForecastCall.user_id,
    )
    return {
        (each.user_id, by_days[each.first_on, each.last_on]): each.value
        for each in db.session.scalars(query.order_by(ForecastCall.id))
        if (each.first_on, each.last_on) in by_days
    }
