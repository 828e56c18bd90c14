"""Search over all record types, under the viewer's own rights."""

from __future__ import annotations

from datetime import timedelta

import pytest

from salesapp.core import clock
from salesapp.core.access import acting_as
from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.leads.models import Lead
from salesapp.search.queries import MANY, find


def titles(text, viewer):
    with acting_as(viewer):
        return {record.title for group in find(text, viewer) for record in group.records}


@pytest.fixture
def accounts(cast):
    for name, phone in (
        ("上海贸易有限公司", "021 5555 1234"),
        ("Müller & Söhne GmbH", "+49 30 901820"),
        ("Acme Corporation", None),
    ):
        db.session.add(Account(name=name, phone=phone))
    db.session.commit()


@pytest.mark.parametrize("typed", ["上海", "贸易", "shanghai", "shmy", "海贸", "55551234", "5555 1234"])
def test_a_chinese_company_is_found_by_characters_pinyin_initials_and_digits(accounts, cast, typed):
    assert titles(typed, cast["ada"]) == {"上海贸易有限公司"}


@pytest.mark.parametrize("typed", ["muller", "Müller", "SÖHNE", "mul soh", "030 901820"])
def test_a_german_company_is_found_without_its_dots_and_in_any_notation(accounts, cast, typed):
    assert titles(typed, cast["ada"]) == {"Müller & Söhne GmbH"}


def test_a_changed_name_is_found_by_the_new_one_only(accounts, cast):
    acme = db.session.query(Account).filter_by(name="Acme Corporation").one()
    acme.name = "Zenith Corporation"
    db.session.commit()
    assert titles("acme", cast["ada"]) == set()
    assert titles("zenith", cast["ada"]) == {"Zenith Corporation"}


def test_what_is_in_the_bin_is_not_found(accounts, cast):
    from salesapp.records.recycle_bin.acts import delete

    delete(db.session.query(Account).filter_by(name="Acme Corporation").one(), by=cast["root"])
    db.session.commit()
    assert titles("acme", cast["ada"]) == set()


def test_a_task_of_another_team_is_not_found(cast):
    from salesapp.activities.actions import add_task

    add_task(None, "visit zebra", None, cast["ada"], by=cast["ada"])
    db.session.commit()
    assert titles("zebra", cast["ben"]) == {"visit zebra"}
    assert titles("zebra", cast["cora"]) == set()


def test_the_page_shows_groups_and_an_empty_answer_helps(as_user, accounts):
    ada = as_user("ada")
    assert "Acme Corporation" in ada.get("/search?q=acm").text
    assert "Nothing found" in ada.get("/search?q=qqqqq").text
    assert "pinyin" in ada.get("/search").text


def test_of_very_many_the_newest_are_found_and_only_what_one_sees(cast):
    ada, cora, root = cast["ada"], cast["cora"], cast["root"]
    then = clock.now() - timedelta(days=2)
    many = [
        Lead(name=f"River {n}", owner_id=ada.id, changed_at=then + timedelta(seconds=n))
        for n in range(MANY + 5)
    ]
    gone = Lead(name="River in the bin", changed_at=clock.now(), deleted_at=clock.now())
    oldest = Lead(name="Riverside", owner_id=cora.id, changed_at=then - timedelta(days=1))
    db.session.add_all([*many, gone, oldest])
    db.session.commit()
    with acting_as(root):
        found = find("riv", root)[0]
    newest = [f"River {n}" for n in range(MANY + 4, MANY - 2, -1)]
    assert ([each.title for each in found.records], found.more) == (newest, True)
    assert titles("riverside", root) == {"Riverside"}
    assert titles(f"riv {MANY}", root) == {f"River {MANY}"}
    assert titles("riv", ada) == set(newest)
    assert titles("riv", cora) == {"Riverside"}
