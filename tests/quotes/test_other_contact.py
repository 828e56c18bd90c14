"""The contact of a document: those of its account are offered first, and one of another account is asked about."""

from __future__ import annotations

from salesapp.core.db import db
from salesapp.customers.models import Account, Contact
from tests.quotes.stage import draft
from tests.statements import statements


def stranger(house):
    """(another account, its contact, who stands before Eva Meyer by name)"""
    other = Account(name="Aldi", owner_id=house.people["ada"].id)
    db.session.add(other)
    db.session.flush()
    contact = Contact(family_name="Adams", account_id=other.id)
    db.session.add(contact)
    db.session.commit()
    return other, contact


def test_contacts_of_the_account_are_offered_first(house, as_user):
    other, _contact = stranger(house)
    ada = as_user("ada")
    plain = ada.htmx("/contacts/pick").text
    assert plain.index("Adams") < plain.index("Meyer")
    ours = ada.htmx(f"/contacts/pick?q=&account={house.account.id}").text
    assert ours.index("Meyer") < ours.index("Adams")
    theirs = ada.htmx(f"/contacts/pick?account={other.id}").text
    assert theirs.index("Adams") < theirs.index("Meyer")
    assert "Adams" in ada.htmx("/contacts/pick?account=nonsense").text


def test_the_rows_offered_are_read_along_indexes_and_full(house, as_user):
    other, _contact = stranger(house)
    db.session.add_all(Contact(family_name=f"Abel {n}", account_id=other.id) for n in range(9))
    db.session.commit()
    with statements() as ran:
        shown = as_user("ada").htmx(f"/contacts/pick?account={house.account.id}").text
    assert shown.index("Meyer") < shown.index("Abel 0")
    assert shown.count("<span>Abel ") == 7
    assert not any("CASE WHEN" in each.partition("ORDER BY")[2] for each in ran)


def test_the_picker_of_a_contact_asks_with_the_account_of_its_form(house, as_user):
    quote, ada = draft(house), as_user("ada")
    for page in (f"/quotes/{quote.id}/edit", "/quotes/new", "/opportunities/new", "/orders/new"):
        shown = ada.get(page).text
        picker = shown.partition('data-asks="/contacts/pick')[2].partition(">")[0]
        assert 'data-beside="account" data-as="account"' in picker, page


def test_a_contact_of_another_account_is_asked_about_until_it_is_sent(house, as_user):
    quote, ada = draft(house), as_user("ada")
    page = f"/quotes/{quote.id}"
    sentence = "isn’t a contact of"
    assert sentence not in ada.get(page).text
    _other, contact = stranger(house)
    quote.contact_id = contact.id
    db.session.commit()
    assert sentence in ada.get(page).text
    assert sentence in ada.get(f"{page}/send").text
    contact.account_id = None
    db.session.commit()
    assert sentence not in ada.get(page).text
