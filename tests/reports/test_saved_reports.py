"""Reports that people build, save, share, pin and delete; and the command that writes them."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from salesapp.core import clock
from salesapp.core.access import acting_as
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.reports.exporting.commands import report_command
from salesapp.reports.report import Report
from salesapp.reports.running import run
from salesapp.reports.saved.models import PinnedReport, SavedReport

BUILT = "type=opportunity&filter=state:equals:open&by=stage&m=sum:amount&m=count&chart=funnel"


@pytest.fixture
def deals(cast, open_deal):
    open_deal("Alpha", "ada", 1_000_00)
    open_deal("Beta", "ada", 500_00, won=450_00)
    open_deal("Gamma", "cora", 70_00)


def saved(as_user, name: str = "Our pipeline", audience: str = "mine", who: str = "ada", **more: str) -> int:
    answer = as_user(who).submit(f"/reports/save?{BUILT}", name=name, audience=audience, **more)
    assert answer.status_code == 303, answer.text
    return int(answer.headers["Location"].rsplit("/", 1)[1])


def removed(person, key: int) -> int:
    return person.submit(f"/reports/{key}", action=f"/reports/{key}/remove").status_code


def test_each_choice_of_the_builder_shows_its_result(as_user, deals):
    ada = as_user("ada")
    page = ada.get("/reports/build?type=opportunity").text
    assert '<option value="days:created_at~closed_on">Average days, Created → Closed on</option>' in page
    assert '<option value="running:amount">Running total (Amount)</option>' in page
    assert 'hx-trigger="change"' in page
    chosen = ada.get(f"/reports/build?{BUILT}").text
    assert "€1,000.00" in chosen
    assert 'class="bars funnel"' in chosen
    problem = ada.get("/reports/build?type=opportunity&by=stage&m=running:amount").text
    assert "Group the rows by day, week, month, quarter or year to compare periods." in problem
    assert '<option value="stage" selected>' in problem


def test_a_filter_that_is_built_for_a_report_leads_back_to_it(as_user, deals):
    ada = as_user("ada")
    page = ada.get(f"/reports/build?{BUILT}").text
    link = re.search(r'href="(/opportunities/filters[^"]+)"', page)[1].replace("&amp;", "&")
    sheet = ada.htmx(link).text
    assert '<form class="form" action="/reports/build" method="get">' in sheet
    assert '<input type="hidden" name="m" value="count">' in sheet
    assert '<input type="hidden" name="filter" value="state:equals:open">' in sheet
    foreign = ada.htmx("/opportunities/filters?then=//example.com/reports").text
    assert "example.com" not in foreign


def test_a_shipped_report_is_edited_and_saved_as_ones_own(as_user, deals):
    ada = as_user("ada")
    page = ada.get("/reports/pipeline-by-stage").text
    build = re.search(r'href="(/reports/build[^"]+)"', page)[1].replace("&amp;", "&")
    sheet = re.search(r'href="(/reports/save[^"]+)"', ada.get(build).text)[1].replace("&amp;", "&")
    assert "Save as new" not in ada.htmx(sheet).text
    answer = ada.submit(sheet, name="Stages", audience="mine")
    key = answer.headers["Location"].rsplit("/", 1)[1]
    mine = ada.get(f"/reports/{key}").text
    assert "<h1>Stages</h1>" in mine
    assert "€1,000.00" in mine
    assert ">Stages</a>" in ada.get("/reports").text


def test_a_report_is_renamed_replaced_and_deleted_by_whoever_may(as_user, deals):
    key, ada = saved(as_user), as_user("ada")
    renamed = ada.submit(
        f"/reports/save?type=opportunity&by=owner&m=count&from={key}",
        name="By person",
        audience="mine",
        replace="1",
    )
    assert renamed.headers["Location"].endswith(f"/reports/{key}")
    page = ada.get(f"/reports/{key}").text
    assert "<h1>By person</h1>" in page
    assert "Ada Rep" in page
    taken = ada.submit(f"/reports/save?{BUILT}", name="By person", audience="mine")
    assert taken.status_code == 422
    assert "You already have a report with this name." in taken.text
    assert as_user("ben").get(f"/reports/{key}").status_code == 404
    assert removed(ada, key) == 303
    assert ada.get(f"/reports/{key}").status_code == 404


def test_reports_are_shared_with_a_team_or_everybody_and_count_what_each_reader_sees(as_user, deals):
    key = saved(as_user, "For the team", "team")
    assert "For the team" in as_user("ben").get("/reports").text
    assert "For the team" not in as_user("cora").get("/reports").text
    ben = as_user("ben")
    assert ben.post(f"/reports/{key}/remove", data={"csrf_token": ben.csrf()}).status_code == 404
    refused = as_user("ada").submit(f"/reports/save?{BUILT}", name="For all", audience="all")
    assert "Only a manager or an administrator can share this with everyone." in refused.text
    everybody = saved(as_user, "For all", "all", "dana")
    assert "€70.00" in as_user("cora").get(f"/reports/{everybody}").text
    assert "€1,000.00" in as_user("ada").get(f"/reports/{everybody}").text
    assert as_user("mia").get(f"/reports/{everybody}").status_code == 404
    assert removed(as_user("root"), everybody) == 303


def test_a_pinned_report_stands_first(as_user, deals):
    key, ada = saved(as_user), as_user("ada")
    for each in (key, "losses-by-reason"):
        ada.submit(f"/reports/{each}", action=f"/reports/{each}/pin")
    page = ada.get("/reports").text
    assert page.index("Pinned") < page.index("Our pipeline") < page.index("Why do we lose?")
    assert page.index("Why do we lose?") < page.index("What did we win each month")
    ada.submit("/reports/losses-by-reason", action="/reports/losses-by-reason/pin")
    removed(ada, key)
    assert db.session.scalar(select(PinnedReport.id)) is None


def test_the_command_writes_a_report_by_key_number_and_name(as_user, deals, tmp_path):
    key = saved(as_user)
    ada = ["--as", "ada@example.com"]

    def said(*arguments: str) -> str:
        return CliRunner().invoke(report_command, [*arguments, *ada], catch_exceptions=False).stdout

    for name in (str(key), "Our pipeline"):
        rows = list(csv.reader(io.StringIO(said(name).lstrip("\ufeff"))))
        assert rows == [["Stage", "Amount", "Opportunities"], ["Qualification", "1000.00", "1"]]
    said("pipeline-by-owner", "--out", str(tmp_path / "a.xlsx"))
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert [each.value for each in sheet[2]][:3] == ["Ada Rep", 1000, 1]
    listed = said("--list")
    assert f"{key}\tOur pipeline" in listed
    assert "losses-by-reason\tWhy do we lose?" in listed
    with pytest.raises(RuleBroken, match="There is no report “nonsense”"):
        said("nonsense")
    for_ben = CliRunner().invoke(report_command, [str(key), "--as", "ben@example.com"])
    assert isinstance(for_ben.exception, RuleBroken)
    everything = CliRunner().invoke(report_command, ["pipeline-by-owner"], catch_exceptions=False).stdout
    assert "Cora Rep" in everything


def test_periods_are_compared_with_what_is_right(cast, open_deal):
    for month, amount in ((1, 100_00), (2, 150_00), (4, 50_00)):
        open_deal(f"Deal {month}", "ada", amount, won=amount, closed_on=f"2026-0{month}-10")
    open_deal("Before", "ada", 80_00, won=80_00, closed_on="2025-01-10")
    asked = Report.from_args(
        MultiDict(
            [("type", "opportunity"), ("by", "closed_on:month"), ("filter", "state:equals:won")]
            + [
                ("m", each)
                for each in ("sum:amount", "running:amount", "change:amount", "change-year:amount")
            ]
        )
    )
    with acting_as(cast["ada"]):
        result = run(asked)
        said = [
            [result.measured[at].said(result.figure(row, at=at)) for at in range(4)] for row in result.rows
        ]
    assert said[0] == ["€80.00", "€80.00", "–", "–"]
    assert said[12:] == [
        ["€100.00", "€180.00", "–", "+25%"],
        ["€150.00", "€330.00", "+50%", "–"],
        ["€0.00", "€330.00", "-100%", "–"],
        ["€50.00", "€380.00", "–", "–"],
    ]


def test_a_part_of_a_period_is_not_compared_with_a_whole_one(cast, open_deal):
    """The 16th of May: April is whole, May runs, and a filter of 60 days cuts March."""
    with clock.travel(datetime(2026, 5, 16, 9, tzinfo=UTC)):
        for day, amount in (("2026-03-02", 50_00), ("2026-03-20", 60_00), ("2026-04-20", 90_00), ("2026-05-10", 45_00),
                            ("2025-05-16", 30_00), ("2025-05-17", 70_00)):  # fmt: skip
            open_deal(day, "ada", amount, won=amount, closed_on=day)

        def changes(filter_: str, grain: str = "month") -> list[str]:
            asked = [("type", "opportunity"), ("by", f"closed_on:{grain}"), ("filter", filter_)]
            with acting_as(cast["ada"]):
                result = run(Report.from_args(MultiDict([*asked, ("m", "change:amount")])))
            return [result.measured[0].said(result.figure(row)) for row in result.rows]

        # fmt: off
        assert changes("closed_on:within:this-year") == ["–", "-18.2%", "–"]
        assert changes("closed_on:within:last-60-days") == ["–", "–", "–"]
        assert changes("any(closed_on:within:this-year-to-date;closed_on:within:last-year-to-date)", "year") == [
            "–", "+716.7%"
        ]
        assert changes("closed_on:filled", "year") == ["–", "–"]
        assert changes("closed_on:min:2026-03-02;closed_on:max:2026-04-30") == ["–", "–"]
        # fmt: on


def test_a_saved_report_whose_field_is_gone_says_so(cast):
    row = SavedReport(
        user_id=cast["ada"].id, name="Old", type_key="opportunity", args={"type": "opportunity", "by": "gone"}
    )
    db.session.add(row)
    db.session.commit()
    with acting_as(cast["ada"]), pytest.raises(RuleBroken):
        run(row.report)


def test_what_an_address_asks_beyond_the_choices_stays_chosen_in_the_builder(as_user, open_deal):
    open_deal("Pump", "ada", 1_000_00)
    page = (
        as_user("ada")
        .get("/reports/build?type=opportunity&by=name&m=rate:owner:empty&m=per:sum:amount//count")
        .text
    )
    assert '<option value="name" selected>Name</option>' in page
    assert '<option value="rate:owner:empty" selected>Owner is empty</option>' in page
    assert '<option value="per:sum:amount//count" selected>Amount ÷ Opportunities</option>' in page


def test_a_report_of_what_a_role_does_not_see_is_none_of_its_reports(as_user, cast):
    mia = as_user("mia")
    assert "/reports/campaign-return" not in mia.get("/reports").text
    assert mia.get("/reports/campaign-return").status_code == 404
    assert "of:leads;count" in mia.get("/reports/build?type=campaign").text
    assert "of:opportunities" not in mia.get("/reports/build?type=campaign").text
    for wrong in (
        "of:leads",
        "of:leads;sum:score",
        "of:users;count",
        "per:count",
        "per:avg:budget//count",
        "of:x;count",
    ):
        assert as_user("root").get(f"/reports/run?type=campaign&m={wrong}").status_code == 409, wrong
    assert as_user("root").get("/reports/run?type=campaign&by=owner.name&m=of:leads;count").status_code == 409
    for wrong in (
        "lines.product,owner",
        "lines.product&across=state",
        "lines.nothing",
        "owner&across=lines.product",
    ):
        assert as_user("root").get(f"/reports/run?type=opportunity&by={wrong}").status_code == 409, wrong
