"""The opportunity's pages by the browser: path, closing, lines, people, set-up."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from salesapp.activities.models import Activity, ActivityStatus
from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.customers.models import Contact
from salesapp.opportunities.models import Opportunity, State
from salesapp.opportunities.processes.hues import Hue
from salesapp.opportunities.processes.models import SalesProcess, Stage
from tests.markup import Page


def again(one):
    db.session.expire_all()
    return db.session.get(Opportunity, one.id)


def test_a_new_opportunity_is_made_with_name_customer_and_amount(as_user, account, stages):
    browser = as_user("ada")
    answer = browser.submit(
        "/opportunities/new",
        name="Rollout",
        account_text="Acme",
        amount="12k",
        close_on="2030-05-01",
        action="/opportunities/new",
    )
    assert answer.status_code == 303
    made = db.session.query(Opportunity).one()
    assert (made.amount, made.stage, made.probability) == (1_200_000, stages[0], 10)
    assert browser.get(f"/opportunities/{made.id}").status_code == 200


def test_a_new_opportunity_without_a_customer_says_so(as_user, stages):
    answer = as_user("ada").submit("/opportunities/new", name="No one", action="/opportunities/new")
    assert answer.status_code == 422
    assert "An opportunity needs a customer" in answer.text


@pytest.mark.parametrize("person", ["ada", "ben", "root", "rob"])
def test_the_page_shows_path_key_fields_and_panels(as_user, make, person, product, cast):
    made = make(amount=10_000, close_on=date(2030, 1, 1), next_step="Call")
    made.add_line(product, by=cast["ada"])
    answer = as_user(person).get(f"/opportunities/{made.id}")
    assert answer.status_code == 200
    for text in ("Qualification", "Negotiation", "Widget", "Guidance for this stage"):
        assert text in answer.text
    assert ("Mark stage complete" in answer.text) == (person != "rob")


def test_mark_stage_complete_goes_on_to_the_next_stage(as_user, make, stages):
    made = make()
    as_user("ada").submit(f"/opportunities/{made.id}", action=f"/opportunities/{made.id}/complete")
    assert again(made).stage_id == stages[1].id


def test_mark_stage_complete_is_undone_with_a_tap(as_user, make, stages):
    made, ada = make(), as_user("ada")
    before = made.stage_id
    page = ada.submit(f"/opportunities/{made.id}", action=f"/opportunities/{made.id}/complete").location
    undo = re.search(rf'action="(/opportunities/{made.id}/move-back/[^"]+)"', ada.get(page).text)[1]
    ada.post(undo, data={"csrf_token": ada.csrf_token(), "once": "back"})
    db.session.expire_all()
    assert made.stage_id == before


def test_a_must_stops_it_with_its_sentence(as_user, make, stages, cast):
    made = make()
    made.move(stages[1], by=cast["ada"])
    answer = as_user("ada").submit(f"/opportunities/{made.id}", action=f"/opportunities/{made.id}/complete")
    assert answer.status_code == 422
    assert "Expected close date is required before leaving Needs analysis." in answer.text


def test_a_key_field_is_edited_where_it_stands(as_user, make):
    made, browser = make(), as_user("ada")
    url = f"/opportunities/{made.id}/fields/amount"
    assert 'id="key-field-amount"' in browser.htmx(url).text
    answer = browser.submit(url, amount="500", htmx=True)
    assert answer.status_code == 200
    assert "€500.00" in answer.text
    assert again(made).amount == 50_000
    refused = browser.submit(url, amount="-3", htmx=True)
    assert refused.status_code == 422
    assert "can’t be negative" in refused.text
    assert browser.get(f"/opportunities/{made.id}/fields/state").status_code == 404


def test_winning_asks_amount_date_and_reason_and_can_be_undone(as_user, make):
    made, browser = make(amount=10_000), as_user("ada")
    answer = browser.submit(
        f"/opportunities/{made.id}/win", actual_amount="90", action=f"/opportunities/{made.id}/win"
    )
    assert answer.status_code == 303
    assert (again(made).state, again(made).actual_amount) == (State.WON, 9_000)
    page = browser.get(f"/opportunities/{made.id}")
    assert 'data-behavior="celebrate"' in page.text
    assert 'data-behavior="celebrate"' not in browser.get(f"/opportunities/{made.id}").text
    browser.submit(f"/opportunities/{made.id}", action=f"/opportunities/{made.id}/reopen")
    assert again(made).state is State.OPEN


def test_losing_without_a_reason_shows_the_sheet_again(as_user, make, lost):
    made, browser = make(), as_user("ada")
    url = f"/opportunities/{made.id}/lose"
    answer = browser.submit(url, htmx=True, action=url, note="they never answered")
    assert answer.status_code == 422
    assert "they never answered" in answer.text
    done = browser.submit(url, action=url, reason=str(lost.id), competitor_text="Bolt")
    assert done.status_code == 303
    assert (again(made).state, again(made).competitor) == (State.LOST, "Bolt")


def test_products_are_added_changed_and_removed_in_a_sheet(as_user, make, product):
    made, browser = make(), as_user("ada")
    assert "€100.00" in browser.htmx(f"/opportunities/{made.id}/products?q=wid").text
    url = f"/opportunities/{made.id}/lines/new"
    answer = browser.submit(
        url, product=str(product.id), product_text="Widget", quantity="2", htmx=True, action=url
    )
    assert answer.headers["HX-Trigger"] == "sheet:close"
    assert again(made).amount == 20_000
    line = f"/opportunities/{made.id}/lines/{made.lines[0].id}"
    assert browser.submit(line, quantity="0", htmx=True, action=line).status_code == 422
    browser.submit(line, quantity="3", unit_price="50", discount="10", htmx=True, action=line)
    assert again(made).amount == 13_500
    browser.submit(line, htmx=True, action=f"{line}/remove")
    assert again(made).lines == []
    assert browser.get(line).status_code == 404


def test_products_go_up_and_down_in_their_sheets(as_user, make, product, cast):
    made, browser = make(), as_user("ada")
    lines = [made.add_line(product, quantity=each, by=cast["ada"]) for each in (1, 2)]
    db.session.commit()
    first, second = (line.id for line in lines)
    page = f"/opportunities/{made.id}/lines"
    assert f"{page}/{first}/move" in browser.htmx(f"{page}/{first}").text
    browser.submit(f"{page}/{first}", action=f"{page}/{first}/move", htmx=True)
    assert [line.id for line in again(made).lines] == [second, first]


def test_an_amount_by_hand_can_go_back_to_the_sum(as_user, make, product, cast):
    made = make()
    made.add_line(product, by=cast["ada"])
    browser = as_user("ada")
    browser.submit(f"/opportunities/{made.id}/fields/amount", amount="7", htmx=True)
    assert again(made).amount == 700
    browser.submit(f"/opportunities/{made.id}", action=f"/opportunities/{made.id}/follow-lines", htmx=True)
    assert again(made).amount == 10_000


def test_people_and_team(as_user, make, account, cast):
    made, browser = make(), as_user("ada")
    person = Contact(family_name="Adler", given_name="Grace", account=account)
    db.session.add(person)
    db.session.commit()
    url = f"/opportunities/{made.id}/people/new"
    browser.submit(
        url, contact=str(person.id), contact_text=person.title, role="decider", is_primary="y", action=url
    )
    assert (again(made).contact_id, made.contacts[0].role.value) == (person.id, "decider")
    url = f"/opportunities/{made.id}/team/new"
    assert browser.submit(url, user=str(cast["cora"].id), split="101", action=url).status_code == 422
    browser.submit(url, user=str(cast["cora"].id), split="40", action=url)
    page = as_user("cora").get(f"/opportunities/{made.id}")
    assert page.status_code == 200
    assert "Grace Adler" in page.text
    for part, key in (("people", made.contacts[0].id), ("team", again(made).members[0].id)):
        browser.submit(f"/opportunities/{made.id}", action=f"/opportunities/{made.id}/{part}/{key}/remove")
    assert as_user("cora").get(f"/opportunities/{made.id}").status_code == 404


def test_the_team_takes_only_who_may_see_opportunities_at_all(as_user, make, cast):
    made, browser = make(), as_user("ada")
    url = f"/opportunities/{made.id}/team/new"
    offered = browser.get(url).text
    assert "Rob Reader" in offered
    assert not any(name in offered for name in ("Finn Finance", "Sam Service"))
    with pytest.raises(RuleBroken, match="The role of Finn Finance doesn’t allow viewing opportunities"):
        made.add_member(cast["finn"], by=cast["ada"])


def test_the_next_step_is_set_in_a_sheet(as_user, make):
    made, browser = make(), as_user("ada")
    url = f"/opportunities/{made.id}/next-step"
    browser.submit(url, next_step="Send terms", next_step_on="2030-02-01", action=url)
    assert (again(made).next_step, again(made).next_step_on) == ("Send terms", date(2030, 2, 1))


def test_what_follows_from_a_call_is_the_next_step_which_stands_on_today_until_it_is_done(
    as_user, make, cast
):
    made = make(next_step="Call about the offer")
    call = f"/activities/of/opportunity/{made.id}/call"
    with clock.travel(datetime(2030, 5, 6, 9, tzinfo=UTC)):
        as_user("ada").submit(call, outcome="reached", next_in="3", next_step="Send terms", action=call)
        assert (again(made).next_step, made.next_step_on) == ("Send terms", date(2030, 5, 9))
        logged = db.session.scalars(select(Activity)).one()
        assert (logged.subject, logged.status) == ("Call about Rollout", ActivityStatus.DONE)
    with clock.travel(datetime(2030, 5, 11, 9, tzinfo=UTC)):
        browser = as_user("ada")
        today = browser.get("/").text
        assert "Send terms" in today
        assert "2 days ago" in today
        assert 'aria-label="Waiting for you: 1"' in browser.get("/more").text
        browser.submit("/", action=f"/opportunities/{made.id}/next-step/complete")
        assert (again(made).next_step, made.next_step_on) == (None, None)
        assert "Send terms" in browser.htmx(f"/activities/of/opportunity/{made.id}").text
        assert newest_activity().status is ActivityStatus.DONE


def newest_activity():
    return db.session.scalars(select(Activity).order_by(Activity.id.desc())).first()


def test_changing_the_process_goes_to_the_stage_that_was_picked(as_user, make, stages):
    other = SalesProcess(name="Partners", active=True, position=2)
    other.stages = [Stage(name="Meet", position=1, active=True)]
    db.session.add(other)
    made, browser = make(), as_user("ada")
    url = f"/opportunities/{made.id}/process"
    db.session.commit()
    browser.submit(url, stage=str(other.stages[0].id), action=url)
    assert again(made).stage.name == "Meet"
    assert browser.submit(url, stage=str(other.stages[0].id), action=url).status_code == 409


def test_plus_asks_three_fields_and_takes_the_boards_process(as_user, account, stages):
    other = SalesProcess(name="Partners", active=True, position=2)
    other.stages = [Stage(name="Meet", position=1, active=True)]
    db.session.add(other)
    db.session.commit()
    url = f"/opportunities/quick?process={other.id}"
    browser = as_user("ada")
    there = {"HX-Current-URL": f"http://localhost/board?process={other.id}"}
    assert f'<option selected value="{other.id}">' in browser.htmx("/opportunities/quick", headers=there).text
    refused = browser.submit(url, name="Deal", action="/opportunities/quick")
    assert refused.status_code == 422
    browser.submit(
        url,
        name="Deal",
        account=str(account.id),
        account_text="Acme",
        amount="1.5k",
        action="/opportunities/quick",
    )
    made = db.session.query(Opportunity).one()
    assert (made.stage.name, made.amount, made.account_id) == ("Meet", 150_000, account.id)


def test_stages_have_different_colours_until_one_is_chosen_in_set_up(as_user, stages):
    assert [each.shown_hue for each in stages] == [Hue.BLUE, Hue.VIOLET, Hue.AMBER, Hue.TEAL]
    url = f"/setup/processes/stages/{stages[0].id}"
    as_user("root").submit(url, hue="orange", action=url)
    assert (
        f'<section class="column hue-orange" id="stage-{stages[0].id}"' in as_user("ada").get("/board").text
    )
    as_user("root").submit(url, hue="", action=url)
    assert f'<section class="column hue-blue" id="stage-{stages[0].id}"' in as_user("ada").get("/board").text


VERBS = (
    "move",
    "win",
    "lose",
    "reopen",
    "complete",
    "fields/amount",
    "lines/new",
    "people/new",
    "team/new",
    "next-step",
    "follow-lines",
    "process",
)


@pytest.mark.parametrize("verb", VERBS)
def test_what_another_team_owns_does_not_exist_and_stays_unchanged(as_user, make, verb, cast):
    made = make(owner="ada", amount=5)
    before = (made.version, made.state, made.stage_id)
    browser = as_user("cora")
    token = {
        "csrf_token": browser.get("/opportunities/new")
        .text.split('name="csrf-token" content="')[1]
        .split('"')[0]
    }
    assert browser.post(f"/opportunities/{made.id}/{verb}", data=token).status_code == 404
    assert browser.get(f"/opportunities/{made.id}").status_code == 404
    found = again(made)
    assert (found.version, found.state, found.stage_id) == before


def test_customers_pages_show_their_opportunities(as_user, make, account):
    make("Rollout")
    make("Hidden", "cora")
    panel = as_user("ada").htmx(f"/accounts/{account.id}/opportunities").text
    assert "Rollout" in panel
    assert "Hidden" not in panel
    person = Contact(family_name="Adler", given_name="Grace", account=account)
    db.session.add(person)
    db.session.commit()
    make("With Grace", contact=person)
    assert "With Grace" in as_user("ada").htmx(f"/contacts/{person.id}/opportunities").text


def test_there_is_one_default_process_whichever_is_named_so_last(as_user, process):
    browser = as_user("root")
    browser.submit("/setup/processes/new", name="Partners", is_default="y", action="/setup/processes/new")
    made = db.session.query(SalesProcess).filter_by(name="Partners").one()
    assert (made.is_default, process.is_default) == (True, False)
    page = f"/setup/processes/{process.id}"
    browser.submit(page, is_default="y", action=page)
    db.session.expire_all()
    assert (made.is_default, process.is_default) == (False, True)


def test_set_up_makes_a_process_with_stages_and_key_fields(as_user, process):
    browser = as_user("root")
    assert "New business" in browser.get("/setup/processes").text
    answer = browser.submit(
        "/setup/processes/new", name="Partners", is_default="y", action="/setup/processes/new"
    )
    url = answer.headers["Location"]
    for name in ("Meet", "Agree"):
        browser.submit(
            f"{url}/stages/new",
            name=name,
            probability="40",
            shown=["amount"],
            must=["close_on"],
            action=f"{url}/stages/new",
        )
    made = db.session.query(SalesProcess).filter_by(name="Partners").one()
    assert (made.is_default, process.is_default) == (True, False)
    assert [(stage.name, stage.position) for stage in made.stages] == [("Meet", 1), ("Agree", 2)]
    assert [(each.field, each.must) for each in made.stages[0].key_fields] == [
        ("amount", False),
        ("close_on", True),
    ]
    stage = f"/setup/processes/stages/{made.stages[1].id}"
    token = browser.get(stage).text.split('name="csrf-token" content="')[1].split('"')[0]
    browser.post(f"{stage}/move", data={"direction": "up", "csrf_token": token})
    db.session.expire_all()
    assert [each.name for each in made.stages] == ["Agree", "Meet"]
    refused = browser.submit(
        stage, shown=["amount", "close_on", "contact", "source", "type", "competitor"], action=stage
    )
    assert refused.status_code == 422
    assert "at most 5 key fields" in refused.text
    assert browser.submit(stage, warm_days="9", rotten_days="3", action=stage).status_code == 422


def test_only_an_administrator_shapes_processes(as_user, process):
    assert as_user("ben").get("/setup/processes").status_code == 403


def test_close_reasons_are_kept_in_set_up(as_user, lost):
    assert lost.name in as_user("root").get("/loss-reasons").text


def test_the_page_says_why_it_is_stale(as_user, make):
    from datetime import timedelta

    made = make()
    made.stage_entered_at = made.touched_at = clock.now() - timedelta(days=9)
    db.session.commit()
    assert "9 days, no next step" in as_user("ada").get(f"/opportunities/{made.id}").text


def test_a_key_field_that_is_empty_folds_to_an_offer_to_add_it(as_user, make, stages):
    made = make(amount=None)
    page = Page(as_user("ada").get(f"/opportunities/{made.id}").text)
    blanks = next(each for each in page.elements if each.get("class") == "key-blanks")
    assert "Add: Amount" in {each.get("aria-label") for each in blanks.iter("a")}
    made.amount = 5_000
    db.session.commit()
    page = Page(as_user("ada").get(f"/opportunities/{made.id}").text)
    tiles = next(each for each in page.elements if each.get("class") == "key-tiles")
    assert "Edit Amount" in {each.get("aria-label") for each in tiles.iter("a")}
