"""What changed stands in the history, whichever way it was changed: by form, verb, merge or file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from salesapp.core.db import db
from salesapp.core.events import CHANGED_ALONG, history
from salesapp.core.registry import record_type
from salesapp.customers.models import Account, Contact
from salesapp.leads.kinds import Rating
from salesapp.leads.models import Lead
from salesapp.leads.models.queues import LeadQueue
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes.defaults import begin
from salesapp.opportunities.processes.models import ForecastCategory, default_process
from salesapp.people.models import Language
from salesapp.products.models import Product
from salesapp.records.merging.acts import merge
from tests.records.importing.intake import bring_in, counts


@pytest.fixture
def deal(cast):
    """An opportunity of 1,000 EUR whose customer may change."""
    begin()
    account = Account(name="Acme", phone="+49 30 1")
    db.session.add_all([account, Account(name="Bolt"), Product(code="W1", name="Widget", active=True)])
    made = Opportunity.open_new(
        name="Rollout", account=account, amount=100_000, currency="EUR", owner=cast["ada"], by=cast["ada"],
        external_id="X1",
    )  # fmt: skip
    db.session.commit()
    return made


def called(model, name):
    return db.session.query(model).filter_by(name=name).one()


def changed(record):
    """The fields of the newest event, with before and after as they are shown."""
    db.session.expire_all()
    return [each["field"] for each in history(record)[0].changes]


def test_a_form_that_changes_a_link_tells_every_field_after_it(as_user, deal):
    page = f"/opportunities/{deal.id}/edit"
    as_user("ben").submit(
        page, name="Roll-out", account_text="Bolt", account=called(Account, "Bolt").id, amount="2500",
        close_on="2027-03-31", next_step="Call", next_step_on="2027-01-07", description="Two sites",
    )  # fmt: skip
    assert changed(deal) == [
        "name", "account", "amount", "close_on", "next_step", "next_step_on", "description",
    ]  # fmt: skip


def test_every_verb_tells_what_it_changed(deal, cast):
    ada, cora, product = cast["ada"], cast["cora"], called(Product, "Widget")
    lead, queue = Lead(name="Mara", owner_id=ada.id), LeadQueue(name="Web", members=[ada, cora])
    db.session.add_all([lead, queue])
    db.session.commit()
    stages, contact = default_process().open_stages, Contact(family_name="Stein", account=deal.account)
    db.session.add(contact)
    db.session.commit()
    steps = [
        (lead, lambda: lead.assign(cora, by=ada), ["owner"]),
        (lead, lambda: lead.rate(Rating.HOT, by=ada), ["rating"]),
        (lead, lambda: lead.put_into(queue, by=ada), ["owner", "queue"]),
        (lead, lambda: lead.claim(by=ada), ["owner", "queue"]),
        (lead, lambda: lead.disqualify("No budget", by=ada), ["status", "disqualify_reason"]),
        (lead, lambda: lead.reactivate(by=ada), ["status", "disqualify_reason"]),
        (deal, lambda: deal.assign(cora, by=ada), ["owner"]),
        (deal, lambda: deal.put_off(date(2027, 5, 1), by=ada), ["close_on"]),
        (deal, lambda: deal.move(stages[1], by=ada), ["stage", "probability"]),
        (
            deal,
            lambda: deal.add_line(product, quantity=2, unit_price=Decimal(70), take_sum=True, by=ada),
            ["amount"],
        ),
        (deal, lambda: deal.remove_line(deal.lines[0], by=ada), []),
        (cora, lambda: cora.deactivate(by=ada), ["active"]),
    ]
    for subject, act, fields in steps:
        act()
        db.session.commit()
        newest = history(subject)[0]
        assert newest.kind != CHANGED_ALONG, newest.changes
        assert {each["field"] for each in newest.changes} >= {*fields}, newest.kind


def test_a_merge_is_told_by_what_hung_on_the_record_that_went(deal, cast):
    bolt = called(Account, "Bolt")
    merge(record_type("account"), bolt, [deal.account], {"phone": "+49 30 1"}, by=cast["ada"])
    db.session.commit()
    assert changed(bolt) == ["phone"]
    told = history(deal)[0]
    before, after = told.changes[0]["before"]["record"][2], told.changes[0]["after"]["record"][2]
    assert (told.kind, before, after) == ("merged_along", "Acme", "Bolt")
    assert told.subject_version == deal.version - 1, "a form that was opened before has to look again"


def test_an_import_of_opportunities_counts_and_tells_what_it_changed(deal, cast):
    text = "External ID,Name,Account,Amount,Expected close date\nX1,Roll-out,Bolt,250,2027-02-03\n"
    first = bring_in(text, "opportunity", cast["root"], match=("external_id",))
    assert counts(first) == (0, 1, 0, 0)
    assert changed(deal) == ["name", "account", "amount", "close_on"]
    assert counts(bring_in(text, "opportunity", cast["root"], match=("external_id",))) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            Language.EN,
            ["Commit", "12.5%", "€2,500.00", "Cora Rep", "Bolt", "Disqualified", "changed this together"],
        ),
        (
            Language.ZH,
            ["承诺", "12.5%", "€2,500.00", "Cora Rep", "Bolt", "已取消资格", "在修改其他记录时更改了此记录"],
        ),
    ],
)
def test_the_history_is_read_in_the_readers_language(as_user, cast, deal, language, words):
    cast["root"].locale = language
    deal.assign(cast["cora"], by=cast["ada"])
    db.session.commit()
    deal.account, deal.amount, deal.probability = called(Account, "Bolt"), 250_000, Decimal("12.5")
    deal.forecast_category = ForecastCategory.COMMIT
    lead = Lead(name="Mara", owner_id=cast["ada"].id)
    db.session.add(lead)
    db.session.commit()
    lead.disqualify("Kein Geld", by=cast["ada"])
    db.session.commit()
    root = as_user("root")
    told = root.get(f"/opportunities/{deal.id}/history").text + root.get(f"/leads/{lead.id}/history").text
    assert [each for each in words if each not in told] == []
