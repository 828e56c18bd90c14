"""Competitors met in opportunities: who adds them, to whom one was lost, and what their page counts."""

from __future__ import annotations

import importlib.util
import re
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import delete, select, update

from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import history
from salesapp.marketing.competitors import Competitor, competitor_called
from salesapp.opportunities.competitors.views import Losses, losses_to
from salesapp.opportunities.models import Opportunity, OpportunityClose, OpportunityCompetitor, State
from salesapp.opportunities.outcome import Outcome
from tests.races import at_once

TODAY = date(2026, 11, 22)
FILL = Path(__file__).parents[2] / "migrations" / "versions" / "0015_competitors.py"


@pytest.fixture
def bolt(process) -> Competitor:
    made = Competitor(name="Bolt")
    db.session.add(made)
    db.session.commit()
    return made


def names(opportunity: Opportunity) -> list[str]:
    db.session.expire_all()
    return [each.competitor.name for each in opportunity.competitors]


def lose(opportunity, lost, competitor, cast):
    opportunity.close_lost(Outcome(TODAY, reason_id=lost.id, competitor=competitor), by=cast["ada"])
    db.session.commit()


def test_one_is_added_with_a_note_and_removed_and_put_back(as_user, make, bolt):
    made, ada = make(), as_user("ada")
    page, sheet = f"/opportunities/{made.id}", f"/opportunities/{made.id}/competitors/new"
    ada.submit(sheet, action=sheet, competitor_text="bolt", note="8 % cheaper")
    assert names(made) == ["Bolt"]
    assert made.competitor == "Bolt"
    assert "8 % cheaper" in ada.get(page).text
    assert "Ada" in ada.get(f"{page}/timeline").text
    ada.submit(page, action=f"{page}/competitors/{bolt.id}/remove")
    assert (names(made), made.competitor) == ([], None)
    undo = re.search(r'action="([^"]+/back[^"]*)"', ada.get(page).text)[1].replace("&amp;", "&")
    ada.post(undo, data={"csrf_token": ada.csrf(), "once": "undo"})
    assert names(made) == ["Bolt"]
    assert made.competitors[0].note == "8 % cheaper"
    kinds = [each.kind for each in history(made)]
    assert kinds[:2] == ["opportunity_competitor_added", "opportunity_competitor_removed"]


def test_one_new_name_typed_on_several_opportunities_at_once_makes_one_competitor(as_user, make):
    ada, sheets = as_user("ada"), [f"/opportunities/{make().id}/competitors/new" for _each in range(4)]
    forms = [(each, ada.filled(each, action=each, competitor_text="Rival")) for each in sheets]
    answers = at_once(*(partial(ada.post, each, data=form) for each, form in forms))
    assert [each.status_code for each in answers] == [303] * 4
    assert db.session.scalars(select(Competitor.name)).all() == ["Rival"]
    assert len(db.session.scalars(select(OpportunityCompetitor.id)).all()) == 4


def test_a_new_name_makes_a_competitor_and_a_second_press_no_second(as_user, make):
    made, ada = make(), as_user("ada")
    sheet = f"/opportunities/{made.id}/competitors/new"
    sent = ada.filled(sheet, action=sheet, competitor_text="Rival & Sons")
    answers = [ada.post(sheet, data=sent) for _press in range(2)]
    assert [each.status_code for each in answers] == [303, 303]
    assert names(made) == ["Rival & Sons"]
    again = ada.filled(sheet, action=sheet, competitor_text="RIVAL & sons", note="again")
    ada.post(sheet, data=again)
    assert names(made) == ["Rival & Sons"]
    assert db.session.scalars(select(Competitor.name)).all() == ["Rival & Sons"]


@pytest.mark.parametrize(
    ("typed", "said"), [("", "This field is required."), ("x" * 201, "At most 200 characters.")]
)
def test_no_name_and_too_long_a_name_are_said(as_user, make, typed, said):
    sheet = f"/opportunities/{make().id}/competitors/new"
    answer = as_user("ada").submit(sheet, action=sheet, competitor_text=typed, note="typed")
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="typed"' in answer.text


def test_the_picker_offers_those_of_the_opportunity_first(as_user, make, bolt, cast):
    made = make()
    made.add_competitor(competitor_called("Zeta", by=cast["ada"]), by=cast["ada"])
    db.session.commit()
    ada, url = as_user("ada"), f"/opportunities/{made.id}/competitors/pick"
    assert re.findall(r'data-text="(\w+)"', ada.htmx(url).text) == ["Zeta", "Bolt"]
    assert "added as a new competitor" in ada.htmx(f"{url}?q=nobody").text


@pytest.mark.parametrize(("person", "status"), [("cora", 404), ("rob", 403), ("mia", 403), ("ben", 200)])
def test_only_who_may_change_the_opportunity_adds_one(as_user, make, bolt, person, status):
    made = make()
    made.add_competitor(bolt, by=made.owner)
    db.session.commit()
    browser, base = as_user(person), f"/opportunities/{made.id}/competitors"
    assert browser.get(f"{base}/new").status_code == status
    assert browser.get(f"{base}/pick").status_code == status
    if status != 200:
        token = browser.csrf()
        for path in ("new", f"{bolt.id}/remove", f"{bolt.id}/back"):
            assert browser.post(f"{base}/{path}", data={"csrf_token": token}).status_code == status
        assert names(made) == ["Bolt"]


