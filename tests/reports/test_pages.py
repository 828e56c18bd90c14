"""The pages of reports: the questions, the chart, the table whose numbers are links, and the file."""

from __future__ import annotations

import csv
import io
import re

import pytest
from openpyxl import load_workbook

from salesapp.core.db import db
from salesapp.people.models import Language
from salesapp.reports.shipped import SHIPPED


@pytest.fixture
def deals(open_deal):
    open_deal("Alpha", "ada", 1_000_00)
    open_deal("Beta", "ada", 500_00, won=450_00)
    open_deal("Gamma", "cora", 70_00)


def numbers(page: str) -> dict[str, str]:
    """Text → address of the numbers of the table."""
    table = page[page.index('id="report-table"') :]
    return {
        text: url.replace("&amp;", "&") for url, text in re.findall(r'<a href="([^"]+)">([^<]+)</a>', table)
    }


def test_every_shipped_report_opens_in_both_languages(as_user, deals, cast):
    root = as_user("root")
    for language in Language:
        cast["root"].locale = language
        db.session.commit()
        home = root.get("/reports").text
        for each in SHIPPED:
            assert f'href="/reports/{each.key}"' in home
            assert root.get(f"/reports/{each.key}").status_code == 200, each.key


def test_a_number_opens_its_rows_for_each_reader(as_user, deals):
    ada = as_user("ada")
    page = ada.get("/reports/pipeline-by-owner").text
    found = numbers(page)
    assert {"€1,000.00", "1"} <= set(found)
    rows = ada.get(found["€1,000.00"]).text
    assert ">Alpha</a>" in rows
    assert ">Beta</a>" not in rows
    assert "€1,070.00" in as_user("root").get("/reports/pipeline-by-owner").text
    assert "100%" in ada.get("/reports/win-rate-by-owner").text


def test_charts_are_drawn_to_scale_from_zero(as_user, deals):
    page = as_user("root").get("/reports/pipeline-by-owner").text
    assert re.findall(r'<rect class="series-0" x="0.00%" width="([^"]+)"', page) == ["100.00%", "7.00%"]
    page = as_user("root").get("/reports/won-by-year?chart=columns").text
    assert "<title>" in page
    assert ">€600</text>" in page  # the grid goes up to a round number
    for chart in ("bars", "line", "table"):
        assert as_user("root").get(f"/reports/won-by-year?chart={chart}").status_code == 200


def test_a_report_is_whatever_its_address_says(as_user, deals):
    url = "/reports/run?type=opportunity&by=account.industry,state&m=sum:amount&m=median:amount&filter=owner:one-of:me"
    page = as_user("ada").get(url).text
    assert "Account › Industry" in page
    assert "Owner is me" in page
    assert "€450.00" in page
    wrong = (
        "by=description",
        "m=sum:name",
        "m=nonsense",
        "by=a,b,c",
        "filter=x",
        "by=close_on",
        "by=stage:month",
    )
    for each in (*(f"type=opportunity&{each}" for each in wrong), "type=none"):
        assert as_user("ada").get(f"/reports/run?{each}").status_code == 409, each


def test_roles_see_reports_of_what_they_see(as_user, deals):
    mia = as_user("mia")
    assert "pipeline-by-stage" not in mia.get("/reports").text
    assert mia.get("/reports/pipeline-by-stage").status_code == 404
    assert mia.get("/reports/run?type=opportunity").status_code == 409
    assert mia.get("/reports/leads-by-source").status_code == 200


def test_a_report_is_taken_away_with_real_numbers(as_user, deals):
    root = as_user("root")
    rows = list(csv.reader(io.StringIO(root.get("/reports/pipeline-by-owner.csv").text.lstrip("\ufeff"))))
    assert rows[0] == ["Owner", "Amount", "Opportunities", "Weighted amount"]
    assert rows[1][:3] == ["Ada Rep", "1000.00", "1"]
    sheet = load_workbook(io.BytesIO(root.get("/reports/pipeline-by-owner.xlsx").data)).active
    assert [each.value for each in sheet[2]][:3] == ["Ada Rep", 1000, 1]


