"""Dashboards: one for each role, one's own, its tiles one by one, and whose numbers they show."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.people.models import Language
from salesapp.reports.dashboards.models import Dashboard
from salesapp.reports.dashboards.shelf import SHIPPED
from salesapp.reports.saved.models import SavedReport
from salesapp.reports.shipped import BY_KEY


@pytest.fixture
def deals(open_deal):
    open_deal("Alpha", "ada", 1_000_00)
    open_deal("Gamma", "cora", 70_00)


def mine(person, name: str = "Mornings", audience: str = "mine", begun: str = "selling") -> int:
    answer = person.submit(f"/dashboards/new?from={begun}", name=name, audience=audience)
    assert answer.status_code == 303, answer.text
    return db.session.scalar(select(Dashboard.id).where(Dashboard.name == name))


def tiles(page: str) -> list[str]:
    return re.findall(r'hx-get="/dashboards/tiles/([^"?]+)', page)


def test_each_role_has_a_dashboard_whose_tiles_come_one_by_one(as_user, deals, cast):
    assert all(each in BY_KEY for _name, reports in SHIPPED.values() for each in reports)
    for who in ("ada", "ben", "finn", "sam", "mia", "root"):
        for language in Language:
            cast[who].locale = language
            db.session.commit()
            person = as_user(who)
            found = tiles(person.get("/dashboards").text)
            assert len(found) >= 2
        for each in found:
            assert person.htmx(f"/dashboards/tiles/{each}").status_code == 200
    assert as_user("mia").htmx("/dashboards/tiles/pipeline-by-stage").status_code == 404


def test_a_filter_counts_for_every_tile(as_user, deals):
    root = as_user("root")
    page = root.get("/dashboards/team?whose=me").text
    assert "/dashboards/tiles/pipeline-by-owner?whose=me" in page
    assert "€1,070.00" in root.htmx("/dashboards/tiles/pipeline-by-owner").text
    assert "€1,070.00" not in root.htmx("/dashboards/tiles/pipeline-by-owner?whose=me").text
    of_ada = as_user("ada").htmx("/dashboards/tiles/pipeline-by-owner?whose=me").text
    assert "€1,000.00" in of_ada
    assert "Owner is me" in of_ada


def test_ones_own_is_arranged_by_buttons(as_user, deals):
    ada = as_user("ada")
    key = mine(ada)
    page = f"/dashboards/{key}/arrange"
    before = tiles(ada.get(f"/dashboards/{key}").text)

    def press(act: str, report: str) -> int:
        data = {"csrf_token": ada.csrf(), "act": act, "report": report}
        return ada.post(f"/dashboards/{key}/tiles", data=data).status_code

    assert press("up", before[1]) == 303
    assert press("remove", before[2]) == 303
    assert press("add", "top-customers") == 303
    assert press("add", "top-customers") == 409
    assert press("add", "nonsense") == 404
    wanted = [before[1], before[0], *before[3:], "top-customers"]
    assert tiles(ada.get(f"/dashboards/{key}").text) == wanted
    assert tiles(ada.get("/dashboards").text) == wanted
    assert 'aria-label="Add Why do we lose?"' in ada.get(page).text


def test_dashboards_are_offered_and_deleted_as_views_are(as_user, deals):
    key = mine(as_user("ben"), "North", "team", "team")
    assert as_user("ada").get(f"/dashboards/{key}").status_code == 200
    assert as_user("cora").get(f"/dashboards/{key}").status_code == 404
    assert as_user("ada").get(f"/dashboards/{key}/arrange").status_code == 404
    refused = as_user("ada").submit("/dashboards/new", name="All", audience="all")
    assert refused.status_code == 422
    assert as_user("ben").submit(f"/dashboards/{key}", action=f"/dashboards/{key}/remove").status_code == 303
    assert db.session.scalar(select(Dashboard.id)) is None


def test_a_tile_of_a_report_that_is_gone_is_gone_and_one_that_is_no_longer_shared_says_so(as_user, deals):
    ben, ada = as_user("ben"), as_user("ada")
    for name in ("Kept", "Gone"):
        ben.submit("/reports/save?type=opportunity&by=owner&m=count", name=name, audience="team")
    kept, gone = db.session.scalars(select(SavedReport.id).order_by(SavedReport.id))
    key = mine(ada)
    for report in (kept, gone):
        ada.submit(
            f"/dashboards/{key}/arrange", action=f"/dashboards/{key}/tiles", act="add", report=str(report)
        )
    ben.submit(f"/reports/{gone}", action=f"/reports/{gone}/remove")
    ben.submit(
        f"/reports/save?type=opportunity&by=owner&m=count&from={kept}",
        name="Kept",
        audience="mine",
        replace="1",
    )
    page = ada.get(f"/dashboards/{key}").text
    assert page.count("This report isn’t shared with you any more.") == 1
    assert str(gone) not in db.session.scalar(select(Dashboard.tiles))
    assert "Remove Report not available" in ada.get(f"/dashboards/{key}/arrange").text
