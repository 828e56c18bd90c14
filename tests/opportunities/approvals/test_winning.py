"""A win that somebody must agree to, and doing a won one once more."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from salesapp.core.access import Role
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import history
from salesapp.core.outbox import Outbox
from salesapp.core.registry import record_type
from salesapp.customers.models import Contact
from salesapp.opportunities.approvals import winning
from salesapp.opportunities.models import BuyingRole, Opportunity, OpportunityType, Outcome, State
from salesapp.opportunities.processes.models import LossReason
from salesapp.records.approvals.requests import Verdict
from tests.merging.conftest import all_rows
from tests.records.test_undo import differences, used

TODAY = date(2026, 5, 4)


def again(one):
    db.session.expire_all()
    return db.session.get(Opportunity, one.id)


def mails():
    """(to, subject) of what waits in the outbox."""
    rows = db.session.scalars(select(Outbox).where(Outbox.kind == "mail").order_by(Outbox.id))
    return [(row.payload["to"], row.payload["subject"]) for row in rows]


def refuses_winning(html):
    """Whether a card there can't be dropped on Won."""
    return re.search(r'data-refuses="[^"]*\bwon"', html) is not None


@pytest.fixture
def agreed(process):
    """Wins of the default process need approval."""
    process.approval_required = True
    db.session.commit()


@pytest.fixture
def waiting(agreed, make, cast):
    """Ada's win, of which she asked approval."""
    made = make(amount=10_000)
    winning.win(made, Outcome(TODAY, 9_000, note="Ten per cent off"), by=cast["ada"])
    db.session.commit()
    return made


def test_closing_asks_the_manager_instead(waiting):
    assert waiting.is_open
    assert (waiting.waiting_win.actual_amount, waiting.waiting_win.note) == (9_000, "Ten per cent off")
    assert history(waiting)[0].kind == "opportunity_win_requested"
    assert mails() == [("ben@example.com", "Ada Rep requests your approval of a win · Rollout")]


def test_it_is_asked_only_once_and_the_board_says_so(waiting, as_user, cast):
    with pytest.raises(RuleBroken, match="is already waiting for approval"):
        waiting.close_won(Outcome(TODAY), by=cast["ada"])
    with pytest.raises(RuleBroken, match="is already waiting for approval"):
        waiting.close_won(Outcome(TODAY), by=cast["root"])
    assert refuses_winning(as_user("ada").get("/board").text)
    assert as_user("ada").get(f"/opportunities/{waiting.id}/win").status_code == 409


def test_approving_closes_it_with_what_was_asked_and_tells_the_owner(waiting, cast):
    winning.approve(waiting, "Well done", by=cast["ben"])
    db.session.commit()
    assert (waiting.state, waiting.actual_amount, waiting.closed_on) == (State.WON, 9_000, TODAY)
    assert [each.kind for each in history(waiting)][:2] == ["opportunity_won", "opportunity_win_approved"]
    assert mails()[-1] == ("ada@example.com", "Ben Manager approved the win · Rollout")


def test_rejecting_needs_a_reason_and_leaves_it_open(waiting, cast, as_user):
    with pytest.raises(RuleBroken, match="Give a reason"):
        winning.reject(waiting, None, by=cast["ben"])
    winning.reject(waiting, "Too cheap", by=cast["ben"])
    db.session.commit()
    assert waiting.is_open
    assert waiting.waiting_win is None
    assert mails()[-1][0] == "ada@example.com"
    assert "Too cheap" in as_user("ada").get(f"/opportunities/{waiting.id}").text
    winning.win(waiting, Outcome(TODAY, 10_000), by=cast["ada"])
    assert waiting.rejected_win is None


@pytest.mark.parametrize(
    ("who", "may"), [("ada", False), ("ben", True), ("dana", False), ("root", True), ("cora", False)]
)
def test_who_decides_is_above_the_owner_or_an_administrator(waiting, cast, who, may):
    assert waiting.may_decide(cast[who]) == may
    if not may:
        with pytest.raises(RuleBroken, match="Only the owner’s manager"):
            waiting.approve_win(by=cast[who])


