"""Swimlanes: every card lies in one cell, and the cells add up to the column."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.opportunities.board.months import LATER, UNDATED, span_of, spans
from salesapp.opportunities.models import Opportunity, OpportunityMember
from tests.markup import Page

TODAY = datetime(2030, 5, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def may():
    with clock.travel(TODAY):
        yield


@pytest.fixture
def deals(make, stages, cast):
    """Of two people, in two stages, with close dates in every kind of lane."""
    days = [None, date(2029, 1, 1), date(2030, 5, 31), date(2030, 6, 1), date(2030, 10, 31), date(2031, 1, 1)]
    rows = [
        make(f"Deal {number}", owner, amount=(number + 1) * 1000, close_on=day)
        for number, (owner, day) in enumerate((owner, day) for owner in ("ada", "ben") for day in days)
    ]
    for row in rows[::3]:
        row.move(stages[1], by=cast["ada"])
    db.session.commit()
    return rows


CELL = re.compile(r'id="stage-(\d+)-lane-([\w-]+)-head"(.*?)</ol>', re.DOTALL)
HEAD = re.compile(
    r'class="truncate">([^<]*)</span>\s*<span class="count">(\d+)</span>\s*<span class="cell-sum">([^<]*)'
)
CARD = re.compile(r'class="card-title" href="[^"]+">([^<]+)<')


def cells(browser, address):
    """(Stage id, lane) → what its head says and the names of its cards."""
    found = CELL.findall(browser.get(address).text)
    return {
        (int(stage), lane): (*HEAD.search(rest).groups(), CARD.findall(rest)) for stage, lane, rest in found
    }


def test_lanes_by_owner_have_their_own_cards_and_sums(as_user, deals, stages, cast):
    shown = cells(as_user("ben"), "/board?lanes=owner")
    ada, ben = str(cast["ada"].id), str(cast["ben"].id)
    assert [lane for stage, lane in shown if stage == stages[0].id] == [ben, ada]
    first = [row for row in deals if row.stage_id == stages[0].id and row.owner_id == cast["ada"].id]
    name, count, total, names = shown[stages[0].id, ada]
    assert (name, int(count)) == (cast["ada"].name, len(first))
    assert total == f"€{sum(row.amount for row in first) // 100}"
    assert sorted(names) == sorted(row.name for row in first)


def test_lanes_by_close_month_go_from_the_past_to_what_has_no_date(as_user, deals, stages):
    shown = cells(as_user("ben"), "/board?lanes=month")
    lanes = [lane for stage, lane in shown if stage == stages[0].id]
    assert lanes == ["earlier", "2030-05", "2030-06", "2030-10", "later", "undated"]
    assert [shown[stages[0].id, lane][0] for lane in lanes[:3]] == ["Earlier", "May 2030", "June 2030"]
    cards = sum(len(cell[3]) for cell in shown.values())
    assert cards == len(deals)


@pytest.fixture
def foreign(make, cast):
    """Two of another team, of which ada is on the team of one."""
    make("Of Cora", "cora", amount=99_900)
    shared = make("Shared", "cora", amount=5_000)
    shared.members.append(OpportunityMember(user_id=cast["ada"].id))
    db.session.commit()


@pytest.mark.parametrize("lanes", ["owner", "month"])
@pytest.mark.parametrize("person", ["ada", "ben", "root"])
@pytest.mark.usefixtures("deals", "foreign")
def test_cells_add_up_to_what_the_viewer_sees(as_user, lanes, person):
    browser = as_user(person)
    plain = Page(browser.get("/board").text)
    shown = cells(browser, f"/board?lanes={lanes}")
    assert sorted(name for cell in shown.values() for name in cell[3]) == sorted(
        CARD.findall(browser.get("/board").text)
    )
    sums = [each.get("data-total") for each in plain.elements if each.get("data-total")]
    divided = Page(browser.get(f"/board?lanes={lanes}").text)
    assert sums == [each.get("data-total") for each in divided.elements if each.get("data-total")]


def test_a_full_cell_leads_to_the_board_of_its_lane(as_user, make, stages, cast):
    for number in range(12):
        make(f"Deal {number}")
    make("Of Ben", "ben")
    browser = as_user("ben")
    text = browser.get("/board?lanes=owner").text
    address = re.search(r'href="(/board\?[^"]+)">All 12<', text)[1].replace("&amp;", "&").split("#")[0]
    alone = browser.get(address).text
    assert len(re.findall('class="card-title"', alone)) == 12
    assert "Of Ben" not in alone
    assert cast["ada"].name in re.search(r'class="chip"[^>]*aria-current="true".*', alone)[0]


@pytest.mark.parametrize("query", ["person={cora}", "person=0", "person={cora}&lanes=owner", "month=undated"])
def test_nobody_s_board_shows_what_the_viewer_does_not_see(as_user, make, cast, query):
    make("Of Cora", "cora", amount=99_900)
    text = as_user("ada").get("/board?" + query.format(cora=cast["cora"].id)).text
    assert "Of Cora" not in text
    assert "999" not in text


def test_a_move_renews_the_heads_of_its_lane(as_user, deals, stages, cast):
    browser, row = as_user("ben"), deals[1]
    lane = cast["ada"].id
    data = {
        "csrf_token": browser.csrf_token(),
        "once": "m",
        "stage": stages[1].id,
        "version": row.version,
        "sheet": 1,
    }
    answer = browser.htmx(
        f"/opportunities/{row.id}/move",
        method="POST",
        data=data,
        headers={"HX-Current-URL": "http://localhost/board?lanes=owner"},
    ).text
    assert f"afterbegin:#stage-{stages[1].id}-lane-{lane}-cards" in answer
    for stage in stages[:2]:
        count = db.session.query(Opportunity).filter_by(stage_id=stage.id, owner_id=lane).count()
        head = re.search(rf'id="stage-{stage.id}-lane-{lane}-head".*', answer)[0]
        assert f'<span class="count">{count}</span>' in head


@given(st.dates(), st.dates(min_value=date(2, 1, 1), max_value=date(9990, 12, 31)))
def test_every_day_lies_in_one_span(day, today):
    found = [each for each in spans(today) if each.first <= day <= each.last]
    assert len(found) == 1
    assert span_of(found[0].key, today) == found[0]


@given(st.text(max_size=8) | st.from_regex(r"\d{4}-\d{2}", fullmatch=True))
def test_what_is_no_span_is_none(text):
    found = span_of(text, date(2030, 5, 4))
    assert found is None or found.key == text
    assert text != UNDATED or found is None
    assert text != LATER or found is not None
