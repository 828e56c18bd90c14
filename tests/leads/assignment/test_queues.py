"""Named queues: their members see what waits and take it, nobody else does."""

from __future__ import annotations

import pytest

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import history
from salesapp.leads.conversion.actions import convert
from salesapp.leads.conversion.choices import Choices, New
from salesapp.leads.conversion.undo import unconvert
from salesapp.leads.models import Lead, settle
from salesapp.leads.models.queues import LeadQueue
from salesapp.records.recycle_bin import acts as recycle_bin
from tests.leads.test_races import at_once


@pytest.fixture
def web(cast) -> LeadQueue:
    """A queue that Ada works off."""
    found = LeadQueue(name="Web enquiries", members=[cast["ada"]])
    db.session.add(found)
    db.session.commit()
    return found


@pytest.fixture
def waiting(make_lead, web) -> Lead:
    return make_lead("Mara Stein", owner=None, queue_id=web.id)


def fresh(lead: Lead) -> Lead:
    db.session.expire_all()
    return lead


def test_members_and_those_above_them_see_what_waits(as_user, waiting, web):
    seen = {
        person: "Mara Stein" in as_user(person).get("/leads").text
        for person in ("ada", "ben", "cora", "dana")
    }
    assert seen == {"ada": True, "ben": True, "cora": False, "dana": False}
    assert as_user("cora").get(f"/leads/{waiting.id}").status_code == 404
    assert "Mara Stein" not in as_user("cora").get(f"/lead-queues/{web.id}").text


def test_a_member_claims_from_the_page_of_the_queue(as_user, cast, waiting, web):
    ada = as_user("ada")
    assert 'href="/lead-queues/' in ada.get("/leads").text
    ada.submit(f"/lead-queues/{web.id}", action=f"/leads/{waiting.id}/claim")
    assert (fresh(waiting).owner_id, waiting.queue_id) == (cast["ada"].id, None)
    event = history(waiting)[0]
    assert (event.kind, event.particulars) == ("lead_claimed_from", {"queue": "Web enquiries"})
    assert "No leads waiting" in ada.get(f"/lead-queues/{web.id}").text


def test_only_one_of_two_members_takes_it(as_user, cast, waiting, web):
    web.members = [cast["ada"], cast["cora"]]
    db.session.commit()
    key, path = waiting.id, f"/leads/{waiting.id}/claim"
    people = [as_user("ada"), as_user("cora")]
    forms = [each.filled(f"/lead-queues/{web.id}", action=path) for each in people]
    claims = [
        lambda each=each, form=form: each.post(path, data=form)
        for each, form in zip(people, forms, strict=True)
    ]
    statuses = sorted(answer.status_code for answer in at_once(*claims))
    assert statuses in ([303, 404], [303, 409]), "who comes second finds it taken, or gone"
    lead = db.session.get(Lead, key)
    assert (lead.queue_id, len(history(lead))) == (None, 2)


def test_a_lead_is_put_into_a_queue_by_hand(as_user, mara, web):
    path = f"/leads/{mara.id}/assign"
    answer = as_user("ada").submit(path, action=path, owner=f"queue-{web.id}")
    assert answer.status_code == 303
    assert (fresh(mara).owner_id, mara.queue_id) == (None, web.id)
    assert history(mara)[0].kind == "lead_queued"


def test_it_does_not_wait_twice_in_the_same_queue(cast, waiting, web):
    with pytest.raises(RuleBroken, match="is already in this queue"):
        waiting.put_into(web, by=cast["ada"])


def test_an_owner_takes_it_out_of_the_queue(cast, waiting):
    waiting.owner_id = cast["cora"].id
    settle(waiting, by=cast["root"])
    assert waiting.queue_id is None


def test_a_conversion_that_is_taken_back_puts_it_into_its_queue_again(cast, waiting, web):
    convert(waiting, Choices(contact=New()), by=cast["ada"])
    db.session.commit()
    assert (waiting.owner_id, waiting.queue_id) == (cast["ada"].id, None)
    unconvert(waiting, by=cast["ada"])
    db.session.commit()
    assert (waiting.owner_id, waiting.queue_id) == (None, web.id)


def test_the_administrator_makes_a_queue_and_chooses_its_members(as_user, cast):
    root = as_user("root")
    made = root.submit("/lead-queues/new", name="Trade fair")
    page = made.location
    assert "No members yet" in root.get(page).text
    members = [str(cast["ada"].id), str(cast["cora"].id)]
    root.submit(page, action=f"{page}/members", members=members)
    queue = db.session.query(LeadQueue).one()
    assert [each.name for each in queue.members] == ["Ada Rep", "Cora Rep"]
    assert [each.kind for each in history(queue)] == ["queue_members_set", "created"]
    assert root.submit(page, action=f"{page}/members", members=["999"]).status_code == 422
    assert (
        "There is already a queue with this name." in root.submit("/lead-queues/new", name="trade FAIR").text
    )


def test_a_queue_in_which_leads_wait_is_not_deleted(cast, waiting, web):
    with pytest.raises(RuleBroken, match="Leads are waiting in this queue"):
        recycle_bin.delete(web, by=cast["root"])
    waiting.claim(by=cast["ada"])
    recycle_bin.delete(web, by=cast["root"])
