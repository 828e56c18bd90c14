"""Assignment rules: the first that fits gives the lead to somebody who is there and has room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.access import SYSTEM, Role
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import history
from salesapp.leads.assignment.routing import Router, route, simulate
from salesapp.leads.assignment.rules import (
    AssignmentRule,
    AssignmentTurn,
    Receiver,
    Sharing,
    move,
    rules_in_order,
    settle_rule,
)
from salesapp.leads.kinds import LeadStatus
from salesapp.leads.models import LEAD, Lead
from salesapp.leads.models.queues import LeadQueue
from salesapp.marketing.kinds import LeadSource
from salesapp.people.models import User
from salesapp.records.filters.conditions import Condition, Operator
from salesapp.records.filters.forms import typed
from salesapp.records.recycle_bin import acts as recycle_bin
from tests.leads.test_races import at_once
from tests.records.importing.intake import bring_in, counts

MakeRule = Callable[..., AssignmentRule]


@pytest.fixture
def make_rule(cast: dict[str, User]) -> MakeRule:
    """`make_rule("Web", ada, cora, conditions=[…], queue=…, team=…)`, committed."""

    def make(name: str = "Rule", *people: User, **values: Any) -> AssignmentRule:
        queue, team = values.pop("queue", None), values.pop("team", None)
        receiver = Receiver.QUEUE if queue else Receiver.TEAM if team else Receiver.PEOPLE
        rule = AssignmentRule(
            name=name, active=values.pop("active", True), people=list(people), queue=queue, team=team
        )
        rule.receiver, rule.sharing = receiver, values.pop("sharing", Sharing.TURNS)
        rule.queue_id = queue.id if queue else None
        rule.conditions = values.pop("conditions", [])
        settle_rule(rule, by=cast["root"])
        db.session.add(rule)
        db.session.commit()
        return rule

    return make


@pytest.fixture
def arrive(make_lead: Callable[..., Lead]) -> Callable[..., Lead]:
    """A lead of nobody that came in and was routed."""

    def make(**values: Any) -> Lead:
        lead = make_lead(owner=None, **values)
        route([lead], by=SYSTEM)
        db.session.commit()
        return lead

    return make


@pytest.mark.parametrize(
    ("field", "operator", "text", "fits"),
    [
        ("source", "equals", "Website", True),
        ("source", "equals", "Referral", False),
        ("source", "one-of", "Referral, 网站", True),
        ("company", "contains", "NORD", True),
        ("company", "contains", "Süd", False),
        ("company", "begins", "nord", True),
        ("company", "begins", "licht", False),
        ("city", "equals", " hamburg ", True),
        ("country", "one-of", "Austria；德国", True),
        ("country", "equals", "FR", False),
        ("estimated_amount", "greater", "10k", True),
        ("estimated_amount", "greater", "24,000", False),
        ("estimated_amount", "less", "24,000.01", True),
        ("estimated_amount", "equals", "24000.00", True),
        ("job_title", "empty", "", True),
        ("city", "empty", "", False),
        ("city", "filled", "", True),
        ("job_title", "filled", "", False),
        ("job_title", "contains", "chief", False),
    ],
)
def test_a_condition_holds(make_lead, make_rule, cast, field, operator, text, fits):  # noqa: PLR0917
    rule = make_rule("One", cast["ada"], conditions=[typed(LEAD, field, operator, text)])
    lead = make_lead(
        company="Nordlicht  Energie",
        city="Hamburg",
        country="DE",
        source=LeadSource.WEB,
        estimated_amount=2_400_000,
    )
    assert rule.fits(lead) is fits


def test_all_conditions_must_hold(make_lead, make_rule, cast):
    both = [typed(LEAD, "city", "equals", "Hamburg"), typed(LEAD, "source", "equals", "web")]
    rule = make_rule("Both", cast["ada"], conditions=both)
    assert rule.fits(make_lead(city="Hamburg", source=LeadSource.WEB))
    assert not rule.fits(make_lead(city="Hamburg"))
    assert make_rule("Every lead", cast["ada"]).fits(make_lead())


@pytest.mark.parametrize(
    ("field", "operator", "text", "sentence"),
    [
        ("city", "greater", "5", "doesn’t work with this field"),
        ("source", "contains", "web", "doesn’t work with this field"),
        ("estimated_amount", "greater", "much", "amount"),
        ("source", "equals", "Wbsite", "Did you mean"),
        ("country", "equals", "Nowhereland", "isn’t a country"),
        ("city", "equals", "  ", "enter a value to compare"),
        ("owner", "empty", "", "This condition can’t be used"),
        ("city", "like", "x", "This condition can’t be used"),
    ],
)
def test_a_condition_without_sense_is_refused(cast, field, operator, text, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        typed(LEAD, field, operator, text)


def test_an_amount_is_compared_in_the_companys_currency(make_lead, make_rule, cast):
    rule = make_rule("Large", cast["ada"], conditions=[typed(LEAD, "estimated_amount", "greater", "100")])
    assert not rule.fits(make_lead(estimated_amount=50_000, currency="CNY")), (
        "no rate: it is worth nothing known"
    )


def test_the_first_rule_that_fits_decides_and_is_written_down(arrive, make_rule, cast):
    make_rule("Off", cast["ben"], active=False)
    make_rule("Hamburg", cast["ada"], conditions=[typed(LEAD, "city", "equals", "Hamburg")])
    make_rule("The rest", cast["cora"])
    here, there = arrive(city="Hamburg"), arrive(city="Berlin")
    assert (here.owner_id, there.owner_id) == (cast["ada"].id, cast["cora"].id)
    event = history(here)[0]
    assert (event.kind, event.particulars) == ("lead_routed", {"rule": "Hamburg", "to": "Ada Rep"})


def test_a_rule_puts_leads_into_a_queue(arrive, make_rule, cast):
    queue = LeadQueue(name="Web", members=[cast["ada"]])
    db.session.add(queue)
    db.session.commit()
    make_rule("All", queue=queue)
    lead = arrive()
    assert (lead.owner_id, lead.queue_id) == (None, queue.id)
    lead.claim(by=cast["ada"])
    with pytest.raises(RuleBroken, match="leads to this queue"):
        recycle_bin.delete(queue, by=cast["root"])


def test_a_lead_that_no_rule_fits_stays_as_it_is(arrive, make_rule, cast):
    make_rule("Never", cast["ada"], conditions=[typed(LEAD, "city", "equals", "Atlantis")])
    lead = arrive()
    assert (lead.owner_id, lead.queue_id) == (None, None)
    assert history(lead)[0].kind == "lead_unrouted"


def test_a_team_takes_turns(arrive, make_rule, cast):
    make_rule("North", team="North")
    owners = [arrive().owner_id for _ in range(5)]
    ben, ada = cast["ben"].id, cast["ada"].id
    assert owners == [ben, ada, ben, ada, ben]


def test_who_has_the_fewest_open_leads_is_next(arrive, make_lead, make_rule, cast):
    make_rule("Both", cast["ada"], cast["cora"], sharing=Sharing.FEWEST)
    for _ in range(2):
        make_lead(owner="ada")
    make_lead(owner="ada", status=LeadStatus.DISQUALIFIED)
    owners = Counter(arrive().owner_id for _ in range(4))
    assert owners == {cast["cora"].id: 3, cast["ada"].id: 1}


def test_who_is_away_full_gone_or_in_the_wrong_role_is_passed_over(arrive, make_rule, cast):
    everybody = ("ada", "cora", "ben", "dana", "finn")
    make_rule("All", *(cast[each] for each in everybody))
    today = clock.today("Europe/Berlin")
    cast["ada"].away_until = today
    cast["cora"].lead_capacity = 1
    cast["ben"].active = False
    cast["dana"].away_until = today - timedelta(days=1)
    db.session.commit()
    owners = Counter(arrive().owner_id for _ in range(4))
    assert owners == {cast["cora"].id: 1, cast["dana"].id: 3}


def test_a_rule_whose_people_are_all_away_leaves_the_lead_to_the_next(arrive, make_rule, cast):
    make_rule("Away", cast["ada"])
    make_rule("There", cast["cora"])
    cast["ada"].lead_capacity = 0
    assert arrive().owner_id == cast["cora"].id


def test_who_has_left_gets_nothing_by_role(arrive, make_rule, cast):
    make_rule("Ada", cast["ada"])
    cast["ada"].role = Role.READ_ONLY
    assert arrive().owner_id is None


@given(people=st.integers(1, 7), leads=st.integers(0, 60), last=st.integers(0, 9))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_turns_are_fair_within_one(app, people, leads, last):
    users = [User(id=each, name=str(each)) for each in range(1, people + 1)]
    rule = AssignmentRule(id=1, name="Turns", asked=[], receiver=Receiver.PEOPLE, sharing=Sharing.TURNS)
    rule.people = users
    router = Router([rule], users, {}, {1: last})
    taken = Counter(router.decide(Lead(name="L")).taker.id for _ in range(leads))
    counts = [taken[each.id] for each in users]
    assert sum(counts) == leads
    assert max(counts) - min(counts) <= 1


def test_two_leads_at_once_take_two_turns(app, make_lead, make_rule, cast):
    make_rule("Turns", cast["ada"], cast["cora"])
    keys = [make_lead(owner=None).id for _ in range(4)]

    def arriving(key: int) -> Callable[[], Any]:
        def act() -> None:
            with app.app_context():
                from salesapp.core.access import set_viewer

                set_viewer(SYSTEM)
                route([db.session.get(Lead, key)], by=SYSTEM)
                db.session.commit()

        return act

    at_once(*(arriving(key) for key in keys))
    owners = Counter(db.session.scalars(select(Lead.owner_id).where(Lead.id.in_(keys))))
    assert owners == {cast["ada"].id: 2, cast["cora"].id: 2}


def test_the_simulator_says_what_routing_does_and_writes_nothing(make_lead, make_rule, cast):
    make_rule("Turns", cast["ada"], cast["cora"])
    leads = [make_lead(f"Lead {number}", owner=None) for number in range(5)]
    said = [decision.taker.id for _lead, decision in simulate(leads)]
    db.session.commit()
    assert db.session.scalars(select(AssignmentTurn)).all() == []
    assert [each.owner_id for each in leads] == [None] * 5
    route(leads, by=SYSTEM)
    assert [each.owner_id for each in leads] == said


def test_a_rule_moves_one_place_and_stays_at_either_end(make_rule, cast):
    one, two, three = (make_rule(name, cast["ada"]) for name in ("One", "Two", "Three"))
    move(three, -1, by=cast["root"])
    move(one, -1, by=cast["root"])
    assert [each.name for each in rules_in_order()] == ["One", "Three", "Two"]
    move(two, 1, by=cast["root"])
    move(one, 1, by=cast["root"])
    assert [each.name for each in rules_in_order()] == ["Three", "One", "Two"]


def test_an_import_asks_the_rules_row_by_row(make_rule, cast):
    make_rule("Turns", cast["ada"], cast["cora"])
    text = "Name,Phone,By the assignment rules\nA,040 111111,yes\nB,040 222222,no\nC,040 333333,yes\n"
    assert counts(bring_in(text, "lead", cast["ben"])) == (3, 0, 0, 0)
    owners = {each.name: each.owner_id for each in db.session.scalars(select(Lead))}
    assert owners == {"A": cast["ada"].id, "B": cast["ben"].id, "C": cast["cora"].id}
    again = bring_in(text, "lead", cast["root"], match=("phone",))
    assert (again.created, again.updated) == (0, 0)


def test_a_lead_of_quick_add_stays_the_reps_own(as_user, make_rule, cast):
    make_rule("Everything", cast["cora"])
    as_user("ada").submit("/leads/quick", name="Mara Stein", reach="040 1234567", action="/leads/quick")
    assert db.session.scalars(select(Lead)).one().owner_id == cast["ada"].id


def test_a_lead_is_given_to_whom_the_rules_say_by_hand(as_user, mara, make_rule, cast):
    make_rule("Everything", cast["cora"])
    path = f"/leads/{mara.id}/assign"
    ada = as_user("ada")
    ada.submit(path, action=path, owner="rules")
    db.session.expire_all()
    assert mara.owner_id == cast["cora"].id
    assert "is assigned to Cora Rep by the rule" in ada.get("/leads").text


# --- set-up -----------------------------------------------------------------------------------------------------


def test_the_administrator_makes_changes_and_switches_a_rule(as_user, cast):
    root = as_user("root")
    values = {
        "name": "Web from Germany",
        "conditions-0-field": "country",
        "conditions-0-operator": "one-of",
        "conditions-0-value": "Germany, Austria",
        "people": [str(cast["ada"].id), str(cast["cora"].id)],
    }
    assert root.submit("/assignment-rules/new", values).status_code == 303
    rule = db.session.scalars(select(AssignmentRule)).one()
    assert rule.conditions == [Condition("country", Operator.ONE_OF, ("DE", "AT"))]
    page = f"/assignment-rules/{rule.id}"
    assert "Country is one of Germany, Austria" in root.get(page).text
    changed = {
        "conditions-1-field": "city",
        "conditions-1-operator": "filled",
        "receiver": "team",
        "team": "North",
    }
    assert root.submit(f"{page}/edit", changed).status_code == 303
    db.session.expire_all()
    assert (rule.team, rule.people, len(rule.conditions)) == ("North", [], 2)
    root.submit(page, action=f"{page}/switch")
    db.session.expire_all()
    assert rule.active is False
    assert "Switched off" in root.get("/assignment-rules").text
    assert [each.kind for each in history(rule)] == ["rule_switched_off", "changed", "created"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "This field is required."),
        ({"people": []}, "Choose at least one person."),
        ({"receiver": "team"}, "Choose a team."),
        ({"receiver": "queue"}, "Choose a queue."),
        ({"conditions-0-field": "city", "conditions-0-operator": "greater"}, "doesn’t work with this field"),
    ],
)
def test_a_rule_without_sense_comes_back_with_what_was_typed(as_user, cast, wrong, sentence):
    values = {"name": "Hamburg first", "people": [str(cast["ada"].id)], "conditions-0-value": "kept"} | wrong
    answer = as_user("root").submit("/assignment-rules/new", values)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "kept" in answer.text
    assert db.session.scalars(select(AssignmentRule)).all() == []


def test_a_rule_that_a_colleague_changed_meanwhile_is_not_overwritten(as_user, make_rule, cast):
    rule = make_rule("Mine", cast["ada"])
    root, path = as_user("root"), f"/assignment-rules/{rule.id}/edit"
    form = root.filled(path, name="Late")
    root.submit(path, name="Early")
    answer = root.post(path, data=form)
    assert answer.status_code == 409
    assert "has changed this since you opened it" in answer.text
    db.session.expire_all()
    assert rule.name == "Early"


def test_rules_are_ordered_by_buttons(as_user, make_rule, cast):
    one, two = make_rule("One", cast["ada"]), make_rule("Two", cast["ada"])
    root, path = as_user("root"), f"/assignment-rules/{two.id}/move"
    form = root.filled("/assignment-rules", action=path)
    root.post(path, data=form | {"direction": "up"})
    db.session.expire_all()
    assert two.position < one.position


def test_the_simulator_shows_rule_and_person(as_user, make_lead, make_rule, cast):
    make_rule("Everything to Cora", cast["cora"])
    make_lead("Mara Stein")
    page = as_user("root").get("/assignment-rules/simulate").text
    assert all(text in page for text in ("Mara Stein", "Everything to Cora", "Cora Rep", "Ada Rep"))


def test_one_says_oneself_that_one_is_away(as_user, cast):
    as_user("ada").submit("/preferences", action="/preferences", away_until="2099-12-31")
    db.session.expire_all()
    assert cast["ada"].is_away
