"""Merging: one record with all that the others had, and the way back to the very same rows."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from salesapp.activities.actions import add_note
from salesapp.activities.files import attach, of
from salesapp.activities.models import Activity, Note
from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import timeline
from salesapp.core.registry import record_type
from salesapp.core.relations.merged import stands_now, with_absorbed
from salesapp.customers.models import Account, Contact
from salesapp.leads.kinds import LeadStatus
from salesapp.leads.models import Lead
from salesapp.opportunities.models import Opportunity, OpportunityContact
from salesapp.records.merging.acts import built_on, merge, undo_merge
from salesapp.records.merging.choosing import BOTH, chosen_values, questions
from salesapp.records.merging.models import standing_merge
from salesapp.records.recycle_bin import acts as recycle_bin
from tests.merging.conftest import all_rows, anew


def joined(winner, *losers, by, **answers):
    """Merges as the page does, with its proposals but for what `answers` say."""
    type_, records = record_type(winner.record_type_key), [winner, *losers]
    asked = questions(type_, winner, records)
    made = merge(type_, winner, losers, chosen_values(asked, answers, records), by=by)
    db.session.commit()
    anew()
    return made


def apart(made, *, by):
    type_ = record_type(made.record_type)
    losers = undo_merge(type_, made, db.session.get(type_.model, made.winner_id), by=by)
    db.session.commit()
    anew()
    return losers


def rows(model, *criteria):
    return db.session.scalars(select(model).where(*criteria).order_by(model.id)).all()


def test_everything_of_an_account_comes_along_and_blanks_are_filled(stage, cast):
    made = joined(stage.stays, stage.goes, by=cast["ada"])
    stays = stage.stays
    assert (stays.website, stays.employees, stays.parent_id) == (
        "https://nordlicht.example",
        12,
        stage.group.id,
    )
    assert (stays.name, stays.phone) == ("Nordlicht Energie GmbH", "+49 40 1")
    assert [each.id for each in rows(Contact, Contact.account_id == stays.id)] == [
        stage.mara.id, stage.twin.id, stage.below.id,
    ]  # fmt: skip
    assert stage.daughter.parent_id == stays.id
    assert stage.deal.account_id == stays.id
    for model in (Note, Activity):
        assert rows(model, model.subject_type == "account", model.subject_id == stays.id)
    assert stage.goes.deleted_at is not None
    assert stands_now("account", stage.goes.id) == stays.id
    assert standing_merge("account", stays.id).id == made.id


def test_a_person_twice_in_one_deal_is_there_once_with_what_both_rows_said(stage, cast):
    before = {each.contact_id: each.is_primary for each in stage.deal.contacts}
    assert before == {stage.twin.id: True, stage.mara.id: False}
    joined(stage.mara, stage.twin, by=cast["ada"])
    [part] = rows(OpportunityContact, OpportunityContact.opportunity_id == stage.deal.id)
    assert (part.contact_id, part.is_primary) == (stage.mara.id, True)
    assert stage.deal.contact_id == stage.mara.id
    assert stage.below.reports_to_id == stage.mara.id
    assert stage.mara.do_not_call


def test_money_keeps_its_currency_and_long_texts_can_stand_below_each_other(stage, cast):
    stage.lead.description, stage.other.description = "Met at the fair", "Wants an offer"
    db.session.commit()
    joined(stage.lead, stage.other, by=cast["root"])
    assert (stage.lead.estimated_amount, stage.lead.currency) == (900, "USD")
    assert stage.lead.description == "Met at the fair\n\nWants an offer"
    assert stage.lead.phone == "+49 30 12345"


def test_what_somebody_chose_stands(stage, cast):
    chosen = {"name": str(stage.goes.id), "phone": BOTH}
    joined(stage.stays, stage.goes, by=cast["ada"], **chosen)
    assert (stage.stays.name, stage.stays.phone) == ("Nordlicht Energie", "+49 40 1")


def test_nothing_comes_to_belong_to_itself(stage, cast):
    stage.group.parent_id = stage.stays.id
    db.session.commit()  # stays ← group ← goes ← daughter
    joined(stage.stays, stage.goes, by=cast["ada"])
    assert (stage.stays.parent_id, stage.group.parent_id) == (None, stage.stays.id)
    joined(stage.daughter, stage.stays, stage.group, by=cast["ada"])
    assert stage.daughter.parent_id is None
    one, *absorbed = with_absorbed("account", stage.daughter.id)
    assert one == stage.daughter.id
    assert set(absorbed) == {stage.stays.id, stage.group.id, stage.goes.id}


def test_the_story_of_both_is_on_one_timeline_for_whoever_works_with_it(stage, cast):
    joined(stage.lead, stage.other, by=cast["root"])
    with acting_as(cast["ada"]):
        told = timeline(db.session.get(Lead, stage.lead.id))
    assert {each.kind for each in told} >= {"merged", "note_added"}
    stage.lead.assign(cast["cora"], by=cast["root"])
    db.session.commit()
    with acting_as(cast["cora"]):
        told = timeline(db.session.get(Lead, stage.lead.id))
    assert "note_added" in {each.kind for each in told}


def test_a_converted_lead_is_not_merged(stage, cast):
    stage.other.status, stage.other.converted_at = LeadStatus.CONVERTED, stage.other.created_at
    db.session.commit()
    with pytest.raises(RuleBroken, match="Lind: This lead was converted"):
        joined(stage.lead, stage.other, by=cast["root"])


def test_what_went_up_in_another_is_not_in_the_bin(stage, cast):
    joined(stage.stays, stage.goes, by=cast["ada"])
    assert stage.goes not in [record for _type, record in recycle_bin.binned(SYSTEM)]
    with pytest.raises(RuleBroken, match="merged with another"):
        recycle_bin.restore(stage.goes, by=cast["ada"])


PAIRS = [
    ("stays", "goes"),
    ("goes", "stays"),
    ("mara", "twin"),
    ("twin", "mara"),
    ("lead", "other"),
    ("other", "lead"),
    ("group", "goes"),
]


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_taken_apart_every_row_is_as_it_was(stage, cast, pair):
    winner, loser = (getattr(stage, each) for each in pair)
    before = all_rows()
    made = joined(winner, loser, by=cast["root"])
    assert all_rows() != before
    apart(made, by=cast["root"])
    assert all_rows() == before


@pytest.mark.sqlite_only  # what is random here is which rows there are, not what the database makes of them
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_merges_one_after_the_other_and_back(stage, cast, data):
    """Whatever is merged in whatever order: taken apart in the reverse order, nothing is left of it."""
    made = []
    before = all_rows()
    try:
        for _time in range(data.draw(st.integers(1, 3))):
            model = data.draw(st.sampled_from([Account, Contact, Lead]))
            there = rows(model)
            if len(there) < 2:
                continue
            ids = st.sampled_from([each.id for each in there])
            chosen = data.draw(st.lists(ids, min_size=2, max_size=min(3, len(there)), unique=True))
            winner, *losers = (next(each for each in there if each.id == key) for key in chosen)
            keep = {
                part: str(data.draw(st.sampled_from(chosen)))
                for part in ("name", "family_name", "phone", "parent")
            }
            made.append(joined(winner, *losers, by=cast["root"], **keep))
            assert no_circle(rows(Account), "parent_id")
            assert no_circle(rows(Contact), "reports_to_id")
    finally:  # also when it is enough for this example in the middle of it: the next one begins with the same rows
        while made:
            apart(made.pop(), by=cast["root"])
    assert all_rows() == before


def no_circle(records, link):
    above = {each.id: getattr(each, link) for each in records}
    for key in above:
        steps = 0
        while (key := above.get(key)) is not None:
            steps += 1
            if steps > len(above):
                return False
    return True


def test_what_was_built_on_it_stands_in_the_way(stage, cast):
    made = joined(stage.stays, stage.goes, by=cast["ada"])
    add_note(stage.stays, "They will buy", by=cast["ada"])
    db.session.commit()
    before = all_rows()
    assert built_on(made)
    with pytest.raises(RuleBroken, match="Other records now depend on"):
        apart(made, by=cast["ada"])
    db.session.rollback()
    assert all_rows() == before


def test_a_later_merge_stands_in_the_way_until_it_is_taken_apart_itself(stage, cast):
    first = joined(stage.stays, stage.goes, by=cast["ada"])
    second = joined(stage.stays, stage.daughter, by=cast["ada"])
    with pytest.raises(RuleBroken, match="Other records now depend on"):
        apart(first, by=cast["ada"])
    db.session.rollback()
    apart(second, by=cast["ada"])
    apart(first, by=cast["ada"])
    assert stage.goes.deleted_at is None
    with pytest.raises(RuleBroken, match="already been undone"):
        apart(first, by=cast["ada"])


def test_a_row_that_was_given_to_another_since_stays_there(stage, cast):
    made = joined(stage.stays, stage.goes, by=cast["ada"])
    stage.deal.account_id = stage.group.id
    db.session.commit()
    apart(made, by=cast["ada"])
    assert (stage.deal.account_id, stage.twin.account_id) == (stage.group.id, stage.goes.id)
    assert rows(Opportunity, Opportunity.account_id == stage.stays.id) == []


def test_files_come_along_and_go_back(stage, cast):
    file = attach(stage.goes, "offer.pdf", b"%PDF-", by=cast["ada"])
    made = joined(stage.stays, stage.goes, by=cast["ada"])
    assert [each.name for each in of(stage.stays)] == ["offer.pdf"]
    apart(made, by=cast["ada"])
    assert (file.subject_type, file.subject_id) == ("account", stage.goes.id)
