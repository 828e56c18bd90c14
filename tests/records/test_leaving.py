"""What hangs on a record is said before it goes, kept where documents need it, and given to a colleague."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from salesapp.activities.actions import add_task
from salesapp.core import clock
from salesapp.core.access import SYSTEM
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import history
from salesapp.customers.models import Account, Contact
from salesapp.customers.records import ACCOUNT
from salesapp.invoices.audit import audit
from salesapp.leads.models import Lead
from salesapp.operating import structure
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes import defaults
from salesapp.people.models import User
from salesapp.records.bulk.edits import BulkEdit
from salesapp.records.merging.acts import merge
from salesapp.records.recycle_bin import acts as recycle_bin
from tests.clients import posting_form, proposed
from tests.invoices.stage import free_draft, issued, order_of, paid
from tests.markup import Page
from tests.quotes.stage import stage


@pytest.fixture
def house(app, cast) -> SimpleNamespace:
    return stage(cast)


@pytest.fixture
def in_hand(cast) -> dict[str, Any]:
    """What Ada has: an account, a contact, a lead that is open and one that is not, a deal and a task."""
    ada = cast["ada"]
    account = Account(name="Delta Works", owner_id=ada.id)
    db.session.add(account)
    db.session.flush()
    contact = Contact(family_name="Stein", account_id=account.id, owner_id=ada.id)
    lead, other = Lead.capture("Mara Stein", by=ada), Lead.capture("No one", by=ada)
    other.disqualify("No budget", by=ada)
    db.session.add(contact)
    defaults.begin()
    deal = Opportunity.open_new(name="Pumps", account=account, owner=ada, by=ada)
    task = add_task(deal, "Call back", date(2027, 1, 4), ada, by=ada)
    db.session.commit()
    return {"account": account, "contact": contact, "lead": lead, "other": other, "deal": deal, "task": task}


def hanging(page: str) -> dict[str, str | None]:
    """What the sheet says hangs on the record, each with its list."""
    opened = Page(page, whole=False)
    [listed] = [each for each in opened.elements if each.get("id") == "hanging"]
    links = {"".join(a.itertext()): a.get("href") for a in listed.iter("a")}
    return {text: links.get(text) for text in ("".join(li.itertext()) for li in listed.iter("li"))}


@pytest.mark.parametrize("verb", ["deactivate", "delete"])
def test_a_user_who_leaves_gives_what_is_unfinished_to_a_colleague(as_user, cast, in_hand, verb):
    root, page, ben = as_user("root"), f"/users/{cast['ada'].id}", cast["ben"]
    found = hanging(root.htmx(f"{page}/{verb}").text)
    key = cast["ada"].id
    assert found == {
        "1 account": f"/accounts?owner={key}",
        "1 contact": f"/contacts?owner={key}",
        "1 planned activity": f"/activities?owner={key}",
        "1 open opportunity": f"/opportunities?owner={key}&state=open",
        "1 open lead": f"/leads?owner={key}",
    }
    for url in found.values():
        assert root.get(url).status_code == 200
    answer = root.submit(f"{page}/{verb}", action=f"{page}/{verb}", to=str(ben.id))
    assert answer.status_code == 303
    assert "5 records were transferred to Ben Manager." in root.get(answer.location).text
    db.session.expire_all()
    owners = {name: each.owner_id for name, each in in_hand.items()}
    assert owners == dict.fromkeys(in_hand, ben.id) | {"other": key}
    assert {each.kind for each in history(in_hand["account"])} >= {"changed"}
    assert not db.session.get(User, key, execution_options={"with_deleted": True}).is_active


def test_a_transfer_is_one_bulk_edit_that_is_undone_once_its_user_has_access_again(as_user, cast, in_hand):
    root, page = as_user("root"), f"/users/{cast['ada'].id}"
    root.submit(f"{page}/deactivate", action=f"{page}/deactivate", to=str(cast["ben"].id))
    [edit] = db.session.scalars(select(BulkEdit), execution_options={"unscoped": "the only one"})
    listed = root.get("/bulk-edits").text
    assert "Records of Ada Rep transferred" in listed
    assert "5 records" in listed
    told, undo = f"/bulk-edits/{edit.id}", f"/bulk-edits/{edit.id}/undo"
    assert "Delta Works" in root.get(told).text
    refused = root.submit(told, action=undo)
    assert "Ada Rep has no access. Give access again, then undo this." in refused.text
    cast["ada"].activate(by=cast["root"])
    in_hand["deal"].name = "Bigger pumps"
    in_hand["lead"].assign(cast["dana"], by=cast["ben"])
    db.session.commit()
    answer = root.submit(told, action=undo)
    said = root.get(answer.location).text
    assert "4 records are back to their previous state. 1 record has changed since" in said
    db.session.expire_all()
    owners = {name: each.owner_id for name, each in in_hand.items()}
    assert owners == dict.fromkeys(in_hand, cast["ada"].id) | {"lead": cast["dana"].id}


def test_without_a_colleague_all_stays_where_it_is_and_can_be_undone(as_user, cast, in_hand):
    root, page = as_user("root"), f"/users/{cast['ada'].id}"
    answer = root.submit(f"{page}/deactivate", action=f"{page}/deactivate")
    assert "/activate" in root.get(answer.location).text, "Undo"
    db.session.expire_all()
    assert in_hand["deal"].owner_id == cast["ada"].id


def test_nobody_is_offered_who_could_not_own_it(as_user, cast, in_hand):
    root, page = as_user("root"), f"/users/{cast['ada'].id}/deactivate"
    cast["cora"].active = False
    options = [each for each in Page(root.get(page).text).elements if each.tag == "option"]
    assert {each.text for each in options} == {
        "–",
        "Ben Manager",
        "Dana Manager",
        "Root Administrator",
    }
    refused = root.submit(page, action=page, to=str(cast["cora"].id))
    assert refused.status_code == 422
    assert cast["ada"].is_active


def test_an_account_that_unpaid_invoices_need_stays(as_user, house):
    account = house.account
    order = order_of(house)
    invoice = issued(house, order)
    page = as_user("root").htmx(f"/accounts/{account.id}/delete").text
    found = hanging(page)
    assert found["1 unpaid invoice"] == f"/invoices?account={account.id}&status=issued"
    assert found["1 order to deliver"] == f"/orders?account={account.id}&status=confirmed,partly_fulfilled"
    assert "Move to recycle bin" not in page
    assert f"/accounts/{account.id}/merge" in page
    assert len(found) == 2, "what would not keep it is no reason"
    for need in ("1 order to deliver, 1 unpaid invoice", "1 order to deliver"):
        with pytest.raises(RuleBroken, match=need):
            recycle_bin.delete(account, by=SYSTEM)
        if invoice.open_amount:
            paid(house, invoice)
        db.session.expire_all()
    order.close({}, "Delivered by hand", by=house.people["finn"])
    recycle_bin.delete(account, by=SYSTEM)
    assert account.deleted_at is not None


def test_what_is_no_reason_to_stay_is_said_and_what_one_may_not_see_is_not_counted(as_user, house, cast):
    account = house.account
    free_draft(house)
    defaults.begin()
    Opportunity.open_new(name="Hidden", account=account, owner=cast["ada"], by=cast["ada"])
    page = as_user("cora").htmx(f"/accounts/{account.id}/delete").text
    assert "Move to recycle bin" in page
    assert "Records you don’t have access to" in page
    assert not {"1 open opportunity", "1 draft invoice"} & hanging(page).keys()
    assert "1 draft invoice" in hanging(as_user("finn").htmx(f"/accounts/{account.id}/delete").text)


def test_what_nothing_hangs_on_is_deleted_at_once_and_comes_back_by_undo(as_user, cast):
    db.session.add(account := Account(name="Empty", owner_id=cast["ada"].id))
    db.session.commit()
    ada, page = as_user("ada"), f"/accounts/{account.id}"
    gone = ada.submit(page, action=f"{page}/delete")
    assert (gone.status_code, gone.location) == (303, "/accounts")
    assert db.session.scalar(select(Account).where(Account.name == "Empty")) is None
    ada.submit(gone.location, action=f"{page}/restore")
    assert db.session.scalar(select(Account).where(Account.name == "Empty")) is not None


def test_what_something_hangs_on_is_asked_about_before_it_goes(as_user, house, cast):
    account, root = house.account, as_user("root")
    defaults.begin()
    Opportunity.open_new(name="Rollout", account=account, owner=cast["ada"], by=cast["ada"])
    db.session.commit()
    page = f"/accounts/{account.id}"
    asked = root.submit(page, action=f"{page}/delete", htmx=True)
    assert (asked.status_code, "1 open opportunity" in asked.text) == (200, True)
    db.session.refresh(account)
    assert account.deleted_at is None
    sure = proposed(posting_form(Page(asked.text), f"{page}/delete"))
    assert root.post(f"{page}/delete", data=sure).status_code == 303
    db.session.expire_all()
    assert db.session.scalar(select(Account).where(Account.id == account.id)) is None


def test_whoever_a_customer_was_merged_into_stays_for_its_unpaid_invoices_too(house, cast):
    other = Account(name="Echo Foods AG", owner_id=cast["ada"].id)
    db.session.add(other)
    invoice = issued(house)
    merge(ACCOUNT, other, [house.account], {}, by=cast["root"])
    db.session.commit()
    assert [each.sentence for each in audit(structure.CHECKS) if not each.good] == []
    with pytest.raises(RuleBroken, match="1 unpaid invoice"):
        recycle_bin.delete(other, by=cast["root"])
    db.session.rollback()
    other.deleted_at = clock.now()
    db.session.commit()
    told = [each.sentence for each in audit(structure.CHECKS) if not each.good]
    assert f"The invoice {invoice.id} is not settled and its account {other.id} is deleted." in " ".join(told)
    other.deleted_at = None
    db.session.commit()
