"""The worker tells the pipeline's past on: the spans of whatever opportunity has new events are told anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select

from salesapp.core import clock
from salesapp.core.company import company
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event, plain
from salesapp.core.events.replay import EVERYTHING, settled
from salesapp.core.money import convert
from salesapp.core.money.currencies import rate_to_company
from salesapp.core.registry import record_type
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes.models import Stage
from salesapp.reports.history.models import PipelineMark, PipelineSpan
from salesapp.reports.history.spans import FIELDS, IN_BIN, Stay, begun_as, newest_life, stays

PORTION = 2000
"""Events that are told in one transaction; an import waits no longer for them than for a page."""
LATE = timedelta(minutes=10)
"""No event is committed so long after it was written down."""
TYPE = "opportunity"
ANEW = {"populate_existing": True}


def tell_on() -> bool:
    """Tells the next events into the spans; whether there may be more. The caller commits.

    Events have their ids before they are seen: one that is committed late stands below the mark. So each is
    looked at once more when it is older than any transaction lasts.
    """
    one_at_a_time("pipeline")
    mark, settled = _marks()
    newest = db.session.scalar(select(func.max(Event.id)), execution_options=EVERYTHING) or 0
    until = min(newest, mark.event_id + PORTION)
    lately = min(until, max(settled.event_id, _last_before(clock.now() - LATE)))
    again = min(lately, settled.event_id + PORTION)
    keys = _touched(mark.event_id, until) | _touched(settled.event_id, min(again, mark.event_id))
    if until == newest:
        keys |= set(db.session.scalars(_untold(), execution_options=EVERYTHING))
    if keys:
        _tell(sorted(keys))
    mark.event_id, settled.event_id = until, again
    mark.at = settled.at = clock.now()
    return until < newest or again < lately or len(keys) >= PORTION


def _marks() -> tuple[PipelineMark, PipelineMark]:
    """Up to where events are told, and up to where none can come late any more."""
    found = [*db.session.scalars(select(PipelineMark).order_by(PipelineMark.id), execution_options=ANEW)]
    while len(found) < 2:
        found.append(PipelineMark(event_id=found[0].event_id if found else 0, at=clock.now()))
        db.session.add(found[-1])
        db.session.flush()
    return found[0], found[1]


def _last_before(moment: datetime) -> int:
    """The last event of that time."""
    query = select(Event.id).where(Event.at <= moment).order_by(Event.at.desc(), Event.id.desc()).limit(1)
    return db.session.scalar(query, execution_options=EVERYTHING) or 0


def _touched(after: int, until: int) -> set[int]:
    """Opportunities of which the events behind one and up to another tell."""
    query = select(Event.subject_id).where(Event.subject_type == TYPE, Event.id > after, Event.id <= until)
    return set(db.session.scalars(query.distinct(), execution_options=EVERYTHING)) if after < until else set()


def _untold() -> Any:
    """Opportunities of which no event tells: they came with a copy of another database."""
    table = Opportunity.__table__
    told = select(PipelineSpan.id).where(PipelineSpan.opportunity_id == table.c.id).exists()
    return select(table.c.id).where(~told).order_by(table.c.id).limit(PORTION)


def _tell(keys: list[int]) -> None:
    """The spans of these opportunities anew, from all of their events."""
    db.session.execute(delete(PipelineSpan).where(PipelineSpan.opportunity_id.in_(keys)))
    rows = [row for _key, found in spans_of(keys) for row in found]
    if rows:
        db.session.execute(insert(PipelineSpan), rows)


def spans_of(keys: Iterable[int]) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """(opportunity, rows of its spans) as its events tell them."""
    stages = {
        key: category.value
        for key, category in db.session.execute(
            select(Stage.id, Stage.forecast_category), execution_options=EVERYTHING
        )
    }
    keys = list(keys)
    stories = _stories(keys)
    for row in db.session.execute(_rows(keys), execution_options=EVERYTHING):
        story = newest_life(stories.get(row.id, []))
        begun = begun_as(story, {**_now(row), IN_BIN: row.deleted_at is not None and not story})
        found = stays(story, begun, row.created_at)
        worths = _Worths(row)
        yield row.id, [_span(row.id, each, worths.of(each), stages) for each in found]


def _rows(keys: list[int]) -> Any:
    fields = [record_type(TYPE).field(each).attribute for each in FIELDS]
    table = Opportunity.__table__
    columns = [table.c[each] for each in fields]
    return select(
        table.c.id, table.c.created_at, table.c.deleted_at, table.c.amount_in_company, *columns
    ).where(table.c.id.in_(keys))


def _now(row: Any) -> dict[str, Any]:
    fields = record_type(TYPE).fields_by_name
    return {each: settled(plain(getattr(row, fields[each].attribute))) for each in FIELDS}


def _stories(keys: list[int]) -> dict[int, list[Any]]:
    """Opportunity → its events, the oldest first."""
    query = select(Event.subject_id, Event.at, Event.kind, Event.made_with, Event.changes)
    query = query.where(Event.subject_type == TYPE, Event.subject_id.in_(keys))
    found = db.session.execute(query.order_by(Event.subject_id, Event.id), execution_options=EVERYTHING)
    return {key: list(rows) for key, rows in groupby(found, key=lambda each: each.subject_id)}


class _Worths:
    """What the amounts of an opportunity were worth: each keeps the rate of the day on which it was set."""

    def __init__(self, row: Any) -> None:
        self.row = row
        self._kept: tuple[Any, Any] = (None, 0)

    def of(self, stay: Stay) -> int:
        """In minor units of the company's currency."""
        amount = (stay.standing.amount, stay.standing.currency)
        if self._kept[0] != amount:
            self._kept = (amount, self._worth(*amount, day=day_of(stay)))
        return int(self._kept[1])

    def _worth(self, amount: int | None, currency: str, *, day: date) -> int:
        if amount is None:
            return 0
        if (amount, currency) == (
            self.row.amount,
            self.row.currency,
        ) and self.row.amount_in_company is not None:
            return int(self.row.amount_in_company)
        try:
            return convert(amount, currency, company().currency, rate_to_company(currency, on=day))
        except RuleBroken:
            return 0


