"""What was open at a moment, and what happened between two, as far as whoever asks may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from salesapp.core.db import db
from salesapp.reports.history.bridge import OPEN, Bridge, Scope, steps
from salesapp.reports.history.models import PipelineMark, PipelineSpan


@dataclass(frozen=True)
class Sum:
    """So many opportunities that come to so much."""

    count: int
    amount: int


def told_until() -> datetime | None:
    """Until when the past has been told; None where nothing was told yet."""
    return db.session.scalar(select(PipelineMark.at).order_by(PipelineMark.id).limit(1))


def open_at(moment: datetime, scope: Scope) -> ColumnElement[bool]:
    """The spans of what was open at that moment."""
    found = [
        PipelineSpan.begins_at <= moment,
        or_(PipelineSpan.ends_at.is_(None), PipelineSpan.ends_at > moment),
        PipelineSpan.state == OPEN,
        PipelineSpan.in_bin.is_(False),
    ]
    if scope.owners is not None:
        found.append(PipelineSpan.owner_id.in_(sorted(scope.owners)))
    if scope.process is not None:
        found.append(PipelineSpan.process_id == scope.process)
    if scope.closing is not None:
        first, last = scope.closing.first, scope.closing.last
        found += [] if first is None else [PipelineSpan.close_on >= first]
        found += [] if last is None else [PipelineSpan.close_on <= last]
        found.append(PipelineSpan.close_on.is_not(None))
    return and_(*found)


def sum_at(moment: datetime, scope: Scope, **narrowed: Any) -> Sum:
    """What was open at that moment; `narrowed` to what stood so: `stage_id=3`."""
    query = select(func.count(PipelineSpan.id), func.sum(PipelineSpan.worth)).where(open_at(moment, scope))
    query = query.where(*_narrowed(narrowed))
    count, amount = db.session.execute(query).one()
    return Sum(count, int(amount or 0))


def sums_by(moment: datetime, scope: Scope, name: str) -> dict[Any, Sum]:
    """The same by a column: `stage_id`, `owner_id`, `category`."""
    column = getattr(PipelineSpan, name)
    query = select(column, func.count(PipelineSpan.id), func.sum(PipelineSpan.worth)).group_by(column)
    rows = db.session.execute(query.where(open_at(moment, scope)))
    return {key: Sum(count, int(amount or 0)) for key, count, amount in rows}


def standing_at(moment: datetime, scope: Scope, **narrowed: Any) -> Select[PipelineSpan]:
    """How each open opportunity stood at that moment, the largest first."""
    query = select(PipelineSpan).where(open_at(moment, scope), *_narrowed(narrowed))
    return query.order_by(PipelineSpan.worth.desc(), PipelineSpan.id)


def _narrowed(by: dict[str, Any]) -> list[ColumnElement[bool]]:
    return [getattr(PipelineSpan, name).is_not_distinct_from(value) for name, value in by.items()]


def bridge(scope: Scope, begin: datetime, end: datetime) -> Bridge:
    """From what was open at one moment to what was at another. Both sums are the database's own."""
    start, until = sum_at(begin, scope).amount, sum_at(end, scope).amount
    return Bridge(start, until, steps(db.session.execute(_changed(begin, end)), scope, begin, end))


def _changed(begin: datetime, end: datetime) -> Select[Any]:
    """The spans, until that end, of the opportunities that changed between both."""
    columns: tuple[Any, ...] = (
        *(PipelineSpan.opportunity_id, PipelineSpan.begins_at, PipelineSpan.state, PipelineSpan.in_bin),
        *(PipelineSpan.process_id, PipelineSpan.stage_id, PipelineSpan.owner_id, PipelineSpan.close_on),
        PipelineSpan.worth,
    )
    changed = select(PipelineSpan.opportunity_id).where(
        PipelineSpan.begins_at > begin, PipelineSpan.begins_at <= end
    )
    overlapping = or_(PipelineSpan.ends_at.is_(None), PipelineSpan.ends_at >= begin)
    query = select(*columns).where(PipelineSpan.opportunity_id.in_(changed), PipelineSpan.begins_at <= end)
    order = (PipelineSpan.opportunity_id, PipelineSpan.begins_at, PipelineSpan.id)
    return query.where(overlapping).order_by(*order)
