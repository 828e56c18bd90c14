"""Every number of every report opens to exactly the records that make it, for whoever asks, and they add up to it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from statistics import median
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from salesapp.core import clock
from salesapp.core.access import acting_as, allows
from salesapp.core.db import db
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.outcome import Outcome
from salesapp.opportunities.processes.models import LossReason
from salesapp.people.models import User
from salesapp.records.filters.checking import filter_from
from salesapp.records.filters.criteria import criterion
from salesapp.records.lists.listing import Criteria
from salesapp.reports.measures import Measured
from salesapp.reports.report import Report
from salesapp.reports.running import Result, run
from salesapp.reports.shipped import SHIPPED
from tests.invoices.stage import issued
from tests.quotes.stage import stage
from tests.records.filters import company_of_rows

ODD = (
    {"type": "opportunity", "by": "type,owner", "m": ["count", "median:amount", "min:amount", "max:amount"]},
    {"type": "opportunity", "by": "account.industry,state", "across": "created_at:quarter", "m": ["sum:amount"]},
    {"type": "opportunity", "by": "name", "m": ["avg:amount", "share"], "top": "3"},
    {"type": "opportunity", "by": "account", "m": ["sum:amount"], "top": "2"},
    {"type": "opportunity", "by": "created_at:week", "m": ["count", "avg:probability"]},
    {"type": "lead", "by": "owner,source", "m": ["sum:estimated_amount", "count"]},
    {"type": "account", "by": "parent.type", "m": ["count", "sum:employees"], "across": "billing_country"},
    {"type": "activity", "by": "done_at:day", "m": ["count"], "filter": "done_at:within:last-90-days"},
    {"type": "opportunity", "m": ["count", "sum:amount"]},
    {"type": "opportunity", "by": "created_at:month", "m": ["running:amount", "change", "change-year:amount"]},
    {"type": "opportunity", "by": "close_on:quarter,owner", "m": ["running", "change:amount"]},
    {"type": "opportunity", "by": "owner", "m": ["days:created_at~closed_on", "days-median:created_at~today"]},
)  # fmt: skip
"""Reports that somebody might build: two groups, columns, texts, what is left together, periods, no groups at all."""


@pytest.fixture
def company(cast):
    """Won, lost and open opportunities of four owners, leads, activities; two invoices, one of them overdue."""
    with clock.travel(company_of_rows.NOW - timedelta(days=80)):
        house = stage(cast)
        issued(house)
    with clock.travel(company_of_rows.NOW):
        company_of_rows.fill(cast)
        issued(house)
        reason = db.session.scalar(select(LossReason).where(LossReason.for_won.is_(False)).limit(1))
        rows = db.session.scalars(
            select(Opportunity).where(Opportunity.state == "open").order_by(Opportunity.id).limit(9)
        )
        for number, each in enumerate(rows):
            who = (None, "Rival", "rival")[number % 3]
            each.close_lost(
                Outcome(company_of_rows.TODAY, reason_id=reason.id, competitor=who), by=cast["root"]
            )
        db.session.commit()
        yield cast


def reports() -> list[Report]:
    return [*(each.report for each in SHIPPED), *(Report.from_args(MultiDict(each)) for each in ODD)]


@pytest.mark.parametrize("name", ["ada", "ben", "root", "finn"])
def test_each_number_opens_to_the_rows_that_make_it(company, name):
    viewer, faults, numbers = db.session.get(User, company[name].id), [], 0
    with acting_as(viewer):
        for report in reports():
            if not allows(viewer, report.type.view):
                continue
            result = run(report)
            for row in [None, *result.rows]:
                for column in [..., *result.columns]:
                    numbers += 1
                    faults += wrong(result, row, column)
            faults += gaps(result)
    assert not faults, "\n".join(faults[:8])
    assert numbers > (20 if name == "finn" else 150)


def wrong(result: Result, row: Any, column: Any) -> list[str]:
    """What the list behind a number says otherwise."""
    return [fault for at in range(len(result.measured)) for fault in wrong_at(result, row, column, at)]


def wrong_at(result: Result, row: Any, column: Any, at: int) -> list[str]:
    """The same of one of its measures; what has come together so far opens all rows until then."""
    opened = result.opened(row, column, at)
    again = Criteria.from_args(opened.type, opened.args)  # as its address says it
    where = f"{result.report.args} at {row} {column}"
    if again.problem:
        return [f"{where}: {again.problem}"]
    keys = set(db.session.scalars(again.statement().with_only_columns(opened.type.model.id)))
    each = result.measured[at]
    everything = set(
        db.session.scalars(result.report.criteria.statement().with_only_columns(opened.type.model.id))
    )
    if each.measure.kind != "running" and result.at(row, column).count != len(keys):
        return [f"{where}: {result.at(row, column).count} counted, {len(keys)} opened by {again.filter}"]
    if each.measure.is_change:
        said, found = result.value(result.at(row, column), at), added(each, keys)
        return [] if same(said, found) else [f"{where}: {each.measure} is of {said}, the rows say {found}"]
    said = result.figure(row, column, at)
    if each.measure.kind == "running" and row is not None and row[0] is None:
        return [] if said is None else [f"{where}: what has no day is in no series"]
    found = measured(result, each, keys, everything)
    return [] if same(said, found) else [f"{where}: {each.measure} says {said}, the rows say {found}"]


def added(each: Measured, keys: set[int]) -> Any:
    """How many they are, or what their numbers come to."""
    if each.column is None:
        return len(keys)
    found = dict(db.session.execute(select(each.type.model.id, each.column)).all())
    return sum(found[key] for key in keys if found[key] is not None)


def measured(result: Result, each: Measured, keys: set[int], everything: set[int]) -> Any:
    """The measure of these rows, added up one by one."""
    if each.measure.kind == "count":
        return len(keys)
    if each.measure.kind == "rate":
        hit = criterion(each.type, filter_from(each.type, each.measure.of))
        good = set(db.session.scalars(select(each.type.model.id).where(hit))) & keys
        return Decimal(len(good)) / len(keys) if keys else None
    if each.measure.kind == "running":
        return added(each, keys)
    if each.measure.kind == "share" and each.field is None:
        return Decimal(len(keys)) / len(everything) if everything else None
    found = dict(db.session.execute(select(each.type.model.id, each.column)).all())
    values = [found[key] for key in keys if found[key] is not None]
    whole = sum(found[key] for key in everything if found[key] is not None)
    return {
        "sum": lambda: sum(values),
        "avg": lambda: Decimal(sum(values)) / len(values) if values else None,
        "median": lambda: median(values) if values else None,
        "min": lambda: min(values, default=None),
        "max": lambda: max(values, default=None),
        "days": lambda: Decimal(sum(values)) / len(values) if values else None,
        "days-median": lambda: median(values) if values else None,
        "share": lambda: Decimal(sum(values)) / whole if whole else None,
    }[each.measure.kind]()


def same(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    return abs(Decimal(one) - Decimal(other)) < Decimal("0.000001")


def gaps(result: Result) -> list[str]:
    """Where the parts do not make the whole: a row counted twice, or in none."""
    parts = sum(result.at(row).count for row in result.rows)
    return [] if parts == result.total.count else [f"{result.report.args}: {parts} of {result.total.count}"]
