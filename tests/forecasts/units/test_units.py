"""The forecast by business unit: it adds up over the tree of units, opens its rows, and counts what the reader sees."""

from __future__ import annotations

import random
import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import select

from salesapp.core.access import acting_as
from salesapp.core.db import db
from salesapp.forecasts.figures import COLUMNS, Figures, Line
from salesapp.forecasts.grid import grid_for
from salesapp.forecasts.units.page import UnitPage, grid_by_unit
from salesapp.opportunities.models import OPPORTUNITY, Opportunity
from salesapp.people.models import User
from salesapp.people.units.models import BusinessUnit
from salesapp.records.lists.listing import Criteria
from tests.forecasts.conftest import QUARTER


@pytest.fixture
def tree(deal):
    """Europe with North in it, Asia beside it; deals of two teams in them, in the parent itself and in none."""
    europe, asia = BusinessUnit(name="Europe"), BusinessUnit(name="Asia")
    north = BusinessUnit(name="North", parent=europe)
    db.session.add_all([europe, asia, north])
    db.session.commit()
    deal("ada", 100_00, "commit", business_unit_id=north.id)
    deal("ada", 60_00, won=True, business_unit_id=north.id)
    deal("ben", 20_00, "best_case", business_unit_id=europe.id)
    deal("cora", 30_00, "commit", business_unit_id=europe.id)
    deal("cora", 5_00, business_unit_id=asia.id)
    deal("ada", 7_00)
    deal(None, 11_00, "commit")
    return europe, north, asia


def page_of(name: str, cast, key: int | None = None) -> UnitPage:
    viewer = db.session.get(User, cast[name].id)
    return UnitPage(grid_by_unit(viewer, QUARTER, "amount"), key, viewer)


def figures(line: Line) -> tuple[int, ...]:
    return tuple(amount // 100 for amount in line.figures.amounts)


def test_each_unit_has_what_its_parts_and_itself_have(app, cast, tree):
    europe, north, _asia = tree
    with acting_as(cast["rob"]), app.test_request_context():
        page = page_of("rob", cast)
        assert {page.name(each): figures(each) for each in page.parts} == {
            "Europe": (60, 130, 20, 0),
            "Asia": (0, 0, 0, 5),
            "No business unit": (0, 11, 0, 7),
        }
        assert figures(page.line) == (60, 141, 20, 12)
        inside = page_of("rob", cast, europe.id)
        assert {inside.name(each): figures(each) for each in inside.parts} == {
            "North": (60, 100, 0, 0),
            "Europe itself": (0, 30, 20, 0),
        }
        assert figures(page_of("rob", cast, north.id).line) == (60, 100, 0, 0)


@pytest.mark.parametrize("name", ["ada", "ben", "rob"])
def test_each_figure_opens_to_exactly_the_opportunities_that_make_it(app, cast, tree, name):
    with acting_as(cast[name]), app.test_request_context():
        pages = [page_of(name, cast, key) for key in (None, *(each.id for each in tree))]
        lines = [(page, line) for page in pages for line in (page.line, *page.parts)]
        for page, line in lines:
            for category in COLUMNS:
                address = page.opened(line, category)
                criteria = Criteria.from_args(OPPORTUNITY, dict(parse_qsl(urlsplit(address).query)))
                assert not criteria.problem
                rows = criteria.statement().with_only_columns(Opportunity.present_worth)
                found = [row[0] or 0 for row in db.session.execute(rows)] if address else []
                assert (sum(found), len(found)) == (
                    line.figures.amount(category),
                    line.figures.count(category),
                ), address


@pytest.mark.parametrize("name", ["ada", "ben", "rob"])
def test_it_comes_to_what_the_forecast_by_people_comes_to_however_units_are_moved(app, cast, tree, name):
    dice = random.Random(5)  # noqa: S311
    keys = [each.id for each in tree]
    with acting_as(cast[name]), app.test_request_context():
        viewer = db.session.get(User, cast[name].id)
        people = grid_for(viewer, QUARTER)
        for _round in range(8):
            reorganise(dice, keys)
            sums = grid_by_unit(db.session.get(User, viewer.id), QUARTER, "amount").sums
            assert sums.line(None).figures == people.sums.line(people.top).figures
            for key in (None, *keys):
                parts = sums.parts(key)
                assert sums.line(key).figures == sum((each.figures for each in parts), Figures())


def reorganise(dice: random.Random, keys: list[int]) -> None:
    """Every unit below any but itself, some turned off, every deal in any or none."""
    for at, key in enumerate(dice.sample(keys, len(keys))):
        unit = db.session.get(BusinessUnit, key)
        unit.parent_id = dice.choice([None, *keys[:at]]) if key in keys[at:] else None
        unit.active = dice.random() < 0.7
    for made in db.session.scalars(select(Opportunity)):
        made.business_unit_id = dice.choice([None, *keys])
    db.session.commit()


def test_the_pages_lead_to_each_other_and_keep_the_period(tree, as_user):
    europe = tree[0]
    rob = as_user("rob")
    people = rob.get(f"/forecasts?period={QUARTER.key}&measure=weighted").text
    found = re.search(r'href="(/forecasts/units\?[^"]+)"', people)[1].replace("&amp;", "&")
    assert dict(parse_qsl(urlsplit(found).query)) == {"period": QUARTER.key, "measure": "weighted"}
    page = rob.get(f"/forecasts/units?period={QUARTER.key}").text
    assert "No business unit" in page
    assert "€130" in page
    inside = rob.get(f"/forecasts/units?period={QUARTER.key}&of={europe.id}")
    assert "Europe itself" in inside.text
    assert rob.get("/forecasts/units?of=999").status_code == 404


def test_a_rep_sees_what_is_theirs_of_each_unit(tree, as_user):
    page = as_user("ada").get(f"/forecasts/units?period={QUARTER.key}").text
    assert "€100" in page
    assert "€130" not in page
    assert as_user("finn").get("/forecasts/units").status_code == 403


def test_before_there_are_units_the_page_does_not_exist_and_nothing_leads_there(deal, as_user):
    rob = as_user("rob")
    assert rob.get("/forecasts/units").status_code == 404
    assert "/forecasts/units" not in rob.get("/forecasts").text
