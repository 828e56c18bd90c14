import pytest
from sqlalchemy import insert, select

from salesapp.core.access import SYSTEM
from salesapp.core.db import db
from salesapp.core.outbox import carry_all
from salesapp.customers.duplicates.match_keys import MatchKey, likely, renew_keys
from salesapp.customers.models import Account, Contact
from salesapp.customers.queries import account_matches, contact_matches
from salesapp.records.recycle_bin import acts as recycle_bin
from tests.statements import statements


def made(*rows):
    db.session.add_all(rows)
    db.session.flush()
    return rows[0]


def titles(matches):
    return [(match.record.title, match.score) for match in matches]


@pytest.fixture
def acme(app):
    return made(
        Account(name="Acme GmbH", phone="030 123456", website="https://www.acme.com"),
        Account(name="Bolt & Sons", phone="+1 212 555 0100"),
    )


def test_an_account_is_found_by_name_number_or_domain(acme):
    assert titles(account_matches("ACME")) == [("Acme GmbH", 90)]
    assert titles(account_matches(phone="+49 30 123456")) == [("Acme GmbH", 95)]
    assert titles(account_matches("Something", email="ada@acme.com")) == [("Acme GmbH", 85)]
    assert titles(account_matches("Acme", website="acme.com", phone="+4930123456")) == [("Acme GmbH", 100)]
    assert account_matches("Cobalt", email="x@gmail.com", phone="1") == []
    assert account_matches() == []


def test_keys_follow_the_record(acme):
    acme.name, acme.phone = "Zenith", None
    db.session.flush()
    assert account_matches("Acme", phone="030 123456") == []
    assert titles(account_matches("Zenith AG")) == [("Zenith", 90)]


def test_a_change_of_something_else_writes_no_keys(acme):
    acme.description = "A customer of long standing"
    with statements() as written:
        db.session.flush()
    assert not [statement for statement in written if "match_keys" in statement]


def test_what_is_in_the_bin_is_no_double_until_it_is_back(acme):
    recycle_bin.delete(acme, by=SYSTEM)
    db.session.flush()
    assert account_matches("Acme") == []
    recycle_bin.restore(acme, by=SYSTEM)
    db.session.flush()
    assert titles(account_matches("Acme")) == [("Acme GmbH", 90)]


def test_a_record_that_is_gone_leaves_no_keys(acme):
    db.session.delete(acme)
    db.session.flush()
    rest = db.session.scalars(select(MatchKey).where(MatchKey.record_id == acme.id))
    assert not rest.all()


def test_a_contact_is_found_by_address_number_or_name(app):
    ada = made(
        Contact(family_name="King", given_name="Ada", email="Ada.King@Acme.com", mobile="0151 12345678"),
        Contact(family_name="王", given_name="小明", email="wang@example.cn"),
    )
    assert titles(contact_matches("King", None, "ada.king@acme.com")) == [("Ada King", 100)]
    assert titles(contact_matches("Nagy", "Zoltan", "ada.king@acme.com")) == [("Ada King", 80)]
    assert titles(contact_matches(phones=[None, "+49 151 12345678"])) == [("Ada King", 95)]
    assert titles(contact_matches("king", "ada")) == [("Ada King", 75)]
    assert titles(contact_matches("王", "小明")) == [("王小明", 75)]
    assert contact_matches("King", "Bertram") == []
    assert likely(ada) == []


def test_a_record_is_not_its_own_double(acme):
    twin = made(Account(name="acme"))
    assert titles(likely(acme)) == [("acme", 90)]
    assert titles(likely(twin)) == [("Acme GmbH", 90)]


def test_rows_put_in_without_the_session_get_their_keys_later(app):
    rows = [{"name": f"Firm {number}", "phone": f"030 55500{number:02}"} for number in range(7)]
    with db.engine.begin() as connection:
        connection.execute(insert(Account), rows)
    assert account_matches("Firm 3") == []
    renew_keys(Account, batch=3)
    assert titles(account_matches("Firm 3"))[0] == ("Firm 3", 90)
    renew_keys(Account)
    assert titles(account_matches(phone="030 5550004")) == [("Firm 4", 95)]


def test_numbers_are_read_anew_when_the_company_moves(acme, as_user):
    as_user("root").submit("/setup/company", region="FR")
    carry_all()
    assert titles(account_matches(phone="+33 30123456")) == []
    assert titles(account_matches(phone="030 123456")) == titles(account_matches(phone="030 12 34 56"))


def test_the_surest_comes_first_and_few_come(app):
    made(
        *(
            Account(name=f"Acme {word}")
            for word in ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta"]
        )
    )
    made(Account(name="Acme Theta", phone="030 123456"))
    found = account_matches("Acme", phone="030 123456", limit=3)
    assert len(found) == 3
    assert found[0].record.name == "Acme Theta"
