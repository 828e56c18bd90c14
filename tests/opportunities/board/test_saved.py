"""Saved boards, the order of the cards and what stands on them."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.marketing.kinds import LeadSource
from salesapp.opportunities.board import queries
from salesapp.opportunities.board.column_sums import PAGE, BoardFilter, scope_of
from salesapp.opportunities.board.saved.display import FIELDS, SORTINGS, Look
from salesapp.opportunities.board.saved.models import SavedBoard
from salesapp.opportunities.board.saved.selection import View
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.models.ranked import newest_rank
from tests.clients import Client
from tests.markup import Page

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def names_of(html):
    return re.findall(r'class="card-title" href="[^"]+">([^<]+)</a>', html)


def save(browser, name, query="owner=me&sort=amount", **ticks):
    return browser.submit(f"/board/boards?{query}", action="/board/boards", name=name, **ticks)


def links(browser, address):
    page = Page(browser.get(address).text)
    return {each.get("href") for each in page.elements if each.tag == "a"}


@pytest.fixture
def deals(make, cast):
    """Four that each order puts another way."""
    at = datetime(2030, 1, 1, tzinfo=UTC)
    for number, (name, amount, close_on) in enumerate(
        [
            ("A", 300, None),
            ("B", None, date(2030, 2, 1)),
            ("C", 900, date(2030, 1, 1)),
            ("D", 100, date(2030, 3, 1)),
        ]
    ):
        with clock.travel(at + timedelta(days=number)):
            make(name, amount=amount, close_on=close_on)
    db.session.query(Opportunity).filter_by(name="A").one().touched_at = at + timedelta(days=9)
    db.session.commit()


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("newest", "DCBA"), ("close", "CBDA"), ("amount", "CADB"), ("stale", "BCDA"), ("hand", "DCBA")],
)
def test_cards_stand_in_the_chosen_order(as_user, deals, sort, expected):
    assert "".join(names_of(as_user("ada").get(f"/board?sort={sort}").text)) == expected


def test_every_order_pages_by_key_and_shows_each_card_once(as_user, make):
    for number in range(PAGE * 2 + 3):
        make(
            f"Deal {number:02}",
            amount=None if number % 3 == 0 else number % 7,
            close_on=None if number % 4 == 0 else date(2030, 1, 1 + number % 5),
        )
    for person in ("ada", "root"):
        browser = as_user(person)
        for sort in SORTINGS:
            seen = walked(browser, f"/board?sort={sort}")
            assert len(seen) == len(set(seen)) == PAGE * 2 + 3, (person, sort)


def walked(browser: Client, address: str | None) -> list[str]:
    """The names of a column's cards, portion by portion."""
    seen: list[str] = []
    while address:
        answer = browser.get(address).text if "column" not in address else browser.htmx(address).text
        seen += names_of(answer)
        more = re.search(r'hx-get="(/board/column/[^"]+)"', answer)
        address = more[1].replace("&amp;", "&") if more else None
    return seen


@given(
    st.sampled_from(sorted(SORTINGS)),
    st.integers(0, 4 * 10**15).map(lambda micros: EPOCH + timedelta(microseconds=micros)),
    st.none() | st.dates(),
    st.none() | st.integers(0, 10**14),
    st.integers(1, 10**9),
)
def test_a_place_in_an_order_is_read_as_it_was_written(sort, at, close_on, amount, key):
    class Row:
        id, stage_entered_at, touched_at = key, at, at
        amount_in_company = amount
        rank = newest_rank(at)

    Row.close_on = close_on
    sorting = SORTINGS[sort]
    assert sorting.decoded(sorting.cursor(Row)) == (sorting.of(Row), key)


@given(
    st.sampled_from(sorted(SORTINGS)),
    st.text(max_size=30) | st.from_regex(r"-?\d{1,20}-\d{1,20}", fullmatch=True),
)
def test_any_other_place_begins_at_the_top(sort, text):
    SORTINGS[sort].decoded(text)


def test_cards_show_what_was_chosen(as_user, make, cast):
    made = make("Deal", amount=10_000, close_on=date(2020, 5, 4), source=LeadSource.TRADE_FAIR)
    made.competitor = "Rival"
    made.probability = Decimal(40)
    db.session.commit()
    every = "&".join(f"fields={name}" for name in FIELDS)
    text = as_user("ada").get(f"/board?{every}").text
    for part in (
        "closes 4 May 2020",
        "40%",
        "weighted €40",
        "0 d in this stage",
        "Trade fair",
        "Rival",
        "AR",
    ):
        assert part in text
    without = as_user("ada").get("/board?fields=").text
    assert "card-facts" not in without
    assert "card-owner" not in without


