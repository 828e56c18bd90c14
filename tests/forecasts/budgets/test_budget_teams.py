"""The profit plan of teams that are many, oddly written, in no role that sells, or spread by who sees no deals."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.access import Role, acting_as
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.forecasts.budgets.models import Budget
from salesapp.forecasts.budgets.plan import Plan
from salesapp.forecasts.budgets.setting import set_budget
from salesapp.people.models import User
from tests.forecasts.budgets.test_budgets import MONTHS, YEAR, opened
from tests.invoices.stage import issued
from tests.quotes.stage import stage


def join(cast, *teams, manager="ben"):
    """Somebody in each of the teams, below a manager."""
    for at, team in enumerate(teams):
        made = User(name=f"Member {at}", email=f"member{at}@example.com", role=Role.REP, team=team)
        made.manager_id = cast[manager].id
        db.session.add(made)
    db.session.commit()


def test_a_manager_of_very_many_teams_sees_each(deal, cast):
    deal("ada", 900_00, won=True)
    join(cast, *(f"Team of the wide country {at}" for at in range(200)))
    with acting_as(cast["ben"]):
        plan = Plan.of(cast["ben"], YEAR, "won")
        assert len(plan.lines) == 201
        assert plan.total.actual == 900_00
        assert sum(each.present_amount for each in opened(plan.total.figures[0])) == 900_00


def test_a_team_written_with_two_spaces_has_its_budget_in_its_line(deal, cast):
    deal("ada", 900_00, won=True)
    for each in ("ada", "ben"):
        cast[each].team = "North  East"
    db.session.commit()
    set_budget("North  East", {MONTHS[0]: 100}, by=cast["root"])
    db.session.commit()
    with acting_as(cast["root"]):
        lines = {line.name: (line.budget, line.actual) for line in Plan.of(cast["root"], YEAR, "won").lines}
    assert lines["North  East"] == (100, 900_00)
    assert len(lines) == 2


def test_a_long_team_of_letters_that_are_spelt_out_has_a_budget(noon, cast):
    cast["ada"].team = "ß" * 80
    db.session.commit()
    set_budget("ß" * 80, {MONTHS[0]: 100}, by=cast["root"])
    db.session.commit()
    with acting_as(cast["root"]):
        assert db.session.scalars(select(Budget.amount)).all() == [100]


def test_teams_stand_in_the_order_of_lists(noon, cast):
    join(cast, "Ärzte", "张三", "安九", "banane")
    with acting_as(cast["root"]):
        found = [line.name for line in Plan.of(cast["root"], YEAR, "won").lines]
    assert found == ["Ärzte", "banane", "North", "South", "安九", "张三"]


def test_who_sees_no_opportunities_spreads_like_what_was_invoiced(cast, as_user):
    with clock.travel(datetime(2025, 3, 10, 12, tzinfo=UTC)):
        issued(stage(cast))
        db.session.commit()
    with clock.travel(datetime(2026, 1, 10, 12, tzinfo=UTC)):
        page = as_user("finn").submit("/profit-plan/set?team=North&year=2026", amount="12k", spread="seasons")
        assert page.status_code == 303
    months = {each.month: each.amount for each in db.session.scalars(select(Budget))}
    assert months[date(2026, 3, 1)] == 12_000_00


def test_a_fiscal_year_from_april_is_called_alike_wherever_it_is_named(noon, deal, as_user):
    company().fiscal_year_start = 4
    deal("ada", 900_00, won=True)
    root = as_user("root")
    assert (
        root.submit("/profit-plan/set?team=North&year=2026", amount="12k", spread="evenly").status_code == 303
    )
    months = sorted(db.session.scalars(select(Budget.month)))
    assert (months[0], months[-1]) == (date(2026, 4, 1), date(2027, 3, 1))
    for page in ("/profit-plan?by=won", "/quotas"):
        text = root.get(page).text
        assert ["FY2027" in text, 'aria-label="FY2026"' in text, 'aria-label="FY2028"' in text] == [True] * 3
    third = root.get("/profit-plan?year=2026&quarter=3&by=won").text
    assert "closed_on__min" in third or "2026-10-01" in third
    assert "30%" in third
