"""Many cards at once: each is checked by itself, what refuses is named with why, the others are done."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import history
from salesapp.core.once import new_key
from salesapp.opportunities.board.bulk.acts import MOST, Pick, picks_of
from salesapp.opportunities.models import Opportunity
from salesapp.records.bulk.edits import BulkEdit
from tests.markup import Page
from tests.web.test_assets import NOT_BESIDE_DRAGGING

BOARD = {"HX-Current-URL": "http://localhost/board?select=1"}
MAY = date(2030, 5, 4)


@pytest.fixture
def three(make):
    return [make(f"Deal {number}", amount=10_000, close_on=MAY) for number in range(3)]


def picked(*rows):
    return [f"{row.id}.{row.version}" for row in rows]


def send(browser, act, cards, **values):
    data = {"csrf_token": browser.csrf_token(), "once": f"{act}-{values}", "card": cards, **values}
    return browser.htmx(f"/board/many/{act}", method="POST", data=data, headers=BOARD)


def stages_of(*rows):
    db.session.expire_all()
    return [row.stage_id for row in rows]


def test_what_does_not_count_for_a_board_stands_beside_no_dragging(as_user, three, stages):
    named = re.compile(r'data-behavior="([^"]*)"')
    dragged, ticked = (
        {name for said in named.findall(as_user("ada").get(page).text) for name in said.split()}
        for page in ("/board", "/board?select=1")
    )
    assert "board" in dragged
    assert not dragged & NOT_BESIDE_DRAGGING
    assert "select-many" in ticked
    assert not ticked & {"board", "keys"}, "what drags is not loaded then"


def test_cards_are_picked_moved_and_put_back_without_a_script(as_user, three, stages):
    browser = as_user("ada")
    board = Page(browser.get("/board?select=1").text)
    boxes = [each.get("value") for each in board.elements if each.get("name") == "card"]
    assert sorted(boxes) == sorted(picked(*three))
    sheet = f"/board/many?act=move&card={boxes[0]}&card={boxes[1]}"
    text = browser.get(sheet).text
    assert "€0 → €200" in text
    answer = browser.submit(sheet, action="/board/many/move", stage=str(stages[2].id))
    assert answer.headers["Location"].endswith(f"#stage-{stages[2].id}")
    assert stages_of(*three).count(stages[2].id) == 2
    undo = undo_in(browser.get("/board").text)
    browser.post(undo, data={"csrf_token": browser.csrf_token(), "once": "back"})
    assert stages_of(*three) == [stages[0].id] * 3


def test_what_a_stage_still_asks_for_keeps_just_that_card(as_user, three, stages, cast):
    for each in three[:2]:
        each.close_on = None
    for each in three:
        each.move(stages[1], by=cast["ada"])
    db.session.commit()
    answer = send(as_user("ada"), "move", picked(*three), stage=stages[2].id)
    assert answer.headers["HX-Retarget"] == "#sheet"
    assert answer.text.count("Expected close date is required before leaving Needs analysis.") == 2
    assert "Moved to Proposal: 1" in answer.text
    assert undo_in(answer.text)
    assert stages_of(*three) == [stages[1].id, stages[1].id, stages[2].id]


def test_a_stage_that_is_jumped_over_keeps_the_card_too(as_user, three, stages):
    three[0].close_on = None
    db.session.commit()
    answer = send(as_user("ada"), "move", picked(*three), stage=stages[2].id)
    assert answer.text.count("Expected close date is required before leaving Needs analysis.") == 1
    assert stages_of(*three) == [stages[0].id, stages[2].id, stages[2].id]


def test_each_card_that_moved_says_so_once_in_its_history(as_user, three, stages):
    send(as_user("ada"), "move", picked(*three), stage=stages[1].id)
    db.session.expire_all()
    for each in three:
        kinds = [happened.kind for happened in history(each)]
        assert kinds.count("opportunity_moved") == 1


def test_a_card_that_a_colleague_changed_or_closed_stays(as_user, three, stages, cast):
    cards = picked(*three)
    three[0].move(stages[3], by=cast["root"])
    three[1].name = "Renamed"
    db.session.commit()
    answer = send(as_user("ada"), "move", cards, stage=stages[1].id)
    assert answer.text.count("Someone else has changed it.") == 1
    assert stages_of(*three) == [stages[3].id, stages[1].id, stages[1].id], "a new name is no clash"


def test_undo_of_moving_back_asks_for_nothing(as_user, three, stages, cast):
    for each in three:
        each.move(stages[2], by=cast["ada"])
        each.close_on = None
    db.session.commit()
    browser, stays = as_user("ada"), [len(each.stage_changes) for each in three]
    send(browser, "move", picked(*three), stage=stages[0].id)
    undo = undo_in(browser.get("/board").text)
    browser.post(undo, data={"csrf_token": browser.csrf_token(), "once": "back"})
    assert stages_of(*three) == [stages[2].id] * 3
    assert [len(each.stage_changes) for each in three] == stays


def test_what_is_not_theirs_does_not_exist_and_stays(as_user, three, make, stages):
    foreign = make("Of Cora", "cora")
    answer = send(as_user("ada"), "move", picked(three[0], foreign), stage=stages[1].id)
    assert "No longer available to you: 1" in answer.text
    assert "Of Cora" not in answer.text
    assert stages_of(three[0], foreign) == [stages[1].id, stages[0].id]


def test_a_second_press_changes_nothing_more(as_user, three, stages):
    browser, cards = as_user("ada"), picked(*three)
    first = send(browser, "move", cards, stage=stages[1].id)
    again = send(browser, "move", cards, stage=stages[1].id)
    assert (first.status_code, first.headers["HX-Redirect"]) == (
        again.status_code,
        again.headers["HX-Redirect"],
    )
    db.session.expire_all()
    assert all(len(each.stage_changes) == 2 for each in three)


def test_owners_are_changed_and_who_has_one_already_is_named(as_user, three, make, cast):
    of_ben = make("Of Ben", "ben")
    answer = send(as_user("ben"), "assign", picked(*three, of_ben), owner=cast["ben"].id)
    assert "Ben Manager is already the owner." in answer.text
    db.session.expire_all()
    assert {each.owner_id for each in three} == {cast["ben"].id}
    assert history(three[0])[0].changes[0]["field"] == "owner"


def undo_in(answer_or_page):
    return re.search(r'action="(/bulk-edits/[^"]+)"', answer_or_page)[1].replace("&amp;", "&")


@pytest.mark.parametrize(("act", "values"), [("assign", {"owner": "cora"}), ("push", {"days": 7})])
def test_owners_and_days_are_taken_back_too_by_whoever_no_longer_sees_the_cards(
    as_user, three, cast, act, values
):
    browser = as_user("ada")
    values = {"owner": cast["cora"].id} if "owner" in values else values
    before = [(row.owner_id, row.close_on) for row in three]
    send(browser, act, picked(*three), **values)
    db.session.expire_all()
    assert [(row.owner_id, row.close_on) for row in three] != before
    undo = undo_in(browser.get("/board").text)
    browser.post(undo, data={"csrf_token": browser.csrf_token(), "once": "back"})
    db.session.expire_all()
    assert [(row.owner_id, row.close_on) for row in three] == before


def test_what_a_colleague_changed_since_is_not_taken_back(as_user, three):
    browser = as_user("ada")
    send(browser, "push", picked(*three), days=7)
    undo = undo_in(browser.get("/board").text)
    db.session.expire_all()
    three[0].close_on = MAY
    three[1].next_step = "Call"
    db.session.commit()
    answer = browser.post(undo, data={"csrf_token": browser.csrf_token(), "once": "back"})
    page = browser.get(answer.headers["Location"]).text
    assert page.count("It has been changed since.") == 1, "the page of the edit names what stays"
    db.session.expire_all()
    assert [row.close_on for row in three] == [MAY, MAY, MAY]


def test_nobody_who_does_not_sell_becomes_the_owner(as_user, three, cast):
    answer = send(as_user("ada"), "assign", picked(*three), owner=cast["sam"].id)
    assert answer.status_code == 422
    db.session.expire_all()
    assert {each.owner_id for each in three} == {cast["ada"].id}


def test_the_close_date_is_pushed_by_days_or_set_to_one(as_user, three):
    browser = as_user("ada")
    three[2].close_on = None
    db.session.commit()
    answer = send(browser, "push", picked(*three), days="14")
    assert "It has no expected close date yet." in answer.text
    db.session.expire_all()
    assert [each.close_on for each in three] == [MAY + timedelta(days=14)] * 2 + [None]
    send(browser, "push", picked(*three), close_on="2031-01-02")
    db.session.expire_all()
    assert {each.close_on for each in three} == {date(2031, 1, 2)}


def test_neither_days_nor_a_date_asks_again(as_user, three):
    answer = send(as_user("ada"), "push", picked(*three))
    assert answer.status_code == 422
    assert "This field is required." in answer.text
    assert all(card in answer.text for card in picked(*three))


def test_nothing_picked_says_so(as_user, three):
    browser = as_user("ada")
    again = browser.htmx("/board/many?act=move").headers["HX-Redirect"]
    assert "select=1" in again
    assert "Select a card first." in browser.get(again).text
    data = {"csrf_token": browser.csrf_token(), "once": "k"}
    assert browser.htmx("/board/many/move", method="POST", data=data).status_code == 409


def test_who_may_not_change_has_no_boxes_to_tick(as_user, three):
    browser = as_user("rob")
    assert 'name="card"' not in browser.get("/board?select=1").text
    assert browser.get("/board/many?act=move&card=1.1").status_code == 403


def test_picks_are_read_as_they_are_written():
    assert picks_of(["7.2", "8.1", "7.2", "nonsense", "9"]) == [Pick(7, 2), Pick(8, 1)]
    assert str(Pick(7, 2)) == "7.2"
    for none in ([], ["x"], [f"{number}.1" for number in range(MOST + 1)]):
        with pytest.raises(RuleBroken):
            picks_of(none)


def test_a_closed_one_is_not_given_away_or_put_off(make, cast):
    made = make()
    made.state = "won"
    db.session.commit()
    row = db.session.get(Opportunity, made.id)
    for act in (lambda: row.assign(cast["ben"], by=cast["ada"]), lambda: row.put_off(MAY, by=cast["ada"])):
        with pytest.raises(RuleBroken, match="closed"):
            act()


STEPS = st.lists(
    st.tuples(st.sampled_from(["one", "many", "back"]), st.integers(0, 3), st.integers(0, 15)), max_size=6
)


@given(steps=STEPS)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_moves_the_boards_totals_are_the_sums_of_its_cards(stages, once, steps):
    rows, browser = once
    for act, stage, which in steps:
        db.session.expire_all()
        some = [row for place, row in enumerate(rows) if which & (1 << place)] or rows
        if act == "one":
            data = {"csrf_token": browser.csrf_token(), "stage": stages[stage].id, "version": some[0].version}
            browser.htmx(f"/opportunities/{some[0].id}/move", method="POST", data=data, headers=BOARD)
        elif act == "many":
            send(browser, "move", picked(*some), stage=stages[stage].id, again=new_key())
        else:
            last = db.session.scalar(select(func.max(BulkEdit.id))) or 0
            data = {"csrf_token": browser.csrf_token(), "once": new_key()}
            browser.post(f"/bulk-edits/{last}/undo", data=data)
    db.session.expire_all()
    page = Page(browser.get("/board").text)
    for stage in stages:
        here = [row for row in rows if row.stage_id == stage.id]
        column = next(each for each in page.elements if each.get("id") == f"stage-{stage.id}")
        totals = [each.get("data-total") for each in column.iter() if "data-total" in each.attrib]
        assert totals == [str(sum(row.amount or 0 for row in here))]
        cards = [each for each in column.iter() if each.get("class") == "card"]
        assert [int(each.get("data-worth")) for each in cards] == [
            row.amount for row in sorted(here, key=lambda row: (row.stage_entered_at, row.id), reverse=True)
        ]


@pytest.fixture
def once(make, as_user):
    """Four cards of different worth, and the browser of their owner."""
    return [make(f"Deal {number}", amount=10**number) for number in range(2, 6)], as_user("ada")