def test_a_list_becomes_a_report_that_is_built_by_choices(as_user, deals):
    ada = as_user("ada")
    sheet = ada.htmx("/views/opportunities?view=mine").text
    report = re.search(r'href="(/reports/run[^"]+)"', sheet)[1].replace("&amp;", "&")
    assert report == "/reports/run?type=opportunity&filter=state:equals:open;owner:one-of:me"
    page = ada.get(report).text
    assert '<a class="num" href="/opportunities?filter=state:equals:open;owner:one-of:me">1</a>' in page
    build = re.search(r'href="(/reports/build[^"]+)"', page)[1].replace("&amp;", "&")
    choices = ada.get(build).text
    assert '<option value="close_on:month">Expected close date (Month)</option>' in choices
    assert '<option value="account.industry">Industry</option>' in choices
    assert '<option value="rate:state:equals:won">Win rate</option>' in choices
    built = ada.get(f"{report}&by=stage&by=&across=&m=sum:amount&m=&m=&chart=bars").text
    assert "Qualification" in built
    assert "€1,000.00" in built


def test_the_rates_that_have_names_are_offered_where_they_mean_something(as_user, deals):
    leads = as_user("ada").get("/reports/build?type=lead").text
    assert "Conversion rate" in leads
    assert "Win rate" not in leads


def test_a_scatter_plot_sets_each_row_at_two_measures_and_opens_it(as_user, deals):
    root = as_user("root")
    page = root.get("/reports/run?type=opportunity&by=name&m=count&m=sum:amount&chart=scatter").text
    dots = re.findall(r'<a href="([^"]+)" aria-label="(\w+): 1, ([^"]+)" tabindex="-1">', page)
    assert {(name, amount) for _url, name, amount in dots} == {
        ("Alpha", "€1,000.00"),
        ("Beta", "€450.00"),
        ("Gamma", "€70.00"),
    }
    opened = next(url for url, name, _amount in dots if name == "Beta").replace("&amp;", "&")
    assert ">Beta</a>" in root.get(opened).text
    assert re.search(r'dy="-10"[^>]*>Beta</text>', page)
    assert "Across: Opportunities. Up: Amount." in page
    assert 'id="report-table"' in page
    alone = root.get("/reports/run?type=opportunity&by=name&m=count&chart=scatter").text
    assert "Choose a second measure" in alone


def test_a_gauge_says_which_part_of_its_goal_there_is(as_user, deals):
    root = as_user("root")
    address = "/reports/run?type=opportunity&by=owner&m=sum:amount&chart=gauge"
    page = root.get(f"{address}&goal=3040").text
    assert 'stroke-dasharray="50.00 100"' in page
    assert "50% of €3,040.00" in page
    assert "is-reached" not in page
    over = root.get(f"{address}&goal=1000").text
    assert "152% of €1,000.00" in over
    assert 'stroke-dasharray="100.00 100"' in over
    assert "gauge is-reached" in over
    assert "Set a goal to measure against." in root.get(address).text
    rate = root.get("/reports/run?type=opportunity&m=rate:state:equals:won&chart=gauge").text
    assert "33% of 100%" in rate
    built = root.get(address.replace("run", "build") + "&goal=3040").text
    assert re.search(r'id="build-goal"[^>]*value="3040"', built)


def test_a_part_is_drawn_against_the_whole(as_user, deals):
    report = "/reports/run?type=opportunity&by=process&m=rate:state:equals:won&chart=bars"
    [width] = re.findall(
        r'<rect class="series-0" x="0.00%" width="([^"]+)%"', as_user("root").get(report).text
    )
    assert 0 < float(width) < 100


def test_a_percentage_is_drawn_against_a_hundred(as_user, deals):
    report = "/reports/run?type=opportunity&by=process&m=avg:probability&chart=bars"
    page = as_user("root").get(report).text
    [width] = re.findall(r'<rect class="series-0" x="0.00%" width="([^"]+)%"', page)
    said = re.search(r'class="bar-value num">([^<%]+)%<', page)[1]
    assert abs(float(width) - float(said)) < 0.1


def test_a_bar_opens_the_rows_that_make_it(as_user, deals):
    root = as_user("root")
    page = root.get("/reports/run?type=opportunity&by=name&m=sum:amount&chart=columns").text
    bar = re.search(r'<a href="([^"]+)" aria-label="Gamma: €70.00" tabindex="-1"><rect', page)[1]
    assert ">Gamma</a>" in root.get(bar.replace("&amp;", "&")).text
