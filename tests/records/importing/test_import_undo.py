"""Undoing an import: what it did is taken back, what somebody used since stays and is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
from sqlalchemy.event import listen, remove

from salesapp.core.access import acting_as
from salesapp.core.db import db
from salesapp.core.events import Event, written_by
from salesapp.core.outbox import carry_all
from salesapp.core.registry import record_type
from salesapp.customers.models import Account, Contact
from salesapp.people.models import Language
from salesapp.records.importing.running.runs import ImportRun
from salesapp.records.importing.undoing import acts
from salesapp.records.importing.undoing.acts import Undoing
from salesapp.records.merging.acts import merge
from tests.merging.conftest import all_rows, anew
from tests.records.importing.intake import bring_in, counts, run_for
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
    ada = as_user("ada")
    run = undone(ada, run)
    assert (run.undone, run.left) == (2, 0)
    assert [each.name for each in db.session.query(Account)] == ["Beta"]
    kept = ada.get(f"/imports/{run.id}").text.partition("Created along with the rows and kept")[2]
    assert f'href="/accounts/{beta.id}"' in kept
    assert "Other records refer to it." in kept
    assert "Acme" not in kept


def test_two_rows_that_changed_one_record_are_both_taken_back(cast, as_user, known):
    text = "name,industry\nEcho,Technology\nEcho,Manufacturing\n"
    run = bring_in(text, "account", cast["ada"], match=("name",))
    assert counts(run) == (0, 2, 0, 0)
    run = undone(as_user("ada"), run)
    assert (run.undone, run.left) == (2, 0)
    assert db.session.get_one(Account, known.id).industry == "retail"


def test_what_the_importer_did_by_hand_while_it_ran_stays_and_is_named(cast, as_user, known):
    """One edits a record that has just come in, while the rest of the file is still coming."""
    ada = as_user("ada")
    with acting_as(cast["ada"]):
        run, intake = run_for(TEXT, "account", cast["ada"], match=("name",))
        run.by_id = cast["ada"].id
    with acting_as(cast["ada"]), written_by(run.source):
        steps = intake.batches()
        for _step in range(2):  # the beginning, and the rows
            next(steps)
            db.session.commit()
    made = db.session.query(Account).filter_by(name="Nordlicht").one()
    ada.submit(f"/accounts/{made.id}/edit", action=f"/accounts/{made.id}/edit", phone="+49 30 1234567")
    anew()
    run = db.session.get_one(ImportRun, run.id)
    with acting_as(cast["ada"]), written_by(run.source):
        for _step in type(intake)(run, intake.table).batches():
            db.session.commit()
    run = undone(ada, run)
    assert (run.undone, run.left) == (2, 1)
    assert ada.get(f"/imports/{run.id}").text.count("It has been changed or used since.") == 1
    assert db.session.get_one(Account, made.id).phone == "+49 30 1234567"


def test_undoing_goes_in_short_portions_and_goes_on_after_a_kill(cast, as_user, monkeypatch):
    """No statement names more records than a portion has, however many came along; what was done is done once."""
    monkeypatch.setattr(acts, "MOST", 4)
    text = "family_name,account\n" + "".join(f"Lee {each},Firm {each}\n" for each in range(10))
    run = bring_in(text, "contact", cast["ada"], creates=("account",))
    ada = as_user("ada")
    ada.submit(f"/imports/{run.id}", action=f"/imports/{run.id}/undo")
    anew()
    run, by = db.session.get_one(ImportRun, run.id), db.session.get_one(type(cast["ada"]), cast["ada"].id)
    with given() as most:
        for number, _step in enumerate(Undoing(run, by).portions()):
            if number == 4:  # three of contacts and the first of accounts are done, this one is not
                db.session.rollback()
                break
            db.session.commit()
        assert (run.undone, len(db.session.query(Account).all())) == (10, 6)
        carry_all()
    anew()
    run = db.session.get_one(ImportRun, run.id)
    assert (run.undone, run.left, run.undone_at is not None) == (10, 0, True)
    assert not db.session.query(Account).all()
    assert db.session.query(Event).filter_by(kind="import_undone").count() == 20
    assert max(most) < 20, "a statement carries no more than a portion's records and a few values"


@contextmanager
def given() -> Iterator[list[int]]:
    """How many values each single statement that reads carried."""
    found: list[int] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if statement.startswith("SELECT") and not many:
            found.append(len(values))

    listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        remove(db.engine, "before_cursor_execute", note)


def test_an_earlier_import_is_undone_once_the_later_one_that_changed_its_records_is(cast, as_user):
    ada = as_user("ada")
    first = bring_in("name,industry\nEcho,Technology\n", "account", cast["ada"], match=("name",))
    second = bring_in("name,industry\nEcho,Retail\n", "account", cast["ada"], match=("name",))
    assert (counts(first), counts(second)) == ((1, 0, 0, 0), (0, 1, 0, 0))
    assert undone(ada, second).undone == 1
    run = undone(ada, first)
    assert (run.undone, run.left) == (1, 0)
    assert not db.session.query(Account).all()


def test_a_link_goes_back_to_what_its_record_was_merged_into_meanwhile(cast, as_user):
    was, stays, named = (Account(name=name, owner_id=cast["ada"].id) for name in ("Alpha", "Beta", "Gamma"))
    db.session.add_all([was, stays, named])
    db.session.flush()
    lee = Contact(family_name="Lee", email="lee@x.de", account_id=was.id, owner_id=cast["ada"].id)
    db.session.add(lee)
    db.session.commit()
    run = bring_in(
        "family_name,email,account\nLee,lee@x.de,Gamma\n", "contact", cast["ada"], match=("email",)
    )
    merge(record_type("account"), stays, [was], {}, by=cast["root"])
    db.session.commit()
    assert lee.account_id == named.id
    assert undone(as_user("ada"), run).undone == 1
    assert db.session.get_one(Contact, lee.id).account_id == stays.id


@pytest.mark.postgres_only
def test_what_somebody_saves_while_its_record_is_being_locked_stays(cast, as_user, known):
    run, ada, page = (
        bring_in(TEXT, "account", cast["ada"], match=("name",)),
        as_user("ada"),
        f"/accounts/{known.id}",
    )
    saved: list[Thread] = []

    def beside(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if "FROM accounts" in statement and "FOR UPDATE" in statement and not saved:
            saved.append(
                Thread(target=lambda: ada.submit(f"{page}/edit", action=f"{page}/edit", phone="+49 30 1"))
            )
            saved[0].start()
            saved[0].join()

    anew()
    listen(db.engine, "before_cursor_execute", beside)
    try:
        run = undone(ada, run)
    finally:
        remove(db.engine, "before_cursor_execute", beside)
    assert (len(saved), run.undone, run.left) == (1, 2, 1)
    assert db.session.get_one(Account, known.id).phone == "+49 30 1"
