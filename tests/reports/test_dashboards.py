"""Dashboards: one for each role, one's own, its tiles one by one, and whose numbers they show."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesapp.activities.models import Activity
from salesapp.core import clock
from salesapp.core.access import SYSTEM
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.events import Event
from salesapp.forecasts.quotas.setting import set_quotas
from salesapp.opportunities.processes.models import SalesProcess
from salesapp.people.models import Language
from salesapp.records.views.models import SavedView
from salesapp.reports.dashboards.kept import State
from salesapp.reports.dashboards.models import Dashboard
from salesapp.reports.dashboards.shelf import SHIPPED
from salesapp.reports.saved.models import SavedReport
from salesapp.reports.shipped import BY_KEY
from tests.races import at_once
from tests.statements import statements


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


def press(person, key: int, act: str, **values: str) -> int:
    data = {"csrf_token": person.csrf(), "act": act, **values}
    return person.post(f"/dashboards/{key}/tiles", data=data).status_code


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
    details = re.search(r'href="(/reports/run[^"]+)"[^>]*>Details', page) or re.search(
        r'href="(/reports/run\?[^"]+)"', page
    )
    assert "€1,070.00" not in root.get(details[1].replace("&amp;", "&")).text, "as the tile was looked at"


def test_period_and_process_take_the_place_of_what_each_tile_asks_by_itself(as_user, open_deal, cast):
    year = today_for().year
    open_deal("Now", "ada", 10_00, won=10_00)
    open_deal("Then", "ada", 700_00, won=700_00, closed_on=f"{year - 1}-03-03")
    open_deal("Open", "ada", 5_00).close_on = today_for() + timedelta(days=1)
    db.session.commit()
    open_deal("Undated", "ada", 0)
    ada, process = as_user("ada"), db.session.scalar(select(SalesProcess.id))
    undated = "/reports/save?type=opportunity&filter=state:equals:open;close_on:empty&by=owner&m=count"
    assert ada.submit(undated, name="Undated", audience="mine").status_code == 303
    page = ada.get(f"/dashboards/selling?period=last-year&process={process}&whose=me").text
    assert f"/dashboards/tiles/won-running?whose=me&amp;period=last-year&amp;process={process}" in page
    for said, lens, amount in (
        ("won-by-owner", "", "€10.00"),
        ("won-by-owner", "?period=last-year", "€700.00"),
        ("top-customers", "?period=last-year", "€700.00"),
        ("top-customers", "?period=this-year", "€10.00"),
        ("won-to-date", "?period=last-year", "€700.00"),
        ("past-close-date", "?period=this-year", "€0.00"),
        ("pipeline-by-stage", f"?process={process}", "€5.00"),
        ("pipeline-by-stage", f"?process={process + 1}", "€0.00"),
        ("1", "", "1"),
        ("1", "?period=last-year", "1"),
    ):
        tile = ada.htmx(f"/dashboards/tiles/{said}{lens}").text
        total = re.search(r'class="report-total"><a class="num" href="([^"]+)">([^<]+)<', tile)
        assert total[2] in {amount, "–" if amount == "€0.00" else amount}, (said, lens)
        if "period" in lens and said not in {"past-close-date", "1"}:
            assert tile.count("Closed on") == 1
            rows = ada.get(total[1].replace("&amp;", "&")).text
            assert (">Then</a>" in rows) is ("last-year" in lens)
            assert (">Now</a>" in rows) is ("this-year" in lens)


def test_a_period_holds_planned_activities_by_when_they_are_due_and_open_deals_by_when_they_close(
    as_user, open_deal, cast
):
    ada, today = as_user("ada"), today_for()
    for subject, days in (("Ring them", 0), ("In three years", 1100)):
        due_on = today + timedelta(days=days)
        db.session.add(Activity(subject=subject, due_on=due_on, owner_id=cast["ada"].id))
    open_deal("Soon", "ada", 5_00).close_on = today
    db.session.commit()
    planned = ada.htmx("/dashboards/tiles/view:activity.mine?period=this-year").text
    assert ">Ring them</a>" in planned
    assert "In three years" not in planned
    report = "/reports/save?type=opportunity&filter=state:none-of:won,lost&by=owner&m=count"
    assert ada.submit(report, name="Not closed", audience="mine").status_code == 303
    assert 'class="num" href' in ada.htmx("/dashboards/tiles/1?period=this-year").text
    assert "close_on:within:this-year" in ada.htmx("/dashboards/tiles/1?period=this-year").text


def test_arranging_answers_with_the_tiles_alone_so_that_the_page_stays_where_it_is(as_user, deals):
    ada = as_user("ada")
    key = mine(ada)
    page = ada.get(f"/dashboards/{key}/arrange")
    assert 'hx-target="#dashboard-arrange"' in page.text
    assert '<details class="fold" open>' not in page.text
    data = {"act": "add", "report": "no-amount", "heading": "Data quality", "csrf_token": ada.csrf()}
    answer = ada.htmx(f"/dashboards/{key}/tiles", method="POST", data=data)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div class="stack-loose" id="dashboard-arrange">')
    assert "Remove Whose opportunities have no amount?" in answer.text
    opened = re.findall(r"<details[^>]* open>\s*<summary>(.+?) · \d+<", answer.text)
    assert opened == ["Data quality"]


def test_tiles_are_also_lists_funnels_texts_the_forecast_and_the_quota(as_user, deals, open_deal, cast):
    ada = as_user("ada")
    key = mine(ada)
    for said in ("view:opportunity.mine", "funnel:pipeline-by-stage", "forecast:quarter", "goal:quota"):
        assert press(ada, key, "add", report=said) == 303
    assert press(ada, key, "add", text=" Weekly goals: call everybody <b> ") == 303
    assert press(ada, key, "add", text=" ") == 409
    assert press(ada, key, "add", report="view:opportunity.nonsense") == 404
    page = ada.get(f"/dashboards/{key}?whose=me").text
    assert "Weekly goals: call everybody &lt;b&gt;" in page
    assert 'hx-get="/dashboards/tiles/forecast:quarter?whose=me"' in page
    listed = ada.htmx("/dashboards/tiles/view:opportunity.mine").text
    assert ">Alpha</a>" in listed
    assert "Gamma" not in listed
    assert "bars funnel" in ada.htmx("/dashboards/tiles/funnel:pipeline-by-stage").text
    assert "No quota yet" in ada.htmx("/dashboards/tiles/goal:quota").text
    open_deal("Won", "ada", 20_00, won=20_00)
    set_quotas({(cast["ada"].id, today_for().replace(day=1)): 80_00}, by=cast["root"])
    db.session.commit()
    number = ada.htmx("/dashboards/tiles/forecast:quarter").text
    assert "€20" in number
    assert "Quota €80 · 25%" in number
    assert 'stroke-dasharray="25.0 100"' in ada.htmx("/dashboards/tiles/goal:quota").text
    ben, forecast = as_user("ben"), "/dashboards/tiles/forecast:quarter"
    assert "€20" in ben.htmx(f"{forecast}?whose=my-people").text
    assert "€20" not in ben.htmx(f"{forecast}?whose=me").text
    for lens in ("?whose=my-team", "?process=1"):
        assert "can’t be narrowed" in ben.htmx(f"{forecast}{lens}").text
    for said in ("text:x", "view:lead.12", "view:x", "funnel:x"):
        assert ada.htmx(f"/dashboards/tiles/{said}").status_code == 404
    assert as_user("mia").htmx("/dashboards/tiles/view:opportunity.mine").status_code == 404


def test_ones_own_is_arranged_by_buttons(as_user, deals):
    ada = as_user("ada")
    key = mine(ada)
    page = f"/dashboards/{key}/arrange"
    before = tiles(ada.get(f"/dashboards/{key}").text)

    assert press(ada, key, "down", report=before[0]) == 303
    assert press(ada, key, "down", report=before[-1]) == 303
    assert press(ada, key, "remove", report=before[2]) == 303
    assert press(ada, key, "add", report="top-customers") == 303
    assert press(ada, key, "add", report="top-customers") == 409
    assert press(ada, key, "add", report="nonsense") == 404
    wanted = [before[1], before[0], *before[3:], "top-customers"]
    assert tiles(ada.get(f"/dashboards/{key}").text) == wanted
    assert tiles(ada.get("/dashboards").text) == wanted
    assert 'aria-label="Add Why do we lose?"' in ada.get(page).text


def test_a_removed_tile_comes_back_where_it_was(as_user, deals):
    ada = as_user("ada")
    key = mine(ada)
    before = tiles(ada.get(f"/dashboards/{key}").text)
    data = {"act": "remove", "report": before[1], "csrf_token": ada.csrf()}
    answer = ada.htmx(f"/dashboards/{key}/tiles", method="POST", data=data).text
    assert "Tile removed." in answer
    undo = re.search(r'action="([^"]*restore[^"]*)"', answer)[1].replace("&amp;", "&")
    assert tiles(ada.get(f"/dashboards/{key}").text) == [before[0], *before[2:]]
    assert ada.post(undo, data={"csrf_token": ada.csrf()}).status_code == 303
    assert tiles(ada.get(f"/dashboards/{key}").text) == before
    assert ada.post(undo, data={"csrf_token": ada.csrf()}).status_code == 409


def test_a_tile_is_put_at_a_place_by_dragging_it(as_user, deals):
    ada = as_user("ada")
    key = mine(ada)
    before = tiles(ada.get(f"/dashboards/{key}").text)
    assert 'data-behavior="tiles"' in ada.get(f"/dashboards/{key}/arrange").text
    assert press(ada, key, "to", report=before[-1], at="0") == 303
    assert press(ada, key, "to", report=before[0], at="2") == 303
    assert press(ada, key, "to", report="losses-by-reason", at="1") == 303, "it is on no place"
    wanted = [before[-1], before[1], before[0], *before[2:-1]]
    assert tiles(ada.get(f"/dashboards/{key}").text) == wanted
    assert press(ada, key, "to", report=wanted[1], at="99") == 303
    assert tiles(ada.get(f"/dashboards/{key}").text) == [wanted[0], *wanted[2:], wanted[1]]


def test_who_sees_a_dashboard_is_changed_later(as_user, deals):
    ben, ada, cora = as_user("ben"), as_user("ada"), as_user("cora")
    key = mine(ben, "Numbers", begun="team")
    page = f"/dashboards/{key}"
    assert f"{page}/edit" in ben.get(page).text
    assert (ada.get(page).status_code, ada.get(f"{page}/edit").status_code) == (404, 404)
    shared = {"name": "Our numbers", "audience": "mine", "for_role": "rep"}
    assert ben.submit(f"{page}/edit", shared).status_code == 303
    assert "Our numbers" in ada.get(page).text
    assert f"{page}/edit" not in ada.get(page).text
    assert ada.get(f"{page}/edit").status_code == 404
    assert ben.submit(f"{page}/edit", name="").status_code == 422
    assert ben.submit(f"{page}/edit", for_role="").status_code == 303
    assert ada.get(page).status_code == 404
    own = mine(cora, "Mine", begun="selling")
    forged = {"csrf_token": cora.csrf(), "name": "Mine", "audience": "all", "for_role": "rep"}
    assert cora.post(f"/dashboards/{own}/edit", data=forged).status_code == 422
    assert ada.get(f"/dashboards/{own}").status_code == 404


def test_a_tile_is_drawn_once_until_something_happens(as_user, open_deal):
    open_deal("Alpha", "ada", 1_000_00)
    ada, address = as_user("ada"), "/dashboards/tiles/pipeline-by-owner"
    noon = clock.now()

    def shown(client=ada, asked: str = "", seconds: int = 0) -> str:
        with clock.travel(noon + timedelta(seconds=seconds)):
            return client.htmx(address + asked).text

    assert "€1,000.00" in shown()
    with statements() as asked_for:
        assert "As of" not in shown(seconds=30)
    assert not [each for each in asked_for if "sum(" in each.lower()]
    assert "As of" in shown(seconds=90)
    assert "As of" not in shown(seconds=600), "nothing is kept for long"
    assert "€1,000.00" not in shown(as_user("cora")), "of others nothing"
    noon = clock.now()
    assert "€1,000.00" in shown(asked="?whose=me")
    open_deal("Beta", "ada", 500_00)
    assert "€1,500.00" in shown()


def test_a_slow_tile_is_shown_as_it_was_while_it_is_drawn_anew(as_user, open_deal, monkeypatch):
    monkeypatch.setattr("salesapp.reports.dashboards.kept.SLOW", 0)
    open_deal("Alpha", "ada", 1_000_00)
    ada, address = as_user("ada"), "/dashboards/tiles/pipeline-by-owner"
    assert "€1,000.00" in ada.htmx(address).text
    open_deal("Beta", "ada", 500_00)
    stale = ada.htmx(address).text
    assert "€1,000.00" in stale
    assert "As of" in stale
    again = re.search(r'hx-get="([^"]+)" hx-trigger="load"', stale)[1]
    fresh = ada.htmx(again).text
    assert "€1,500.00" in fresh
    assert "As of" not in fresh


@pytest.mark.postgres_only
def test_what_began_earlier_and_is_committed_later_has_happened_too(open_deal, cast):
    values = {"by_name": "Ada", "kind": "changed", "subject_type": "opportunity", "subject_id": 1}
    with Session(db.engine) as slow:
        slow.info["viewer"] = SYSTEM
        slow.add(Event(**values, subject_title="Alpha", subject_version=1))
        slow.flush()
        open_deal("Beta", "ada", 500_00)
        before = State.now(cast["ada"])
        db.session.rollback()
        slow.commit()
    assert State.now(cast["ada"]) != before


def test_what_was_drawn_under_other_rights_is_not_shown_meanwhile(as_user, open_deal, cast, monkeypatch):
    monkeypatch.setattr("salesapp.reports.dashboards.kept.SLOW", 0)
    open_deal("Alpha", "ada", 1_000_00)
    ben, address = as_user("ben"), "/dashboards/tiles/pipeline-by-owner"
    assert "€1,000.00" in ben.htmx(address).text
    cast["ada"].manager_id = None
    db.session.commit()
    assert "€1,000.00" not in ben.htmx(address).text


def test_tiles_that_are_added_at_the_same_moment_are_all_there(as_user):
    ada = as_user("ada")
    key, said = mine(ada), ["top-customers", "losses-by-reason", "won-by-owner", "win-rate-by-owner"]
    data = {"csrf_token": ada.csrf(), "act": "add"}
    send = [partial(ada.post, f"/dashboards/{key}/tiles", data=data | {"report": each}) for each in said]
    assert [each.status_code for each in at_once(*send)] == [303] * 4
    assert set(said) < set(tiles(ada.get(f"/dashboards/{key}").text))


def test_dashboards_are_offered_and_deleted_as_views_are(as_user, deals):
    key = mine(as_user("ben"), "North", "team", "team")
    assert as_user("ada").get(f"/dashboards/{key}").status_code == 200
    assert as_user("cora").get(f"/dashboards/{key}").status_code == 404
    assert as_user("ada").get(f"/dashboards/{key}/arrange").status_code == 404
    refused = as_user("ada").submit("/dashboards/new", name="All", audience="all")
    assert refused.status_code == 422
    assert as_user("ben").submit(f"/dashboards/{key}", action=f"/dashboards/{key}/remove").status_code == 303
    assert db.session.scalar(select(Dashboard.id)) is None


def test_a_manager_shares_a_dashboard_with_all_of_a_role(as_user, deals):
    ben, cora = as_user("ben"), as_user("cora")
    assert 'name="for_role"' not in cora.get("/dashboards/new").text
    refused = cora.post(
        "/dashboards/new",
        data={"csrf_token": cora.csrf(), "name": "X", "audience": "mine", "for_role": "rep"},
    )
    assert refused.status_code in {303, 422}
    assert db.session.scalar(select(Dashboard.for_role)) is None
    ben.submit("/dashboards/new?from=team", name="Reps", audience="mine", for_role="rep")
    key = db.session.scalar(select(Dashboard.id).where(Dashboard.name == "Reps"))
    assert cora.get(f"/dashboards/{key}").status_code == 200
    assert cora.get(f"/dashboards/{key}/arrange").status_code == 404
    assert as_user("dana").get(f"/dashboards/{key}").status_code == 404


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
    ada.submit("/views/opportunities", {"name": "Large", "audience": "mine"}, action="/views/opportunities")
    view = db.session.scalar(select(SavedView.id))
    assert press(ada, key, "add", report=f"view:opportunity.{view}") == 303
    ada.submit("/views/opportunities", action=f"/views/opportunities/{view}/remove")
    page = ada.get(f"/dashboards/{key}").text
    assert page.count("This report isn’t shared with you any more.") == 1
    assert "view:opportunity" not in str(db.session.scalar(select(Dashboard.tiles)))
    assert str(gone) not in db.session.scalar(select(Dashboard.tiles))
    assert "Remove Report not available" in ada.get(f"/dashboards/{key}/arrange").text
