"""Undoing an import: what it did is taken back, what somebody used since stays and is named."""

from __future__ import annotations

from typing import Any

import pytest

from salesapp.core.db import db
from salesapp.core.outbox import carry_all
from salesapp.core.registry import record_type
from salesapp.customers.models import Account, Contact
from salesapp.people.models import Language
from salesapp.records.importing.running.runs import ImportRun
from tests.merging.conftest import all_rows, anew
from tests.records.importing.intake import bring_in, counts
from tests.records.test_undo import differences, used

TEXT = "name,parent,industry\nNordlicht,,Retail\nNordlicht Nord,Nordlicht,Technology\nEcho,,Technology\n"


def undone(browser: Any, run: ImportRun) -> ImportRun:
    page = f"/imports/{run.id}"
    assert browser.submit(page, action=f"{page}/undo").status_code == 303
    carry_all()
    anew()
    return db.session.get_one(ImportRun, run.id)


@pytest.fixture
def known(cast) -> Account:
    """An account that the file changes."""
    found = Account(name="Echo", industry="retail", owner_id=cast["ada"].id)
    db.session.add(found)
    db.session.commit()
    return found


def alive(rows: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The records outside the bin, and all else that says something about them."""
    return {
        name: [row for row in rows[name] if not row.get("deleted_at")] for name in ("accounts", "contacts")
    }


def test_an_import_that_nobody_touched_is_taken_back_and_every_record_is_as_it_was(cast, as_user, known):
    ada = as_user("ada")
    used(ada, record_type("account"), known.id)
    before = all_rows()
    run = bring_in(TEXT, "account", cast["ada"], match=("name",))
    assert counts(run) == (2, 1, 0, 0)
    used(ada, record_type("account"), known.id)
    run = undone(ada, run)
    assert (run.undone, run.left) == (3, 0)
    assert not differences(alive(before), alive(all_rows()))
    page = ada.get(f"/imports/{run.id}").text
    assert "3 records are as they were before the import." in page
    assert f"/imports/{run.id}/undo" not in page
    again = bring_in(TEXT, "account", cast["ada"], match=("name",))
    assert counts(again) == (2, 1, 0, 0), "the file can be imported once more, as if for the first time"


def test_what_somebody_changed_or_built_on_stays_and_is_named(cast, as_user, known):
    run, ada = bring_in(TEXT, "account", cast["ada"], match=("name",)), as_user("ada")
    nord = db.session.query(Account).filter_by(name="Nordlicht Nord").one()
    db.session.add(Contact(family_name="Stein", account_id=nord.id, owner_id=cast["ben"].id))
    db.session.commit()
    ada.submit(f"/accounts/{known.id}/edit", action=f"/accounts/{known.id}/edit", industry="manufacturing")
    run = undone(ada, run)
    assert (run.undone, run.left) == (0, 3)
    page = ada.get(f"/imports/{run.id}").text
    assert page.count("Other records refer to it.") == 2, "the parent is named by what stays"
    assert page.count("It has been changed or used since.") == 1
    cast["ada"].locale = Language.ZH
    db.session.commit()
    assert "Other records" not in ada.get(f"/imports/{run.id}").text
    anew()
    assert db.session.get_one(Account, known.id).industry == "manufacturing"
    assert ada.post(f"/imports/{run.id}/undo", data={"csrf_token": ada.csrf_token()}).status_code == 409


def test_the_accounts_that_contacts_brought_along_go_with_them(cast, as_user):
    text = "family_name,account\nLee,Acme\nOh,Beta\n"
    run = bring_in(text, "contact", cast["ada"], creates=("account",))
    beta = db.session.query(Account).filter_by(name="Beta").one()
    db.session.add(Contact(family_name="Stein", account_id=beta.id, owner_id=cast["ben"].id))
    db.session.commit()
    run = undone(as_user("ada"), run)
    assert (run.undone, run.left) == (2, 0)
    assert [each.name for each in db.session.query(Account)] == ["Beta"]


def test_two_rows_that_changed_one_record_are_both_taken_back(cast, as_user, known):
    text = "name,industry\nEcho,Technology\nEcho,Manufacturing\n"
    run = bring_in(text, "account", cast["ada"], match=("name",))
    assert counts(run) == (0, 2, 0, 0)
    run = undone(as_user("ada"), run)
    assert (run.undone, run.left) == (2, 0)
    assert db.session.get_one(Account, known.id).industry == "retail"
