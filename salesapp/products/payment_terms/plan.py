"""How something is to be paid, as plain values: the last day, discounts for paying early, instalments.

Days count from the date of the invoice. Amounts are whole minor units.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from salesapp.core.money import round_half_up

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Due:
    """So many days after the invoice; then, if asked, at the end of that month; then so many days later."""

    days: int = 0
    end_of_month: bool = False
    then_days: int = 0

    def on(self, day: date) -> date:
        """The last day to pay what was invoiced on `day`."""
        due = day + timedelta(days=self.days)
        if not self.end_of_month:
            return due
        return due.replace(day=monthrange(due.year, due.month)[1]) + timedelta(days=self.then_days)


@dataclass(frozen=True)
class EarlyDiscount:
    """So many percent off for whoever pays within so many days."""

    percent: Decimal
    days: int

    def off(self, amount: int) -> int:
        """What it takes off an amount."""
        return share_of(amount, self.percent)

    def until(self, day: date) -> date:
        """The last day on which it is given."""
        return day + timedelta(days=self.days)


@dataclass(frozen=True)
class Part:
    """An instalment: so many percent of the amount, due by a rule of its own."""

    percent: Decimal
    due: Due


@dataclass(frozen=True)
class Instalment:
    """What of an invoice is due on a day."""

    due_on: date
    amount: int


@dataclass(frozen=True)
class Plan:
    """What was agreed about paying: one day, or several parts; with parts there is no discount for paying early."""

    due: Due = Due()
    discounts: tuple[EarlyDiscount, ...] = ()
    parts: tuple[Part, ...] = ()

    def last_day(self, day: date) -> date:
        """When all of what was invoiced on `day` is due."""
        return max((each.due.on(day) for each in self.parts), default=self.due.on(day))

    def instalments(self, amount: int, day: date) -> list[Instalment]:
        """The parts of the amount by their days, which add up to it: the last one named takes the rest.

        Empty where there is but one day; parts of nothing are left out.
        """
        found, left = [], amount
        for place, part in enumerate(self.parts, start=1):
            share = left if place == len(self.parts) else share_of(amount, part.percent)
            left -= share
            found.append(Instalment(part.due.on(day), share))
        return sorted((each for each in found if each.amount), key=lambda each: each.due_on)

    def discount(self, invoiced_on: date, paid_on: date) -> EarlyDiscount | None:
        """The discount that a payment of that day still earns; None where it comes too late."""
        return next((each for each in self.discounts if paid_on <= each.until(invoiced_on)), None)


def still_open(parts: Sequence[Instalment], settled: int) -> list[Instalment]:
    """What is left of each part once so much is settled; money settles the earliest day first."""
    found = []
    for each in parts:
        done = min(settled, each.amount)
        settled -= done
        if each.amount > done:
            found.append(Instalment(each.due_on, each.amount - done))
    return found


def share_of(amount: int, percent: Decimal) -> int:
    """So many percent of an amount, rounded half up."""
    return int(round_half_up(amount * percent / HUNDRED, 0))


def kept(plan: Plan) -> dict[str, Any]:
    """The plan as a document keeps it."""
    return {
        "due": _kept_due(plan.due),
        "discounts": [[str(each.percent), each.days] for each in plan.discounts],
        "parts": [[str(each.percent), *_kept_due(each.due)] for each in plan.parts],
    }


def plan_in(kept_plan: Mapping[str, Any]) -> Plan:
    """What `kept` wrote."""
    return Plan(
        Due(*kept_plan["due"]),
        discounts_in(kept_plan["discounts"]),
        parts_in(kept_plan["parts"]),
    )


def discounts_in(rows: Sequence[Any]) -> tuple[EarlyDiscount, ...]:
    return tuple(EarlyDiscount(Decimal(percent), days) for percent, days in rows)


def parts_in(rows: Sequence[Any]) -> tuple[Part, ...]:
    return tuple(Part(Decimal(percent), Due(*due)) for percent, *due in rows)


def _kept_due(due: Due) -> list[Any]:
    return [due.days, due.end_of_month, due.then_days]
