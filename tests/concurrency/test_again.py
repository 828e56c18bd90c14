"""A request that met another transaction is carried out again from the start, and nobody sees it."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from salesapp.activities.files import File
from salesapp.activities.models import Note
from salesapp.core import outbox
from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.concurrency.attempts import MOST, met_another, running
from salesapp.core.concurrency.jobs import until_done
from salesapp.core.db import db
from salesapp.core.files import storage
from salesapp.core.once import OnceKey
from salesapp.core.outbox import Outbox, carry_next
from salesapp.customers.models import Account
from tests.cast import PASSWORD
from tests.races import at_once


class Deadlock(Exception):
    """What psycopg raises for one, as far as anybody looks at it."""

    sqlstate = "40P01"


@pytest.fixture
def meeting(app: Flask) -> Iterator[Callable[[int], list[int]]]:
    """`meeting(2)`: the next two commits meet a deadlock. Gives a list that grows by each."""
    left, met = [0], []

    def fail(_session: object) -> None:
        if left[0] and running() is not None:
            left[0] -= 1
            met.append(1)
            raise OperationalError("COMMIT", {}, Deadlock("deadlock detected"))

    def next_commits(times: int) -> list[int]:
        db.session.commit()
        left[0] = times
        return met

    event.listen(Session, "before_commit", fail)
    yield next_commits
    event.remove(Session, "before_commit", fail)


@pytest.fixture
def acme(cast: dict[str, Any]) -> Account:
    found = Account(name="Acme")
    db.session.add(found)
    db.session.commit()
    return found


def how_many(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_form_with_a_file_is_carried_out_again_with_all_that_was_sent(as_user, acme, meeting):
    ada, path = as_user("ada"), f"/activities/of/account/{acme.id}/files"
    form = ada.filled(path.rpartition("/")[0], action=path)
    met = meeting(2)
    answer = ada.post(path, data=form | {"files": (io.BytesIO(b"a card"), "card.txt")})
    assert (answer.status_code, len(met)) == (303, 2)
    kept = db.session.scalars(select(File)).one()
    assert (kept.name, storage.read(kept.digest)) == ("card.txt", b"a card")


def test_the_once_key_is_taken_once_and_the_toast_is_said_once(as_user, acme, meeting):
    ada, path = as_user("ada"), f"/activities/of/account/{acme.id}/note"
    form = ada.filled(path.rpartition("/")[0], action=path, body="They will buy")
    used = how_many(OnceKey)
    meeting(1)
    first = ada.post(path, data=form)
    assert ada.post(path, data=form).status_code == first.status_code
    assert (how_many(Note), how_many(OnceKey)) == (1, used + 1)


def test_signing_in_survives_a_meeting(make_client, cast, meeting):
    browser = make_client()
    form = browser.filled("/login", action="/login", email="ada@example.com", password=PASSWORD)
    meeting(1)
    assert browser.post("/login", data=form).status_code == 303
    assert browser.get("/preferences").status_code == 200


def test_who_meets_others_without_end_is_told_and_nothing_is_changed(as_user, acme, meeting):
    ada, path = as_user("ada"), f"/activities/of/account/{acme.id}/note"
    form = ada.filled(path.rpartition("/")[0], action=path, body="They will buy")
    met = meeting(MOST)
    answer = ada.post(path, data=form)
    assert (answer.status_code, len(met), how_many(Note)) == (409, MOST, 0)
    assert "Nothing was changed" in answer.text
    assert ada.post(path, data=form).status_code in {200, 303}


def test_a_job_is_carried_out_again_without_a_counted_try(app, acme, meeting, monkeypatch):
    def rename(payload: dict[str, Any]) -> None:
        db.session.get_one(Account, payload["account"]).name += "!"
        db.session.commit()

    monkeypatch.setitem(outbox._carriers, "rename", rename)
    outbox.post("rename", {"account": acme.id})
    db.session.commit()
    took, calls = outbox._take, []

    def take_and_meet() -> Any:
        taken = took()
        calls.extend(meeting(1))
        return taken

    monkeypatch.setattr(outbox, "_take", take_and_meet)
    assert carry_next()
    row = db.session.scalars(select(Outbox)).one()
    assert (acme.name, row.tries, row.error) == ("Acme!", 1, None)
    assert row.done_at is not None


@pytest.mark.postgres_only
def test_a_real_deadlock_is_seen_by_nobody(app):
    pair = [Account(name=name) for name in ("One", "Other")]
    db.session.add_all(pair)
    db.session.commit()
    keys, both = [each.id for each in pair], threading.Barrier(2)

    def rename(order: list[int]) -> int:
        begun = []

        def work() -> None:
            begun.append(1)
            _dot(order[0])
            if len(begun) == 1:
                both.wait(timeout=20)  # each holds one row and asks for the other's
            _dot(order[1])
            db.session.commit()

        with app.app_context():
            set_viewer(SYSTEM)
            until_done(work)
            db.session.remove()
        return len(begun)

    begun = at_once(lambda: rename(keys), lambda: rename(keys[::-1]))
    assert min(begun) == 1 < max(begun)
    assert [each.name for each in pair] == ["One..", "Other.."]


def _dot(key: int) -> None:
    db.session.get_one(Account, key).name += "."
    db.session.flush()


@pytest.mark.parametrize("sqlstate", ["40001", "40P01", "23503", "23505"])
def test_what_another_transaction_caused_is_known_by_its_code(sqlstate):
    cause = Deadlock("any words")
    cause.sqlstate = sqlstate
    assert met_another(OperationalError("COMMIT", {}, cause))


def test_a_locked_file_is_known_by_its_words_and_a_fault_of_ours_is_not_tried_again():
    assert met_another(OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked")))
    assert not met_another(OperationalError("SELECT", {}, Exception("no such table: leads")))
    assert not met_another(KeyError("name"))
