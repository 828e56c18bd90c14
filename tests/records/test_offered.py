"""Pickers, choices of forms and filters, and the search offer what the viewer sees and what is in use."""

from __future__ import annotations

import re
from datetime import date

import pytest

from salesapp.activities.actions import add_task
from salesapp.core.access import ROLES, Role
from salesapp.core.db import db
from salesapp.core.registry import record_type, record_types
from salesapp.customers.models import Account
from salesapp.leads.models import Lead
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes import defaults
from salesapp.products.models import Product
from tests.clients import HTMX

CANARY = "Zanzibar canary"


@pytest.fixture
def canaries(cast) -> None:
    """What people own, of the other team and of a name that stands nowhere else."""
    cora = cast["cora"]
    defaults.begin()
    db.session.add(account := Account(name="Acme", owner_id=cora.id))
    lead = Lead.capture(f"{CANARY} lead", by=cora)
    Opportunity.open_new(name=f"{CANARY} deal", account=account, owner=cora, by=cora)
    add_task(lead, f"{CANARY} task", date(2027, 1, 4), cora, by=cora)
    db.session.commit()


def test_nothing_offers_what_the_viewer_does_not_see(as_user, canaries):
    ada, cora, told, seen = as_user("ada"), as_user("cora"), [], 0
    paths = ["/search?q=zanzibar", "/search?q=zanz", "/board"]
    for type_ in record_types():
        paths += [f"/{type_.slug}/{each}" for each in ("filters", "pick", "pick?q=Zanzibar", "count")]
        paths += [f"/{type_.slug}?q=Zanzibar", f"/{type_.slug}?q=Zanzibar&owner=1"]
        paths += [f"/{type_.slug}/new"] if type_.creatable else []
        links = [each.name for each in type_.fields if each.kind == "link" and each.filterable]
        paths += [f"/{type_.slug}?{name}=1" for name in links]
        paths += [f"/{type_.slug}/filters/condition?c-field={name}" for name in links]
    for path in paths:
        headers = HTMX if "/pick" in path else {}
        for who in (ada, cora):
            answer = who.get(path, headers=headers)
            text = answer.text.replace("q=Zanzibar", "")
            hits = re.findall(CANARY, text)
            if who is cora:
                seen += len(hits)
            elif hits:
                told.append(path)
    assert told == []
    assert seen > 10, "their owner is offered them"


def test_who_left_and_what_is_not_sold_any_more_is_not_offered_but_stays_where_it_is(as_user, cast):
    cora = cast["cora"]
    lead = Lead.capture("Mara Stein", by=cora)
    cora.active = False
    db.session.add_all([Product(name="Old pump", active=False), Product(name="Old pipe")])
    db.session.commit()
    root = as_user("root")
    option = f'<option value="{cora.id}">Cora Rep</option>'
    assert option not in root.get("/leads/new").text
    chosen = root.get("/leads/filters/condition?c-field=owner").text
    assert "Cora Rep</span>" in chosen, "what they had is still looked for"
    form = root.filled(f"/leads/{lead.id}/edit", action=f"/leads/{lead.id}/edit", company="Stein AG")
    assert form["owner"] == str(cora.id)
    assert root.post(f"/leads/{lead.id}/edit", data=form).status_code == 303
    db.session.expire_all()
    assert (lead.company, lead.owner_id) == ("Stein AG", cora.id)
    offered = root.get("/products/pick?q=Old", headers=HTMX).text
    assert ("Old pump" in offered, "Old pipe" in offered) == (False, True)


def test_a_chosen_filter_says_the_name_however_many_others_there_are(as_user, cast):
    db.session.add_all([Account(name=f"A{n:03}", owner_id=cast["ada"].id) for n in range(210)])
    db.session.add(last := Account(name="Zebra Works", owner_id=cast["ada"].id))
    db.session.commit()
    assert "Account is Zebra Works" in as_user("ada").get(f"/opportunities?account={last.id}").text


@pytest.mark.parametrize("role", list(Role))
def test_whoever_fills_in_a_form_may_see_what_its_links_lead_to(role):
    blind = [
        (type_.key, each.name)
        for type_ in record_types()
        if type_.creatable and type_.edit in ROLES[role] and type_.view in ROLES[role]
        for each in type_.fields  # those too that only some companies use
        if each.editable and each.kind == "link" and record_type(each.target).view not in ROLES[role]
    ]
    assert blind == []
