"""The forecast of a quarter: who counts what, how it adds up, and what each figure opens."""

from __future__ import annotations

import html
import random
import re
from datetime import timedelta
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import select

from salesapp.core.access import Role, acting_as
from salesapp.core.db import db
from salesapp.core.money.currencies import CurrencyRate
from salesapp.forecasts.figures import COLUMNS, Figures, Line
from salesapp.forecasts.grid import Grid, grid_for, in_period
from salesapp.forecasts.opening import opened
from salesapp.opportunities.models import OPPORTUNITY, Opportunity
from salesapp.people.models import User
from salesapp.records.lists.listing import Criteria
from tests.forecasts.conftest import NOW, QUARTER
from tests.statements import statements

OMITTED = 1_000_00


@pytest.fixture
def quarter(deal, cast):
    """Two teams, somebody's own deals, money of nobody, dollars, what is lost, late or of another quarter."""
    db.session.add(CurrencyRate(currency="USD", valid_from=NOW.date(), rate=Decimal("0.5")))
    db.session.commit()
    deal("ada", 100_00, "commit")
    deal("ada", 40_00, "best_case")
    deal("ada", 7_00)  # the first stage says pipeline
    deal("ada", 60_00, won=True)
    deal("ada", 1_000_00, "omitted")
    deal("ada", 5_000_00, "commit", close_on=QUARTER.last.replace(year=2027))
    deal("ben", 20_00, "closed")  # open: no more than committed
    deal("cora", 30_00, "commit", currency="USD")
    deal("cora", None, "commit")
    deal(None, 11_00, "pipeline")
    deal("root", 9_00, "commit")


def seen(name: str, cast, measure: str = "amount") -> Grid:
    viewer = db.session.get(User, cast[name].id)
    return grid_for(viewer, QUARTER, measure)


