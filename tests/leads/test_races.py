"""Two hands at once, as real threads on both databases: a lead is converted once and nothing is overwritten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from salesapp.core.db import db
from salesapp.customers.models import Account, Contact
from salesapp.leads.kinds import LeadStatus
from salesapp.leads.models import Lead
from salesapp.opportunities.models import Opportunity
from tests.races import at_once


def counts() -> list[int]:
    return [
        db.session.scalar(select(func.count()).select_from(model))
        for model in (Account, Contact, Opportunity)
    ]


def press(browser: Any, lead_id: int, **fields: Any) -> Callable[[], Any]:
    path = f"/leads/{lead_id}/convert"
    form = browser.filled(path, action=path, **fields)
    return lambda: browser.post(path, data=form)


def test_two_people_convert_a_lead_once(as_user, mara):
    key = mara.id
    ada, ben = press(as_user("ada"), key), press(as_user("ben"), key)
    places = sorted(answer.location for answer in at_once(ada, ben))
    opportunity = db.session.scalars(select(Opportunity.id)).one()
    assert places == [f"/leads/{key}", f"/opportunities/{opportunity}"]
    assert counts() == [1, 1, 1]


def test_a_double_tap_converts_once_and_both_taps_arrive(as_user, mara):
    tap = press(as_user("ada"), mara.id)
    first, second = at_once(tap, tap)
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert first.location.startswith("/opportunities/")
    assert counts() == [1, 1, 1]


def test_two_leads_fill_one_blank_only_once(as_user, make_lead):
    account = Account(name="Nordlicht Energie")
    db.session.add(account)
    db.session.flush()
    numbers = ["040 1111111", "040 2222222"]
    keys = [make_lead(f"Person {n}", company="Nordlicht Energie", phone=n).id for n in numbers]
    account_id = account.id
    presses = [press(as_user("ada"), key, account=str(account_id)) for key in keys]
    statuses = sorted(answer.status_code for answer in at_once(*presses))
    assert statuses == [303, 422], "who comes second is shown that the blank is filled"
    converted = db.session.scalars(select(Lead).where(Lead.status == LeadStatus.CONVERTED)).one()
    assert db.session.get(Account, account_id).phone == converted.phone


def test_many_leads_join_one_account_at_once(as_user, make_lead):
    account = Account(name="Nordlicht Energie", phone="040 1111111")
    db.session.add(account)
    db.session.flush()
    account_id = account.id
    keys = [make_lead(f"Person {n}", company="Nordlicht Energie").id for n in "ABCD"]
    ada = as_user("ada")
    answers = at_once(*(press(ada, key, account=str(account_id)) for key in keys))
    assert [answer.status_code for answer in answers] == [303] * 4
    assert counts() == [1, 4, 4]


def test_a_lead_of_the_queue_is_claimed_by_one(as_user, make_lead, cast):
    lead = make_lead(owner=None)
    key, owners = lead.id, {cast["ada"].id, cast["cora"].id}
    path = f"/leads/{key}/claim"
    forms = [(each, each.filled(f"/leads/{key}", action=path)) for each in (as_user("ada"), as_user("cora"))]
    claims = [lambda each=each, form=form: each.post(path, data=form) for each, form in forms]
    statuses = sorted(answer.status_code for answer in at_once(*claims))
    assert statuses in ([303, 404], [303, 409]), "who comes second finds it taken, or gone"
    assert db.session.get(Lead, key).owner_id in owners


def test_converting_and_disqualifying_at_once_leaves_one_of_both(as_user, mara):
    key, path = mara.id, f"/leads/{mara.id}/disqualify"
    ben = as_user("ben")
    form = ben.filled(path, action=path, reason="no-budget")
    at_once(press(as_user("ada"), key), lambda: ben.post(path, data=form))
    lead = db.session.get(Lead, key)
    converted = lead.status is LeadStatus.CONVERTED
    assert converted is (lead.converted_at is not None)
    assert counts() == ([1, 1, 1] if converted else [0, 0, 0])
