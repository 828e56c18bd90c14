"""The list of likely duplicates: found by the worker, merged or told apart, and never more than one may see."""

from __future__ import annotations

import sys
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from salesapp.core import clock
from salesapp.core.access import acting_as
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.outbox import carry_all
from salesapp.core.registry import record_type
from salesapp.customers.duplicates.bulk import likely_duplicates
from salesapp.customers.duplicates.holders import CROWD
from salesapp.customers.duplicates.jobs import look_again, look_for_duplicates
from salesapp.customers.duplicates.match_keys import likely
from salesapp.customers.duplicates.pairs import DuplicatePair, pairs_of, scan_of
from salesapp.customers.duplicates.traits import likeness
from salesapp.customers.models import Account, Contact
from salesapp.leads.models import Lead
from salesapp.setup.settings import change_company
from tests.merging.conftest import anew
from tests.statements import statements


def looked(*keys):
    """What the worker does when it is asked, some time after the last change."""
    with clock.travel(clock.now() + timedelta(minutes=1)):
        for key in keys or ("account", "contact", "lead"):
            look_for_duplicates(key)
        db.session.commit()
        carry_all()
    anew()


def pairs(key, viewer):
    with acting_as(viewer):
        return [(row.one_id, row.other_id) for row in db.session.scalars(pairs_of(record_type(key), viewer))]


def test_the_worker_finds_them_and_follows_what_changes(stage, cast):
    looked()
    assert (stage.stays.id, stage.goes.id) in pairs("account", cast["ada"])
    assert scan_of("account").busy is False
    ben = Contact(family_name="Stein", given_name="Mara", account_id=stage.stays.id)
    db.session.add(ben)
    db.session.commit()
    looked("contact")
    assert (stage.mara.id, ben.id) in pairs("contact", cast["ada"])
    stage.goes.name, stage.goes.website, stage.goes.phone = "Zenith", None, None
    db.session.commit()
    with clock.travel(clock.now() + timedelta(hours=1)):
        look_again()
        db.session.commit()
        carry_all()
    anew()
    assert (stage.stays.id, stage.goes.id) not in pairs("account", cast["ada"])


def test_merged_or_told_apart_they_are_gone_and_back_again(stage, cast, as_user):
    looked("account")
    ada = as_user("ada")
    page = ada.get("/duplicates?type=account").text
    assert "Nordlicht Energie GmbH" in page
    pair = db.session.scalars(
        select(DuplicatePair).where(
            DuplicatePair.one_id == stage.stays.id, DuplicatePair.other_id == stage.goes.id
        )
    ).one()
    assert f"/accounts/merge?id={stage.stays.id}&amp;id={stage.goes.id}" in page
    apart = f"/duplicates/{pair.id}/different"
    assert ada.submit("/duplicates?type=account", action=apart).status_code == 303
    assert f"/duplicates/{pair.id}/different" not in ada.get("/duplicates?type=account").text
    anew()
    assert likely(stage.stays) == []
    assert likely_duplicates([stage.stays, stage.goes]) == [[], []]
    looked("account")
    assert (stage.stays.id, stage.goes.id) not in pairs("account", cast["ada"])
    assert "marked this as not a duplicate of" in ada.get(f"/accounts/{stage.stays.id}/timeline").text


def test_taking_it_back_lists_them_again(stage, cast, as_user):
    looked("account")
    pair = db.session.scalars(select(DuplicatePair).where(DuplicatePair.other_id == stage.goes.id)).first()
    ada = as_user("ada")
    for act in ("different", "not-different"):
        data = {"csrf_token": ada.csrf()}
        assert ada.post(f"/duplicates/{pair.id}/{act}", data=data).status_code == 303
    assert (pair.one_id, pair.other_id) in pairs("account", cast["ada"])


def test_a_pair_is_listed_for_those_who_may_change_both(stage, cast, as_user):
    stage.other.email = stage.lead.email
    db.session.commit()
    looked("lead")
    assert pairs("lead", cast["root"]) == [(stage.lead.id, stage.other.id)]
    assert pairs("lead", cast["ada"]) == []
    pair = db.session.scalar(select(DuplicatePair.id).where(DuplicatePair.record_type == "lead"))
    ada, sam = as_user("ada"), as_user("sam")
    assert ada.post(f"/duplicates/{pair}/different", data={"csrf_token": ada.csrf()}).status_code == 404
    assert sam.get("/duplicates?type=lead").status_code == 404
    assert as_user("rob").get("/duplicates").status_code == 403


def test_the_list_is_asked_for_and_says_how_far_it_is(stage, as_user):
    ada = as_user("ada")
    assert "No duplicate check has run yet." in ada.get("/duplicates").text
    assert ada.submit("/duplicates?type=contact", action="/duplicates/look").status_code == 303
    page = ada.get("/duplicates?type=contact").text
    assert "Searching for duplicates." in page
    assert 'action="/duplicates/look"' not in page


def test_another_region_makes_the_worker_look_at_all_once_more(stage, cast):
    looked("account")
    change_company(company(), {"region": "FR"}, by=cast["root"])
    db.session.commit()
    assert (scan_of("account").changed_at, scan_of("account").busy) == (None, True)


@pytest.mark.sqlite_only  # the statements are the same; what counts is how many there are
def test_many_records_take_a_handful_of_statements(cast):
    db.session.add_all(
        Account(name=f"Company {n} of {n * 7} towns", phone=f"+49 30 {100000 + n // 2}") for n in range(300)
    )
    db.session.flush()
    there = list(db.session.scalars(select(Account)))
    with statements() as asked:
        found = likely_duplicates(there)
    assert len(asked) < 20
    assert sum(map(len, found)) >= 300
    assert db.session.scalar(select(func.count(DuplicatePair.id))) == 0


def test_what_a_whole_file_shares_is_not_compared_all_with_all(cast):
    rows = [
        Lead(name=f"Ada {chr(65 + n % 26)}ow", company=f"Works {n}", email=f"ada{n}@example.test")
        for n in range(300)
    ]
    compared = times_called(likeness, lambda: likely_duplicates(rows))
    assert 0 < compared < 10 * len(rows), f"{compared} comparisons of {len(rows)} rows"


def test_a_row_that_a_file_has_over_and_over_is_a_double_each_time(cast):
    rows = [Lead(name="Ada Low", company="Low Works") for _ in range(3 * CROWD)]
    first, *rest = likely_duplicates(rows)
    assert first == []
    assert all(rows[0] in [each.record for each in found] for found in rest)


def times_called(function, run):
    """How often the function was called while `run` did."""
    calls = []

    def profile(frame, what, _argument):
        if what == "call" and frame.f_code is function.__code__:
            calls.append(frame)

    sys.setprofile(profile)
    try:
        run()
    finally:
        sys.setprofile(None)
    return len(calls)
