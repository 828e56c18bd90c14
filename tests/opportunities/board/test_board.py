"""The board: its columns are the viewer's cards, its sums their sums, and it costs the same however many there are."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from salesapp.activities.actions import add_task
from salesapp.core import clock
from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.money.currencies import CurrencyRate
from salesapp.opportunities.board import column_sums, queries
from salesapp.opportunities.board.column_sums import PAGE, BoardFilter
from salesapp.opportunities.models import Opportunity, OpportunityMember, State
from salesapp.opportunities.staleness import Freshness, staleness
from salesapp.people.models import find_user
from tests.markup import Page
from tests.statements import statements

BOARD = {"HX-Current-URL": "http://localhost/board"}


def columns(html):
    """Stage id → (names of the cards, what the head says)."""
    page = Page(html)
    found = {}
    for section in (
        each for each in page.elements if each.tag == "section" and "hue-" in (each.get("class") or "")
    ):
        names = [each.text for each in section.iter("a") if each.get("class") == "card-title"]
        head = " ".join("".join(next(section.iter("header")).itertext()).split())
        found[section.get("id")] = (names, head)
    return found


def hidden(html, name):
    """The value of a hidden input."""
    return next(each.get("value") for each in Page(html, whole=False).elements if each.get("name") == name)


def visible_sums(viewer, chosen):
    """Stage id → (count, sum, weighted) of the rows that the viewer sees, one by one."""
    found = {}
    with acting_as(viewer):
        rows = db.session.scalars(select(Opportunity).where(Opportunity.state == State.OPEN))
        for row in rows:
            if chosen.owner == "me" and row.owner_id != viewer.id:
                continue
            if chosen.owner == "team" and row.owner_id not in viewer.reach:
                continue
            count, total, weighted = found.get(row.stage_id, (0, 0, 0))
            found[row.stage_id] = (count + 1, total + (row.amount_in_company or 0), weighted + row.weighted)
    return found


def shown_sums(viewer, stages, chosen):
    with acting_as(viewer):
        sums = column_sums.sums(stages, column_sums.scope_of(viewer, chosen), chosen)
    return {key: (each.count, each.total, each.weighted) for key, each in sums.items() if each.count}


def shown_cards(viewer, stages, chosen):
    with acting_as(viewer):
        scope = column_sums.scope_of(viewer, chosen)
        found = [
            queries.cards(stages, each, chosen, count=count)
            for each in (scope, among_many(scope))
            for count in (0, 10**6)
        ]
    counts = [{key: len(rows) for key, rows in each.items() if rows} for each in found]
    assert all(each == counts[0] for each in counts)
    return counts[0]


def among_many(scope):
    """The same with owners that nobody is, so that they are not asked one by one."""
    return scope if scope.owners is None else replace(scope, owners=(*scope.owners, *range(-20, 0)))


DEALS = st.lists(
    st.tuples(
        st.sampled_from(["ada", "cora", "ben", "dana", "root"]),
        st.integers(0, 3),
        st.none() | st.integers(0, 10**10),
        st.sampled_from(["EUR", "USD"]),
        st.sampled_from(["open", "won", "binned", "shared with ada", "shared with ben"]),
    ),
    max_size=8,
)


@pytest.mark.corrupts
@given(
    deals=DEALS,
    who=st.sampled_from(["ada", "ben", "root", "rob"]),
    owner=st.sampled_from(["all", "team", "me"]),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_columns_sums_are_those_of_the_cards_the_viewer_sees(make, stages, cast, deals, who, owner):  # noqa: PLR0917
    db.session.query(OpportunityMember).delete()
    db.session.execute(
        Opportunity.__table__.update().values(state="lost"),
        execution_options={"unscoped": "clean table", "told": "nowhere"},
    )
    if not db.session.scalar(select(CurrencyRate.id)):
        db.session.add(CurrencyRate(currency="USD", valid_from=date(2020, 1, 1), rate=Decimal("0.9")))
    for person, stage, amount, currency, fate in deals:
        made = make(owner=person, stage=stages[stage], amount=amount, currency=currency)
        if fate == "won":
            made.state = State.WON
        elif fate == "binned":
            made.deleted_at = clock.now()
        elif fate.startswith("shared"):
            made.add_member(cast[fate.split()[-1]], by=cast["root"])
    db.session.commit()
    chosen = BoardFilter(owner=owner)
    seen = visible_sums(cast[who], chosen)
    assert shown_sums(cast[who], stages, chosen) == seen
    assert shown_cards(cast[who], stages, chosen) == {key: sums[0] for key, sums in seen.items()}


def test_each_sees_their_own_board(as_user, make, stages):
    make("Of Ada", "ada", amount=10_000)
    make("Of Cora", "cora", amount=20_000)
    for person, expected in (
        ("ada", {"Of Ada"}),
        ("ben", {"Of Ada"}),
        ("dana", {"Of Cora"}),
        ("root", {"Of Ada", "Of Cora"}),
    ):
        names, head = columns(as_user(person).get("/board").text)[f"stage-{stages[0].id}"]
        assert set(names) == expected
        assert str(len(expected)) in head


def test_whatever_a_card_is_called_is_text(as_user, make, stages):
    names = ["<b>bold</b> & 100 %s", "@@name@@ 5 %d", "{name}", "第二期 “x”"]
    for name in names:
        make(name, amount=1, next_step=name)
    text = as_user("ada").get("/board").text
    assert "<b>bold" not in text
    shown, _head = columns(text)[f"stage-{stages[0].id}"]
    assert sorted(shown) == sorted(names)


def test_a_name_with_a_separator_in_it_stays_in_its_place(as_user, make):
    make("One\x1fTwo", amount=100)
    text = as_user("ada").get("/board").text
    assert 'data-title="One Two"' in text
    assert '<span class="card-amount">€1</span>' in text


def test_cards_of_every_shape_show_their_own_values(as_user, make, cast):
    first, second = make("First"), make("Second", amount=500, next_step="Call", next_step_on=date(2020, 1, 1))
    db.session.commit()
    page = Page(as_user("root").get("/board").text)
    cards = {
        each.get("id"): " ".join("".join(each.itertext()).split())
        for each in page.elements
        if each.tag == "li"
    }
    assert cards[f"opportunity-{first.id}"] == "First Acme ARNo next step Move"
    assert cards[f"opportunity-{second.id}"] == "Second €5 Acme AR1 Jan 2020 · Call Move"
    assert "due-overdue" in as_user("root").get("/board").text


def test_the_newest_in_a_stage_is_on_top_and_further_ones_come_when_asked(as_user, make, stages):
    for number in range(PAGE + 3):
        with clock.travel(datetime(2030, 1, 1, tzinfo=UTC) + timedelta(minutes=number)):
            make(f"Deal {number:02}", amount=100)
    browser = as_user("ada")
    answer = browser.get("/board")
    names, head = columns(answer.text)[f"stage-{stages[0].id}"]
    assert names == [f"Deal {number:02}" for number in range(PAGE + 2, 2, -1)]
    assert "25/28" in head
    more = re.search(r'hx-get="(/board/column/[^"]+)"', answer.text)[1].replace("&amp;", "&")
    rest = browser.htmx(more).text
    assert re.findall(r"Deal \d\d(?=</a>)", rest) == ["Deal 02", "Deal 01", "Deal 00"]
    assert "25/" not in rest
    assert browser.get(more).status_code == 200


def test_a_move_from_the_board_answers_with_the_card_both_heads_and_an_undo(as_user, make, stages):
    made, browser = make(amount=10_000), as_user("ada")
    page = browser.get("/board").text
    token = re.search(r'name="csrf-token" content="([^"]+)"', page)[1]
    data = {"csrf_token": token, "stage": stages[1].id, "version": made.version, "once": "k1"}
    answer = browser.htmx(f"/opportunities/{made.id}/move", method="POST", data=data, headers=BOARD)
    assert answer.status_code == 200
    for part in (
        f'id="opportunity-{made.id}"',
        f'id="stage-{stages[0].id}-head"',
        f'id="stage-{stages[1].id}-head"',
        "move-back",
        "€2",
    ):
        assert part in answer.text
    db.session.expire_all()
    assert made.stage_id == stages[1].id
    undo = re.search(r'action="([^"]+move-back[^"]+)"', answer.text)[1].replace("&amp;", "&")
    browser.htmx(undo, method="POST", data={"csrf_token": token, "once": "k2"}, headers=BOARD)
    db.session.expire_all()
    assert made.stage_id == stages[0].id
    late = browser.htmx(undo, method="POST", data={"csrf_token": token, "once": "k3"}, headers=BOARD)
    assert late.status_code == 409


def test_the_move_sheet_says_what_each_sum_would_become_and_why_not(as_user, make, stages, cast):
    made = make(amount=10_000)
    make("Other", amount=5_000, stage=stages[2])
    made.move(stages[1], by=cast["ada"])
    db.session.commit()
    browser = as_user("ada")
    sheet = browser.htmx(f"/opportunities/{made.id}/move", headers=BOARD).text
    assert "€0 → €100" in sheet
    assert "Expected close date is required before leaving Needs analysis." in sheet
    token = hidden(sheet, "csrf_token")
    data = {"csrf_token": token, "stage": stages[0].id, "version": made.version, "sheet": "1", "once": "k1"}
    answer = browser.htmx(f"/opportunities/{made.id}/move", method="POST", data=data, headers=BOARD)
    assert answer.headers["HX-Retarget"] == f"#opportunity-{made.id}"
    assert answer.headers["HX-Trigger"] == "sheet:close"
    assert f"afterbegin:#stage-{stages[0].id}-cards" in answer.text


def test_a_card_names_the_columns_that_refuse_it(as_user, make, stages, cast):
    made = make()
    made.move(stages[1], by=cast["ada"])
    db.session.commit()
    refused = re.search(r'data-refuses="([^"]+)"', as_user("ada").get("/board").text)[1]
    assert refused.split() == [str(stages[2].id), str(stages[3].id)], "winning says the close date itself"


def test_a_card_that_somebody_else_moved_meanwhile_stays_where_they_put_it(as_user, make, stages, cast):
    made, browser = make(), as_user("ada")
    token = re.search(r'name="csrf-token" content="([^"]+)"', browser.get("/board").text)[1]
    old = made.version
    made.move(stages[1], by=cast["ben"])
    db.session.commit()
    data = {"csrf_token": token, "stage": stages[2].id, "version": old, "once": "k1"}
    answer = browser.htmx(f"/opportunities/{made.id}/move", method="POST", data=data, headers=BOARD)
    assert answer.status_code == 409
    db.session.expire_all()
    assert made.stage_id == stages[1].id


def test_the_sheet_of_whom_a_colleague_was_ahead_of_is_redrawn_and_works(as_user, make, stages, cast):
    made, browser = make(amount=10_000), as_user("ada")
    sheet = browser.htmx(f"/opportunities/{made.id}/move", headers=BOARD).text
    values = {"csrf_token": hidden(sheet, "csrf_token"), "stage": stages[2].id, "sheet": "1"}
    stale = values | {"version": hidden(sheet, "version"), "once": hidden(sheet, "once")}
    made.move(stages[1], by=cast["ben"])
    made.close_on = today_for() + timedelta(days=9)
    db.session.commit()
    answer = browser.htmx(f"/opportunities/{made.id}/move", method="POST", data=stale, headers=BOARD)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#sheet")
    assert f"{cast['ben'].name} has moved this opportunity. It’s now in {stages[1].name}." in answer.text
    again = values | {"version": hidden(answer.text, "version"), "once": hidden(answer.text, "once")}
    assert (
        browser.htmx(f"/opportunities/{made.id}/move", method="POST", data=again, headers=BOARD).status_code
        == 200
    )
    db.session.expire_all()
    assert made.stage_id == stages[2].id


def test_closing_from_the_board_renews_the_column_and_takes_the_card_away(as_user, make, stages, lost):
    made, browser = make(amount=10_000), as_user("ada")
    sheet = browser.htmx(f"/opportunities/{made.id}/move?stage=won", headers=BOARD).text
    assert "Close as won" in sheet
    token = hidden(sheet, "csrf_token")
    data = {"csrf_token": token, "actual_amount": "80", "closed_on": "2020-01-01", "once": "k1"}
    answer = browser.htmx(f"/opportunities/{made.id}/win", method="POST", data=data, headers=BOARD)
    assert answer.headers["HX-Reswap"] == "delete"
    assert "celebrate" in answer.text
    db.session.expire_all()
    assert (made.state, made.actual_amount) == (State.WON, 8_000)


def test_several_currencies_are_summed_in_the_companys_with_the_parts_beside(as_user, make):
    db.session.add(CurrencyRate(currency="USD", valid_from=date(2020, 1, 1), rate=Decimal("0.5")))
    make("Euro", amount=10_000)
    make("Dollar", amount=10_000, currency="USD")
    text = as_user("ada").get("/board").text
    assert "€150" in text
    assert "USD · 1" in text
    assert "× 0.5 = €50" in text


@pytest.mark.parametrize(
    "query",
    ["", "?owner=me", "?quarter=1", "?stale=1", "?owner=team&quarter=1&stale=1", "?process=1&owner=nonsense"],
)
@pytest.mark.parametrize("person", ["ada", "ben", "root"])
def test_a_board_takes_as_many_statements_with_many_cards_as_with_none(as_user, make, stages, query, person):
    browser = as_user(person)
    shared = make("Shared", "cora", amount=1)
    shared.add_member(find_user("ada@example.com"), by=SYSTEM)
    db.session.commit()
    few = opening(browser, f"/board{query}")
    for number in range(12):
        make(f"Deal {number}", ["ada", "cora"][number % 2], stage=stages[number % 4], amount=5)
    many = opening(browser, f"/board{query}")
    assert len(many) <= 12, "\n".join(many)
    assert len(many) <= len(few) + 1


def opening(browser, url):
    with statements() as ran:
        assert browser.get(url).status_code == 200
    return ran


def test_the_quarter_chip_shows_what_closes_in_it(as_user, make):
    today = clock.today("Europe/Berlin")
    first, last = column_sums.quarter(today, 1)
    make("In it", close_on=last)
    make("Later", close_on=last + timedelta(days=1))
    make("Some time")
    text = as_user("ada").get("/board?quarter=1").text
    assert ("In it" in text, "Later" in text, "Some time" in text) == (True, False, False)
    assert first <= today <= last


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 12))
def test_a_fiscal_quarter_is_three_whole_months_around_its_day(day, begins):
    first, last = column_sums.quarter(day, begins)
    assert first <= day <= last
    assert first.day == 1
    assert (last + timedelta(days=1)).day == 1
    assert ((last + timedelta(days=1)).month - first.month) % 12 == 3
    assert (first.month - begins) % 3 == 0


def test_the_stale_chip_shows_what_the_rule_calls_stale(as_user, make, cast):
    old = clock.now() - timedelta(days=9)
    rows = {name: make(name) for name in ("Stale", "Planned", "Next step", "Touched")}
    for each in rows.values():
        each.stage_entered_at = each.touched_at = old
    rows["Touched"].touched_at = clock.now()
    rows["Next step"].next_step_on = clock.today("Europe/Berlin")
    db.session.commit()
    add_task(rows["Planned"], "Call", today_for() + timedelta(days=3), cast["ada"], by=cast["ada"])
    db.session.commit()
    rows["Planned"].touched_at = old
    db.session.commit()
    browser = as_user("ada")
    names, _head = next(iter(columns(browser.get("/board?stale=1").text).values()))
    assert names == ["Stale"]
    assert browser.get("/board").text.count("9 days, no next step") == 1


AT = datetime(2030, 6, 15, 12, tzinfo=UTC)


@given(
    st.integers(0, 60),
    st.integers(0, 60),
    st.none() | st.integers(1, 30),
    st.none() | st.integers(1, 40),
    st.none() | st.integers(-5, 5),
)
def test_staleness_runs_from_the_later_of_entry_and_touch_and_a_plan_holds_it(
    entered, touched, warm, rotten, plan
):
    found = staleness(
        entered_at=AT - timedelta(days=entered),
        touched_at=AT - timedelta(days=touched),
        now=AT,
        today=AT.date(),
        warm_days=warm,
        rotten_days=rotten,
        planned_on=None if plan is None else AT.date() + timedelta(days=plan),
    )
    assert found.days == min(entered, touched)
    if plan is not None and plan >= 0:
        assert (found.freshness, found.held_until) == (Freshness.FRESH, AT.date() + timedelta(days=plan))
    elif rotten is not None and found.days >= rotten:
        assert found.freshness is Freshness.ROTTEN
    elif warm is not None and found.days >= warm:
        assert found.freshness is Freshness.WARM
    else:
        assert not found.is_stale


def test_a_company_without_a_process_is_told_what_to_do(as_user, process):
    process.active = False
    assert "no sales process yet" in as_user("ada").get("/board").text
