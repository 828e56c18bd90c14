"""Owners are offered, wherever one is chosen, from those at work who may own such records."""

from __future__ import annotations

import re

import pytest

from salesapp.activities.actions import add_task
from salesapp.core.access import Role
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.registry import record_types
from salesapp.customers.models import Account
from salesapp.leads.models import Lead
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes import defaults
from salesapp.people.models import User
from salesapp.records.importing.planning.plan import OWNER, ImportPlan
from salesapp.records.importing.running.links import Links

SELLERS = {"root", "ben", "dana", "ada"}
"""Cora sells as well, and left."""
OFFERED = {
    "account": SELLERS | {"mia"},
    "activity": SELLERS | {"mia", "finn", "sam"},
    "campaign": SELLERS | {"mia"},
    "contact": SELLERS | {"mia"},
    "lead": SELLERS | {"mia"},
    "opportunity": SELLERS,
    "quote": SELLERS,
    "order": SELLERS,
    "invoice": SELLERS,
    "payment": {"root"},
    "credit_note": {"root"},
}


@pytest.fixture
def records(cast):
    """One of each kind that is owned: Cora's, who left, and one that a clerk came to own."""
    defaults.begin()
    cora, finn = cast["cora"], cast["finn"]
    account = Account(name="Acme", owner_id=finn.id)
    db.session.add(account)
    lead = Lead.capture("Mara Stein", by=cora)
    deal = Opportunity.open_new(name="Pumps", account=account, owner=cora, by=cora)
    add_task(lead, "Call", today_for(), cora, by=cora)
    db.session.commit()
    cora.active = False
    db.session.commit()
    return {"lead": lead, "opportunity": deal, "account": account}


def names_in(page: str, cast: dict[str, User], control: str) -> set[str]:
    """First names of the cast that the select of that name offers."""
    select = re.search(rf'<select[^>]* name="{control}".*?</select>', page, re.DOTALL)
    assert select is not None, f"no select is called {control}"
    keys = set(re.findall(r'<option[^>]* value="(\d+)"', select[0]))
    return {name for name, user in cast.items() if str(user.id) in keys}


def test_forms_offer_who_may_own_such_a_record(as_user, cast, records):
    root = as_user("root")
    asked = [each for each in record_types() if each.creatable and "owner" in {f.name for f in each.editable}]
    found = {each.key: names_in(root.get(f"/{each.slug}/new").text, cast, "owner") for each in asked}
    assert found == {key: OFFERED[key] for key in found}
    assert {"account", "activity", "contact", "lead"} <= found.keys()


def test_who_owns_a_record_stays_its_owner_when_somebody_else_edits_it(as_user, cast, records):
    root, account = as_user("root"), records["account"]
    page = f"/accounts/{account.id}/edit"
    assert names_in(root.get(page).text, cast, "owner") == OFFERED["account"] | {"finn"}
    assert root.submit(page, action=page, name="Acme AG").status_code == 303
    db.session.expire_all()
    assert (account.name, account.owner_id) == ("Acme AG", cast["finn"].id)


def test_filters_offer_them_and_whoever_owns_some_still(as_user, cast, records):
    root = as_user("root")
    more = {"lead": {"cora"}, "opportunity": {"cora"}, "activity": {"cora"}, "account": {"finn"}}
    for type_ in record_types():
        if "owner" in {each.name for each in type_.fields} and type_.key in OFFERED:
            page = root.get(f"/{type_.slug}/filters/condition?c-field=owner").text
            ticks = {key for key, user in cast.items() if f'name="c-value" value="{user.id}"' in page}
            assert ticks == OFFERED[type_.key] | more.get(type_.key, set()), type_.key


def test_changing_the_owner_of_one_or_many_offers_them(as_user, cast, records):
    root = as_user("root")
    lead, deal = records["lead"], records["opportunity"]
    assert names_in(root.get(f"/leads/{lead.id}/assign").text, cast, "owner") == OFFERED["lead"]
    assert names_in(root.get(f"/leads/change-owner?key={lead.id}").text, cast, "owner") == OFFERED["lead"]
    many = root.get(f"/board/many?act=assign&card={deal.id}.{deal.version}").text
    assert names_in(many, cast, "owner") == OFFERED["opportunity"]
    assert names_in(root.get("/web-forms/new").text, cast, "person") == OFFERED["lead"]


def test_who_leaves_gives_what_they_have_to_somebody_who_may_own_all_of_it(as_user, cast, records):
    root, page = as_user("root"), f"/users/{cast['ben'].id}/deactivate"
    records["lead"].owner_id = cast["ben"].id
    db.session.commit()
    assert names_in(root.get(page).text, cast, "to") == OFFERED["lead"] - {"ben"}
    records["opportunity"].owner_id = cast["ben"].id
    db.session.commit()
    assert names_in(root.get(page).text, cast, "to") == OFFERED["opportunity"] - {"ben"}


def test_of_two_people_of_one_name_a_file_means_the_one_who_may_own_its_records(cast):
    twin = User(name="Ada Rep", email="twin@example.com", role=Role.FINANCE)
    db.session.add(twin)
    db.session.commit()
    links = Links(ImportPlan("lead"), [OWNER], {})
    links.learn(OWNER, {"Ada Rep", "Finn Finance", "twin@example.com"})
    found = [links.id_of(OWNER, each) for each in ("Ada Rep", "Finn Finance", "twin@example.com")]
    assert found == [cast["ada"].id, cast["finn"].id, twin.id]
