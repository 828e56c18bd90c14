"""Deals and documents are found by their customer, their amount and the customer's reference; typos are forgiven."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from salesapp.core.access import acting_as
from salesapp.core.db import db
from salesapp.core.outbox import Outbox, carry_all, post
from salesapp.customers.duplicates.match_keys import MatchKey
from salesapp.customers.models import Account, Contact
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes import defaults
from salesapp.orders.models import Order
from salesapp.search import upkeep
from salesapp.search.models import SearchWord
from salesapp.search.queries import find


def titles(text, viewer):
    with acting_as(viewer):
        return {record.title for group in find(text, viewer) for record in group.records}


@pytest.fixture
def deals(cast):
    """A Chinese and a German customer, a deal with each and an order of one."""
    defaults.begin()
    ada = cast["ada"]
    far = Account(name="上海遠航貿易有限公司", phone="021-62345678转801", billing_country="CN")
    near = Account(name="Müller Wärmetechnik GmbH", phone="030 123456 / 0171 1234567 privat")
    db.session.add_all([far, near])
    db.session.flush()
    eva = Contact(family_name="薄", given_name="熙成", account_id=far.id)
    db.session.add(eva)
    db.session.flush()
    for name, account, amount in (("Pumps", far, 450_415), ("Boilers", near, 5_000_000)):
        Opportunity.open_new(name=name, account=account, owner=ada, by=ada).amount = amount
    db.session.add(
        Order(
            number="SO-2026-00042",
            account_id=near.id,
            contact_id=eva.id,
            currency="EUR",
            owner_id=ada.id,
            customer_reference="PO 77/4711",
        )
    )
    db.session.commit()
    return far, near


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("远航", {"上海遠航貿易有限公司", "Pumps"}),
        ("遠航", {"上海遠航貿易有限公司", "Pumps"}),
        ("yuanhang", {"上海遠航貿易有限公司", "Pumps"}),
        ("pumps 远航", {"Pumps"}),
        ("mueller", {"Müller Wärmetechnik GmbH", "Boilers", "SO-2026-00042"}),
        ("muller boil", {"Boilers"}),
        ("boxicheng", {"薄熙成", "SO-2026-00042"}),
        ("4,504.15", {"Pumps"}),
        ("4504.15", {"Pumps"}),
        ("50.000,00 €", {"Boilers"}),
        ("po 77", {"SO-2026-00042"}),
        ("2026 00042", {"SO-2026-00042"}),
        ("SO202600042", {"SO-2026-00042"}),
        ("021 6234 5678", {"上海遠航貿易有限公司"}),
        ("+86 21 62345678", {"上海遠航貿易有限公司"}),
        ("0171 1234567", {"Müller Wärmetechnik GmbH"}),
        # one slip: swapped, wrong, missing, one too many, at the beginning, in pinyin, beside a right word
        ("Wärmetehcnik", {"Müller Wärmetechnik GmbH", "Boilers", "SO-2026-00042"}),
        ("Wärmetexhnik", {"Müller Wärmetechnik GmbH", "Boilers", "SO-2026-00042"}),
        ("Wärmetchnik", {"Müller Wärmetechnik GmbH", "Boilers", "SO-2026-00042"}),
        ("Wärmetecchnik", {"Müller Wärmetechnik GmbH", "Boilers", "SO-2026-00042"}),
        ("Nuller", {"Müller Wärmetechnik GmbH", "Boilers", "SO-2026-00042"}),
        ("shnaghai", {"上海遠航貿易有限公司", "Pumps"}),
        ("biolers muller", {"Boilers"}),
        # two slips, and too short a word
        ("Warmtehcnik", set()),
        ("pmup", set()),
    ],
)
def test_what_people_remember_of_a_deal_finds_it(deals, cast, typed, found):
    assert titles(typed, cast["ada"]) == found


def test_the_page_says_that_it_forgave_a_slip(deals, as_user):
    ada = as_user("ada")
    assert "No exact match" in ada.get("/search?q=biolers").text
    assert "No exact match" not in ada.get("/search?q=boilers").text


def test_deals_follow_the_new_name_of_their_customer(deals, cast, monkeypatch):
    far, near = deals
    near.name = "Zenith Heating"
    db.session.commit()
    assert titles("zenith", cast["ada"]) == {"Zenith Heating", "Boilers", "SO-2026-00042"}
    assert titles("mueller", cast["ada"]) == set()
    monkeypatch.setattr(upkeep, "AT_ONCE", 0)
    far.name = "Polaris"
    db.session.commit()
    assert titles("polaris", cast["ada"]) == {"Polaris"}
    carry_all()
    assert titles("polaris", cast["ada"]) == {"Polaris", "Pumps"}
    assert titles("yuanhang", cast["ada"]) == set()


def test_the_worker_writes_words_and_keys_of_old_records_anew(deals, cast, monkeypatch):
    def kept():
        words = db.session.execute(select(SearchWord.record_type, SearchWord.record_id, SearchWord.word))
        keys = db.session.execute(
            select(MatchKey.record_type, MatchKey.record_id, MatchKey.kind, MatchKey.value)
        )
        return set(map(tuple, words)), sorted(map(tuple, keys))

    monkeypatch.setattr(upkeep, "BATCH", 1)
    before = kept()
    db.session.execute(delete(SearchWord).where(SearchWord.record_type != "user"))
    db.session.execute(delete(MatchKey))
    db.session.add(SearchWord(record_type="account", word="stale", record_id=deals[0].id))
    for kind in ("search_words", "match_keys"):
        post(kind, {})
    db.session.commit()
    carry_all()
    assert kept() == before
    assert db.session.scalars(select(Outbox.error)).all() == [None] * len(
        db.session.scalars(select(Outbox)).all()
    )


def types(text, viewer):
    with acting_as(viewer):
        return [group.type.key for group in find(text, viewer)]


def test_who_has_the_name_comes_before_the_deals_of_their_customer(deals, cast):
    _far, near = deals
    ada = cast["ada"]
    contact = Contact(family_name="Ziegler", given_name="Ina", account_id=near.id)
    db.session.add(contact)
    db.session.flush()
    Opportunity.open_new(name="Valves", account=near, contact=contact, owner=ada, by=ada)
    db.session.commit()
    assert types("Ziegler", ada) == ["contact", "opportunity"]
    assert types("ina zieg", ada) == ["contact", "opportunity"]
    assert types("wärmetechnik", ada)[:2] == ["account", "opportunity"]
    assert types("Boilers", ada) == ["opportunity"]


def test_and_between_two_words_may_be_a_sign_in_the_name(cast):
    ada = cast["ada"]
    db.session.add(Account(name="Harbor & Pine Coffee", owner_id=ada.id))
    db.session.commit()
    for typed in ("harbor and pine", "Harbor und Pine", "harbor & pine"):
        assert titles(typed, ada) == {"Harbor & Pine Coffee"}
    assert titles("and", ada) == set()


def test_zeros_begin_the_number_of_a_document_and_no_amount(deals, cast):
    Opportunity.open_new(name="Four", account=deals[0], owner=cast["ada"], by=cast["ada"]).amount = 42_000
    db.session.commit()
    assert titles("00042", cast["ada"]) == {"SO-2026-00042"}
