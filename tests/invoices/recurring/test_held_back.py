"""What is issued and sent by itself; what stays a draft or pauses the plan since something is no longer as it was."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.outbox import Outbox, give_up
from salesapp.core.registry import record_type
from salesapp.customers.delivery_addresses.models import DeliveryAddress
from salesapp.customers.models import Account
from salesapp.invoices.recurring.actions import (
    pause,
    resume,
)
from salesapp.invoices.recurring.models import DUE, State
from salesapp.invoices.recurring.queries import recurring_invoices
from salesapp.records.merging.acts import merge
from salesapp.records.recycle_bin import acts as recycle_bin
from tests.invoices.recurring.stage import FIRST, MONTHLY, made, news, on, recurs, template, why, worker
from tests.invoices.stage import anew, faults, free_draft


def test_it_is_issued_and_sent_where_that_was_chosen(german):
    source = template(german)
    recurring = recurs(german, replace(MONTHLY, issues=True), source)
    with on(FIRST):
        worker()
        (invoice,) = made(recurring)
        assert invoice.is_issued
        assert (invoice.issued_on, invoice.payable) == (FIRST, source.payable)
        sent = db.session.scalars(select(Outbox).where(Outbox.kind == "mail")).all()
    assert [each.payload["to"] for each in sent] == ["invoices@echo.example"]
    assert news(german.people["finn"]) == []
    assert faults() == {}


def test_what_the_law_refuses_stays_a_draft_and_the_owner_is_told(german):
    recurring = recurs(german, replace(MONTHLY, issues=True))
    company().tax_number = None
    db.session.commit()
    with on(FIRST):
        worker()
        (draft,) = made(recurring)
    assert draft.is_draft
    assert news(german.people["finn"]) == ["recurring_stayed_draft"]
    (settled,) = recurring.dates
    assert settled.note
    assert faults() == {}


def test_without_an_address_it_is_issued_and_the_owner_is_told_that_it_was_not_sent(house):
    house.contact.email = None
    source = template(house)
    recurring = recurs(house, replace(MONTHLY, issues=True), source)
    with on(FIRST):
        worker()
        assert [each.is_issued for each in made(recurring)] == [True]
    assert news(house.people["finn"]) == ["recurring_unsent"]


def test_an_owner_who_may_no_longer_issue_leaves_drafts_and_others_are_told(house):
    recurring = recurs(house, replace(MONTHLY, issues=True))
    house.people["finn"].deactivate(by=house.people["root"])
    db.session.commit()
    with on(FIRST):
        worker()
        assert [each.is_draft for each in made(recurring)] == [True]
    assert news(house.people["root"]) == ["recurring_stayed_draft"]
    pause(recurring, by=house.people["root"])
    resume(recurring, by=house.people["root"], makes_up=True)
    assert recurring.owner_id == house.people["root"].id


@pytest.mark.parametrize("gone", ["rate", "category", "percent", "product", "contact"])
def test_what_is_no_longer_as_it_was_makes_a_draft_that_waits_and_tells(german, gone):
    recurring = recurs(
        german, replace(MONTHLY, issues=True), template(german, "pipe", contact_id=german.contact.id)
    )
    if gone == "rate":
        german.low.deleted_at = clock.now()
    elif gone == "category":
        german.low.category = "Z"
    elif gone == "percent":
        german.low.percent = Decimal(8)
    elif gone == "product":
        german.pipe.active = False
    else:
        german.contact.deleted_at = clock.now()
    db.session.commit()
    with on(FIRST):
        worker()
        (draft,) = made(recurring)
    assert draft.is_draft
    assert draft.lines[0].tax == Decimal(7)
    assert news(german.people["finn"]) == ["recurring_stayed_draft"]
    said = {"product": "“Pipe 3 m” is no longer sold.", "contact": "The contact was deleted"}
    assert said.get(gone, "“VAT 7%”") in why(german.people["finn"])
    assert faults() == {}


def test_a_customer_in_the_bin_pauses_it_before_the_date_and_nothing_is_lost(house):
    recurring = recurs(house)
    db.session.get_one(Account, house.account.id).deleted_at = clock.now()
    db.session.commit()
    with on(FIRST):
        worker()
        assert made(recurring) == []
        assert (recurring.state, recurring.next_on) == (State.PAUSED, FIRST)
        assert "recycle bin" in str(recurring.problem)
        assert news(house.people["finn"]) == ["recurring_stopped"]
        db.session.get_one(
            Account, house.account.id, execution_options={"with_deleted": True}
        ).deleted_at = None
        resume(recurring, by=house.people["finn"], makes_up=True)
        db.session.commit()
        worker()
        assert len(made(recurring)) == 1
    assert faults() == {}


def test_a_merged_customer_gets_the_invoices_of_whoever_stayed(house):
    recurring = recurs(house)
    other = Account(name="Echo Foods Ltd", owner_id=house.people["ada"].id, billing_street="Markt 2")
    db.session.add(other)
    db.session.flush()
    merge(record_type("account"), other, [house.account], {}, by=house.people["root"])
    db.session.commit()
    with on(FIRST):
        worker()
        (draft,) = made(recurring)
    assert draft.account_id == other.id


def test_the_customer_who_moved_is_invoiced_at_the_new_address(house):
    recurring = recurs(house)
    house.account.billing_street, house.account.billing_country = "Neuer Weg 9", "DE"
    db.session.commit()
    with on(FIRST):
        worker()
        (draft,) = made(recurring)
    assert "Neuer Weg 9" in str(draft.billing_address)


def test_what_went_wrong_unforeseen_pauses_it_and_tells(house):
    recurring = recurs(house)
    anew()
    row = db.session.scalars(select(Outbox).where(Outbox.kind == DUE)).one()
    give_up(row, "Boom")
    db.session.commit()
    assert (recurring.state, recurring.next_on) == (State.PAUSED, FIRST)
    assert news(house.people["finn"]) == ["recurring_stopped"]


def test_the_draft_that_is_repeated_may_be_issued_and_once_deleted_stops_it(house, finn):
    draft = free_draft(house)
    recurring = recurs(house, invoice=draft)
    recycle_bin.delete(draft, by=finn)
    db.session.commit()
    with on(FIRST):
        worker()
        assert recurring.state is State.PAUSED
        assert "recycle bin" in str(recurring.problem)
        found = recurring_invoices()
        assert [each.id for each in found.rows] == [recurring.id]


def test_a_chosen_delivery_address_is_that_of_each_invoice_to_come(house, finn):
    draft = free_draft(house)
    place = {"street": "Hafen 3", "city": "Kiel", "country": "DE"}
    gate = DeliveryAddress(account=draft.account, name="Gate 3", recipient="Echo, gate 3", **place)
    db.session.add(gate)
    db.session.flush()
    draft.deliver_to(gate.lines("en"), gate.parts, by=finn)
    recurring = recurs(house, invoice=draft)
    with on(FIRST):
        worker()
        (again,) = made(recurring)
    assert (again.shipping_parts, again.shipping_address) == (gate.parts, draft.shipping_address)


def test_a_typed_delivery_address_stays_and_without_one_goods_follow_the_customer(house):
    typed, plain = free_draft(house), free_draft(house)
    typed.shipping_address, typed.shipping_parts = "At the fair, hall 3", None
    assert plain.shipping_parts is not None
    series = [recurs(house, invoice=each) for each in (typed, plain)]
    house.account.billing_street, house.account.billing_city = "Neue Gasse 1", "Wien"
    db.session.commit()
    with on(FIRST):
        worker()
        stays, follows = (made(each)[0] for each in series)
    assert stays.shipping_address == "At the fair, hall 3"
    assert "Neue Gasse 1" in follows.shipping_address
    assert follows.shipping_parts["city"] == "Wien"


def test_a_customer_who_moved_abroad_is_not_invoiced_unattended(german):
    source = template(german)
    recurring = recurs(german, replace(MONTHLY, issues=True), source)
    source.account.billing_country = "AT"
    db.session.commit()
    with on(FIRST):
        worker()
        (draft,) = made(recurring)
    assert draft.is_draft
    assert why(german.people["finn"]) == "The customer’s country or VAT number has changed. Check the tax."
