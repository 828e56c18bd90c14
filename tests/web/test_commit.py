"""What is said once: only what was kept, and for one form one time."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import event, func, select

from salesapp.activities.files import File
from salesapp.core.db import db
from salesapp.customers.models import Account


@pytest.fixture
def full_disk(app):
    """The database refuses to commit, as one whose disk is full; errors are answered as they are in earnest."""

    def refuse(_connection):
        raise OSError("database or disk is full")

    app.testing = False
    event.listen(db.engine, "commit", refuse)
    yield lambda: event.remove(db.engine, "commit", refuse)
    app.testing = True


def test_a_failed_commit_does_not_say_that_it_succeeded(as_user, request):
    ada = as_user("ada")
    form = ada.filled("/accounts/new", action="/accounts/new", name="Delta Works")
    disk_is_mended = request.getfixturevalue("full_disk")
    answer = ada.post("/accounts/new", data=form)
    disk_is_mended()
    assert answer.status_code == 500
    assert "was saved" not in answer.text
    assert "was saved" not in ada.get("/accounts").text
    assert db.session.scalar(select(func.count(Account.id))) == 0


def test_the_same_key_with_another_file_of_that_name_is_not_the_same_form(as_user, cast):
    account = Account(name="Acme", owner_id=cast["ada"].id)
    db.session.add(account)
    db.session.commit()
    ada, panel = as_user("ada"), f"/activities/of/account/{account.id}"
    form = ada.filled(panel, action=f"{panel}/files")
    answers = [
        ada.post(f"{panel}/files", data=form | {"files": (io.BytesIO(content), "offer.pdf")}).status_code
        for content in (b"%PDF-1.7 one", b"%PDF-1.7 one", b"%PDF-1.7 other")
    ]
    assert answers == [303, 303, 422]
    assert db.session.scalar(select(func.count(File.id))) == 1


def test_all_fields_takes_along_what_was_typed_in_three(as_user):
    ada = as_user("ada")
    form = ada.filled(
        "/leads/quick", action="/leads/quick", name="Eva Lind", reach="eva@example.com", about="Pumps"
    )
    answer = ada.post("/leads/quick", data=form | {"all_fields": "1"})
    opened = ada.filled(answer.location, action="/leads/new")
    assert [opened[name] for name in ("name", "email", "product_interest")] == [
        "Eva Lind",
        "eva@example.com",
        "Pumps",
    ]