def test_a_saved_board_is_picked_and_begun_with(as_user, make):
    make("Of Ada", amount=1)
    browser = as_user("ada")
    answer = save(browser, "My big ones", default="y")
    address = answer.headers["Location"]
    assert "Largest amount" in browser.get(address).text
    assert "Largest amount" in browser.get("/board").text
    assert "Last moved first" in browser.get("/board?owner=all").text
    assert address in links(browser, "/board/boards")
    key = db.session.query(SavedBoard).one().id
    browser.submit("/board/boards", action=f"/board/boards/{key}/begin")
    assert "Last moved first" in browser.get("/board").text
    browser.submit("/board/boards", action=f"/board/boards/{key}/remove")
    assert db.session.query(SavedBoard).count() == 0


def test_the_same_name_again_replaces_it(as_user, make):
    browser = as_user("ada")
    save(browser, "Mine")
    save(browser, "Mine", "owner=team&sort=close")
    kept = db.session.query(SavedBoard).one()
    assert View.from_args(kept.args) == View(BoardFilter("team"), Look("close"))


def test_only_managers_share_and_nobody_else_takes_it_away(as_user, make):
    rep, manager, other = as_user("ada"), as_user("ben"), as_user("cora")
    assert 'name="shared"' not in rep.get("/board/boards").text
    data = {"csrf_token": rep.csrf_token(), "name": "Ours", "shared": "y", "once": "k"}
    assert rep.post("/board/boards", data=data).status_code == 409
    save(manager, "Team view", shared="y")
    save(manager, "Private")
    key = db.session.query(SavedBoard).filter_by(name="Team view").one().id
    text = other.get("/board/boards").text
    assert "Team view" in text
    assert "Private" not in text
    post = {"csrf_token": other.csrf_token(), "once": "k"}
    assert other.post(f"/board/boards/{key}/remove", data=post).status_code == 404
    private = db.session.query(SavedBoard).filter_by(name="Private").one().id
    assert other.post(f"/board/boards/{private}/begin", data=post | {"once": "l"}).status_code == 404
    as_user("root").submit("/board/boards", action=f"/board/boards/{key}/remove")
    assert db.session.query(SavedBoard).filter_by(name="Team view").count() == 0


def test_a_board_without_a_name_asks_for_one(as_user, make):
    answer = save(as_user("ada"), " ")
    assert answer.status_code == 422
    assert "This field is required." in answer.text


def test_a_card_moved_on_a_sorted_board_keeps_its_facts(as_user, make, stages):
    made, browser = make("Deal", amount=10_000, source=LeadSource.TRADE_FAIR), as_user("ada")
    save(browser, "With source", "owner=all&fields=source")
    key = db.session.query(SavedBoard).one().id
    data = {"csrf_token": browser.csrf_token(), "stage": stages[1].id, "version": made.version, "once": "k"}
    where = {"HX-Current-URL": f"http://localhost/board?board={key}"}
    answer = browser.htmx(f"/opportunities/{made.id}/move", method="POST", data=data, headers=where)
    assert "Trade fair" in answer.text


def test_the_first_cards_by_an_order_are_the_same_for_one_owner_and_for_many(make, cast, stages, deals):
    viewer, chosen = cast["root"], BoardFilter()
    for sorting in SORTINGS.values():
        found = [
            [
                row.name
                for row in queries.cards(stages, scope, chosen, count=count, sorting=sorting)[stages[0].id]
            ]
            for scope in (scope_of(viewer, chosen), scope_of(cast["ada"], chosen))
            for count in (0, 10**6)
        ]
        assert all(each == found[0] for each in found)


def test_chips_keep_the_order_and_the_saved_board_lights_up(as_user, make):
    make()
    browser = as_user("ada")
    save(browser, "Big")
    page = browser.get("/board?owner=me&sort=amount").text
    assert re.search(r'aria-current="true"[^>]*><svg.+?</svg>Big</a>', page)
    assert "/board?owner=team&amp;sort=amount" in page
