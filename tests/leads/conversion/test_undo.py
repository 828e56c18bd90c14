"""Taking a conversion back: everything is as it was, or somebody built on it and it says what."""

from __future__ import annotations

from itertools import product

import pytest
from sqlalchemy import select

from salesapp.activities.actions import add_note, add_task
from salesapp.activities.files import File, Purpose, attach
from salesapp.activities.models import Activity, Note
from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import history
from salesapp.customers.models import Account, Contact
from salesapp.leads.conversion.actions import convert
from salesapp.leads.conversion.choices import Choices, FollowUp, New
from salesapp.leads.conversion.undo import unconvert
from salesapp.leads.kinds import LeadStatus
from salesapp.leads.models import Lead
from salesapp.opportunities.models import Opportunity, OpportunityContact

CHANGING = {"version", "changed_at", "changed_by_id", "touched_at"}
"""Columns that say that and when a row was written, not what it says."""


def anew():
    set_viewer(SYSTEM)
    db.session.expire_all()


def living_rows():
    """Every row that is not in the bin, of all that a conversion may touch, column by column."""
    anew()
    return {
        model.__name__: [
            {name: value for name, value in row._mapping.items() if name not in CHANGING}
            for row in db.session.execute(
                select(model.__table__).where(alive(model)).order_by(model.id),
                execution_options={"unscoped": "the test compares all rows"},
            )
        ]
        for model in (Lead, Account, Contact, Opportunity, OpportunityContact, Activity, Note, File)
    }


def alive(model):
    if model is OpportunityContact:
        return model.opportunity_id.in_(select(Opportunity.id).where(Opportunity.deleted_at.is_(None)))
    return model.deleted_at.is_(None) if hasattr(model, "deleted_at") else model.id > 0


@pytest.fixture
def frame(nordlicht, cast):
    """An opportunity that the account had before."""
    made = Opportunity.open_new(name="Frame contract", account=nordlicht, by=cast["ada"])
    db.session.commit()
    return made


WAYS = [
    (account, contact, opportunity)
    for account, contact, opportunity in product([None, "new", "old"], repeat=3)
    if (account or contact) and (opportunity != "old" or account == "old")
]


@pytest.fixture
def known(nordlicht, known_mara, frame):
    """What a conversion can reuse."""
    return {"account": nordlicht, "contact": known_mara, "opportunity": frame}


@pytest.mark.parametrize("follow_up", [None, FollowUp("Visit them")])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: "-".join(map(str, way)))
def test_taken_back_everything_is_as_it_was(mara, known, cast, way, follow_up):
    chosen = {
        name: {None: None, "new": New(), "old": known[name]}[how]
        for name, how in zip(known, way, strict=True)
    }
    mara.mark(LeadStatus.WORKING, by=cast["ada"])
    add_task(mara, "Call back", None, cast["ada"], by=cast["ada"])
    add_note(mara, "Wants it before Christmas", by=cast["ada"])
    attach(mara, "card.jpg", b"a card", by=cast["ada"], purpose=Purpose.CARD)
    db.session.commit()
    before = living_rows()
    convert(mara, Choices(**chosen, follow_up=follow_up), by=cast["ada"])
    db.session.commit()
    assert living_rows() != before
    unconvert(mara, by=cast["ada"])
    db.session.commit()
    assert living_rows() == before
    assert history(mara)[0].kind == "lead_unconverted"


def test_taken_back_after_everything_was_opened_it_is_as_it_was(mara, cast, as_user):
    ada = as_user("ada")
    before = living_rows()
    became = convert(mara, Choices(New(), New(), New()), by=cast["ada"])
    db.session.commit()
    lead = f"/leads/{mara.id}"
    made = (
        f"/accounts/{became.account.id}",
        f"/contacts/{became.contact.id}",
        f"/opportunities/{became.opportunity.id}",
    )
    for page in (lead, *made):
        assert [ada.get(f"{page}{part}").status_code for part in ("", "/timeline", "/history")] == [200] * 3
        assert ada.post(f"{page}/seen", data={"csrf_token": ada.csrf_token()}).status_code == 204
    assert ada.submit(f"{lead}/unconvert", action=f"{lead}/unconvert").status_code == 303
    assert living_rows() == before


def test_the_page_after_a_conversion_offers_to_undo_it(mara, as_user):
    ada, lead, before = as_user("ada"), f"/leads/{mara.id}", living_rows()
    made = ada.submit(f"{lead}/convert", action=f"{lead}/convert")
    assert ada.submit(made.location, action=f"{lead}/unconvert").status_code == 303
    assert living_rows() == before


