import pytest
from sqlalchemy import select

from salesapp.core.access import SYSTEM
from salesapp.core.db import db
from salesapp.customers.importing import ContactImporter
from salesapp.customers.models import Contact


def imported(**values):
    contact = ContactImporter().create(values, by=SYSTEM)
    db.session.flush()
    return contact


@pytest.mark.parametrize(
    ("values", "parts"),
    [
        ({"full_name": "Anna van der Berg"}, ("van der Berg", "Anna")),
        ({"full_name": "王小明"}, ("王", "小明")),
        ({"full_name": "Ada King", "family_name": "Lovelace", "given_name": "Ada"}, ("Lovelace", "Ada")),
        ({"given_name": "Cher"}, ("Cher", None)),
    ],
)
def test_a_whole_name_is_cut_where_its_parts_are_not_given(app, values, parts):
    contact = imported(**values)
    assert (contact.family_name, contact.given_name) == parts


def test_a_row_without_a_name_is_refused(app):
    with pytest.raises(ValueError, match="needs a name"):
        imported(email="ada@acme.com")


def test_an_existing_contact_follows_the_row(app):
    ada = imported(full_name="Ada King")
    assert ContactImporter().update(ada, {"full_name": "Ada Lovelace", "phone": "030 1"}, by=SYSTEM)
    db.session.flush()
    assert not ContactImporter().update(ada, {"phone": "030 1"}, by=SYSTEM)
    db.session.flush()
    assert db.session.scalars(select(Contact.name)).all() == ["Ada Lovelace"]
