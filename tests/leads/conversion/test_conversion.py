"""Converting a lead: what is made, what is reused, what moves along, and that it happens wholly or not at all."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from salesapp.activities.actions import add_note, add_task
from salesapp.activities.files import Purpose, attach
from salesapp.activities.models import Activity, Note
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event, history, timeline
from salesapp.customers.kinds import CustomerSource
from salesapp.customers.models import Account, Contact
from salesapp.leads.conversion.actions import account_filling, contact_filling, convert, opportunity_filling
from salesapp.leads.conversion.choices import Choices, FollowUp, New
from salesapp.leads.kinds import LeadStatus
from salesapp.marketing.kinds import LeadSource
from salesapp.opportunities.models import Opportunity, State

ALL_NEW = Choices(account=New(), contact=New(), opportunity=New())


def open_opportunity(cast, **values):
    made = Opportunity.open_new(name="Frame contract", by=cast["ada"], **values)
    db.session.commit()
    return made


def test_three_new_records_carry_what_the_lead_knew(mara, cast):
    mara.source = LeadSource.TRADE_FAIR
    became = convert(mara, ALL_NEW, by=cast["ada"])
    db.session.commit()
    account, contact, opportunity = became.account, became.contact, became.opportunity
    assert (account.name, account.phone, account.billing_city) == (
        "Nordlicht Energie",
        "+49 40 1234567",
        "Hamburg",
    )
    assert account.source == CustomerSource.TRADE_FAIR
    assert (contact.given_name, contact.family_name, contact.job_title) == (
        "Mara",
        "Stein",
        "Head of procurement",
    )
    assert (contact.email, contact.mobile, contact.account_id) == (mara.email, mara.mobile, account.id)
    assert contact.city is None, "the address is the account's"
    assert (opportunity.name, opportunity.amount, opportunity.currency) == ("Rooftop solar", 2_400_000, "EUR")
    assert (opportunity.description, opportunity.source) == ("Wants an offer before Christmas.", "trade-fair")
    assert (opportunity.account_id, opportunity.contact_id, opportunity.lead_id) == (
        account.id,
        contact.id,
        mara.id,
    )
    assert [(each.contact_id, each.is_primary) for each in opportunity.contacts] == [(contact.id, True)]
    assert {each.owner_id for each in became.records} == {cast["ada"].id}


def test_the_lead_keeps_where_it_went(mara, cast):
    became = convert(mara, ALL_NEW, by=cast["ben"])
    db.session.commit()
    assert mara.status is LeadStatus.CONVERTED
    assert mara.converted_by_id == cast["ben"].id
    assert mara.converted_at is not None
    assert mara.targets == [became.opportunity, became.contact, became.account]


def test_a_private_person_becomes_a_contact_with_the_address(make_lead, cast):
    lead = make_lead("Karl Berg", email="karl@web.de", city="Kiel", owner=None)
    became = convert(lead, Choices(contact=New(), opportunity=New()), by=cast["cora"])
    assert became.account is None
    assert (became.contact.city, became.contact.owner_id) == ("Kiel", cast["cora"].id)
    assert became.opportunity.contact_id == became.contact.id
    assert lead.owner_id == cast["cora"].id


def test_a_company_alone_becomes_an_account(make_lead, cast):
    became = convert(make_lead("Bolt AG"), Choices(account=New()), by=cast["ada"])
    assert became.account.name == "Bolt AG"
    assert became.records == [became.account]


def test_something_must_come_out_of_it(mara, cast):
    with pytest.raises(RuleBroken, match="an account, a contact or both"):
        convert(mara, Choices(opportunity=New()), by=cast["ada"])


def test_a_disqualified_lead_is_taken_up_first(mara, cast):
    mara.disqualify("No budget", by=cast["ada"])
    with pytest.raises(RuleBroken, match="Reactivate"):
        convert(mara, ALL_NEW, by=cast["ada"])


def test_reused_records_get_their_blanks_filled_and_keep_the_rest(mara, nordlicht, known_mara, cast):
    gained = account_filling(mara, nordlicht)
    assert dict(gained.fills) == {
        "phone": "+49 40 1234567",
        "billing_city": "Hamburg",
        "billing_country": "DE",
    }
    assert gained.keeps.keys() == {"name", "website"}
    became = convert(mara, Choices(nordlicht, known_mara, New()), by=cast["ada"])
    assert became.account is nordlicht
    assert (nordlicht.name, nordlicht.website) == (
        "Nordlicht Energie GmbH",
        "https://www.nordlicht.example/de",
    )
    assert nordlicht.phone == "+49 40 1234567"
    assert (known_mara.job_title, known_mara.phone) == ("Head of procurement", "+49 40 1234567")


def test_a_contact_without_an_account_joins_the_chosen_one(mara, nordlicht, cast):
    lonely = Contact(family_name="Stein", email="mara@nordlicht.example")
    db.session.add(lonely)
    db.session.commit()
    assert contact_filling(mara, lonely, nordlicht).fills["account_id"] == nordlicht.id
    convert(mara, Choices(account=nordlicht, contact=lonely), by=cast["ada"])
    assert lonely.account_id == nordlicht.id


def test_a_contact_of_another_account_stays_there(mara, nordlicht, known_mara, cast):
    became = convert(mara, Choices(account=New(), contact=known_mara), by=cast["ada"])
    assert known_mara.account_id == nordlicht.id
    assert became.account is not nordlicht


def test_an_open_opportunity_takes_the_lead_in(mara, nordlicht, known_mara, cast):
    frame = open_opportunity(cast, account=nordlicht)
    became = convert(mara, Choices(nordlicht, known_mara, frame), by=cast["ada"])
    db.session.commit()
    assert became.opportunity is frame
    assert (frame.name, frame.amount) == ("Frame contract", 2_400_000)
    assert frame.description == "Wants an offer before Christmas."
    assert [(each.contact_id, each.is_primary) for each in frame.contacts] == [(known_mara.id, True)]
    assert frame.contact_id == known_mara.id


def test_the_primary_contact_of_an_opportunity_stays(mara, nordlicht, known_mara, cast):
    other = Contact(family_name="Berg", account_id=nordlicht.id)
    db.session.add(other)
    db.session.flush()
    frame = open_opportunity(cast, account=nordlicht, contact=other, amount=100)
    convert(mara, Choices(nordlicht, known_mara, frame), by=cast["ada"])
    assert [(each.contact_id, each.is_primary) for each in frame.contacts] == [
        (other.id, True),
        (known_mara.id, False),
    ]
    assert (frame.contact_id, frame.amount) == (other.id, 100)


def test_somebody_who_takes_part_already_takes_part_once(mara, nordlicht, known_mara, cast):
    frame = open_opportunity(cast, account=nordlicht, contact=known_mara)
    convert(mara, Choices(nordlicht, known_mara, frame), by=cast["ada"])
    assert len(frame.contacts) == 1


def test_an_amount_in_another_currency_is_not_carried(mara, nordlicht, cast):
    frame = open_opportunity(cast, account=nordlicht)
    frame.currency = "USD"
    assert "amount" not in opportunity_filling(mara, frame).fills


def test_an_opportunity_of_a_private_contact_takes_the_lead_in(make_lead, known_mara, cast):
    known_mara.account_id = None
    frame = open_opportunity(cast, contact=known_mara)
    became = convert(make_lead(), Choices(contact=known_mara, opportunity=frame), by=cast["ada"])
    assert became.opportunity is frame


def test_an_opportunity_of_somebody_else_is_refused(mara, nordlicht, known_mara, cast):
    other = Account(name="Bolt AG")
    db.session.add(other)
    db.session.flush()
    frame = open_opportunity(cast, account=other)
    with pytest.raises(RuleBroken, match="another customer"):
        convert(mara, Choices(nordlicht, known_mara, frame), by=cast["ada"])


def test_a_closed_opportunity_is_refused(mara, nordlicht, cast):
    frame = open_opportunity(cast, account=nordlicht)
    frame.state = State.WON
    with pytest.raises(RuleBroken, match="is closed"):
        convert(mara, Choices(account=nordlicht, opportunity=frame), by=cast["ada"])


def test_activities_and_notes_go_along(mara, cast):
    add_task(mara, "Call back", date(2026, 12, 1), cast["ada"], by=cast["ada"])
    add_note(mara, "Met at the fair", by=cast["ada"])
    became = convert(mara, ALL_NEW, by=cast["ada"])
    db.session.commit()
    subject = ("opportunity", became.opportunity.id)
    task = db.session.scalars(select(Activity)).one()
    note = db.session.scalars(select(Note)).one()
    assert (task.subject_type, task.subject_id) == (note.subject_type, note.subject_id) == subject


def test_files_go_along_and_the_visiting_card_to_the_person(mara, cast):
    offer = attach(mara, "offer.pdf", b"%PDF-", by=cast["ada"])
    card = attach(mara, "card.jpg", b"a card", by=cast["ada"], purpose=Purpose.CARD)
    became = convert(mara, ALL_NEW, by=cast["ada"])
    db.session.commit()
    assert (offer.subject_type, offer.subject_id) == ("opportunity", became.opportunity.id)
    assert (card.subject_type, card.subject_id) == ("contact", became.contact.id)
    assert any(each.kind == "file_attached" for each in timeline(became.account))


def test_a_follow_up_is_planned_for_the_owner(mara, cast):
    follow_up = FollowUp(" Send the offer ", date(2026, 12, 1))
    became = convert(mara, Choices(account=New(), follow_up=follow_up), by=cast["ben"])
    task = db.session.scalars(select(Activity)).one()
    assert (task.subject, task.due_on, task.owner_id) == ("Send the offer", date(2026, 12, 1), cast["ada"].id)
    assert (task.subject_type, task.subject_id) == ("account", became.account.id)


def test_a_follow_up_says_what_it_is(mara, cast):
    with pytest.raises(RuleBroken, match="Enter the follow-up"):
        convert(mara, Choices(account=New(), follow_up=FollowUp(" ")), by=cast["ada"])


def test_the_history_of_each_record_says_what_happened(mara, nordlicht, cast):
    became = convert(mara, Choices(account=nordlicht, contact=New(), opportunity=New()), by=cast["ada"])
    db.session.commit()
    assert [each.kind for each in history(mara)] == ["lead_converted", "created"]
    filled = {each["field"]: each["after"] for each in history(nordlicht)[0].changes}
    assert filled == {"phone": "+49 40 1234567", "billing_city": "Hamburg", "billing_country": "DE"}
    assert [each.kind for each in history(became.contact)] == ["created"]
    assert "opportunity_opened" in [each.kind for each in history(became.opportunity)]
    for each in became.records:
        assert "lead_converted" in [event.kind for event in timeline(each)]


@pytest.mark.parametrize(
    ("choices", "field"),
    [
        (Choices(account=New({"name": " "})), "account-name"),
        (Choices(contact=New({"family_name": None})), "contact-family_name"),
        (Choices(account=New(), opportunity=New({"name": ""})), "opportunity-name"),
        (Choices(account=New(), opportunity=New({"amount": -5})), "opportunity-amount"),
    ],
)
def test_what_the_new_records_need_is_asked_in_their_panel(mara, cast, choices, field):
    before = db.session.scalar(select(func.count()).select_from(Event))
    with pytest.raises(RuleBroken) as refused:
        convert(mara, choices, by=cast["ada"])
    assert refused.value.field == field
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Account)) == 0
    assert db.session.scalar(select(func.count()).select_from(Event)) == before


def test_typed_values_win_over_what_the_lead_brings(mara, cast):
    choices = Choices(
        account=New({"name": "Nordlicht SE", "phone": None}),
        opportunity=New({"name": "Solar", "amount": 100}),
    )
    became = convert(mara, choices, by=cast["ada"])
    assert (became.account.name, became.account.phone) == ("Nordlicht SE", None)
    assert (became.opportunity.name, became.opportunity.amount) == ("Solar", 100)
