"""Business units: their tree, whose record is in which, and that nobody meets them before there is one."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from sqlalchemy import select

from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.registry import record_type, type_of
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity
from salesapp.people.units.models import BusinessUnit, below
from salesapp.records.bulk.acts import fields_of
from salesapp.records.editing import finish
from salesapp.records.filters.fields import offered, offered_through
from salesapp.records.importing.planning.own_files import headings
from tests.races import at_once

SAID = "Business unit"
TYPES = ("user", "account", "opportunity")


@pytest.fixture
def tree(app):
    """Europe with North in it, and Asia beside it."""
    europe = BusinessUnit(name="Europe", code="100")
    north, asia = BusinessUnit(name="North", code="110", parent=europe), BusinessUnit(name="Asia", code="200")
    db.session.add_all([europe, north, asia])
    db.session.commit()
    return europe, north, asia


def opened(by, **values) -> Opportunity:
    """A new opportunity with what the rules give it."""
    made = Opportunity.open_new(name="Deal", by=by, **values)
    db.session.flush()
    return made


def saved(unit: BusinessUnit) -> None:
    """As the form and the import do it."""
    finish(type_of(unit), unit, by=SYSTEM)
    db.session.flush()


def test_before_the_first_unit_nothing_speaks_of_them(cast, as_user):
    acme = Account(name="Acme", owner_id=cast["ada"].id)
    db.session.add(acme)
    db.session.flush()
    opportunity = opened(cast["ada"], account=acme)
    db.session.commit()
    root = as_user("root")
    for page in (
        "/users/new", f"/accounts/{acme.id}", f"/accounts/{acme.id}/edit", "/accounts/filters/fields",
        f"/opportunities/{opportunity.id}", f"/opportunities/{opportunity.id}/edit",
        "/opportunities/filters/fields", "/lists/opportunities/columns", "/reports/build?type=opportunity",
    ):  # fmt: skip
        answer = root.get(page)
        assert SAID not in answer.text, page
    for key in TYPES:
        type_ = record_type(key)
        assert "business_unit" not in {each.name for each in type_.editable}
        assert not any(SAID in heading for heading in headings(type_))


def test_with_the_first_unit_forms_filters_bulk_edits_files_and_reports_offer_them(cast, as_user, tree):
    root = as_user("root")
    for page in ("/users/new", "/accounts/new", "/opportunities/new"):
        assert "Europe" in root.get(page).text, page
    as_user("ada")
    for key in TYPES:
        type_ = record_type(key)
        assert "business_unit" in {each.name for each in fields_of(type_)}
        assert any(SAID in heading for heading in headings(type_))
    assert "account.business_unit" in {
        each.path for each in offered_through(record_type("opportunity"))["Account"]
    }
    assert "business_unit" in {each.path for each in offered(record_type("opportunity"))}


def test_a_new_opportunity_is_its_own_units_else_its_accounts_else_its_owners(cast, tree):
    europe, north, asia = tree
    ada = cast["ada"]
    acme = Account(name="Acme")
    db.session.add(acme)
    db.session.flush()
    assert opened(ada, account=acme).business_unit_id is None
    ada.business_unit_id = asia.id
    db.session.flush()
    assert opened(ada, account=acme).business_unit_id == asia.id
    acme.business_unit_id = north.id
    db.session.flush()
    assert opened(ada, account=acme).business_unit_id == north.id
    assert opened(ada, account=acme, business_unit_id=europe.id).business_unit_id == europe.id
    north.active = False
    db.session.flush()
    assert opened(ada, account=acme).business_unit_id == asia.id, "nothing new is in a unit that has ended"


def test_what_was_opened_stays_in_its_unit_when_people_and_customers_move(cast, tree):
    europe, north, asia = tree
    ada = cast["ada"]
    acme = Account(name="Acme", business_unit_id=north.id)
    db.session.add(acme)
    db.session.flush()
    deal = opened(ada, account=acme)
    acme.business_unit_id, ada.business_unit_id = asia.id, europe.id
    db.session.flush()
    copy = deal.clone(name="Once more", close_on=None, by=ada)
    db.session.flush()
    assert (deal.business_unit_id, copy.business_unit_id) == (north.id, north.id)


def test_the_form_gives_a_new_opportunity_the_accounts_unit_and_history_tells_a_change(cast, as_user, tree):
    europe, north, _asia = tree
    acme = Account(name="Acme", business_unit_id=north.id, owner_id=cast["ada"].id)
    db.session.add(acme)
    db.session.commit()
    ada = as_user("ada")
    form = ada.filled("/opportunities/new", action="/opportunities/new", name="Scales", account=str(acme.id))
    assert ada.post("/opportunities/new", data=form).status_code == 303
    deal = db.session.scalars(select(Opportunity)).one()
    assert deal.business_unit_id == north.id
    edit = f"/opportunities/{deal.id}/edit"
    changed = ada.filled(edit, action=edit) | {"business_unit": str(europe.id)}
    assert ada.post(edit, data=changed).status_code == 303
    told = ada.get(f"/opportunities/{deal.id}/history").text
    assert SAID in told
    assert "North" in told
    assert "Europe" in told


def test_the_page_of_a_unit_counts_what_is_in_it_and_below_and_opens_exactly_that(cast, as_user, tree):
    europe, north, asia = tree
    db.session.add_all(
        Account(name=name, business_unit_id=unit.id)
        for name, unit in (("At the top", europe), ("Further down", north), ("Elsewhere", asia))
    )
    db.session.commit()
    assert below(europe.id) == {europe.id, north.id}
    page = as_user("ada").get(f"/business-units/{europe.id}").text
    assert f"/accounts?within_unit={europe.id}" in page
    rows = as_user("ada").get(f"/accounts?within_unit={europe.id}").text
    assert "Europe and units below" in rows
    assert "At the top" in rows
    assert "Further down" in rows
    assert "Elsewhere" not in rows


def test_a_unit_is_never_part_of_itself_however_far_around(tree):
    europe, north, _asia = tree
    europe.parent_id = north.id
    with pytest.raises(RuleBroken) as refusal:
        saved(europe)
    assert refusal.value.field == "parent"


def test_two_hands_at_once_close_no_circle(app, tree):
    keys = {"europe": tree[0].id, "asia": tree[2].id}

    def put(unit: str, under: str):
        def act() -> bool:
            with app.app_context(), acting_as(SYSTEM):
                moved = db.session.get_one(BusinessUnit, keys[unit])
                moved.parent_id = keys[under]
                try:
                    finish(type_of(moved), moved, by=SYSTEM)
                except RuleBroken:
                    db.session.rollback()
                    return False
                db.session.commit()
                return True

        return act

    assert sorted(at_once(put("europe", "asia"), put("asia", "europe"))) == [False, True]


def test_two_units_have_neither_the_same_name_nor_the_same_code(tree):
    for values, field in (({"name": "EUROPE"}, "name"), ({"name": "New", "code": "100"}, "code")):
        with pytest.raises(RuleBroken) as refusal:
            saved(BusinessUnit(**values))
        assert refusal.value.field == field
        db.session.rollback()


def test_a_unit_in_use_is_not_deleted_but_one_that_nothing_is_in_may_be(cast, tree):
    europe, north, asia = tree
    cast["ada"].business_unit_id = north.id
    db.session.flush()
    for used, by in ((europe, "Business units"), (north, "Users")):
        with pytest.raises(RuleBroken, match=by):
            used.refuse_deletion()
    asia.refuse_deletion()


def test_only_administrators_set_units_up_and_an_ended_one_is_offered_to_nothing_new(as_user, tree):
    assert as_user("ada").get("/business-units/new").status_code == 403
    root = as_user("root")
    assert "/business-units" in root.get("/setup").text
    form = root.filled("/business-units/new", action="/business-units/new", name="Pacific", code="300")
    assert root.post("/business-units/new", data=form).status_code == 303
    tree[2].active = False
    db.session.commit()
    form = root.get("/accounts/new").text
    assert "Pacific" in form
    assert "Asia" not in form


def test_a_file_says_the_unit_by_its_name(as_user, tree):
    db.session.add(Account(name="Acme", business_unit_id=tree[1].id))
    db.session.commit()
    file = as_user("root").get("/exports/accounts.csv")
    (row,) = csv.DictReader(StringIO(file.text.removeprefix("\ufeff")))
    assert row[SAID] == "North"
