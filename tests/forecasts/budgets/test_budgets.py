"""The profit plan: budgets of teams against what they won and invoiced, each number the sum of the rows it opens."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.access import acting_as
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.forecasts.budgets.models import Budget, BudgetChange
from salesapp.forecasts.budgets.plan import Plan
from salesapp.forecasts.budgets.setting import set_budget, step_of, undo
from salesapp.forecasts.periods import Period
from salesapp.forecasts.quotas.spreading import months_of_year
from salesapp.invoices.actions import ask_down_payment, credit
from salesapp.products.pricing import Percentage
from tests.forecasts.conftest import NOW, QUARTER
from tests.invoices.stage import issued, order_of
from tests.quotes.stage import stage

MONTHS = months_of_year(date(2026, 1, 1))
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31), "year")


def opened(figure):
    """The rows of the list that a figure opens, for whoever acts."""
    if figure.opens is None:
        return []
    assert not figure.opens.problem
    return db.session.scalars(figure.opens.statement()).all()


@pytest.fixture
def billed(cast):
    """Ada invoices twice, of which one is credited in part; one down payment; last year another."""
    with clock.travel(datetime(2025, 12, 30, 12, tzinfo=UTC)):
        house = stage(cast)
        issued(house)
    with clock.travel(NOW):
        first, second = issued(house), issued(house)
        note = credit(second, "Broken", by=cast["finn"], quantities={second.lines[0].id: Decimal(1)})
        advance = ask_down_payment(order_of(house), Percentage(Decimal(50)), by=cast["finn"])
        advance.issue(by=cast["finn"])
        db.session.commit()
        yield first, second, note


def test_what_is_invoiced_is_net_of_credits_and_without_down_payments(billed, cast):
    first, second, note = billed
    set_budget("North", dict.fromkeys(MONTHS, 100_00), by=cast["finn"])
    db.session.commit()
    for name in ("root", "finn", "rob"):
        with acting_as(cast[name]):
            plan = Plan.of(cast[name], YEAR, "invoiced")
            lines = {line.name: line for line in plan.lines}
            north = lines["North"]
            assert [each.amount for each in north.figures] == [first.net + second.net, note.net]
            assert (north.budget, north.actual) == (1200_00, first.net + second.net - note.net)
            assert north.variance == north.actual - 1200_00
            assert {each.id for each in opened(north.figures[0])} == {first.id, second.id}
            assert {each.id for each in opened(north.figures[1])} == {note.id}
            assert (lines["South"].budget, lines["South"].actual) == (None, 0)
            assert plan.total.actual == sum(line.actual for line in plan.lines) == north.actual
    with acting_as(cast["ben"]):
        plan = Plan.of(cast["ben"], YEAR, "invoiced")
        assert [line.name for line in plan.lines] == ["North"]
        assert plan.lines[0].actual == first.net + second.net, "managers don't see credit notes"
        assert "Credit notes" in plan.missing


def test_what_is_won_and_committed_opens_its_rows(deal, cast):
    deal("ada", 900_00, won=True)
    deal("ada", 50_00, "commit")
    deal("ben", 100_00, won=True)
    deal("cora", 70_00, "best_case")
    deal(None, 30_00, won=True)
    set_budget("NORTH", {QUARTER.first: 500_00}, by=cast["root"])
    db.session.commit()
    with acting_as(cast["root"]):
        plan = Plan.of(cast["root"], QUARTER, "won")
        said = {line.name: ([each.amount for each in line.figures], line.expected) for line in plan.lines}
        assert said == {
            "North": ([1000_00, 50_00, 0], 1050_00),
            "South": ([0, 0, 70_00], 0),
            None: ([30_00, 0, 0], 30_00),
        }
        for line in (*plan.lines, plan.total):
            for figure in line.figures:
                assert sum(each.present_amount for each in opened(figure)) == figure.amount
        assert (plan.total.budget, plan.total.variance) == (500_00, 530_00)
    with acting_as(cast["dana"]):
        plan = Plan.of(cast["dana"], QUARTER, "won")
        assert [line.name for line in plan.lines] == ["South"]
        assert (plan.total.budget, plan.total.figures[2].amount) == (None, 70_00)


def test_a_manager_sees_only_teams_that_are_wholly_theirs(noon, cast):
    set_budget("North", {MONTHS[0]: 1}, by=cast["root"])
    set_budget("Far away", {MONTHS[0]: 1}, by=cast["root"])
    db.session.commit()

    def seen(name):
        with acting_as(cast[name]):
            rows = db.session.scalars(select(Budget.name)).all()
            return sorted(rows), [line.name for line in Plan.of(cast[name], YEAR, "won").lines]

    assert seen("ben") == (["North"], ["North"])
    assert seen("root") == (["Far away", "North"], ["Far away", "North", "South"])
    cast["cora"].team = "north"
    db.session.commit()
    assert seen("ben") == ([], [])


def test_budgets_are_set_by_whoever_may_and_undone_in_one(noon, cast):
    for name in ("ben", "ada", "rob"):
        with pytest.raises(RuleBroken):
            set_budget("North", {MONTHS[0]: 1}, by=cast[name])
    for wrong in ({MONTHS[0]: -1}, {}):
        with pytest.raises(RuleBroken):
            set_budget("North" if wrong else " ", wrong, by=cast["root"])
    assert set_budget("North", dict.fromkeys(MONTHS, 10), by=cast["root"], step="one") == 12
    assert set_budget("north", {MONTHS[0]: 10}, by=cast["root"]) == 0
    assert set_budget("north", dict.fromkeys(MONTHS), by=cast["root"], step="two") == 12
    db.session.commit()
    assert db.session.scalars(select(Budget)).all() == []
    with pytest.raises(RuleBroken):
        undo(step_of("one"), by=cast["root"])
    assert undo(step_of("two"), by=cast["root"]) == 12
    db.session.commit()
    assert sum(db.session.scalars(select(Budget.amount))) == 120
    assert len(db.session.scalars(select(BudgetChange)).all()) == 36


def test_finance_sets_a_budget_and_everybody_who_may_looks_at_it(noon, deal, as_user):
    deal("ada", 900_00, won=True)
    finn, root = as_user("finn"), as_user("root")
    page = finn.submit("/profit-plan/set?team=North&year=2026", amount="12k", spread="seasons")
    assert page.status_code == 303
    months = {each.month: each.amount for each in db.session.scalars(select(Budget))}
    assert (len(months), months[date(2026, 1, 1)]) == (12, 1000_00), "nothing was won before: evenly"
    assert "€12,000" in finn.get("/profit-plan?year=2026").text
    assert "by=won" not in finn.get("/profit-plan").text, "finance sees no opportunities"
    quarter = root.get("/profit-plan?year=2026&quarter=4&by=won").text
    assert "€3,000" in quarter
    assert "30%" in quarter
    sheet = root.get("/profit-plan/set?team=north&year=2026").text
    assert "Finn Finance" in sheet
    assert root.submit("/profit-plan/set?team=North&year=2026", amount="").status_code == 303
    assert db.session.scalars(select(Budget)).all() == []
    assert root.get("/profit-plan/set?team=Nowhere").status_code == 404
    assert root.get("/profit-plan/set?year=2026").location == "/profit-plan?year=2026", (
        "no team: one is chosen there"
    )
    assert as_user("ben").get("/profit-plan/set?team=North").status_code == 403
    assert as_user("ada").get("/profit-plan").status_code == 403
    assert "Not deducted" in as_user("ben").get("/profit-plan").text
