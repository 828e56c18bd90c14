"""What must be unique and is there already is answered with a sentence beside what was typed, whoever looked for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select, text

from salesapp.core.db import db
from salesapp.core.registry import RecordType, record_types
from salesapp.products.models import Product
from tests.architecture.examples import Examples
from tests.clients import HTMX
from tests.races import at_once

TAKEN = "This is already taken. Choose another."
EXISTS = "This already exists."
SAID_BY_A_RULE = (
    "bank_account",
    "business_unit",
    "competitor",
    "lead_queue",
    "loss_reason",
    "payment_terms",
    "price_book",
    "tax_rate",
    "user",
)
"""Whose own rule looks first, and says it in its own words."""


@pytest.fixture
def unique_titles(app) -> Iterator[list[RecordType]]:
    """From now on no two records of a type have the same title, and no rule of the product knows of it."""
    types = [each for each in record_types() if each.creatable and each.title in each.fields_by_name]
    for each in types:
        column = each.field(each.title).attribute
        db.session.connection().execute(
            text(f"CREATE UNIQUE INDEX unknown_{each.plural} ON {each.plural} ({column})")
        )
    db.session.commit()
    yield types
    db.session.rollback()
    for each in types:
        db.session.connection().execute(text(f"DROP INDEX unknown_{each.plural}"))
    db.session.commit()


def test_no_form_of_a_record_fails_by_what_the_database_wants_unique(as_user, cast, unique_titles):
    """As if somebody were quicker by a moment: what every form met that no rule looked for."""
    made, root, met = Examples(cast["root"]).of_every_type(), as_user("root"), {}
    for type_ in unique_titles:
        record = made[type_.key]
        title, page = str(getattr(record, type_.title)), f"/{type_.slug}/new"
        edit = f"/{type_.slug}/{record.id}/edit"
        edited, blank = root.filled(edit, action=edit), root.filled(page, action=page, anyway="1")
        again = edited | {name: value for name, value in blank.items() if value} | {type_.title: title}
        answer = root.post(page, data=again)
        said = TAKEN in answer.text or EXISTS in answer.text
        met[type_.key] = (answer.status_code, title in answer.text, said)
    others = {key: each for key, each in met.items() if each != (422, True, True)}
    assert others == dict.fromkeys(SAID_BY_A_RULE, (422, True, False))


def test_two_who_make_the_same_at_once_make_it_once_and_one_is_told(as_user, cast):
    root, ben = as_user("root"), as_user("ben")
    forms = [
        (who, who.filled("/products/new", action="/products/new", name="Pump", code="P-1"))
        for who in (root, ben)
    ]
    answers = at_once(
        *(lambda who=who, form=form: who.post("/products/new", data=form) for who, form in forms)
    )
    assert sorted(each.status_code for each in answers) == [303, 422]
    refused = next(each for each in answers if each.status_code == 422)
    assert 'value="P-1"' in refused.text
    assert db.session.scalar(select(func.count(Product.id))) == 1


def test_what_no_form_could_say_is_a_refusal(as_user, make_one_of_each_active):
    """A press asks nothing that could be typed otherwise."""
    user = make_one_of_each_active
    root = as_user("root")
    answer = root.post(f"/users/{user.id}/activate", data={"csrf_token": root.csrf()}, headers=HTMX)
    assert (answer.status_code, "This already exists." in answer.text) == (409, True)


@pytest.fixture
def make_one_of_each_active(app, cast):
    """Only one active user of a name, as an index that no rule knows wants it."""
    ada = cast["ada"]
    ada.active, ada.name = False, cast["ben"].name
    db.session.flush()
    db.session.connection().execute(text("CREATE UNIQUE INDEX one_active ON users (name) WHERE active"))
    db.session.commit()
    yield ada
    db.session.rollback()
    db.session.connection().execute(text("DROP INDEX one_active"))
    db.session.commit()
