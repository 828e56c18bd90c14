"""The order by hand: a card stands where somebody put it, and nothing else about it changes."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import history
from salesapp.opportunities.models import Opportunity

BOARD = {"HX-Current-URL": "http://localhost/board?sort=hand"}
ORDER = (Opportunity.rank, Opportunity.id)


@pytest.fixture
def four(make):
    """D, C, B, A from the top."""
    return [make(name) for name in "ABCD"]


def column(browser):
    text = browser.get("/board?sort=hand").text
    return "".join(re.findall(r'class="card-title" href="[^"]+">([^<]+)</a>', text))


def send(browser, row, verb="place", **values):
    data = {"csrf_token": browser.csrf_token(), "once": f"{row.id}-{values}", **values}
    return browser.htmx(f"/opportunities/{row.id}/{verb}", method="POST", data=data, headers=BOARD)


def test_whatever_came_last_stands_first_until_somebody_puts_it_elsewhere(as_user, four):
    browser = as_user("ada")
    assert column(browser) == "DCBA"
    assert send(browser, four[3], behind=four[1].id).status_code == 204
    assert column(browser) == "CBDA"
    send(browser, four[0], behind="")
    assert column(browser) == "ACBD"


def test_buttons_do_without_dragging(as_user, four):
    browser = as_user("ada")
    assert 'value="up"' in browser.htmx(f"/opportunities/{four[0].id}/move", headers=BOARD).text
    shown = []
    for press, step in enumerate(("up", "up", "up", "down", "first", "down")):
        answer = send(browser, four[0], to=step, once=f"press {press}")
        assert answer.status_code in {200, 204}
        shown.append(column(browser))
    assert shown == ["DCAB", "DACB", "ADCB", "DACB", "ADCB", "DACB"]


def test_the_buttons_are_only_there_where_the_order_is_by_hand(as_user, four):
    other = {"HX-Current-URL": "http://localhost/board"}
    assert 'value="up"' not in as_user("ada").htmx(f"/opportunities/{four[0].id}/move", headers=other).text


def test_a_card_moved_to_another_stage_stands_where_it_was_dropped(as_user, four, stages, cast):
    for row in four[:2]:
        row.move(stages[1], by=cast["ada"])
        db.session.commit()
    browser = as_user("ada")
    for row, behind in ((four[2], four[0].id), (four[3], "")):
        db.session.refresh(row)
        send(browser, row, "move", stage=stages[1].id, version=row.version, behind=behind)
    rows = db.session.query(Opportunity).filter_by(stage_id=stages[1].id).order_by(*ORDER)
    assert "".join(row.name for row in rows) == "DBAC"


def test_a_place_is_no_change_of_the_record(as_user, four):
    row, before = four[0], (four[0].version, four[0].changed_at, len(history(four[0])))
    send(as_user("ada"), row, behind="")
    db.session.expire_all()
    assert (row.version, row.changed_at, len(history(row))) == before


def test_a_card_that_left_meanwhile_holds_no_place(as_user, four, stages, cast):
    four[1].move(stages[1], by=cast["ada"])
    db.session.commit()
    answer = send(as_user("ada"), four[3], behind=four[1].id)
    assert "The card above it is no longer there. Reload the board." in answer.text
    assert column(as_user("ada")) == "DCAB"


def test_the_place_of_a_colleague_s_card_is_not_found_out(as_user, four, make):
    foreign = make("Of Cora", "cora")
    assert send(as_user("ada"), foreign, behind="").status_code == 404
    assert "no longer there" in send(as_user("ada"), four[0], behind=foreign.id).text


def test_a_closed_card_has_no_place(four, cast):
    four[0].state = "lost"
    with pytest.raises(RuleBroken):
        four[0].put_first()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.none() | st.integers(0, 3)), max_size=30))
def test_any_sequence_of_places_gives_the_order_that_a_list_would(four, cast, acts):
    rows = list(four)
    wanted = list(db.session.query(Opportunity).order_by(*ORDER))
    for moved, above in acts:
        if moved == above:
            continue
        row = rows[moved]
        wanted.remove(row)
        if above is None:
            row.put_first()
            wanted.insert(0, row)
        else:
            row.put_behind(rows[above])
            wanted.insert(wanted.index(rows[above]) + 1, row)
        assert list(db.session.query(Opportunity).order_by(*ORDER)) == wanted


def test_room_is_made_where_there_is_none(four):
    first, *others = db.session.query(Opportunity).order_by(*ORDER)
    for _times in range(30):
        for row in others:
            row.put_behind(first)
    assert [row.name for row in db.session.query(Opportunity).order_by(*ORDER)] == ["D", "A", "B", "C"]
