"""What of a file of reference rates is new to us, as rates to the company's currency, and taking it over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import insert, select

from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import db
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _l
from salesapp.core.money import exact
from salesapp.core.money.currencies import CurrencyRate
from salesapp.core.types import RATE_PLACES
from salesapp.setup.forms import tender
from salesapp.setup.reference_rates.reading import ReferenceRates
from salesapp.setup.settings import RATES, acting_person

TAKEN = event_kind(
    "reference_rates_taken",
    _l("%(by)s imported %(count)s exchange rates from %(first)s to %(last)s: %(currencies)s"),
    icon="coins",
)
USUAL = timedelta(days=90)
"""So far back a file of the whole history is proposed."""
SMALLEST = Decimal(1).scaleb(-RATE_PLACES)


@dataclass
class Standing:
    """What a file says of one currency: the days that are new, those where we have another rate, and the rest."""

    currency: str
    new: dict[date, Decimal] = field(default_factory=dict)
    changed: dict[date, Decimal] = field(default_factory=dict)
    same: int = 0
    newest: tuple[date, Decimal] | None = None


@dataclass
class Plan:
    """What would be taken over; `unknown` are no currencies of today, `no_cross` days without the company's own."""

    own: str
    standings: list[Standing]
    unknown: list[str]
    no_cross: list[date]


def cross_rate(rates: dict[str, Decimal], currency: str, own: str) -> Decimal:
    """What one unit is worth in the company's currency, by what both are worth in euro."""
    with exact():
        return (rates[own] / rates[currency]).quantize(SMALLEST, ROUND_HALF_UP)


def first_day(found: ReferenceRates) -> date:
    """From when on rates are proposed."""
    return max(min(found.days), max(found.days) - USUAL)


def plan_for(found: ReferenceRates, own: str, since: date) -> Plan:
    """Compares the file with what we have, from that day on."""
    days = {day: rates for day, rates in sorted(found.days.items()) if day >= since}
    crossed = {day: rates for day, rates in days.items() if own in rates}
    there = {
        (each.currency, each.valid_from): each.rate
        for each in db.session.execute(
            select(CurrencyRate.currency, CurrencyRate.valid_from, CurrencyRate.rate).where(
                CurrencyRate.valid_from >= since
            )
        )
    }
    codes = {code for rates in days.values() for code in rates} - {own}
    standings = [_standing(code, crossed, there, own) for code in sorted(codes & tender())]
    unknown = sorted(set(found.currencies) - tender())
    return Plan(
        own, [each for each in standings if each.newest], unknown, sorted(days.keys() - crossed.keys())
    )


def _standing(
    currency: str, days: dict[date, dict[str, Decimal]], there: dict[tuple[str, date], Decimal], own: str
) -> Standing:
    found = Standing(currency)
    for day, rates in days.items():
        if currency not in rates:
            continue
        rate = cross_rate(rates, currency, own)
        if not rate:
            continue  # too little to be written down
        found.newest = day, rate
        before = there.get((currency, day))
        if before == rate:
            found.same += 1
        elif before is None:
            found.new[day] = rate
        else:
            found.changed[day] = rate
    return found


def take_over(
    found: ReferenceRates, currencies: Collection[str], own: str, since: date, *, by: Any
) -> tuple[int, int]:
    """Writes the rates of these currencies; how many were new, and how many another one before.

    Whoever comes second with the same file finds everything there: nothing changes and nothing is recorded.
    """
    one_at_a_time(RATES)
    db.session.expire_all()
    chosen = [each for each in plan_for(found, own, since).standings if each.currency in currencies]
    rows = [
        {"currency": each.currency, "valid_from": day, "rate": rate}
        for each in chosen
        for day, rate in each.new.items()
    ]
    if rows:
        db.session.execute(insert(CurrencyRate), rows)
    changed = {(each.currency, day): rate for each in chosen for day, rate in each.changed.items()}
    _correct(changed, since)
    written = {day for each in chosen for day in (*each.new, *each.changed)}
    if written:
        record(
            acting_person(by),
            TAKEN,
            by=by,
            count=len(rows) + len(changed),
            first=min(written),
            last=max(written),
            currencies=", ".join(each.currency for each in chosen if each.new or each.changed),
        )
    return len(rows), len(changed)


def _correct(changed: dict[tuple[str, date], Decimal], since: date) -> None:
    if not changed:
        return
    query = select(CurrencyRate).where(CurrencyRate.valid_from >= since)
    for row in db.session.scalars(query.where(CurrencyRate.currency.in_({code for code, _day in changed}))):
        row.rate = changed.get((row.currency, row.valid_from), row.rate)
