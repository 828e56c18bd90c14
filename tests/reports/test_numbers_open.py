"""Every number of every report opens to exactly the records that make it, for whoever asks, and they add up to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

import pytest
from sqlalchemy import literal, select
from werkzeug.datastructures import MultiDict

from salesapp.core import clock
from salesapp.core.access import acting_as, allows
from salesapp.core.db import db
from salesapp.core.money.currencies import worth
from salesapp.leads.models import Lead
from salesapp.marketing.models import Campaign
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.models.history import StageChange
from salesapp.opportunities.models.lines import OpportunityLine
from salesapp.opportunities.outcome import Outcome
from salesapp.opportunities.processes.models import LossReason
from salesapp.people.models import User
from salesapp.products.models import Product
from salesapp.products.payment_terms.models import PaymentTerms
from salesapp.records.filters.checking import filter_from
from salesapp.records.filters.criteria import criterion
from salesapp.records.filters.readers import Reader
from salesapp.records.lists.listing import Criteria
from salesapp.reports.grouping import OTHER, Grouping
from salesapp.reports.measures import Measured
from salesapp.reports.report import Report
from salesapp.reports.running import Result, run
from salesapp.reports.shipped import SHIPPED
from tests.invoices.stage import issued, order_of, paid
from tests.invoices.test_payment_terms import THIRDS
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
    {"type": "opportunity", "by": "lines.product", "m": ["count", "median:amount", "sum:lines.net"], "top": "1"},
    {"type": "opportunity", "by": "owner", "m": ["sum:lines.net", "per:sum:lines.net//count"]},
    {"type": "invoice", "by": "dues.due_on:month", "m": ["sum:dues.open", "sum:open", "count"]},
    {"type": "invoice", "by": "billed.order", "m": ["sum:billed.net", "count"]},
    {"type": "opportunity", "by": "owner", "m": ["days-median:stays.entered_at~left_at"]},
    {"type": "opportunity", "by": "stays.stage", "m": ["days:stays.entered_at~left_at", "count"]},
    {"type": "campaign", "by": "type,owner", "m": ["of:leads;count;source:empty", "per:of:leads;count//count"]},
    {"type": "opportunity", "by": "owner", "m": ["days:created_at~closed_on", "days-median:created_at~today"]},
    {"type": "opportunity", "by": "type", "m": ["velocity", "sum:amount;state:equals:open", "max:amount;type:filled"]},
    {"type": "activity", "by": "owner", "m": ["rate:led_to:listed:moved", "rate:led_to:listed:won"]},
)  # fmt: skip
"""Reports that somebody might build: two groups, columns, texts, what is left together, periods, no groups at all."""


@pytest.fixture
def company(cast):
    """Won, lost and open opportunities of four owners, leads, activities; two invoices, one of them overdue."""
    with clock.travel(company_of_rows.NOW - timedelta(days=80)):
        house = stage(cast)
        issued(house)
        terms = PaymentTerms(name="Three times", days=30, discounts=[], parts=[])
        db.session.add(terms)
        db.session.flush()
        terms.split(THIRDS, by=cast["root"])
        in_parts = issued(house, order_of(house, payment_terms_id=terms.id))
        paid(house, in_parts, in_parts.payable // 2)
    with clock.travel(company_of_rows.NOW):
        company_of_rows.fill(cast)
        issued(house)
        with_parts(house, cast)
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


def with_parts(house: Any, cast: dict[str, User]) -> None:
    """Products in deals, two in one and one twice; campaigns with a cost and without."""
    fair = Campaign(name="Hannover fair", actual_cost=5_000_00, owner_id=cast["mia"].id)
    mail = Campaign(name="Spring mail", actual_cost=None)
    db.session.add_all([fair, mail, Campaign(name="hannover FAIR", actual_cost=100_00)])
    house.pump.family, house.work.family = "Machines", "machines"
    db.session.flush()
    rows = db.session.scalars(select(Opportunity).order_by(Opportunity.id)).all()
    sold = [[house.pump], [house.pump, house.pipe], [house.work, house.pump], [house.pipe]]
    for number, each in enumerate(rows):
        each.campaign_id = (None, fair.id, mail.id)[number % 3]
        for position, product in enumerate(sold[number % 4] if number % 5 else []):
            line = OpportunityLine(product=product, product_id=product.id, position=position)
            line.quantity, line.unit_price = Decimal(number + 1), Decimal("10.01")
            line.reprice(each.currency)
            each.lines.append(line)
        if number == 1:
            each.lines.append(
                OpportunityLine(product=house.pump, product_id=house.pump.id, net=7_00, position=9)
            )
    for number, each in enumerate(rows):
        stages = each.process.stages
        if each.is_open and number % 2:
            each.enter(stages[1 + number % 3], by=cast["root"])
    for number, lead in enumerate(db.session.scalars(select(Lead).order_by(Lead.id))):
        lead.campaign_id = (fair.id, None, mail.id)[number % 3]
    db.session.commit()


def reports() -> list[Report]:
    return [*(each.report for each in SHIPPED), *(Report.from_args(MultiDict(each)) for each in ODD)]


def test_each_number_opens_to_the_rows_that_make_it(company):
    """The same company for all who ask; what a report takes all cells from is read once."""
    numbers, faults = {}, []
    for name in ("ada", "ben", "root", "finn"):
        numbers[name], found = looked_through(db.session.get(User, company[name].id))
        faults += [f"{name}: {each}" for each in found]
    assert not faults, "\n".join(faults[:8])
    assert {name for name, found in numbers.items() if found > 150} == {"ada", "ben", "root"}
    assert numbers["finn"] > 20


def looked_through(viewer: User) -> tuple[int, list[str]]:
    """How many numbers there are for them, and what is wrong of them."""
    faults, numbers = [], 0
    with acting_as(viewer):
        for report in reports():
            if not allows(viewer, report.type.view):
                continue
            result = run(report)
            KNOWN.clear()
            for row in [None, *result.rows]:
                for column in [..., *result.columns]:
                    numbers += 1
                    faults += wrong(result, row, column)
            faults += gaps(result)
    return numbers, faults


KNOWN: dict[Any, Any] = {}
"""What was read for this report."""


def known(key: Any, read: Callable[[], Any]) -> Any:
    if key not in KNOWN:
        KNOWN[key] = read()
    return KNOWN[key]


def values_of(each: Measured) -> dict[int, Any]:
    """Id of every record → its number."""
    return known(
        each.measure, lambda: dict(db.session.execute(select(each.type.model.id, each.column)).all())
    )


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
    if result.measured[at].beyond is not None:
        return wrong_beyond(result, row, column, at, again)
    keys = set(db.session.scalars(again.statement().with_only_columns(opened.type.model.id)))
    each = result.measured[at]
    everything = known(
        "everything",
        lambda: set(
            db.session.scalars(result.report.criteria.statement().with_only_columns(opened.type.model.id))
        ),
    )
    if each.measure.kind != "running" and each.only is None and result.at(row, column).count != len(keys):
        return [f"{where}: {result.at(row, column).count} counted, {len(keys)} opened by {again.filter}"]
    if each.measure.is_change:
        said, found = result.value(result.at(row, column), at), added(each, keys)
        return [] if same(said, found) else [f"{where}: {each.measure} is of {said}, the rows say {found}"]
    said = result.figure(row, column, at)
    if each.parts is not None and each.field is None:
        found = days_of_parts(result, each, row, keys)
        return [] if same(said, found) else [f"{where}: {each.measure} says {said}, the stays say {found}"]
    if each.parts is not None:
        found = of_parts(result, each, row, keys)
        return [] if (said or 0) == found else [f"{where}: {each.measure} says {said}, the parts say {found}"]
    if each.measure.kind == "running" and row is not None and row[0] is None:
        return [] if said is None else [f"{where}: what has no day is in no series"]
    periods = len(result.rows) if row is None and result.groupings and result.groupings[0].in_time else None
    found = measured(result, each, keys, everything, periods)
    return [] if same(said, found) else [f"{where}: {each.measure} says {said}, the rows say {found}"]


def wrong_beyond(result: Result, row: Any, column: Any, at: int, opened: Criteria) -> list[str]:
    """The same of what belongs to records: the list is of it, and holds just what belongs to those of the row."""
    each, said = result.measured[at], result.figure(row, column, at)
    model, link = opened.type.model, f"{result.report.type.key}_id"
    rows = db.session.execute(
        opened.statement().with_only_columns(
            model.id, getattr(model, link), literal(1) if each.field is None else worth(model, each.field)
        )
    ).all()
    own = Criteria.from_args(result.report.type, result.opened(row, column, own_measure(result)).args)
    above = set(db.session.scalars(own.statement().with_only_columns(own.type.model.id)))
    found = sum(amount or 0 for _key, _link, amount in rows)
    strange = {link for _key, link, _amount in rows} - above
    good = not strange and same(said or 0, found)
    return (
        []
        if good
        else [f"{result.report.args} at {row}: {each.measure} says {said}, the rows {found}, {strange}"]
    )


def own_measure(result: Result) -> int:
    """A measure that opens the records of the report themselves."""
    return next(at for at, each in enumerate(result.measured) if each.beyond is None)


def ratio(result: Result, each: Measured, keys: set[int]) -> Any:
    """One sum by the other, of these records."""
    sums = []
    for part in each._ratio:
        found = dict(db.session.execute(select(each.type.model.id, part.summed)).all())
        sums.append(sum(found[key] or 0 for key in keys))
    return Decimal(sums[0]) / sums[1] if sums[1] else None


def velocity(keys: set[int]) -> Any:
    """How many, by the share won, by what a win brings on average, by how long it takes."""
    deals = [each for each in db.session.scalars(select(Opportunity)) if each.id in keys]
    won, reader = [each for each in deals if each.is_won], Reader.now()
    days = [(each.closed_on - reader.day_of(each.created_at)).days for each in won]
    if not won or sum(days) <= 0:
        return None
    average = Decimal(sum(each.amount_in_company or 0 for each in won)) / len(won)
    return len(deals) * Decimal(len(won)) / len(deals) * average / (Decimal(sum(days)) / len(won))


def of_parts(result: Result, each: Measured, row: Any, keys: set[int]) -> Any:
    """What the parts of these records come to that make the row, one by one: at the rates of the day."""
    rows, model = each.parts.rows(), each.type.model
    columns = [
        getattr(rows, name) for name in (each.parts.of, each.parts.asked[0].attribute, each.field.name)
    ]
    codes = dict(db.session.execute(select(model.id, model.currency)).all())
    families = dict(db.session.execute(select(Product.id, Product.family)).all())
    found = 0
    for record, divides, amount in db.session.execute(select(*columns)).all():
        if record not in keys or (
            row is not None and not in_row(result.groupings[0], row[0], divides, families)
        ):
            continue
        rate = {"EUR": Decimal(1), "USD": Decimal("0.9")}[codes[record]]
        found += int((amount * rate).quantize(Decimal(1), ROUND_HALF_UP))
    return found


def days_of_parts(result: Result, each: Measured, row: Any, keys: set[int]) -> Any:
    """On how many calendar days apart the parts of the row began and ended, added up record by record."""
    days: dict[int, int] = {}
    reached = each.parts.plural == "reached"
    for stay in db.session.scalars(select(StageChange).where(StageChange.left_at.is_not(None))):
        if reached and not is_reached(stay):
            continue
        if row is None or str(stay.stage_id) == row[0] or not result.overlaps:
            lasted = (result.groupings[0].reader.day_of(at) for at in (stay.entered_at, stay.left_at))
            days[stay.opportunity_id] = (
                days.get(stay.opportunity_id, 0) - next(lasted).toordinal() + next(lasted).toordinal()
            )
    values = [value for key, value in days.items() if key in keys]
    if not values:
        return None
    return Decimal(sum(values)) / len(values) if each.measure.kind == "days" else median(values)


def is_reached(stay: StageChange) -> bool:
    """Whether the deal stood in that stage of its process, and was not only led through it."""
    deal = stay.opportunity
    if deal is None or stay.stage.process_id != deal.process_id:
        return False
    return stay.stage_id == deal.stage_id or stay.left_at - stay.entered_at >= timedelta(seconds=1)


def in_row(grouping: Grouping, key: Any, divides: Any, families: dict[int, str | None]) -> bool:
    """Whether a part that says so belongs to the row: one with that product, that family, or due in that time."""
    if grouping.parts is None:
        return True
    if grouping.in_time:
        return key is not None and any(divides in span for span in grouping.buckets[key].spans)
    said = families[divides] and families[divides].casefold() if grouping.asked.through else str(divides)
    if key == OTHER:
        return said is not None and said not in grouping._kept
    return said == key


def added(each: Measured, keys: set[int]) -> Any:
    """How many they are, or what their numbers come to."""
    if each.column is None:
        return len(keys)
    found = values_of(each)
    return sum(found[key] for key in keys if found[key] is not None)


def measured(
    result: Result, each: Measured, keys: set[int], everything: set[int], periods: int | None = None
) -> Any:
    """The measure of these rows, added up one by one."""
    if each.measure.kind == "count":
        return len(keys)
    if each.measure.kind == "rate":
        hit = criterion(each.type, filter_from(each.type, each.measure.of))
        good = set(db.session.scalars(select(each.type.model.id).where(hit))) & keys
        return Decimal(len(good)) / len(keys) if keys else None
    if each.measure.kind == "running":
        return added(each, keys)
    if each.measure.kind == "velocity":
        found = velocity(keys)
        return found if found is None or periods is None else found / periods
    if each.measure.kind == "per":
        return ratio(result, each, keys)
    if each.measure.kind == "share" and each.field is None:
        return Decimal(len(keys)) / len(everything) if everything else None
    found = values_of(each)
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
    if result.overlaps:
        total = set(
            db.session.scalars(result.opened().statement().with_only_columns(result.report.type.model.id))
        )
        rows = (
            result.opened(row).statement().with_only_columns(result.report.type.model.id)
            for row in result.rows
        )
        found = set().union(*(db.session.scalars(each) for each in rows))
        same_ones = found == total and len(total) == result.total.count <= parts
        return [] if same_ones else [f"{result.report.args}: {len(found)} of {result.total.count}"]
    return [] if parts == result.total.count else [f"{result.report.args}: {parts} of {result.total.count}"]
