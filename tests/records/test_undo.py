"""Whatever can be taken back: done, the product used for a while, undone – and every row is as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from salesapp.core.db import Record, db
from salesapp.core.registry import record_type, record_types
from salesapp.quotes.models import Quote, QuoteStatus
from salesapp.records.merging.acts import merge
from salesapp.records.merging.models import brought_back, kept
from salesapp.records.merging.references import references_to
from tests.architecture.examples import Examples, model_of, plain_value
from tests.merging.conftest import all_rows, anew
from tests.merging.test_references import point_at
from tests.quotes.stage import again, sent
from tests.quotes.stage import stage as selling

MERGED = ["account", "contact", "lead"]
SEEN_AGAIN = {"known", "known_at", "seen", "seen_at"}
"""What a further look changes in the row of looks."""


RECKONED = {"leads": {"score", "rating"}}
"""What is worked out anew from all the rules there are, whenever one of them comes or goes."""


def used(browser: Any, type_: Any, *keys: int) -> None:
    """Somebody opens the pages for a while, as they say themselves to the server, with timeline and history."""
    for key in keys:
        page = f"/{type_.slug}/{key}"
        browser.get(page, follow_redirects=True)
        for part in ("timeline", "history"):
            browser.get(f"{page}/{part}")
        browser.post(f"{page}/seen", data={"csrf_token": browser.csrf_token()})
    browser.get("/bin")
    browser.get("/")


def differences(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> list[str]:
    """Rows that are not as they were; further ones only where somebody looked."""
    found = []
    for table, rows in before.items():
        now = {row.get("id", repr(row)): row for row in after[table]}
        for row in rows:
            there = now.pop(row.get("id", repr(row)), None)
            ignored = SEEN_AGAIN if table == "looks" else RECKONED.get(table, set())
            unlike = {name for name in row if there is None or row[name] != there[name]}
            if unlike - ignored:
                found.append(f"{table}: {row} became {there}")
        if now and table != "looks":
            found.append(f"{table}: {list(now.values())} came")
    return found


def refuse(found: list[str]) -> None:
    assert not found, "\n".join(found)


@pytest.mark.parametrize("key", MERGED)
def test_merged_used_and_taken_apart_every_row_is_as_it_was(cast, as_user, key):
    root, ada, type_ = as_user("root"), as_user("ada"), record_type(key)
    examples, others = Examples(cast["ada"]), Examples(cast["ada"])
    goes, stays = examples.of(type_.model), others.of(type_.model)
    for reference in references_to(type_):
        point_at(reference, goes, examples)
        twin_of(reference, goes, stays)
    db.session.commit()
    for browser in (root, ada):
        used(browser, type_, stays.id, goes.id)
    before = all_rows()
    merge(type_, stays, [goes], {}, by=cast["root"])
    db.session.commit()
    for browser in (root, ada):
        used(browser, type_, stays.id, goes.id)
    page = f"/{type_.slug}/{stays.id}/unmerge"
    assert root.submit(page, action=page).status_code == 303
    refuse(differences(before, all_rows()))


def twin_of(reference: Any, goes: Record, stays: Record) -> None:
    """Where a unique key would meet its like: a row that says the same of the record that stays, wholly filled."""
    if not reference.unique_with or reference.table is type(goes).__table__:
        return
    row = db.session.scalar(sa.select(model_of(reference.table)).where(reference.column == goes.id))
    if row is None or isinstance(row, Record):
        return
    for column in reference.table.columns:
        if getattr(row, column.key) is None and not column.foreign_keys:
            setattr(row, column.key, plain_value(column))
    db.session.flush()
    values = {each.key: getattr(row, each.key) for each in reference.table.columns if each.key != "id"}
    try:
        with db.session.begin_nested():
            db.session.execute(
                sa.insert(reference.table).values(values | {reference.column.name: stays.id}),
                execution_options={"unscoped": "the test writes a row"},
            )
    except IntegrityError:
        return  # another key of the row is there once and for all


def test_whatever_goes_into_the_bin_comes_out_of_it_as_it_was(cast, as_user):
    root, records = as_user("root"), Examples(cast["ada"]).of_every_type()
    gone, found = [], []
    for type_ in (each for each in record_types() if each.deletable):
        page = f"/{type_.slug}/{records[type_.key].id}"
        used(root, type_, records[type_.key].id)
        before = all_rows()
        if root.submit(f"{page}/delete", action=f"{page}/delete").status_code != 303:
            continue  # a rule of its own keeps it
        gone.append(type_.key)
        used(root, type_, records[type_.key].id)
        root.post(f"{page}/restore", data={"csrf_token": root.csrf_token()})
        found += differences(before, all_rows())
    refuse(found)
    assert len(gone) >= 10, gone


def test_every_value_that_a_merge_keeps_comes_back_as_it_was(app):
    found = []
    for key in MERGED:
        for table in {each.table for each in references_to(record_type(key)) if each.unique_with}:
            for column in table.columns:
                value = plain_value(column)
                if brought_back(column, json.loads(json.dumps(kept(value)))) != value:
                    found.append(f"{table.name}.{column.name}: {value!r}")
    refuse(found)


@pytest.fixture
def offer(cast):
    """A quote that the customer has, and its public address."""
    quote = sent(selling(cast))
    secret = quote.new_secret()
    db.session.commit()
    return quote, f"/q/{secret}"


def revised(quote: Quote, browser: Any) -> Quote:
    page = f"/quotes/{quote.id}"
    browser.submit(page, action=f"{page}/revise")
    anew()
    return db.session.scalars(sa.select(Quote).order_by(Quote.id.desc()).limit(1)).one()


def test_without_the_draft_of_its_revision_the_quote_counts_again(offer, as_user, client):
    quote, address = offer
    ada = as_user("ada")
    draft = revised(quote, ada)
    assert "replaced by a newer one" in client.get(address).text
    page = f"/quotes/{draft.id}/delete"
    assert ada.submit(page, action=page).status_code == 303
    assert again(quote).status is QuoteStatus.SENT
    assert "replaced by a newer one" not in client.get(address).text
    assert revised(quote, ada).revision == 1


def test_the_draft_of_a_revision_comes_back_as_long_as_the_quote_can_be_revised(offer, as_user):
    quote, _address = offer
    ada = as_user("ada")
    draft = revised(quote, ada)
    number, page = draft.number, f"/quotes/{draft.id}"
    ada.submit(f"{page}/delete", action=f"{page}/delete")
    ada.post(f"{page}/restore", data={"csrf_token": ada.csrf_token()})
    assert (again(draft).number, again(draft).revision, again(quote).status) == (
        number,
        1,
        QuoteStatus.REVISED,
    )
    ada.submit(f"{page}/delete", action=f"{page}/delete")
    again(quote).accept("Eva Meyer", by=again(quote).owner)
    db.session.commit()
    refused = ada.post(f"{page}/restore", data={"csrf_token": ada.csrf_token()})
    assert (refused.status_code, again(quote).status) == (409, QuoteStatus.ACCEPTED)