def test_a_lead_of_the_queue_goes_back_to_the_queue_and_can_be_converted_again(make_lead, cast):
    lead = make_lead("Eva", owner=None, email="eva@example.com")
    for _time in range(2):
        convert(lead, Choices(contact=New()), by=cast["ada"])
        db.session.commit()
        unconvert(lead, by=cast["ada"])
        db.session.commit()
        assert (lead.owner_id, lead.is_converted, lead.contact_id) == (None, False, None)
    with pytest.raises(RuleBroken, match="isn’t converted"):
        unconvert(lead, by=cast["ada"])


def test_what_was_changed_in_a_reused_record_since_stays(mara, nordlicht, cast):
    convert(mara, Choices(account=nordlicht), by=cast["ada"])
    nordlicht.phone = "+49 40 999"
    db.session.commit()
    unconvert(mara, by=cast["ada"])
    db.session.commit()
    assert (nordlicht.phone, nordlicht.billing_city) == ("+49 40 999", None)


def test_a_follow_up_that_was_done_stays_with_the_customer(mara, nordlicht, cast):
    convert(mara, Choices(account=nordlicht, follow_up=FollowUp("Visit them")), by=cast["ada"])
    task = db.session.scalars(select(Activity).where(Activity.subject == "Visit them")).one()
    task.complete(by=cast["ada"])
    db.session.commit()
    unconvert(mara, by=cast["ada"])
    db.session.commit()
    assert (task.deleted_at, task.subject_type) == (None, "account")


BUILDING = {
    "a note on the opportunity": lambda became, by: add_note(became.opportunity, "They will buy", by=by),
    "a task of the contact": lambda became, by: add_task(became.contact, "Call", None, by, by=by),
    "a move": lambda became, by: became.opportunity.move(became.opportunity.process.stages[1], by=by),
    "another opportunity": lambda became, by: Opportunity.open_new(
        name="Second", account=became.account, by=by
    ),
}


@pytest.mark.parametrize("built", BUILDING)
def test_what_was_built_on_it_stands_in_the_way(mara, cast, built):
    became = convert(mara, Choices(New(), New(), New()), by=cast["ada"])
    db.session.commit()
    BUILDING[built](became, cast["ada"])
    db.session.commit()
    before = living_rows()
    with pytest.raises(RuleBroken, match="Other records now depend on"):
        unconvert(mara, by=cast["ada"])
    db.session.rollback()
    assert living_rows() == before


def test_the_sheet_says_what_goes_and_what_becomes_blank(mara, nordlicht, cast, as_user):
    convert(mara, Choices(nordlicht, New(), New()), by=cast["ada"])
    db.session.commit()
    ada, page = as_user("ada"), f"/leads/{mara.id}"
    sheet = ada.get(f"{page}/unconvert").text
    for said in ("Contact · Mara Stein", "Opportunity · Rooftop solar", "Nordlicht Energie GmbH · Phone"):
        assert said in sheet
    assert ada.submit(f"{page}/unconvert", action=f"{page}/unconvert").status_code == 303
    anew()
    assert not mara.is_converted
    assert "Convert" in ada.get(page).text
    assert ada.get(f"{page}/convert").status_code == 200
    assert ada.post(f"{page}/unconvert", data={"csrf_token": ada.csrf()}).status_code == 422


def test_the_sheet_says_what_stands_in_the_way_as_far_as_its_reader_sees_it(mara, cast, as_user):
    became = convert(mara, Choices(New(), New()), by=cast["ada"])
    db.session.commit()
    hidden = Opportunity.open_new(name="Secret deal", account=became.account, by=cast["cora"])
    db.session.commit()
    ada, page = as_user("ada"), f"/leads/{mara.id}/unconvert"
    assert "Work by a colleague" in ada.get(page).text
    assert hidden.name not in ada.get(page).text
    add_note(became.account, "Prefers mornings", by=cast["ada"])
    db.session.commit()
    assert "Ada" in ada.get(page).text
    assert f'action="{page}"' not in ada.get(page).text


def test_a_result_that_was_given_to_a_colleague_is_not_left_behind(mara, cast, as_user):
    became = convert(mara, Choices(New(), New(), New()), by=cast["ada"])
    db.session.commit()
    became.opportunity.owner_id = cast["cora"].id
    db.session.commit()
    ada, page = as_user("ada"), f"/leads/{mara.id}/unconvert"
    assert ada.post(page, data={"csrf_token": ada.csrf()}).status_code == 404
    anew()
    assert (mara.is_converted, mara.opportunity_id) == (True, became.opportunity.id)


def test_others_take_nothing_back(mara, cast, as_user):
    convert(mara, Choices(contact=New()), by=cast["ada"])
    db.session.commit()
    cora, finn = as_user("cora"), as_user("finn")
    for path in (f"/leads/{mara.id}/unconvert",):
        assert cora.get(path).status_code == 404
        assert cora.post(path, data={"csrf_token": cora.csrf()}).status_code == 404
        assert finn.post(path, data={"csrf_token": finn.csrf()}).status_code == 403
    anew()
    assert mara.is_converted
