"""Who waited for a verdict, or got a record from somebody else, is told by Today and the bell until they saw it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.events import CHANGED, record
from salesapp.customers.models import Account
from salesapp.leads.models import Lead
from salesapp.opportunities.approvals import winning
from salesapp.opportunities.models import Opportunity, Outcome
from salesapp.opportunities.processes import defaults
from salesapp.opportunities.processes.models import default_process
from salesapp.records.notices.models import Notice


@pytest.fixture
def deal(cast):
    """Ada's, won as soon as Ben agrees."""
    defaults.begin()
    account = Account(name="Acme")
    db.session.add(account)
    db.session.flush()
    default_process().approval_required = True
    made = Opportunity.open_new(
        name="Rollout", account=account, owner=cast["ada"], by=cast["ada"], amount=500
    )
    made.close_on = today_for()
    winning.win(made, Outcome(today_for(), 500), by=cast["ada"])
    db.session.commit()
    return made


def told(browser):
    """What Today says, and what the bell of another page counts."""
    panel = browser.get("/").text.partition('id="today-notices"')[2].partition("</section>")[0]
    count = re.search(r'class="bell-count"[^>]*>(\d+)', browser.get("/accounts").text)
    rows = re.findall(
        r'class="row-title" href="([^"]+)">([^<]+)</a><p class="row-sub">([^<]*)</p>',
        re.sub(r">\s+<", "><", panel),
    )
    return rows, int(count[1]) if count else 0


def names(cast):
    return {cast[key].id: key for key in cast}


def notices(cast):
    rows = db.session.execute(select(Notice.user_id))
    return sorted(names(cast)[key] for (key,) in rows)


def test_a_rejected_win_is_told_with_its_reason_until_the_deal_is_opened(as_user, cast, deal):
    assert told(as_user("ben"))[1] == 1, "who decides is told of the request"
    winning.reject(deal, "Too cheap", by=cast["ben"])
    db.session.commit()
    ada = as_user("ada")
    page = f"/opportunities/{deal.id}"
    assert told(ada) == ([(page, "Rollout", "Ben Manager rejected the win: Too cheap")], 1)
    assert told(as_user("ben")) == ([], 0)
    ada.get(page)
    assert told(ada)[1] == 1, "reading changes nothing; the page itself says that it was seen"
    ada.submit(page, action=f"{page}/seen", htmx=True)
    assert told(ada) == ([], 0)


def test_an_approved_win_is_told_to_owner_and_asker_and_dismissed(as_user, cast, deal):
    winning.approve(deal, "Well done", by=cast["root"])
    db.session.commit()
    ada = as_user("ada")
    assert told(ada)[0][0][2] == "Root Administrator approved the win · Well done"
    ada.submit("/", action=re.search(r'action="(/notices/\d+/dismiss)"', ada.get("/").text)[1], htmx=True)
    assert told(ada) == ([], 0)


def test_whoever_gets_a_record_is_told_and_whoever_gives_or_takes_it_back_is_not(as_user, cast, deal):
    deal.withdraw_win(by=cast["ada"])
    ben = as_user("ben")
    page = f"/opportunities/{deal.id}"
    deal.assign(cast["ben"], by=cast["root"])
    db.session.commit()
    assert told(ben) == ([(page, "Rollout", "Root Administrator transferred this to you")], 1)
    deal.assign(cast["ada"], by=cast["ben"])
    db.session.commit()
    assert told(ben) == ([], 0), "what went on to somebody else is no news any more"
    assert notices(cast) == ["ada"]
    deal.assign(cast["ben"], by=cast["ben"])
    db.session.commit()
    assert notices(cast) == []


def test_an_account_changed_in_its_form_is_told_too_and_nobody_dismisses_it_for_another(as_user, cast):
    account = Account(name="Acme", owner_id=cast["ada"].id)
    db.session.add(account)
    db.session.commit()
    page = f"/accounts/{account.id}"
    as_user("root").submit(f"{page}/edit", {"owner": str(cast["ben"].id)}, action=f"{page}/edit")
    ben = as_user("ben")
    assert told(ben)[0] == [(page, "Acme", "Root Administrator transferred this to you")]
    notice = db.session.scalars(select(Notice)).one()
    ada = as_user("ada")
    data = {"csrf_token": ada.csrf_token(), "once": "x"}
    assert ada.post(f"/notices/{notice.id}/dismiss", data=data).status_code == 404
    ada.post("/notices/dismiss", data=data | {"once": "y"})
    assert notices(cast) == ["ben"]
    ben.post("/notices/dismiss", data={"csrf_token": ben.csrf_token(), "once": "z"})
    assert notices(cast) == []


def test_many_records_transferred_at_once_are_one_piece_of_news_per_type(as_user, cast):
    ada, ben = cast["ada"], cast["ben"]
    accounts = [Account(name=f"Acme {number}", owner_id=ada.id) for number in range(12)]
    leads = [Lead.capture(by=ada, name=name) for name in ("Eva Stein", "王小明")]
    db.session.add_all(accounts)
    db.session.commit()
    for each in accounts:
        each.owner_id = ben.id
        record(each, CHANGED, by=cast["root"])
        db.session.flush()
    for each in leads:
        each.assign(ben, by=cast["root"])
    db.session.commit()
    accounts[0].owner_id = ada.id
    record(accounts[0], CHANGED, by=ada)
    accounts[0].owner_id = ben.id
    record(accounts[0], CHANGED, by=cast["mia"])
    db.session.commit()
    here = as_user("ben")
    rows, count = told(here)
    assert count == 3
    assert [title for _href, title, _said in rows] == ["Acme 0", "Leads: 2", "Accounts: 11"]
    page = here.get(rows[2][0].replace("&amp;", "&")).text
    assert all(f">{each.name}<" in page for each in accounts)
    dismiss = re.findall(r'action="(/notices/\d+/dismiss)"', here.get("/").text)
    here.submit("/", action=dismiss[2], htmx=True)
    rows, count = told(here)
    assert ([row[1] for row in rows], count) == (["Acme 0", "Leads: 2"], 2)