def day_of(stay: Stay) -> date:
    """The company's day on which the stay began."""
    return stay.begins_at.astimezone(ZoneInfo(company().zone)).date()


def _span(key: int, stay: Stay, worth: int, stages: dict[int, str]) -> dict[str, Any]:
    stood = stay.standing
    return {
        "opportunity_id": key,
        "begins_at": stay.begins_at,
        "ends_at": stay.ends_at,
        "state": stood.state,
        "in_bin": stood.in_bin,
        "process_id": stood.process,
        "stage_id": stood.stage,
        "owner_id": stood.owner,
        "close_on": stood.close_on,
        "category": stood.category or stages.get(stood.stage or 0),
        "amount": stood.amount,
        "currency": stood.currency,
        "worth": worth,
    }


COMPARED = (
    "begins_at",
    "ends_at",
    "state",
    "in_bin",
    "process_id",
    "stage_id",
    "owner_id",
    "close_on",
    "amount",
)


def faults() -> Iterator[str]:
    """Where the spans say otherwise than the events; what the worker has yet to tell is left to it."""
    mark = db.session.scalar(select(PipelineMark).order_by(PipelineMark.id))
    if mark is None:
        return
    fresh = select(Event.subject_id).where(Event.subject_type == TYPE, Event.id > mark.event_id)
    waiting = set(db.session.scalars(fresh, execution_options=EVERYTHING))
    table, last = Opportunity.__table__, 0
    query = select(table.c.id).order_by(table.c.id).limit(PORTION)
    while keys := list(db.session.scalars(query.where(table.c.id > last), execution_options=EVERYTHING)):
        kept = _kept(keys)
        for key, rows in spans_of([each for each in keys if each not in waiting]):
            told = [tuple(row[name] for name in COMPARED) for row in rows]
            if told != kept.get(key, []):
                yield f"opportunity {key}: its events tell another past than pipeline_spans"
        last = keys[-1]


def _kept(keys: list[int]) -> dict[int, list[Any]]:
    columns = [getattr(PipelineSpan, each) for each in COMPARED]
    query = select(PipelineSpan.opportunity_id, *columns).where(PipelineSpan.opportunity_id.in_(keys))
    query = query.order_by(PipelineSpan.opportunity_id, PipelineSpan.begins_at, PipelineSpan.id)
    found = db.session.execute(query, execution_options=EVERYTHING)
    return {key: [tuple(row[1:]) for row in rows] for key, rows in groupby(found, key=lambda row: row[0])}
