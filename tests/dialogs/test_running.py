"""Going through a dialog with a lead or an opportunity."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from salesapp.activities.models import Activity
from salesapp.core import clock
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import history
from salesapp.customers.models import Account
from salesapp.dialogs.actions import begin, conclude
from salesapp.dialogs.models import About, DialogRun, Outcome
from salesapp.leads.kinds import LeadStatus, Rating
from salesapp.leads.models import Lead
from salesapp.opportunities.models import Opportunity
from tests.dialogs.stage import dialog, give

MONEY = {
    "text": "Is there money for it?",
    "field_name": "rating",
    "answers": (
        {"text": "Yes", "value": "hot"},
        {"text": "Perhaps", "value": "warm", "next_step": "Ask again", "next_step_in": 30},
        {"text": "Never", "outcome": Outcome.DISQUALIFY},
    ),
}
PURPOSE = {"text": "What is it for?", "field_name": "product_interest"}
COST = {"text": "What may it cost?", "field_name": "estimated_amount", "required": False}
ELSE = {"text": "Anything else?", "required": False}


@pytest.fixture
def lead(cast):
    made = Lead.capture("Mara Stein", "Solar", by=cast["ada"], phone="+49 30 5550101")
    db.session.commit()
    return made


@pytest.fixture
def script(cast):
    return dialog(MONEY, PURPOSE, COST, ELSE)


def test_answers_fill_fields_plan_and_stay_on_the_record(script, lead, cast):
    run = begin(script, lead, by=cast["ada"])
    give(run, 1, "Weighing samples", 1_250_050, None)
    assert conclude(run, lead, by=cast["ada"]) is None
    db.session.commit()
    assert (lead.rating, lead.product_interest, lead.estimated_amount) == (
        Rating.WARM,
        "Weighing samples",
        1_250_050,
    )
    planned = db.session.scalars(select(Activity).where(Activity.subject == "Ask again")).one()
    assert (planned.due_on, planned.owner_id) == (today_for() + timedelta(days=30), cast["ada"].id)
    assert run.told == [
        ["Is there money for it?", "Perhaps"],
        ["What is it for?", "Weighing samples"],
        ["What may it cost?", "€12,500.50"],
        ["Anything else?", ""],
    ]
    kinds = {each.kind for each in history(lead)}
    assert {"dialog_finished", "changed"} <= kinds


def test_nothing_happens_to_the_record_before_the_end(script, lead, cast):
    before = lead.rating, lead.version
    run = begin(script, lead, by=cast["ada"])
    give(run, 0)
    with pytest.raises(RuleBroken, match="Answer the remaining questions"):
        conclude(run, lead, by=cast["ada"])
    db.session.commit()
    assert (lead.rating, lead.version) == before


def test_never_disqualifies_with_what_was_said_and_ends(script, lead, cast):
    run = begin(script, lead, by=cast["ada"])
    give(run, 2)
    assert run.course.is_through
    assert conclude(run, lead, by=cast["ada"]) is Outcome.DISQUALIFY
    assert lead.status is LeadStatus.DISQUALIFIED
    assert lead.disqualify_reason == "Is there money for it? Never"


def test_a_second_thought_takes_another_way(script, lead, cast):
    run = begin(script, lead, by=cast["ada"])
    give(run, 0, "A laboratory", None, "Has a dog")
    money = script.questions[0]
    run.give(money, answer=money.answers[2].id)
    assert [each.text for each in run.asked] == ["Is there money for it?"]
    run.give(money, answer=money.answers[0].id)
    assert run.course.is_through
    conclude(run, lead, by=cast["ada"])
    assert (lead.rating, lead.product_interest) == (Rating.HOT, "A laboratory")


def test_it_is_gone_on_with_instead_of_begun_twice(script, lead, cast):
    first = begin(script, lead, by=cast["ada"])
    give(first, 0)
    assert begin(script, lead, by=cast["ben"]) is first
    give(first, "Rice", None, None)
    conclude(first, lead, by=cast["ben"])
    assert begin(script, lead, by=cast["ada"]) is not first


@pytest.mark.parametrize("change", ["converted", "off", "other"])
def test_where_it_does_not_fit_it_says_why(change, script, lead, cast):
    if change == "converted":
        lead.status, lead.converted_at = LeadStatus.CONVERTED, clock.now()
    elif change == "off":
        script.active = False
    else:
        script.about = About.OPPORTUNITY
    with pytest.raises(RuleBroken):
        begin(script, lead, by=cast["ada"])


def test_an_answer_to_a_question_that_was_removed_meanwhile_does_nothing(script, lead, cast):
    run = begin(script, lead, by=cast["ada"])
    give(run, 0, "Rice")
    script.questions.remove(script.questions[1])
    db.session.commit()
    give(run, None, None)
    conclude(run, lead, by=cast["ada"])
    assert (lead.rating, lead.product_interest) == (Rating.HOT, "Solar")


def test_with_an_opportunity_the_next_sheet_follows(cast, as_user):
    deal = Opportunity.open_new(name="Echo", by=cast["ada"], account=Account(name="Echo Foods"))
    script = dialog(
        {"text": "Still alive?", "answers": ({"text": "No", "outcome": Outcome.DISQUALIFY},)},
        about=About.OPPORTUNITY,
    )
    db.session.commit()
    run = begin(script, deal, by=cast["ada"])
    give(run, 0)
    db.session.commit()
    page = f"/dialogs/runs/{run.id}"
    ada = as_user("ada")
    answer = ada.submit(page, action=f"{page}/finish")
    assert answer.headers["Location"] == f"/opportunities/{deal.id}/lose"
    db.session.expire_all()
    assert deal.is_open


def test_what_is_typed_wrong_stays_and_nothing_is_kept(script, lead, cast, as_user):
    ada = as_user("ada")
    run = begin(script, lead, by=cast["ada"])
    give(run, 0, "Rice")
    db.session.commit()
    page = f"/dialogs/runs/{run.id}"
    action = f"{page}/{script.questions[2].id}"
    answer = ada.submit(page, action=action, estimated_amount="a lot")
    assert answer.status_code == 422
    assert 'value="a lot"' in answer.text
    assert ada.submit(page, action=action, estimated_amount="", **{"pass": "1"}).status_code == 303
    db.session.expire_all()
    assert run.given[str(script.questions[2].id)] == {}


def test_a_needed_answer_is_not_passed_over(script, lead, cast, as_user):
    run = begin(script, lead, by=cast["ada"])
    db.session.commit()
    page = f"/dialogs/runs/{run.id}"
    answer = as_user("ada").submit(page, action=f"{page}/{script.questions[0].id}", **{"pass": "1"})
    assert answer.status_code == 422
    assert "This question needs an answer." in answer.text


def test_who_does_not_see_the_record_sees_no_run_and_who_may_not_change_it_begins_none(
    script, lead, cast, as_user
):
    run = begin(script, lead, by=cast["ada"])
    db.session.commit()
    for who, seen, begun in (("cora", 404, 404), ("rob", 200, 404), ("finn", 404, 404)):
        browser = as_user(who)
        assert browser.get(f"/dialogs/runs/{run.id}").status_code == seen, who
        answer = browser.post(
            f"/dialogs/{script.id}/begin/lead/{lead.id}", data={"csrf_token": browser.csrf()}
        )
        assert answer.status_code in {403, begun}, who
    assert as_user("ada").get(f"/dialogs/of/user/{cast['ada'].id}").status_code == 404


def test_answers_are_thrown_away_only_while_it_is_open(script, lead, cast, as_user):
    run = begin(script, lead, by=cast["ada"])
    give(run, 0, "Rice", None, None)
    db.session.commit()
    ada, page = as_user("ada"), f"/dialogs/runs/{run.id}"
    kept = ada.filled(page, action=f"{page}/drop")
    ada.submit(page, action=f"{page}/finish")
    assert ada.post(f"{page}/drop", data=kept).status_code == 409
    assert "Rice" in ada.get(page).text
    db.session.expire_all()
    assert db.session.get(DialogRun, run.id) is not None


@pytest.mark.sqlite_only
@pytest.mark.parametrize("scripts", [True, False], ids=["script", "plain"])
def test_by_thumb_with_a_pause_in_between(scripts, script, lead, open_page):
    panel = f"/dialogs/of/lead/{lead.id}"
    page = open_page("phone", as_="ada", java_script_enabled=scripts)
    page.goto(panel)
    page.get_by_role("button", name="First call").tap()
    page.get_by_role("button", name="Yes").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("What is it for?")
    page.get_by_role("link", name="Later").tap()
    page.goto(panel)
    page.get_by_role("link", name="First call").tap()
    page.get_by_label("Subject").fill("Weighing rice")
    page.get_by_role("button", name="Continue").tap()
    page.get_by_role("button", name="Skip").tap()
    page.get_by_label("Answer").fill("Knows our service team")
    page.get_by_role("button", name="Continue").tap()
    expect(page.get_by_text("Rating: Hot")).to_be_visible()
    expect(page.get_by_text("Before: Solar")).to_be_visible()
    page.get_by_role("button", name="Finish").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mara Stein")
    db.session.expire_all()
    assert lead.product_interest == "Weighing rice"
