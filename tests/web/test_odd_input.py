"""Values that no person types, in every place where an id or a text is read: refused in words, never an error."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.parsing.texts import key_in, keys_in
from salesapp.people.models import User
from salesapp.people.models.user import Language


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("7", 7),
        ("2147483647", 2147483647),
        *((text, None) for text in ("2147483648", "9" * 30, "²", "٣", "-1", "", None, "1.0", "0x1")),
    ],
)
def test_an_id_is_what_the_database_can_be_asked_for(text, key):
    assert key_in(text) == key


def test_ids_among_other_texts_are_found_in_their_order():
    assert keys_in(["3", "²", "1", "99999999999", ""]) == [3, 1]


@pytest.mark.parametrize("path", ["/leads/2147483648", "/leads/99999999999999999999/edit"])
def test_an_id_that_no_record_can_have_leads_nowhere(as_user, path):
    assert as_user("ada").get(path).status_code == 404


def test_a_nul_is_refused_wherever_it_is_sent(client):
    assert client.post("/login", data={"email": "a\x00b"}).status_code == 400
    assert client.get("/login?next=%00").status_code == 400


@pytest.mark.parametrize("address", ["http://[", "http://a／b/", "//"])
def test_no_address_in_a_header_is_an_error_not_even_where_something_is_refused(
    as_user, make_client, address
):
    odd = dict.fromkeys(("Referer", "HX-Current-URL", "Origin"), address.encode().decode("latin-1"))
    for browser in (as_user("ada"), make_client()):
        for headers in (odd, odd | {"HX-Request": "true"}):
            for page in ("/leads/count", "/leads/999", "/nowhere"):
                assert browser.get(page, headers=headers).status_code < 500, page
        for page in ("/login", "/language/zh", "/leads/quick"):
            assert browser.post(page, headers=odd).status_code < 500, page


@pytest.mark.parametrize("value", ["99999999999", "-1", "2147483648"])
def test_a_whole_number_beyond_its_field_is_refused_beside_it(as_user, value):
    answer = as_user("ada").submit("/accounts/new", name="Acme", employees=value)
    assert answer.status_code == 422
    assert "Enter a whole number that isn’t negative or too large." in answer.text
    answer = as_user("ada").submit("/accounts/new", name="Acme", payment_days=value)
    assert "Between 0 and 3650." in answer.text


def test_the_address_of_another_user_is_refused_beside_its_field(as_user):
    answer = as_user("root").submit("/users/new", name="Second Ada", email="ADA@example.com", role="rep")
    assert answer.status_code == 422
    assert "Another user already signs in with this e-mail address." in answer.text


def test_a_time_zone_is_chosen_from_those_there_are(as_user, cast):
    root = as_user("root")
    page = f"/users/{cast['ada'].id}/edit"
    assert root.submit(page, zone="Berlin").status_code == 422
    assert root.submit(page, zone="America/New_York").status_code == 303
    assert db.session.scalar(select(User.zone).where(User.name == cast["ada"].name)) == "America/New_York"


@pytest.mark.parametrize(
    ("language", "sentence"), [(Language.EN, "Choose one of the options."), (Language.ZH, "请从选项中选择。")]
)
def test_a_choice_that_was_not_offered_is_refused_in_one_sentence_everywhere(
    as_user, cast, language, sentence
):
    cast["root"].locale = language
    db.session.commit()
    root, key = as_user("root"), cast["ada"].id
    for page, forged in (
        ("/setup/documents", {"paper_size": "tabloid"}),  # one of an enum
        (f"/users/{key}/edit", {"zone": "Berlin"}),  # one of a list
    ):
        answer = root.submit(page, action=page, **forged)
        assert answer.status_code == 422, page
        assert sentence in answer.text, page
