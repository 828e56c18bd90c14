import pytest
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.customers.importing import contact_attributes
from salesapp.customers.models import Contact
from tests.records.importing.intake import bring_in, counts


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
    said = contact_attributes(values, None)
    assert (said["family_name"], said["given_name"]) == parts


def test_a_row_without_a_name_is_refused(app):
    with pytest.raises(ValueError, match="needs a name"):
        contact_attributes({"email": "ada@acme.com"}, None)


def test_an_existing_contact_follows_the_row(app):
    mail = "E-mail,Full name,Phone\nada@example.com,"
    assert counts(bring_in(f"{mail}Ada King,\n", "contact")) == (1, 0, 0, 0)
    assert counts(bring_in(f"{mail}Ada Lovelace,030 111\n", "contact")) == (0, 1, 0, 0)
    assert counts(bring_in(f"{mail},030 111\n", "contact")) == (0, 0, 1, 0)
    assert db.session.scalars(select(Contact.name)).all() == ["Ada Lovelace"]
