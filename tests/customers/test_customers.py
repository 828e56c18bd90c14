import pytest

from salesapp.core.access import SYSTEM
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.registry import type_of
from salesapp.customers.addresses import address_lines
from salesapp.customers.models import Account, Contact
from salesapp.customers.queries import accounts_below, contacts_of
from salesapp.records.editing import finish


def made(*rows):
    db.session.add_all(rows)
    db.session.flush()
    return rows[0]


def lines(**parts):
    blank = dict.fromkeys(("street", "city", "state", "postal_code", "country"))
    return address_lines(**(blank | parts))


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        ("DE", ["Main Street 1", "10115 Town", "State", "Germany"]),
        ("US", ["Main Street 1", "Town, State 10115", "United States"]),
        ("GB", ["Main Street 1", "Town", "State", "10115", "United Kingdom"]),
    ],
)
def test_an_address_is_written_as_its_country_does(country, expected):
    assert (
        lines(street="Main Street 1", city="Town", state="State", postal_code="10115", country=country)
        == expected
    )


def test_chinese_letters_to_china_go_from_large_to_small():
    beijing = {"street": "建国路1号", "city": "北京市", "postal_code": "100022", "country": "CN"}
    assert lines(**beijing, language="zh") == ["100022", "中国北京市建国路1号"]
    assert lines(**beijing, language="en") == ["建国路1号", "100022 北京市", "China"]


def test_a_letter_at_home_does_not_name_the_country_and_blanks_leave_no_line():
    assert lines(city="Berlin", country="DE", home="DE") == ["Berlin"]
    assert lines() == []


def test_a_city_that_is_a_state_of_its_own_is_written_once():
    beijing = {"street": "朝阳区建国路1号", "postal_code": "100000", "country": "CN"}
    for city, state in (("北京", "北京市"), ("北京市", "北京"), ("北京市", "北京市")):
        assert lines(**beijing, city=city, state=state, language="zh", home="CN") == [
            "100000",
            "北京市朝阳区建国路1号",
        ]
    berlin = lines(
        street="Ring 1", city="Berlin", state="Berlin", postal_code="10115", country="DE", home="DE"
    )
    assert berlin == ["Ring 1", "10115 Berlin"]


def test_goods_go_to_the_billing_address_unless_there_is_another(app):
    company().country = "DE"
    acme = made(Account(name="Acme", billing_street="A 1", billing_city="Berlin", billing_country="DE"))
    assert acme.address("shipping") == ["A 1", "Berlin"]
    acme.shipping_city = "Hamburg"
    assert acme.address("shipping") == ["Hamburg"]
    assert made(Contact(family_name="King", account=acme)).address() == ["A 1", "Berlin"]
    assert made(Contact(family_name="King", city="Bonn", account=acme)).address() == ["Bonn"]
    assert made(Contact(family_name="King")).address() == []


def test_accounts_never_belong_to_themselves_however_far_around(app):
    mother = made(Account(name="Mother"))
    daughter = made(Account(name="Daughter", parent=mother))
    grandchild = made(Account(name="Grandchild", parent=daughter))
    for below in (mother, daughter, grandchild):
        with pytest.raises(RuleBroken) as refusal:
            mother.belong_to(below)
        assert refusal.value.field == "parent"
    grandchild.belong_to(mother)
    db.session.flush()
    assert accounts_below(mother) == [daughter, grandchild]
    grandchild.belong_to(None)
    assert grandchild.parent_id is None


def test_the_form_and_the_import_refuse_circles_too(app):
    mother = made(Account(name="Mother"))
    daughter = made(Account(name="Daughter", parent=mother))
    mother.parent_id = daughter.id
    with pytest.raises(RuleBroken):
        finish(type_of(mother), mother, by=SYSTEM)


def test_nobody_reports_to_somebody_below_them(app):
    ada = made(Contact(family_name="King", given_name="Ada"))
    bob = made(Contact(family_name="Hill", given_name="Bob", reports_to=ada))
    ada.reports_to_id = bob.id
    with pytest.raises(RuleBroken, match="Ada King") as refusal:
        finish(type_of(ada), ada, by=SYSTEM)
    assert refusal.value.field == "reports_to"
    db.session.refresh(ada)
    bob.report_to(None)
    assert bob.reports_to_id is None


@pytest.mark.parametrize(
    ("family", "given", "title"),
    [("King", "Ada", "Ada King"), ("王", "小明", "王小明"), ("Prince", None, "Prince")],
)
def test_a_contact_is_called_as_their_script_writes_names(app, family, given, title):
    contact = made(Contact(family_name=family, given_name=given))
    assert (contact.title, contact.name) == (title, title)


def test_the_whole_name_follows_the_parts(app):
    contact = made(Contact(family_name="King", given_name="Ada"))
    contact.family_name = "Lovelace"
    db.session.flush()
    assert contact.name == "Ada Lovelace"


def test_the_people_of_an_account_come_by_name(app):
    acme = made(Account(name="Acme"))
    made(*(Contact(family_name=f"Name {number:02}", account=acme) for number in range(25)))
    people, total = contacts_of(acme)
    assert (len(people), total, people[0].family_name) == (20, 25, "Name 00")
