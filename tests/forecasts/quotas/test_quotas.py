"""Quotas: spread over a year, split over a team with the rest visible, set by whoever is above, each change kept."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from salesapp.core.access import acting_as
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.forecasts.figures import attained
from salesapp.forecasts.grid import grid_for
from salesapp.forecasts.models import ForecastCall
from salesapp.forecasts.quotas.models import Quota, QuotaChange
from salesapp.forecasts.quotas.page import QuotaYear, pace, quarters_of
from salesapp.forecasts.quotas.pasting import read_table
from salesapp.forecasts.quotas.queries import seasons
from salesapp.forecasts.quotas.setting import set_quotas, set_year, split, step_of, undo
from salesapp.forecasts.quotas.spreading import months_of_year, spread, weekly
from salesapp.people.models import User
from tests.forecasts.conftest import NOW, QUARTER

YEAR = months_of_year(date(2026, 1, 1))


def test_parts_are_the_whole_to_the_cent():
    assert spread(100, [1, 1, 1]) == [34, 33, 33]
    assert spread(1_000_01, [0] * 12) == [8334] * 5 + [8333] * 7
    assert spread(10, [3, 0, 1]) == [8, 0, 2]
    assert spread(0, [1, 2]) == [0, 0]
    assert months_of_year(date(2026, 7, 1))[-1] == date(2027, 6, 1)
    assert (weekly(1000, 14), weekly(1000, 3), weekly(-5, 14), weekly(1000, 0)) == (500, 1000, 0, 0)


def test_a_years_quota_is_split_and_its_rest_is_seen(deal, cast):
    root, ben, ada = cast["root"], cast["ben"], cast["ada"]
    deal("ada", 900_00, won=True)
    deal("ben", 100_00, won=True)
    set_year(ben.id, YEAR, 12_000_00, [1] * 12, by=root)
    set_quotas({(ada.id, month): 300_00 for month in YEAR}, by=ben)
    db.session.commit()
    with acting_as(ben):
        year = QuotaYear.of(ben, YEAR[0], 1)
        lines = {each.person.name: each for each in year.lines}
        team, hers = lines["Ben Manager"], lines["Ada Rep"]
        assert (team.total, team.rest, team.attained, team.percent) == (
            12_000_00,
            8_400_00,
            1000_00,
            Decimal("8.3"),
        )
        assert (hers.quarters, hers.rest, hers.depth) == ([900_00] * 4, None, 1)
        quarter = quarters_of(YEAR[0], 1)[3]
        assert (pace(hers, 3, quarter, NOW.date()), pace(hers, 2, quarter, NOW.date())) == (0, 136_96)
        line = grid_for(ben, QUARTER).sums.line(ben.id)
        assert (line.quota, line.gap, line.coverage) == (3_000_00, 2_000_00, 0)
    split(year.own_months(ben.id), [ada.id], [1], by=ben)
    db.session.commit()
    assert {each.amount for each in db.session.scalars(select(Quota))} == {1000_00}
    kept = [
        (each.before, each.after)
        for each in db.session.scalars(select(QuotaChange).where(QuotaChange.user_id == ada.id))
    ]
    assert kept == [(None, 300_00)] * 12 + [(300_00, 1000_00)] * 12


def test_a_month_that_was_not_set_for_a_manager_is_what_the_team_should_close(noon, cast):
    root, ben, ada = cast["root"], cast["ben"], cast["ada"]
    set_quotas({(ben.id, month): 500_00 for month in YEAR[:4]}, by=root)
    set_quotas({(ada.id, month): 200_00 for month in YEAR[3:6]}, by=ben)
    db.session.commit()
    with acting_as(ben):
        year = QuotaYear.of(ben, YEAR[0], 1)
        [team] = [each for each in year.lines if each.person.name == "Ben Manager"]
        assert team.quarters == [1500_00, 900_00, None, None], (
            "in April his own, in May and June what Ada has"
        )
        for quarter, wanted in zip(quarters_of(YEAR[0], 1), team.quarters, strict=True):
            assert grid_for(ben, quarter).sums.line(ben.id).quota == wanted, "the forecast says the same"


def test_seasons_follow_what_was_won_in_the_years_before(deal, cast):
    deal("ada", 300_00, won=True)
    deal("cora", 100_00, won=True)
    with acting_as(cast["root"]):
        assert seasons([None], date(2027, 1, 1), YEAR) == [0] * 10 + [400_00, 0]
        assert seasons([cast["ada"].id], date(2027, 1, 1), YEAR)[10] == 300_00
        assert seasons([None], date(2026, 1, 1), YEAR) == [0] * 12


def test_only_whoever_is_above_sets_a_quota(noon, cast):
    for by, key in (("ada", "ada"), ("ben", "ben"), ("ben", "cora"), ("ben", None)):
        with pytest.raises(RuleBroken):
            set_quotas({(key and cast[key].id, YEAR[0]): 1}, by=cast[by])
    assert set_quotas({(None, YEAR[0]): 1, (cast["ben"].id, YEAR[0]): None}, by=cast["root"]) == 1
    assert set_quotas({(None, YEAR[0]): 1}, by=cast["root"]) == 0


def test_a_table_is_read_by_line_and_each_fault_named():
    people = {"anna": 1, "ben@example.com": 2}
    lines = ("Person;Period;Amount", "Anna;2026;120,00", "ben@example.com;2026-Q2;10,00", "")
    wrong = ("Anna;2026-13;1", "Zoe;2026;1", "Anna;2026", "Anna;2026-05;x")
    text = "\n".join((*lines, *wrong))
    found = read_table(text, people, fiscal=1, currency="EUR", language="de")
    assert [each.partition(":")[0] for each in found.problems] == ["Line 5", "Line 6", "Line 7", "Line 8"]
    assert found.wanted[2, date(2026, 4, 1)] == 3_34
    assert sum(amount for (key, _month), amount in found.wanted.items() if key == 2) == 10_00
    fiscal = read_table("Anna,2027-Q1,3", people, fiscal=7, currency="EUR", language="en").wanted
    assert list(fiscal) == [(1, date(2026, 7, 1)), (1, date(2026, 8, 1)), (1, date(2026, 9, 1))]


def test_a_table_that_is_too_long_is_refused_as_a_whole():
    line = "Anna,2026,120\n"
    most = read_table(line * 2000, {"anna": 1}, fiscal=1, currency="EUR", language="en")
    assert (len(most.wanted), most.problems) == (12, [])
    over = read_table(line * 2001, {"anna": 1}, fiscal=1, currency="EUR", language="en")
    assert (over.wanted, over.problems) == ({}, ["Enter no more than 2000 lines at a time."])


def test_a_manager_sets_splits_and_imports(noon, cast, as_user):
    root, ben, key = as_user("root"), as_user("ben"), cast["ben"].id
    assert root.submit(f"/quotas/{key}/set?year=2026", amount="12k").status_code == 303
    assert "Needs" not in (page := ben.get("/quotas?year=2026").text)
    assert "€12,000" in page
    assert "needs" in page
    assert ben.get(f"/quotas/{key}/set").status_code == 404
    assert ben.submit(f"/quotas/{key}/split?year=2026").status_code == 303
    rows = db.session.scalars(select(Quota).where(Quota.user_id == cast["ada"].id)).all()
    assert [each.amount for each in rows] == [1000_00] * 12
    wrong = ben.submit("/quotas/import", table="Cora Rep, 2026, 100")
    assert (wrong.status_code, "no one whose quota you set" in wrong.text) == (422, True)
    book = Workbook()
    for row in (("Person", "Period", "Amount"), ("ada@example.com", "2027-Q1", 300)):
        book.active.append(row)
    book.save(file := BytesIO())
    sent = ben.filled("/quotas/import") | {"file": (BytesIO(file.getvalue()), "quotas.xlsx")}
    assert ben.post("/quotas/import", data=sent, content_type="multipart/form-data").status_code == 303
    db.session.expire_all()
    assert (
        sum(each.amount for each in db.session.scalars(select(Quota).where(Quota.month >= date(2027, 1, 1))))
        == 300_00
    )
    ada = as_user("ada").get("/quotas?year=2026").text
    assert "Ben Manager" not in ada
    assert "€12,000" in ada
    assert db.session.get(User, key).name in root.get(f"/quotas/{cast['ada'].id}/set?year=2026").text


def test_a_split_is_shown_before_it_is_made_and_refused_in_its_form(noon, deal, cast, as_user):
    ben, root, ada = cast["ben"], as_user("root"), cast["ada"]
    set_year(ben.id, YEAR, 1_200_00, [1] * 12, by=cast["root"])
    set_quotas({(ada.id, YEAR[0]): 70_00}, by=ben)
    db.session.commit()
    sheet = as_user("ben").get(f"/quotas/{ben.id}/split?year=2026").text
    line = re.search(rf"<th scope=\"row\">{ada.name}</th>(.*?)</tr>", sheet)[1]
    assert re.findall(r"<td[^>]*>([^<]*)</td>", line) == ["€70", "€1,200", "€1,200"]
    assert sum(quotas_now()[ada.id, month] for month in YEAR[:1]) == 70_00, "nothing is split yet"
    refused = root.submit(f"/quotas/{ada.id}/split?year=2026")
    assert refused.status_code == 422
    assert "No one in this team has a quota of their own." in refused.text
    assert f'action="/quotas/{ada.id}/split?year=2026"' in refused.text


def quotas_now():
    db.session.expire_all()
    return {(each.user_id, each.month): each.amount for each in db.session.scalars(select(Quota))}


@pytest.mark.parametrize("act", ["split", "set", "import"])
def test_what_was_set_in_one_go_is_undone_in_one(noon, cast, as_user, act):
    """The same rows as before, whatever was set of other months and other people meanwhile."""
    root, ben, ada = cast["root"], cast["ben"], cast["ada"]
    set_year(ben.id, YEAR, 12_000_00, [1] * 12, by=root)
    set_quotas({(ada.id, YEAR[3]): 300_00}, by=ben)
    db.session.commit()
    browser, key = as_user("ben"), ben.id
    before = quotas_now()
    if act == "split":
        browser.submit(f"/quotas/{key}/split?year=2026")
    elif act == "set":
        browser.submit(f"/quotas/{ada.id}/set?year=2026", amount="24000")
    else:
        browser.submit(
            "/quotas/import?year=2026",
            action="/quotas/import",
            table=f"{ada.email}\t2026-01\t5\n{ada.email}\t2026-02\t6",
        )
    assert quotas_now() != before
    set_quotas({(ada.id, date(2027, 1, 1)): 1_00}, by=ben)
    db.session.commit()
    address = browser.get("/quotas?year=2026").text.split('action="/quotas/undo/')[1].split('"')[0]
    data = {"csrf_token": browser.csrf_token()}
    assert browser.post(f"/quotas/undo/{address.replace('&amp;', '&')}", data=data).status_code == 303
    assert quotas_now() == before | {(ada.id, date(2027, 1, 1)): 1_00}
    refused = browser.post(f"/quotas/undo/{address.replace('&amp;', '&')}", data=data)
    assert refused.status_code == 409
    assert "was set again since" in refused.text


def test_a_split_on_which_somebody_went_on_stays(noon, cast):
    root, ben, ada = cast["root"], cast["ben"], cast["ada"]
    set_year(None, YEAR, 12_000_00, [1] * 12, by=root)
    split(dict.fromkeys(YEAR, 1_000_00), [ben.id], [1], by=root, step="first")
    split(dict.fromkeys(YEAR, 1_000_00), [ada.id], [1], by=ben, step="second")
    db.session.commit()
    before = quotas_now()
    with pytest.raises(RuleBroken, match="Ada Rep for 2026-01"):
        undo(step_of("first"), by=root)
    db.session.rollback()
    assert quotas_now() == before
    undo(step_of("second"), by=ben)
    db.session.commit()
    with pytest.raises(
        RuleBroken, match="set again since"
    ):  # also what was undone: who undid it had seen the first
        undo(step_of("first"), by=root)


def test_nobody_undoes_what_they_could_not_set(noon, cast, as_user):
    split(dict.fromkeys(YEAR, 1_000_00), [cast["ben"].id], [1], by=cast["root"], step="first")
    db.session.commit()
    browser = as_user("ben")
    assert browser.post("/quotas/undo/first", data={"csrf_token": browser.csrf_token()}).status_code == 404


@pytest.mark.parametrize("case", [("JPY", "50,000", 50_000), ("KWD", "12.345", 12_345)])
def test_quotas_and_forecasts_are_typed_in_the_decimals_of_the_companys_currency(noon, cast, as_user, case):
    currency, typed, minor = case
    company().currency = currency
    db.session.commit()
    ben, ada = as_user("ben"), cast["ada"]
    assert ben.submit(f"/quotas/{ada.id}/set?year=2026", amount=typed).status_code == 303
    assert sum(quotas_now().values()) == minor
    shown = ben.get(f"/quotas/{ada.id}/set?year=2026").text
    assert f'value="{typed.replace(",", "")}"' in shown
    table = f"{ada.email};2027-01;{typed}"
    assert ben.submit("/quotas/import?year=2027", action="/quotas/import", table=table).status_code == 303
    assert quotas_now()[ada.id, date(2027, 1, 1)] == minor
    page = f"/forecasts/{ada.id}/call?period={QUARTER.key}"
    assert ben.submit(page, value=typed, note="So they said.", category="commit").status_code == 303
    assert db.session.scalars(select(ForecastCall.value)).one() == minor


@pytest.mark.parametrize("amount", ["1000 USD", "12.345", "-5", "9" * 30])
def test_an_amount_of_a_pasted_table_is_refused_as_it_is_in_a_form(noon, cast, as_user, amount):
    table = f"{cast['ada'].email};2026-01;{amount}"
    answer = as_user("ben").submit("/quotas/import", action="/quotas/import", table=table)
    assert answer.status_code == 422
    assert "Line 1:" in answer.text
    assert table in answer.text, "what was pasted is still there"
    assert quotas_now() == {}


@pytest.mark.parametrize(
    ("closed", "quota", "said"),
    [
        (108, 1000, "10.8"),
        (26_001_12, 240_000_00, "10.8"),
        (99_999, 100_000, "99.9"),
        (100, 100, "100"),
        (1, 0, None),
    ],
)
def test_attainment_is_said_in_tenths_and_is_a_hundred_only_once_it_is_reached(closed, quota, said):
    found = attained(closed, quota)
    assert found == (None if said is None else Decimal(said))


def test_what_is_closed_opens_its_rows(deal, cast, as_user):
    deal("ada", 900_00, won=True)
    deal("ben", 100_00, won=True)
    deal("cora", 70_00, won=True)
    for name, rows in (("root", ["€970", "€1,070"]), ("ben", ["€1,000"])):
        page = as_user(name).get("/quotas?year=2026").text
        lists = re.findall(
            r'<a href="(/opportunities\?[^"]*closed_on__min=2026-01-01[^"]*)">([^<]*)</a>', page
        )
        assert lists
        url, said = lists[0]
        found = as_user(name).get(url.replace("&amp;", "&")).text
        assert said == rows[-1]
        assert [
            f"{who} {amount}" in found for who, amount in (("ada", 900_00), ("ben", 100_00), ("cora", 70_00))
        ] == [
            True,
            True,
            name == "root",
        ]
