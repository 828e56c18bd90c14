"""Lists print rows that are no records of the session, and print equal ones once: as if they were, for every type."""

from __future__ import annotations

import pytest
from flask import current_app

from salesapp.core.access import acting_as
from salesapp.core.db import db
from salesapp.core.registry import RecordType, record_type, record_types
from salesapp.customers.models import Account, Contact
from salesapp.people.models import User
from salesapp.records.lists import listing
from salesapp.records.lists.bare import NotHere, prints_bare
from salesapp.records.lists.listing import Criteria, page_of
from salesapp.records.lists.rows import printed_rows
from tests.architecture.examples import Examples
from tests.statements import statements

SCREENS_OF_THEIR_OWN = {"activity"}
"""Types whose rows say more than a row holds; their screens say `own_rows`."""
MORE = {"credit_note"}
"""Types whose rows follow what does not come along (a draft invoice is called by its customer): loaded as ever."""


@pytest.fixture
def everything(cast) -> User:
    """A record of every type, all belonging to the administrator."""
    Examples(cast["root"]).of_every_type()
    return cast["root"]


def everything_of(type_: RecordType) -> Criteria:
    return Criteria.from_args(type_, dict.fromkeys(type_.list_filters, listing.ANY))


def listed() -> list[RecordType]:
    """The types that have a list, printed by `printed_rows`."""
    rules = {rule.endpoint for rule in current_app.url_map.iter_rules()}
    return [
        each
        for each in record_types()
        if f"{each.plural}.show" in rules and each.key not in SCREENS_OF_THEIR_OWN and not each.computed
    ]


def test_bare_rows_print_as_records_do_and_ask_nothing(everything):
    faults = []
    with current_app.test_request_context(), acting_as(everything):
        for type_ in listed():
            whole = page_of(everything_of(type_))
            bare = page_of(everything_of(type_), bare=True)
            expected = printed_rows(type_, whole.rows)  # reads what is set up as well, which is kept
            with statements() as ran:
                found = printed_rows(type_, bare.rows)
            if found != expected:
                faults.append(f"{type_.key}: printed differently")
            if type_.key in MORE:
                continue
            if not prints_bare(type_, ()):
                faults.append(f"{type_.key}: prints what does not come along")
            elif ran:
                faults.append(f"{type_.key}: asks while it prints: {ran[0]}")
            assert whole.rows, f"no {type_.key} to print"
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("key", ["quote", "order"])
def test_a_draft_for_a_person_or_a_deal_prints_bare(everything, key):
    """Whatever it is called after came along."""
    type_ = record_type(key)
    with acting_as(everything):
        (record,) = page_of(everything_of(type_)).rows
        assert record.contact_id is not None
        record.number = record.account_id = None
        db.session.commit()
        with current_app.test_request_context(), acting_as(everything):
            printed_rows(type_, page_of(everything_of(type_), bare=True).rows)
    assert prints_bare(type_, ())


def printed(key: str, viewer: User, *chosen: str) -> str:
    type_ = record_type(key)
    asked = {"columns": ",".join(chosen)} if chosen else {}
    criteria = Criteria.from_args(type_, asked | dict.fromkeys(type_.list_filters, listing.ANY))
    with current_app.test_request_context(), acting_as(viewer):
        return str(printed_rows(type_, page_of(criteria, bare=True).rows, "", criteria.chosen))


@pytest.fixture
def account(cast) -> Account:
    found = Account(name="Kranwerk", owner_id=cast["ada"].id)
    db.session.add_all([found, Contact(family_name="Meyer", account=found)])
    db.session.commit()
    return found


def test_what_a_row_links_to_is_printed_as_it_is_now(cast, account):
    assert "Kranwerk" in printed("contact", cast["ada"])
    account.name = "Hebezeug"
    db.session.commit()
    now = printed("contact", cast["ada"])
    assert "Hebezeug" in now
    assert "Kranwerk" not in now


def test_a_renamed_colleague_is_printed_by_the_new_name(cast, account):
    assert cast["ada"].name in printed("account", cast["root"])
    cast["ada"].name = "Zoe Newname"
    db.session.commit()
    assert "Zoe Newname" in printed("account", cast["root"])


def test_a_row_printed_for_one_reader_is_not_shown_to_another(cast, account):
    assert "cell-own" in printed("account", cast["ada"])
    assert "cell-own" not in printed("account", cast["ben"])


def test_a_bare_record_tells_whatever_did_not_come_along(cast, account):
    type_ = record_type("contact")
    with acting_as(cast["ada"]):
        (contact,) = page_of(everything_of(type_), bare=True).rows
    assert contact.family_name == "Meyer"
    for name in ("description", "reports_to"):
        with pytest.raises(NotHere):
            getattr(contact, name, None)
    with pytest.raises(NotHere):
        db.session.add(contact)