def test_a_manager_who_asks_does_not_agree_with_themselves(agreed, make, cast):
    made = make(amount=5)
    winning.win(made, Outcome(TODAY), by=cast["ben"])
    assert not made.may_decide(cast["ben"])
    assert mails()[0][0] == "root@example.com"
    cast["ben"].role = Role.ADMINISTRATOR
    assert not made.may_decide(cast["ben"])


def test_an_administrator_wins_alone_and_without_the_rule_everybody_does(agreed, make, cast, process):
    one, other = make("One", amount=5), make("Other", amount=5)
    winning.win(one, Outcome(TODAY), by=cast["root"])
    process.approval_required = False
    winning.win(other, Outcome(TODAY), by=cast["ada"])
    assert (one.state, other.state, mails()) == (State.WON, State.WON, [])


def test_what_the_stage_asks_holds_before_approval_is_asked(agreed, make, stages, cast):
    stages[0].product_required = True
    with pytest.raises(RuleBroken, match="A product is required"):
        make(amount=5).close_won(Outcome(TODAY), by=cast["ada"])


def test_losing_or_taking_back_ends_the_wait(waiting, cast, lost):
    waiting.withdraw_win(by=cast["ada"])
    with pytest.raises(RuleBroken, match="No win is waiting"):
        waiting.withdraw_win(by=cast["ada"])
    waiting.close_won(Outcome(TODAY), by=cast["ada"])
    waiting.close_lost(Outcome(TODAY, reason_id=lost.id), by=cast["ada"])
    assert [each.verdict for each in waiting.win_requests] == [Verdict.WITHDRAWN, Verdict.WITHDRAWN]


def test_a_rule_that_was_lifted_lets_a_waiting_one_be_won(waiting, cast, process):
    process.approval_required = False
    waiting.close_won(Outcome(TODAY), by=cast["ada"])
    assert (waiting.state, waiting.waiting_win) == (State.WON, None)


def test_it_is_asked_decided_and_seen_by_the_browser(agreed, make, as_user, cast):
    made, ada, ben = make(amount=10_000), as_user("ada"), as_user("ben")
    url = f"/opportunities/{made.id}"
    assert "Request approval" in ada.htmx(f"{url}/win").text
    ada.submit(f"{url}/win", actual_amount="90", action=f"{url}/win")
    assert "is waiting for approval" in ada.get(url).text
    assert "Nothing is waiting for your approval." in ada.get(f"{url}/approval").text
    assert "Waiting for my approval" in ben.get("/").text
    assert "Waiting for my approval" not in as_user("dana").get("/").text
    refused = ben.submit(f"{url}/approval", action=f"{url}/approval", htmx=True, decision="reject")
    assert refused.status_code == 422
    seen = ben.filled(f"{url}/approval", action=f"{url}/approval", decision="approve")
    ada.submit(url, action=f"{url}/approval/withdraw")
    ada.submit(f"{url}/win", actual_amount="80", action=f"{url}/win")
    assert "Someone else has changed this" in ben.post(f"{url}/approval", data=seen).text
    assert again(made).state is State.OPEN, "the amount that was approved is another one"
    assert ben.submit(f"{url}/approval", action=f"{url}/approval", decision="approve").status_code == 303
    assert (again(made).state, made.actual_amount) == (State.WON, 8_000)
    assert "Waiting for my approval" not in ben.get("/").text


def test_an_approval_given_on_today_is_taken_back_and_the_win_waits_as_it_did(waiting, as_user):
    ben, url = as_user("ben"), f"/opportunities/{waiting.id}"
    used(ben, record_type("opportunity"), waiting.id)
    before = all_rows()
    ben.submit(f"{url}/approval", action=f"{url}/approval", decision="approve", note="Well done")
    undo = re.search(r'data-undoable.*?action="([^"]+)"', ben.get(url).text, re.DOTALL)[1]
    used(as_user("ada"), record_type("opportunity"), waiting.id)
    assert ben.post(undo, data={"csrf_token": ben.csrf_token()}).status_code == 303
    assert again(waiting).waiting_win is not None
    left = [each for each in differences(before, all_rows()) if not each.startswith("opportunity_closes:")]
    assert not left, "every close stays on record, all else is as it was"
    assert "Waiting for my approval" in ben.get("/").text


