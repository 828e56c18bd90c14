"""The score of leads as they change, as things happen on them and as time passes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from salesapp.activities.actions import add_note, add_task, log_call
from salesapp.activities.models import ActivityKind, CallOutcome
from salesapp.core import clock
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.events import history
from salesapp.core.outbox import Outbox, carry_all
from salesapp.leads.conversion.actions import convert
from salesapp.leads.conversion.choices import Choices, New
from salesapp.leads.kinds import LeadStatus, Rating
from salesapp.leads.models import Lead
from salesapp.leads.scoring.models import LeadScoreRule
from salesapp.leads.scoring.points import ScoreKind, Signal
from salesapp.leads.scoring.scores import score_of
from salesapp.marketing.kinds import LeadSource
from salesapp.operating.tidying import tidy
from salesapp.records.filters.conditions import Condition, Operator


@pytest.fixture
def rules(app):
    """Five for a phone number, fifteen for a call that reached them, ten for a touch within a week; nothing else."""
    for each in db.session.scalars(select(LeadScoreRule)):
        db.session.delete(each)
    phone = LeadScoreRule(name="Has a phone", active=True, kind=ScoreKind.FIT, points=5)
    phone.conditions = [Condition("phone", Operator.FILLED)]
    reached = LeadScoreRule(name="Was reached", active=True, kind=ScoreKind.INTEREST, points=15, asked=[])
    reached.signal = Signal.REACHED
    lately = LeadScoreRule(name="Lately", active=True, kind=ScoreKind.RECENCY, points=10, asked=[])
    lately.signal, lately.days = Signal.TOUCHED, 7
    found = {"phone": phone, "reached": reached, "lately": lately}
    db.session.add_all(found.values())
    db.session.commit()
    return found


def fresh(lead: Lead) -> Lead:
    db.session.expire_all()
    return lead


def later(**delta):
    return clock.travel(clock.now() + timedelta(**delta))


def test_a_new_company_begins_with_rules_of_every_kind(app):
    found = db.session.scalars(select(LeadScoreRule)).all()
    assert {each.kind for each in found} == set(ScoreKind)
    assert any(each.points < 0 for each in found)


def test_a_lead_has_a_score_from_the_first_moment_and_it_follows_its_fields(rules, make_lead, as_user):
    lead = make_lead(phone="+49 40 1234567")
    assert (lead.score, lead.rating, lead.rating_by_hand) == (15, Rating.COLD, False)
    as_user("ada").submit(f"/leads/{lead.id}/edit", action=f"/leads/{lead.id}/edit", phone="")
    assert fresh(lead).score == 10


def test_what_happens_on_a_lead_counts_at_once(rules, make_lead, cast):
    lead = make_lead(phone="+49 40 1234567")
    log_call(lead, CallOutcome.REACHED, None, None, by=cast["ada"])
    db.session.commit()
    assert (lead.score, lead.rating) == (30, Rating.WARM)


def test_a_meeting_counts_once_it_was_held(rules, make_lead, cast):
    rules["reached"].signal = Signal.MEETING
    db.session.commit()
    lead, ada = make_lead(), cast["ada"]
    meeting = add_task(lead, "Visit", today_for(), ada, by=ada, kind=ActivityKind.MEETING)
    db.session.commit()
    assert lead.score == 10
    meeting.complete(by=ada)
    db.session.commit()
    assert lead.score == 25


def test_the_rating_that_follows_the_score_is_in_the_history_and_moves_no_list(rules, make_lead, cast):
    lead = make_lead(phone="+49 40 1234567")
    changed_at, version = lead.changed_at, lead.version
    log_call(lead, CallOutcome.REACHED, None, None, by=cast["ada"])
    db.session.commit()
    assert (lead.changed_at, lead.version) == (changed_at, version + 1)
    [rated, _call] = [each for each in history(lead) if each.kind != "created"]
    assert rated.kind == "lead_rated"
    assert rated.changes == [{"field": "rating", "before": "cold", "after": "warm"}]


def test_a_rating_set_by_hand_stays_until_it_may_follow_again(rules, make_lead, cast, as_user):
    lead, path = make_lead(phone="+49 40 1234567"), "/leads/{}/{}"
    ada, score, rating = as_user("ada"), path.format(lead.id, "score"), path.format(lead.id, "rating")
    assert ada.submit(score, action=rating, rating="hot").status_code == 303
    log_call(lead, CallOutcome.REACHED, None, None, by=cast["ada"])
    db.session.commit()
    assert (fresh(lead).score, lead.rating) == (30, Rating.HOT)
    ada.submit(score, action=rating, rating="")
    assert (fresh(lead).rating, lead.rating_by_hand) == (Rating.WARM, False)
    assert [each.kind for each in history(lead) if "rating" in each.kind] == [
        "lead_rating_follows_score",
        "lead_rating_set",
    ]


def test_the_form_keeps_a_rating_by_hand_and_empties_it(rules, make_lead, as_user):
    lead, ada = make_lead(phone="+49 40 1234567"), as_user("ada")
    path = f"/leads/{lead.id}/edit"
    ada.submit(path, action=path, company="Nordlicht")
    assert not fresh(lead).rating_by_hand, "who changes something else has not rated it"
    ada.submit(path, action=path, rating="hot")
    assert (fresh(lead).rating, lead.rating_by_hand) == (Rating.HOT, True)
    ada.submit(path, action=path, rating="")
    assert (fresh(lead).rating, lead.rating_by_hand) == (Rating.COLD, False)


def test_a_form_that_was_open_while_the_score_rated_anew_rates_nothing(rules, make_lead, cast, as_user):
    lead, ada = make_lead(phone="+49 40 1234567"), as_user("ada")
    path = f"/leads/{lead.id}/edit"
    form = ada.filled(path, action=path, company="Nordlicht")
    log_call(lead, CallOutcome.REACHED, None, None, by=cast["ada"])
    db.session.commit()
    assert ada.post(path, data=form).status_code == 303
    assert (fresh(lead).company, lead.rating, lead.rating_by_hand) == ("Nordlicht", Rating.WARM, False)


def test_points_for_being_recent_go_with_time_by_the_worker(rules, make_lead):
    lead = make_lead(phone="+49 40 1234567")
    with later(days=8):
        assert lead.score == 15
        tidy()
        db.session.commit()
        carry_all()
        assert fresh(lead).score == 5


def test_a_changed_rule_reaches_every_lead_by_the_worker(rules, make_lead, as_user):
    leads = [make_lead(f"Lead {number}", phone="+49 40 1234567") for number in range(3)]
    carry_all()
    as_user("root").submit(
        f"/lead-score-rules/{rules['phone'].id}/edit",
        action=f"/lead-score-rules/{rules['phone'].id}/edit",
        points="40",
    )
    assert db.session.scalars(select(Outbox).where(Outbox.done_at.is_(None))).one().kind == "score_leads"
    carry_all()
    db.session.expire_all()
    assert [(each.score, each.rating) for each in leads] == [(50, Rating.HOT)] * 3


def test_asked_twice_the_worker_goes_through_them_once(rules, make_lead):
    make_lead()
    for points in (6, 7):
        rules["phone"].points = points
        db.session.commit()
    waiting = select(Outbox).where(Outbox.kind == "score_leads", Outbox.done_at.is_(None))
    assert len(db.session.scalars(waiting).all()) == 1


def test_many_leads_are_scored_in_batches(rules, make_lead, monkeypatch):
    monkeypatch.setattr("salesapp.leads.scoring.scores.BATCH", 2)
    leads = [make_lead(f"Lead {number}") for number in range(5)]
    carry_all()
    rules["lately"].points = 30
    db.session.commit()
    assert carry_all() == 3
    db.session.expire_all()
    assert {each.score for each in leads} == {30}


def test_a_closed_lead_keeps_the_score_it_was_closed_with(rules, make_lead, cast, as_user):
    lead = make_lead(phone="+49 40 1234567")
    convert(lead, Choices(account=New()), by=cast["ada"])
    db.session.commit()
    rules["phone"].points = 99
    db.session.commit()
    carry_all()
    assert (fresh(lead).status, lead.score) == (LeadStatus.CONVERTED, 15)
    assert "Its score was 15 when it was closed." in as_user("ada").get(f"/leads/{lead.id}/score").text


def test_the_sheet_says_what_counts(rules, make_lead, cast, as_user):
    lead = make_lead(phone="+49 40 1234567")
    log_call(lead, CallOutcome.REACHED, None, None, by=cast["ada"])
    db.session.commit()
    found = score_of(lead)
    assert found.total == lead.score == 30
    page = as_user("ada").get(f"/leads/{lead.id}/score").text
    for expected in ("Has a phone", "+5", "Was reached", "+15", "Lately", "+10", "30"):
        assert expected in page
    assert "Score 30" in as_user("ada").get(f"/leads/{lead.id}").text


def test_the_call_list_and_the_list_put_the_highest_score_first(rules, make_lead, as_user):
    low, high = make_lead("Low One"), make_lead("High One", phone="+49 40 1234567")
    for each in (low, high):
        each.rating = Rating.WARM
    db.session.commit()
    assert as_user("ada").get("/leads/next").location.startswith(f"/leads/{high.id}/work")
    page = as_user("ada").get("/leads?sort=-score").text
    assert page.index("High One") < page.index("Low One")
    assert "Low One" not in as_user("ada").get("/leads?score__min=15").text


def test_a_note_by_a_person_touches_a_lead_and_passing_it_on_does_not(rules, make_lead, cast):
    lead = make_lead()
    with later(days=3):
        lead.assign(cast["ben"], by=cast["ada"])
        db.session.commit()
        assert lead.days_untouched == 3
        add_note(lead, "Wants an offer", by=cast["ben"])
        db.session.commit()
        assert lead.days_untouched == 0


def test_the_administrator_makes_a_rule_of_each_kind(as_user, app):
    root = as_user("root")
    path, condition = (
        "/lead-score-rules/new",
        {"conditions-0-field": "source", "conditions-0-operator": "equals"},
    )
    typed = condition | {"conditions-0-value": "Trade fair"}
    assert root.submit(path, typed, action=path, name="Fair", points="20", kind="fit").status_code == 303
    asked = {"name": "Called twice", "points": "7", "kind": "interest", "happened": "reached", "least": "2"}
    assert root.submit(path, asked, action=path, days="14").status_code == 303
    asked = {"name": "Asleep", "points": "-5", "kind": "recency", "since": "untouched", "days": "60"}
    assert root.submit(path, asked, action=path).status_code == 303
    page = root.get("/lead-score-rules").text
    for expected in ("Source is Trade fair", "Call answered · at least 2 times · in the last 14 days"):
        assert expected in page
    assert "No activity for 60 days" in page
    made = db.session.scalars(select(LeadScoreRule).where(LeadScoreRule.name == "Fair")).one()
    assert made.conditions == [Condition("source", Operator.EQUALS, (LeadSource.TRADE_FAIR.value,))]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"points": "0"}, "but not zero"),
        ({"kind": "fit"}, "Add at least one condition."),
        ({"kind": "recency", "since": "touched"}, "Enter the number of days."),
        ({"kind": "interest", "happened": "reached", "least": "0"}, "From 1 to 100 times."),
        ({"conditions-0-field": "rating", "conditions-0-value": "hot"}, "This condition can’t be used."),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_and_keeps_what_was_typed(as_user, typed, sentence):
    path, given = "/lead-score-rules/new", {"name": "A rule", "points": "5", "kind": "interest"}
    answer = as_user("root").submit(path, given | typed, action=path)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="A rule"' in answer.text


def test_hot_begins_above_warm_and_ratings_follow_new_limits(rules, make_lead, as_user):
    lead, root = make_lead(phone="+49 40 1234567"), as_user("root")
    refused = root.submit("/lead-limits", action="/lead-limits", hot_from="10", warm_from="10")
    assert refused.status_code == 422
    assert "The score for hot must be higher than the score for warm." in refused.text
    root.submit("/lead-limits", action="/lead-limits", hot_from="15", warm_from="5")
    carry_all()
    assert fresh(lead).rating is Rating.HOT


@pytest.mark.parametrize("person", ["ada", "ben", "rob"])
def test_only_the_administrator_shapes_scores(as_user, person):
    browser = as_user(person)
    for path in ("/lead-score-rules", "/lead-score-rules/new", "/lead-limits"):
        assert browser.get(path).status_code == 403


def test_nobody_rates_a_lead_of_somebody_else(as_user, mara):
    cora = as_user("cora")
    assert cora.get(f"/leads/{mara.id}/score").status_code == 404
    answer = cora.post(f"/leads/{mara.id}/rating", data={"csrf_token": cora.csrf(), "rating": "hot"})
    assert answer.status_code == 404


@pytest.mark.sqlite_only
def test_the_score_opens_as_a_sheet_and_is_rated_by_thumb(rules, make_lead, open_page):
    lead = make_lead(phone="+49 40 1234567")
    address = f"/leads/{lead.id}"
    db.session.commit()
    page = open_page("phone", as_="ada")
    page.goto(address)
    page.get_by_role("link", name="Score 15").tap()
    expect(page.get_by_text("Has a phone")).to_be_visible()
    page.get_by_text("Hot", exact=True).tap()
    page.get_by_role("button", name="Save").tap()
    expect(page.get_by_text("The rating is saved.")).to_be_visible()
    assert fresh(lead).rating is Rating.HOT