def test_losing_says_to_whom_and_makes_a_new_one(as_user, make, lost, bolt):
    made, ada = make(), as_user("ada")
    url = f"/opportunities/{made.id}/lose"
    sent = ada.filled(url, action=url, reason=str(lost.id), competitor_text="Newcomer")
    assert [ada.post(url, data=sent).status_code for _press in range(2)] == [303, 303]
    assert names(made) == ["Newcomer"]
    assert (made.state, made.competitor, made.closes[0].competitor) == (State.LOST, "Newcomer", "Newcomer")
    assert made.closes[0].lost_to.name == "Newcomer"
    page = ada.get(f"/opportunities/{made.id}").text
    assert "Won the deal" in page
    remove = f"/opportunities/{made.id}/competitors/{made.closes[0].competitor_id}/remove"
    assert remove not in page
    assert ada.post(remove, data={"csrf_token": ada.csrf(), "once": "no"}).status_code == 409


def test_which_of_several_won_is_not_guessed(as_user, make, bolt, cast):
    made, ada = make(), as_user("ada")
    sheet = f"/opportunities/{made.id}/lose"
    made.add_competitor(bolt, by=cast["ada"])
    db.session.commit()
    assert 'value="Bolt"' in ada.get(sheet).text
    made.add_competitor(competitor_called("Rival", by=cast["ada"]), by=cast["ada"])
    db.session.commit()
    page = ada.get(sheet).text
    assert 'value="Bolt"' not in page
    assert "on this opportunity: Bolt, Rival" in page


def test_reopened_it_is_lost_to_nobody(make, lost, bolt, cast):
    made = make()
    lose(made, lost, "Bolt", cast)
    with pytest.raises(RuleBroken):
        made.remove_competitor(made.competitors[0], by=cast["ada"])
    made.reopen(by=cast["ada"])
    db.session.commit()
    assert made.lost_to_id is None
    with acting_as(cast["ada"]):
        assert losses_to(bolt) == []
    made.remove_competitor(made.competitors[0], by=cast["ada"])
    assert made.closes[0].lost_to is bolt


def test_whoever_writes_the_name_the_competitor_is_met(as_user, make):
    made = make(competitor="Bolt")
    assert names(made) == ["Bolt"]
    url = f"/opportunities/{made.id}/fields/competitor"
    as_user("ada").submit(url, action=url, competitor="BOLT ")
    as_user("ada").submit(url, action=url, competitor="Rival")
    assert names(made) == ["Bolt", "Rival"]
    assert db.session.scalars(select(Competitor.name).order_by(Competitor.name)).all() == ["Bolt", "Rival"]


def test_copies_and_parts_meet_the_same_competitors(make, bolt, cast):
    made = make(amount=1_000)
    made.add_competitor(bolt, note="cheap", by=cast["ada"])
    copy = made.clone(name="Copy", close_on=None, by=cast["ada"])
    part = made.split(name="Part", close_on=None, lines=[], amount=400, by=cast["ada"])
    db.session.commit()
    for each in (copy, part):
        assert [(met.competitor, met.note) for met in each.competitors] == [(bolt, "cheap")]


def test_its_page_counts_what_the_reader_sees(as_user, make, lost, bolt, cast):
    for name, amount in (("One", 1_000), ("Two", 2_000)):
        lose(make(name, amount=amount), lost, "Bolt", cast)
    lose(make("Hidden", "cora", amount=50_000), lost, "Bolt", cast)
    elsewhere, won = make("Other", amount=300), make("Won", amount=700)
    for each in (elsewhere, won, make("Open", amount=90)):
        each.add_competitor(bolt, by=cast["ada"])
    won.close_won(Outcome(TODAY, actual_amount=600), by=cast["ada"])
    lose(elsewhere, lost, "Rival", cast)
    with acting_as(cast["ada"]):
        assert losses_to(bolt) == [Losses(lost.name, 2, 3_000)]
    page = as_user("ada").get(f"/competitors/{bolt.id}/opportunities").text
    assert all(each in page for each in ("€0.90", "€6.00", "€33.00", "€30.00", lost.name))
    assert "€500" not in page
    listed = as_user("ada").get(f"/opportunities?met={bolt.id}&state=lost").text
    assert [each in listed for each in ("One", "Other", "Hidden")] == [True, True, False]
    assert "Competitor: Bolt" in listed
    assert as_user("mia").get(f"/competitors/{bolt.id}/opportunities").status_code == 403


@pytest.mark.corrupts
def test_the_migration_makes_competitors_of_the_names_typed_so_far(make, lost, cast):
    first, second, third = make("A", competitor=" Bolt"), make("B", competitor="BOLT"), make("C")
    lose(third, lost, "Rival", cast)
    with acting_as(SYSTEM):
        db.session.execute(update(OpportunityClose).values(competitor_id=None))
        for table in (OpportunityCompetitor, Competitor):
            db.session.execute(delete(table))
    spec = importlib.util.spec_from_file_location("competitors", FILL)
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)
    with Operations.context(MigrationContext.configure(db.session.connection())):
        migration.fill()
    db.session.commit()
    assert sorted(db.session.scalars(select(Competitor.name))) in (["BOLT", "Rival"], ["Bolt", "Rival"])
    assert names(first) == names(second)
    assert names(third) == ["Rival"]
    assert third.closes[0].lost_to.name == "Rival"
