import pytest
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.customers.models import Account, Contact


@pytest.fixture
def acme(app):
    acme = Account(
        name="Acme",
        phone="030 123456",
        website="https://acme.com",
        billing_city="Berlin",
        billing_country="DE",
    )
    group = Account(name="Acme Group")
    db.session.add_all([acme, group, Account(name="Acme Daughter", parent=acme)])
    acme.parent = group
    ada = Contact(
        family_name="King", given_name="Ada", account=acme, email="ada@acme.com", mobile="+49 151 12345678"
    )
    bob = Contact(
        family_name="Hill", given_name="Bob", account=acme, reports_to=ada, do_not_call=True, phone="030 1"
    )
    db.session.add_all([ada, bob])
    db.session.flush()
    return acme


def contact(family):
    db.session.expire_all()
    return db.session.scalar(select(Contact).where(Contact.family_name == family))


@pytest.mark.parametrize("who", ["ada", "rob", "finn"])
def test_the_account_page_shows_people_addresses_and_the_group(acme, as_user, who):
    text = as_user(who).get(f"/accounts/{acme.id}").text
    for shown in ("Ada King", "Bob Hill", "Acme Group", "Acme Daughter", "Berlin", "tel:+4930123456"):
        assert shown in text


def test_who_does_not_want_calls_is_not_called(acme, as_user):
    text = as_user("ada").get(f"/contacts/{contact('Hill').id}").text
    assert "tel:+49301" not in text
    assert "doesn’t want calls" in text


def test_the_contact_page_shows_the_account_and_who_reports(acme, as_user):
    text = as_user("ada").get(f"/contacts/{contact('King').id}").text
    assert f'href="/accounts/{acme.id}"' in text
    assert "Reports to Ada King" in text
    assert "mailto:ada@acme.com" in text


@pytest.mark.parametrize(
    "path", ["/accounts", "/accounts/new", "/contacts", "/contacts/new", "/contacts/quick"]
)
def test_the_standard_screens_open_in_both_languages(acme, as_user, path):
    ada = as_user("ada")
    assert ada.get(path).status_code == 200
    ada.submit("/preferences", action="/preferences", locale="zh")
    assert ada.get(path).status_code == 200


def test_a_double_is_hinted_at_while_typing(acme, as_user):
    ada = as_user("ada")
    assert "same name" in ada.htmx("/accounts/duplicates?name=acme+gmbh").text
    assert "same phone" in ada.htmx("/accounts/duplicates?phone=%2B4930123456").text
    assert "same e-mail" in ada.htmx("/contacts/duplicates?email=ADA@acme.com").text
    assert "notice" not in ada.htmx("/contacts/duplicates?email=nobody@acme.com").text


def test_a_double_is_hinted_at_on_the_page(acme, as_user):
    db.session.add(Account(name="ACME Ltd."))
    db.session.flush()
    assert "ACME Ltd." in as_user("ada").htmx(f"/accounts/{acme.id}/duplicates").text
    assert "notice" not in as_user("ada").htmx(f"/contacts/{contact('King').id}/duplicates").text


def test_a_contact_is_caught_with_three_fields(acme, as_user):
    ada = as_user("ada")
    answer = ada.submit("/contacts/quick", htmx=True, family_name="Nagy", account_text="Acme", phone="030 77")
    assert answer.status_code == 200
    assert contact("Nagy").account_id == acme.id
    assert ada.submit("/contacts/quick", family_name="").status_code == 422


def test_a_circle_is_refused_beside_its_field(acme, as_user):
    ada = as_user("ada")
    answer = ada.submit(f"/accounts/{acme.id}/edit", parent_text="Acme Daughter", parent="")
    assert answer.status_code == 422
    assert "can’t be its own parent" in answer.text


def test_an_account_goes_to_the_bin_and_comes_back(acme, as_user):
    ada = as_user("ada")
    assert ada.submit(f"/accounts/{acme.id}/delete").status_code == 303
    assert "recycle bin" in ada.get(f"/accounts/{acme.id}").text
    assert ada.submit(f"/accounts/{acme.id}", action=f"/accounts/{acme.id}/restore").status_code == 303
    assert "recycle bin" not in ada.get(f"/accounts/{acme.id}").text


def test_revenue_is_in_the_companys_currency_whatever_the_account_is_billed_in(acme, as_user):
    acme.annual_revenue = 1_250_00
    ada, page = as_user("ada"), f"/accounts/{acme.id}"
    assert "€1,250.00" in ada.get(page).text
    acme.currency = "JPY"
    ada.submit(f"{page}/edit", annual_revenue="1,300.50", currency="EUR")
    assert "€1,300.50" in ada.get(page).text


def test_a_year_is_written_as_one(acme, as_user):
    ada, page = as_user("ada"), f"/accounts/{acme.id}"
    ada.submit(f"{page}/edit", founded="1996", employees="1997")
    text = ada.get(page).text
    assert "1,997" in text
    assert "1996" in text
    assert "1,996" not in text
    ada.submit(f"{page}/edit", founded="2001")
    told = ada.get(f"/accounts/{acme.id}/timeline").text
    assert "1996" in told
    assert "1,996" not in told