def figures(line: Line) -> tuple[int, ...]:
    return tuple(amount // 100 for amount in line.figures.amounts)


def test_each_sees_themselves_and_down_their_tree(quarter, cast):
    with acting_as(cast["ada"]):
        grid = seen("ada", cast)
        assert figures(grid.sums.line(grid.top)) == (60, 100, 40, 7)
        assert set(grid.tree.people) == {cast["ada"].id}
    with acting_as(cast["ben"]):
        grid = seen("ben", cast)
        assert figures(grid.sums.line(grid.top)) == (60, 120, 40, 7)
        parts = {(each.person.name, each.alone): figures(each) for each in grid.sums.shown(grid.top)}
        assert parts == {("Ada Rep", False): (60, 100, 40, 7), ("Ben Manager", True): (0, 20, 0, 0)}
    with acting_as(cast["rob"]):
        grid = seen("rob", cast)
        assert figures(grid.sums.line(None)) == (60, 144, 40, 18)
        names = [each.person and each.person.name for each in grid.sums.shown(None)]
        assert names == ["Ben Manager", "Dana Manager", "Root Administrator", None]
        assert [each.name for each in grid.tree.alone if grid.sums.line(each.id).figures.any] == [
            "Root Administrator"
        ]


def test_weighted_counts_what_is_open_by_its_probability(quarter, cast):
    for each in db.session.scalars(select(Opportunity)):
        each.probability = Decimal(50)
    db.session.commit()
    with acting_as(cast["ben"]):
        assert seen("ben", cast, "weighted").sums.line(cast["ben"].id).figures.amounts == (
            60_00, 60_00, 20_00, 3_50
        )  # fmt: skip


@pytest.mark.parametrize("name", ["ada", "ben", "rob"])
def test_each_figure_opens_to_exactly_the_opportunities_that_make_it(app, quarter, cast, name):
    with acting_as(cast[name]), app.test_request_context():
        grid = seen(name, cast)
        lines = [grid.sums.line(grid.top), *grid.sums.parts(grid.top)]
        lines += [part for each in grid.tree.reports(grid.top) for part in grid.sums.parts(each.id)]
        for line in lines:
            for category in COLUMNS:
                args = dict(parse_qsl(urlsplit(opened(line, category, QUARTER)).query))
                criteria = Criteria.from_args(OPPORTUNITY, args)
                assert not criteria.problem
                rows = criteria.statement().with_only_columns(Opportunity.present_worth)
                found = [row[0] or 0 for row in db.session.execute(rows)]
                assert (sum(found), len(found)) == (
                    line.figures.amount(category),
                    line.figures.count(category),
                ), args


def test_children_and_own_are_the_parent_however_people_are_moved(quarter, cast):
    """Any tree of the nine, some of them switched off: nothing is counted twice or by nobody."""
    dice = random.Random(11)  # noqa: S311
    keys = [each.id for each in cast.values()]
    for _round in range(20):
        reorganise(dice, keys)
        with acting_as(cast["root"]):
            grid = seen("root", cast)
            rows = select(Opportunity.id, Opportunity.present_worth).where(in_period(QUARTER))
            worth = sum(row[1] or 0 for row in db.session.execute(rows))
            assert sum(grid.sums.line(None).figures.amounts) == worth - OMITTED
            assert sorted(grid.tree.under(None)) == sorted(keys)
            for key in (None, *keys):
                line, parts = grid.sums.line(key), grid.sums.parts(key)
                assert line.figures == sum((part.figures for part in parts), Figures())
                for category, final in line.final.items():
                    assert final == sum(part.final[category] for part in parts)
        viewer = db.session.get(User, dice.choice(keys), populate_existing=True)
        viewer.__dict__.pop("reach", None)
        if not viewer.sees_all("forecast") and viewer.role is not Role.FINANCE:
            with acting_as(viewer):
                assert (
                    grid_for(viewer, QUARTER).sums.line(viewer.id).figures
                    == grid.sums.line(viewer.id).figures
                )


def reorganise(dice: random.Random, keys: list[int]) -> None:
    """Everybody below anybody but themselves, every deal with anybody or nobody."""
    for at, key in enumerate(dice.sample(keys, len(keys))):
        above = dice.choice([None, *keys[:at]]) if key in keys[at:] else None
        person = db.session.get(User, key)
        person.manager_id = above
        person.active = person.role is Role.ADMINISTRATOR or dice.random() < 0.8
    for deal in db.session.scalars(select(Opportunity).where(in_period(QUARTER))):
        deal.owner_id = dice.choice([None, *keys])
    db.session.commit()


def test_two_hundred_people_cost_as_many_statements_as_two(app, quarter, cast):
    def asked(name: str) -> int:
        db.session.expire_all()
        viewer = db.session.get(User, cast[name].id)
        viewer.reach  # noqa: B018  comes with the session in a request
        with acting_as(viewer), statements() as ran:
            grid = grid_for(viewer, QUARTER)
            grid.sums.shown(grid.top)
        return len(ran)

    few = asked("ben")
    for number in range(200):
        above = cast["ben"].id
        db.session.add(
            User(name=f"Rep {number}", email=f"r{number}@example.com", role=Role.REP, manager_id=above)
        )
    db.session.commit()
    del cast["ben"].__dict__["reach"]
    assert asked("ben") == few <= 8


def test_the_page_names_who_is_in_nobodys_team(quarter, as_user):
    page = as_user("rob").get(f"/forecasts?period={QUARTER.key}").text
    assert "Root Administrator: no manager is set." in page
    assert "€204" in page
    assert "Ada Rep" not in page
    ben = as_user("ben").get(f"/forecasts?period={QUARTER.key}").text
    assert "no manager is set" not in ben
    assert "Ada Rep" in ben
    assert as_user("ada").get("/forecasts").status_code == 200


def test_numbers_of_others_do_not_exist_for_the_reader(quarter, as_user, cast):
    ada = as_user("ada")
    for other in ("ben", "cora", "root"):
        assert ada.get(f"/forecasts?of={cast[other].id}").status_code == 404
        assert ada.get(f"/forecasts/{cast[other].id}/call").status_code == 404
    assert as_user("ben").get(f"/forecasts?of={cast['ada'].id}").status_code == 200
    assert as_user("finn").get("/forecasts").status_code == 403


def test_open_money_in_no_period_is_named_and_opens(deal, as_user):
    before = QUARTER.first - timedelta(days=1)
    late, undated = deal("ada", 12_00, close_on=before), deal("ada", 3_00, close_on=None)
    deal("cora", 50_00, close_on=None)
    deal("ada", 9_00, won=True, close_on=before)
    ben = as_user("ben")
    page = html.unescape(ben.get(f"/forecasts?period={QUARTER.key}").text)
    for said, row in (("€12 past its close date", late), ("€3 without a close date", undated)):
        address = re.search(rf'<a href="([^"]+)">{said}</a>', page)[1]
        listed = ben.get(address).text
        assert re.findall(r'href="/opportunities/(\d+)"', listed).count(str(row.id)) >= 1
        assert listed.count("cell-title") == 1
    assert "in no period" not in as_user("dana").get("/forecasts?period=month-2020-01").text
