"""What people have to show for a report, by owner: how many records, and what they come to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from sqlalchemy import and_, func

from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.core.money import round_half_up
from salesapp.leads.models import Lead
from salesapp.leads.models.answers import first_answer, theirs_since
from salesapp.opportunities.models import Opportunity, OpportunityClose
from salesapp.records.filters.readers import Reader
from salesapp.reports.measures import Measured
from salesapp.reports.report import Report
from salesapp.reports.running import run
from salesapp.web.filters import number

HOUR, DAY = 60, 24 * 60


@dataclass(frozen=True)
class Merit:
    """How many records somebody has to show, and what they come to; `of` how many, where not all of them count."""

    count: int
    value: Any
    of: int = 0


Counting = Callable[[Report], dict[int, Merit]]


def owned(report: Report) -> dict[int, Merit]:
    """By whose the records are."""
    result = run(report)
    tallies = {int(row[0]): result.at(row) for row in result.rows if row[0]}
    return {key: Merit(each.count, result.value(each) or 0) for key, each in tallies.items()}


def sold(report: Report) -> dict[int, Merit]:
    """Of a report on opportunities, by whose they were when they were closed."""
    measured = Measured(report.type, report.measures[0], Reader.now())
    stands = and_(OpportunityClose.opportunity_id == Opportunity.id, OpportunityClose.reopened_at.is_(None))
    rows = report.criteria.statement().join(OpportunityClose, stands)
    sums = func.count() if measured.column is None else func.sum(measured.column)
    query = rows.with_only_columns(OpportunityClose.owner_id, func.count(), sums)
    found = db.session.execute(query.group_by(OpportunityClose.owner_id))
    return {key: Merit(count, int(value or 0)) for key, count, value in found if key is not None}


def answered(report: Report) -> dict[int, Merit]:
    """Of a report on leads: the median of whole minutes from when each was its owner's to its answer, if it has one."""
    rows = report.criteria.statement().with_only_columns(Lead.owner_id, theirs_since(), first_answer())
    minutes: dict[int, list[float]] = defaultdict(list)
    leads: Counter[int] = Counter()
    for owner, since, at in db.session.execute(rows):
        leads[owner] += 1
        if at is not None:
            minutes[owner].append((at - since).total_seconds() / 60)
    return {key: Merit(len(each), int(median(each)), leads[key]) for key, each in minutes.items()}


def lasting(minutes: int) -> str:
    """So many minutes in words, in the unit that says enough: 25 min, 3.5 h, 4 days."""
    if minutes < HOUR:
        return _("%(number)s min", number=number(minutes))
    if minutes < 2 * DAY:
        return _("%(number)s h", number=number(round_half_up(Decimal(minutes) / HOUR, 1)))
    return _("%(number)s days", number=number(round_half_up(Decimal(minutes) / DAY, 1)))