def test_asking_from_the_board_keeps_the_card(agreed, make, as_user):
    made, ada = make(amount=10_000), as_user("ada")
    url = f"/opportunities/{made.id}/win"
    data = ada.filled(url, action=url)
    answer = ada.htmx(url, method="POST", data=data, headers={"HX-Current-URL": "http://localhost/board"})
    assert answer.headers["HX-Retarget"] == f"#opportunity-{made.id}"
    assert refuses_winning(answer.text)


@pytest.fixture
def rich(make, cast, product, account):
    """An opportunity with a line, people, a team and a history."""
    person = Contact(family_name="Adler", given_name="Grace", account=account)
    db.session.add(person)
    made = make(amount=1, contact=person, close_on=TODAY, next_step="Call")
    made.add_line(product, quantity=3, by=cast["ada"])
    made.add_contact(person, role=BuyingRole.DECIDER, primary=True, by=cast["ada"])
    made.add_member(cast["cora"], role="Demo", by=cast["ada"])
    db.session.commit()
    return made


def test_a_copy_has_lines_people_and_team_but_no_history(rich, cast, stages):
    rich.move(stages[1], by=cast["ada"])
    made = rich.clone(name="Again", close_on=None, by=cast["ben"])
    db.session.commit()
    assert (made.stage, made.owner_id, made.amount) == (stages[0], cast["ben"].id, rich.amount)
    assert [(line.product_id, line.net) for line in made.lines] == [
        (rich.lines[0].product_id, rich.lines[0].net)
    ]
    assert [(each.contact_id, each.role, each.is_primary) for each in made.contacts] == [
        (rich.contact_id, BuyingRole.DECIDER, True)
    ]
    assert [each.user_id for each in made.members] == [cast["cora"].id]
    assert [each.kind for each in history(made)] == ["opportunity_copied", "opportunity_opened"]
    assert (made.next_step, made.renewal_of_id, len(made.stage_changes)) == (None, None, 1)
    assert len(rich.lines) == len(rich.members) == len(rich.contacts) == 1


def test_only_a_won_one_is_renewed_and_both_show_it(rich, cast, as_user):
    url, ada = f"/opportunities/{rich.id}/renew", as_user("ada")
    assert "Only a won opportunity can be renewed." in ada.get(url).text
    rich.close_won(Outcome(TODAY), by=cast["ada"])
    db.session.commit()
    assert 'value="2027-05-04"' in ada.htmx(url).text
    ada.submit(url, action=url)
    made = db.session.scalars(select(Opportunity).where(Opportunity.renewal_of_id == rich.id)).one()
    assert (made.type, made.is_open, made.name) == (OpportunityType.EXISTING, True, "Rollout, renewal")
    assert made.owner_id == cast["ada"].id
    assert "Rollout, renewal" in ada.get(f"/opportunities/{rich.id}").text
    assert f'href="/opportunities/{rich.id}"' in ada.get(f"/opportunities/{made.id}").text


def test_a_copy_is_made_in_a_sheet(rich, as_user):
    url, ada = f"/opportunities/{rich.id}/clone", as_user("ada")
    assert ada.submit(url, name="", action=url, htmx=True).status_code == 422
    assert ada.submit(url, action=url).status_code == 303
    assert db.session.scalars(select(Opportunity).where(Opportunity.name == "Rollout (copy)")).one()


def test_a_reason_of_the_other_outcome_is_refused_when_asking(agreed, make, cast, lost):
    assert isinstance(lost, LossReason)
    with pytest.raises(RuleBroken, match="isn’t a reason for this outcome"):
        make(amount=1).close_won(Outcome(TODAY, reason_id=lost.id), by=cast["ada"])


def test_the_report_on_waiting_wins_says_what_is_to_be_approved(waiting, as_user):
    page = as_user("ben").get("/reports/wins-in-approval").text
    assert re.search(r'class="report-total">\s*<a class="num"[^>]*>€90\.00</a>', page)
    assert "€100.00" in page, "the amount of the opportunity stands beside it"
