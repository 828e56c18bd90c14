"""An open board asks what changed: its mark follows what it shows, tells nothing else, and costs little."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesapp.activities.actions import add_task
from salesapp.core import clock
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.opportunities.board.column_sums import PAGE
from salesapp.opportunities.board.live import PAGES, Mark, pages_of
from salesapp.opportunities.processes.models import StageField
from salesapp.people.models import Language
from salesapp.records.recycle_bin import acts as recycle_bin
from tests.statements import statements

NOON = datetime(2030, 6, 3, 12, tzinfo=UTC)


def mark_of(browser, address="/board"):
    """What the board says of itself when it is opened."""
    return re.search(r'data-mark="([^"]+)"', browser.get(address).text)[1].replace("&#34;", '"')


def asked(browser, mark, address="/board"):
    """What an open board with this mark is answered."""
    return browser.htmx(address, headers={"If-None-Match": mark})


def stages_in(answer):
    """The stages whose columns the answer brings anew."""
    sections = re.findall(r'<section class="column[^"]*" id="stage-(\d+)" aria-', answer.text)
    return [int(each) for each in sections]


def test_an_unchanged_board_answers_304_without_a_body_and_costs_no_more_statements(as_user, make):
    make(amount=100)
    browser = as_user("ada")
    mark = mark_of(browser)
    whole, seen = counted(lambda: browser.get("/board"))
    answer, again = counted(lambda: asked(browser, mark))
    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == mark
    assert len(again) < len(seen) <= 12, "\n".join(again)
    assert whole.status_code == 200


def counted(act):
    with statements() as ran:
        return act(), ran


def move(one, stages, cast):
    one.move(stages[1], by=cast["ben"])


def rename(one, stages, cast):
    one.name = "Renamed"


def rename_customer(one, stages, cast):
    one.account.name = "Renamed"


def rename_owner(one, stages, cast):
    cast["ada"].name = "Ada Renamed"


def change_amount(one, stages, cast):
    one.amount = 77_700


def plan(one, stages, cast):
    add_task(one, "Call them", today_for() + timedelta(days=3), cast["ada"], by=cast["ada"])


def give_away(one, stages, cast):
    one.owner_id = cast["cora"].id


def put_into_the_bin(one, stages, cast):
    recycle_bin.delete(one, by=cast["ben"])


def win(one, stages, cast):
    one.state = "won"


def make_a_field_a_must(one, stages, cast):
    stages[0].key_fields.append(StageField(field="description", must=True, position=9))


def shorten_the_patience(one, stages, cast):
    stages[0].warm_days = 0


CHANGES = (
    move,
    rename,
    rename_customer,
    rename_owner,
    change_amount,
    plan,
    give_away,
    put_into_the_bin,
    win,
    make_a_field_a_must,
    shorten_the_patience,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_whatever_the_board_shows_changes_its_mark_and_nobody_elses(as_user, make, stages, cast, change):
    made, _other = make(amount=10_000), make("Other", stage=stages[3])
    make("Of Cora", "cora", amount=1)
    ada, cora = as_user("ada"), as_user("cora")
    mark, of_cora = mark_of(ada), mark_of(cora)
    change(made, stages, cast)
    db.session.commit()
    answer = asked(ada, mark)
    assert answer.status_code == 200
    assert answer.headers["ETag"] == mark_of(ada) != mark
    assert stages_in(answer)[0] == stages[0].id
    if change not in {make_a_field_a_must, shorten_the_patience, give_away, rename_customer}:
        assert asked(cora, of_cora).status_code == 304


def test_what_others_do_out_of_sight_changes_nothing(as_user, make, stages, cast):
    make()
    theirs = make("Of Cora", "cora", amount=1)
    browser = as_user("ada")
    mark = mark_of(browser)
    for change in (move, rename, change_amount, put_into_the_bin):
        change(theirs, stages, cast)
        db.session.commit()
        assert asked(browser, mark).status_code == 304


def test_who_is_put_on_the_team_sees_the_card_come_and_go(as_user, make, cast):
    theirs, browser = make("Of Cora", "cora", amount=1), as_user("ada")
    make()
    before = mark_of(browser)
    member = theirs.add_member(cast["ada"], by=cast["cora"])
    db.session.commit()
    shared = asked(browser, before)
    assert "Of Cora" in shared.text
    theirs.remove_member(member, by=cast["cora"])
    db.session.commit()
    gone = asked(browser, shared.headers["ETag"])
    assert gone.status_code == 200
    assert "Of Cora" not in gone.text
    assert gone.headers["ETag"] == before


def test_only_the_columns_that_changed_come(as_user, make, stages, cast):
    made, _other = make(amount=10_000), make("Other", stage=stages[3])
    browser = as_user("ada")
    mark = mark_of(browser)
    move(made, stages, cast)
    db.session.commit()
    answer = asked(browser, mark)
    assert stages_in(answer) == [stages[0].id, stages[1].id]
    for stage in stages[2:]:
        assert f'id="stage-{stage.id}" data-same' in answer.text
    assert "Other" not in answer.text


def test_a_night_that_passes_changes_what_is_due(as_user, make):
    with clock.travel(NOON):
        make(next_step="Call", next_step_on=NOON.date())
        browser = as_user("ada")
        mark = mark_of(browser)
    with clock.travel(NOON + timedelta(hours=1)):
        assert asked(browser, mark).status_code == 304
    with clock.travel(NOON + timedelta(days=1)):
        assert "yesterday · Call" in asked(browser, mark).text


def test_cards_that_were_loaded_further_stay(as_user, make, stages):
    for number in range(PAGE + 3):
        make(f"Deal {number:02}", amount=100)
    browser = as_user("ada")
    mark = mark_of(browser)
    scrolled = f"/board?pages={stages[0].id}.2"
    answer = asked(browser, mark, scrolled)
    assert len(re.findall(r"Deal \d\d(?=</a>)", answer.text)) == PAGE + 3
    assert asked(browser, answer.headers["ETag"], scrolled).status_code == 304


def test_another_set_of_stages_or_language_asks_for_a_new_page(as_user, make, stages, cast):
    make()
    browser = as_user("ada")
    mark = mark_of(browser)
    stages[1].name = "Otherwise"
    db.session.commit()
    assert asked(browser, mark).headers["HX-Refresh"] == "true"
    mark = mark_of(browser)
    cast["ada"].locale = Language.ZH
    db.session.commit()
    assert asked(browser, mark).headers["HX-Refresh"] == "true"
    assert asked(browser, "nonsense").headers["HX-Refresh"] == "true"


def test_two_who_see_the_same_have_marks_that_do_not_tell_it(as_user, make):
    make()
    assert mark_of(as_user("ben")).split("-")[0] != mark_of(as_user("root")).split("-")[0]


@given(st.text(max_size=40))
def test_what_the_board_does_not_know_it_ignores(text):
    assert all(1 <= pages <= PAGES for pages in pages_of(text).values())
    Mark.from_header(text)


@given(st.text("0123456789abcdef", min_size=1), st.lists(st.text("0123456789abcdef", min_size=1)))
def test_a_mark_is_read_as_it_was_written(frame, columns):
    mark = Mark(frame, tuple(columns))
    assert Mark.from_header(mark.to_header()) == Mark.from_header(f"W/{mark.to_header()}") == mark


def test_pages_are_read_as_the_board_writes_them():
    assert pages_of("12.2,13.400,x.1,4.,.,5.0") == {12: 2, 13: PAGES, 5: 1}
