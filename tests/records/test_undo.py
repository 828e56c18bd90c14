"""Whatever can be taken back: done, the product used for a while, undone – and every row is as it was."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from salesapp.core.company import today_for
from salesapp.core.db import Record, db
from salesapp.core.events.kept import brought_back, kept
from salesapp.core.money.currencies import CurrencyRate
from salesapp.core.once import new_key
from salesapp.core.registry import record_type, record_types
from salesapp.invoices.actions import write_invoice
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.outcome import Outcome
from salesapp.opportunities.processes.defaults import begin
from salesapp.orders.actions import write_order
from salesapp.quotes.actions import send_quote, write_quote
from salesapp.quotes.mailing import Letter
from salesapp.quotes.models import Quote, QuoteStatus
from salesapp.records.merging.acts import merge
from salesapp.records.merging.references import references_to
from tests.architecture.examples import Examples, model_of, plain_value
from tests.clients import HTMX
from tests.merging.conftest import all_rows, anew
from tests.merging.test_references import point_at
from tests.quotes.stage import again, sent
from tests.quotes.stage import stage as selling

MERGED = ["account", "contact", "lead"]
SEEN_AGAIN = {"known", "known_at", "seen", "seen_at"}
"""What a further look changes in the row of looks."""


RECKONED = {"leads": {"score", "rating"}, "companies": {"setup_state"}}
"""What is worked out anew whenever a rule comes or goes, and the mark that something in set-up did."""


def used(browser: Any, type_: Any, *keys: int, further: tuple[str, ...] = ("/bin", "/")) -> None:
    """Somebody opens the pages for a while, as they say themselves to the server, with timeline and history."""
    for key in keys:
        page = f"/{type_.slug}/{key}"
        browser.get(page, follow_redirects=True)
        for part in ("timeline", "history"):
            browser.get(f"{page}/{part}")
        browser.post(f"{page}/seen", data={"csrf_token": browser.csrf_token()})
    for page in further:
        browser.get(page)


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
    used(ada, type_, stays.id, goes.id)
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
    gone, found, deletable = [], [], [each for each in record_types() if each.deletable]
    root.checks_pages = False  # others look at how they are written
    for type_ in deletable:
        used(root, type_, records[type_.key].id, further=())
    before = all_rows()
    for type_ in deletable:
        page = f"/{type_.slug}/{records[type_.key].id}"
        if root.submit(f"{page}/delete", action=f"{page}/delete").status_code != 303:
            continue  # a rule of its own keeps it
        gone.append(type_.key)
        used(root, type_, records[type_.key].id, further=("/bin",))
        root.post(f"{page}/restore", data={"csrf_token": root.csrf_token()})
        now = all_rows()
        found += differences(before, now)
        before = now
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


@pytest.mark.parametrize("written", ["quote", "order", "invoice", "opportunity"])
def test_a_removed_line_comes_back_as_it_was(cast, as_user, written):
    found, browser = with_three_lines(written, selling(cast)), as_user("root")
    line, page = found.lines[1], f"/{record_type(written).slug}/{found.id}"
    before, place = all_rows(), [each.id for each in found.lines]
    remove = f"{page}/lines/{line.id}/remove" if written == "opportunity" else f"{page}/lines/remove"
    undo = undone_by(browser.post(remove, data=pressed(browser, line=line.id), headers=HTMX).text)
    used(browser, record_type(written), found.id)
    assert [each.id for each in found_again(found).lines] == [place[0], place[2]]
    answer = browser.post(undo, data=pressed(browser), headers=HTMX)
    assert f'id="line-{line.id}"' in answer.text
    refuse(differences(before, all_rows()))
    assert [each.id for each in found_again(found).lines] == place
    again_pressed = browser.post(undo, data=pressed(browser), headers=HTMX)
    assert (again_pressed.status_code, len(found_again(found).lines)) == (409, 3)


def test_a_line_that_another_took_the_place_of_comes_back_above_it(cast, as_user):
    house, root = selling(cast), as_user("root")
    quote = with_three_lines("quote", house)
    page, last = f"/quotes/{quote.id}", quote.lines[2].id
    undo = undone_by(root.post(f"{page}/lines/remove", data=pressed(root, line=last), headers=HTMX).text)
    root.post(f"{page}/lines", data=pressed(root, description="Travel"), headers=HTMX)
    root.post(undo, data=pressed(root), headers=HTMX)
    lines = found_again(quote).lines
    assert [line.description for line in lines] == ["Pump", "Pipe 3 m", "Installation", "Travel"]
    assert [line.position for line in lines] == [1, 2, 3, 4]


def test_a_line_stays_away_from_what_is_sent_closed_or_in_other_money(cast, as_user):
    house, root = selling(cast), as_user("root")
    db.session.add(CurrencyRate(currency="USD", rate=Decimal("0.9"), valid_from=date(2020, 1, 1)))
    for written in ("quote", "opportunity"):
        found = with_three_lines(written, house)
        page = f"/{record_type(written).slug}/{found.id}"
        for line in list(found_again(found).lines):
            remove = f"{page}/lines/{line.id}/remove" if written == "opportunity" else f"{page}/lines/remove"
            undo = undone_by(root.post(remove, data=pressed(root, line=line.id), headers=HTMX).text)
        found_again(found).currency = "USD"
        db.session.commit()
        refused = root.post(undo, data=pressed(root), headers=HTMX)
        assert (refused.status_code, "another currency" in refused.text) == (409, True)
        found_again(found).currency = "EUR"
        if written == "quote":
            found.add_text("Travel", by=cast["root"])
            send_quote(found, Letter("", "", ""), by=cast["root"])
        else:
            found.close_won(Outcome(today_for(), 5_000), by=cast["root"])
        db.session.commit()
        rows = all_rows()
        assert root.post(undo, data=pressed(root), headers=HTMX).status_code == 409
        refuse(differences(rows, all_rows()))


def with_three_lines(written: str, house: Any) -> Any:
    """A draft or a deal with three products; the second one reduced, at a price and a tax of its own."""
    ada, names = house.people["ada"], {"account_id": house.account.id}
    if written == "opportunity":
        begin()
        found = Opportunity.open_new(name="Rollout", account=house.account, by=ada)
        for goods in (house.pump, house.pipe, house.work):
            found.add_line(goods, quantity=2, discount=5, unit_price=Decimal("7.25"), by=ada)
    else:
        write = {"quote": write_quote, "order": write_order, "invoice": write_invoice}[written]
        found = write(record_type(written).model(**names), by=ada)
        for goods in (house.pump, house.pipe, house.work):
            found.add_product(goods, by=ada)
        own = {"quantity": Decimal("2.5"), "unit_price": Decimal("7.25"), "discount": Decimal(5)}
        found.change_line(found.lines[1], **own, description="Pipe 3 m", tax_rate=None, by=ada)
    db.session.commit()
    return found


def found_again(record: Any) -> Any:
    anew()
    return db.session.scalars(sa.select(type(record)).where(type(record).id == record.id)).one()


def pressed(browser: Any, **values: Any) -> dict[str, Any]:
    """What a button of ours sends."""
    return {"csrf_token": browser.csrf_token(), "once": new_key(), **values}


def undone_by(answer: str) -> str:
    """Where the Undo of a toast goes."""
    return re.search(r'data-undoable.*?action="([^"]+)"', answer, re.DOTALL)[1]


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
    assert "A new version of this quote is being prepared" in client.get(address).text
    page = f"/quotes/{draft.id}/delete"
    assert ada.submit(page, action=page).status_code == 303
    assert again(quote).status is QuoteStatus.SENT
    assert "A new version" not in client.get(address).text
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
