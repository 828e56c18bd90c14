"""A record that somebody deleted meanwhile: whoever could see it learns who it was and when, and gets it back."""

from typing import Any

import pytest
from flask import Flask

from salesapp.core.db import db
from salesapp.core.registry import record_types
from salesapp.customers.models import Account
from salesapp.leads.models import Lead
from salesapp.records.recycle_bin.acts import delete
from salesapp.web.errors import SENTENCES
from tests.architecture.examples import Examples
from tests.architecture.routes import routes
from tests.architecture.source import refuse
from tests.clients import HTMX

OTHERS = {"chart.reset", "dialog_runs.start", "opportunities.remove_competitor"}
"""What they lack is no record in the bin: an account of the books, what to talk about, who was never a competitor."""


@pytest.fixture
def acme(cast: Any) -> Account:
    """Ada's account, which her manager has just deleted."""
    made = Account(name="Acme", owner_id=cast["ada"].id)
    db.session.add(made)
    db.session.flush()
    delete(made, by=cast["ben"])
    db.session.commit()
    return made


def test_a_press_on_it_says_who_deleted_it_and_when_and_restore_stands_beside(acme, as_user):
    ada = as_user("ada")
    token = {"csrf_token": ada.csrf()}
    refused = ada.post(
        f"/activities/of/account/{acme.id}/note", data=token | {"text": "They call"}, headers=HTMX
    )
    assert refused.status_code == 404
    assert "Ben Manager moved Acme to the recycle bin on " in refused.text
    assert f'action="/accounts/{acme.id}/restore?stay=1"' in refused.text
    restored = ada.post(f"/accounts/{acme.id}/restore?stay=1", data=token, headers=HTMX)
    assert "Acme is restored." in restored.text
    assert "HX-Redirect" not in restored.headers, "a sheet that is open keeps what was typed"
    assert ada.get(f"/accounts/{acme.id}/edit").status_code == 200


def test_a_page_of_it_says_the_same_and_keeps_what_was_typed(acme, as_user):
    ada = as_user("ada")
    page = ada.get(f"/accounts/{acme.id}/edit")
    assert page.status_code == 404
    assert "Ben Manager moved Acme to the recycle bin on " in page.text
    assert f'action="/accounts/{acme.id}/restore"' in page.text
    assert "Ben Manager moved Acme to the recycle bin on " in ada.get(f"/accounts/{acme.id}").text


def test_who_may_not_restore_it_is_told_only_and_who_never_saw_it_nothing(acme, as_user, cast):
    reader = as_user("rob").get(f"/accounts/{acme.id}/duplicates")
    assert "Ben Manager moved Acme" in reader.text
    assert "/restore" not in reader.text
    lead = Lead(name="Quiet", owner_id=cast["ada"].id)
    db.session.add(lead)
    db.session.flush()
    delete(lead, by=cast["ada"])
    assert "Quiet" in as_user("ada").get(f"/leads/{lead.id}/edit").text
    assert "Quiet" not in as_user("cora").get(f"/leads/{lead.id}/edit").text


@pytest.mark.sqlite_only
def test_every_address_of_a_deleted_record_says_so(app: Flask, cast: Any, as_user: Any) -> None:
    """Opened and pressed as an administrator, to whom nothing is hidden."""
    records, root = Examples(cast["ada"]).of_every_type(), as_user("root")
    token, silent = {"csrf_token": root.csrf()}, []
    asked = [each for each in routes(app) if each.endpoint not in OTHERS]
    for type_ in (each for each in record_types() if each.deletable):
        record = records[type_.key]
        record.deleted_at = record.changed_at
        for route in asked:
            if route.record_type == type_.key and not route.endpoint.endswith(".restore"):
                sent = {} if route.method == "GET" else token
                answer = root.open(route.address(app, records), method=route.method, data=sent)
                if answer.status_code == 404 and str(SENTENCES[404]) in answer.text:
                    silent.append(f"{route.method} {route.endpoint}")
        assert record.deleted_at is not None
        record.deleted_at = None
    refuse("load it by visible_or_404, which says who deleted it:", silent)
