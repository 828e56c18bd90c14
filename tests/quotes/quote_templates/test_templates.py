"""Quotes begin with a template: its lines at today's prices, and what is no longer sold is told."""

import re
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import delete, select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event
from salesapp.people.models import find_user
from salesapp.products.models import PriceBook, PriceBookEntry
from salesapp.quotes.models import Quote
from salesapp.quotes.quote_templates import shelf
from salesapp.quotes.quote_templates.models import QuoteTemplate
from salesapp.records.views.offered import Audience
from salesapp.setup.settings import set_rate
from tests.quotes.stage import again, draft, opportunity_with_lines


@pytest.fixture
def written(house):
    """A draft with discounts, an option, a text line, notes and terms."""
    ada = house.people["ada"]
    quote = draft(house, lines=("pump", "pipe", "work"), discount=Decimal(5), notes="Hello", terms="Net 30")
    rate = {"discount": Decimal(10), "description": "Pump", "tax_rate": house.full}
    quote.change_line(quote.lines[0], by=ada, quantity=Decimal(10), unit_price=Decimal(90), **rate)
    quote.make_optional(quote.lines[2], by=ada)
    text = quote.add_text("Travel", by=ada)
    words = {"discount": Decimal(0), "description": "Travel", "tax_rate": house.full}
    quote.change_line(text, by=ada, quantity=Decimal(2), unit_price=Decimal("12.5"), **words)
    quote.adjust("Freight", Decimal(15), by=ada, is_charge=True, tax_rate=house.full)
    db.session.commit()
    return quote


@pytest.fixture
def template(written, house):
    kept = shelf.save(written, "Pump set", Audience.MINE, by=house.people["ada"])
    db.session.commit()
    return kept


def begun(house, as_user, template, *, who="ada"):
    person = as_user(who)
    answer = person.submit("/quotes/new", account=house.account.id, template=template.id)
    key = int(re.search(r"/quotes/(\d+)", answer.headers["Location"])[1])
    page = person.get(f"/quotes/{key}").text
    return again(db.session.get(Quote, key)), page


def told(quote):
    query = select(Event).where(Event.subject_type == "quote", Event.subject_id == quote.id)
    return {each.kind: each for each in db.session.scalars(query)}


def test_a_quote_begins_with_all_that_the_template_says_at_the_prices_of_today(house, as_user, template):
    entries = select(PriceBookEntry).where(PriceBookEntry.product_id == house.pump.id)
    for entry in db.session.scalars(entries):
        entry.price += 10
    db.session.commit()
    quote, page = begun(house, as_user, template)
    said = [(line.description, line.quantity, line.unit_price, line.discount) for line in quote.lines]
    assert said == [
        ("Pump", 10, 100, 10),
        ("Pipe 3 m", 1, Decimal("19.99"), 0),
        ("Travel", 2, Decimal("12.5"), 0),
    ]
    assert [(each.description, each.unit_price) for each in quote.options] == [
        ("Installation", Decimal("80.5"))
    ]
    assert (quote.discount, quote.notes, quote.terms) == (5, "Hello", "Net 30")
    assert [(each.reason, each.value, each.is_charge) for each in quote.agreed] == [("Freight", 15, True)]
    assert quote.total == quote.reprice().total
    assert "No longer on sale" not in page
    assert told(quote)["quote_template_used"].particulars["template"] == "Pump set"


def test_what_is_no_longer_sold_is_told_and_left_out(house, as_user, template):
    house.pipe.active = False
    db.session.commit()
    quote, page = begun(house, as_user, template)
    assert [line.description for line in quote.lines] == ["Pump", "Travel"]
    assert "No longer on sale and left out: Pipe 3 m." in page
    assert told(quote)["quote_template_left_out"].particulars["names"] == "Pipe 3 m"


def test_amounts_of_another_currency_are_not_taken_for_the_quote_s(house, as_user, template):
    book = PriceBook(name="Dollars", currency="USD", is_default=True)
    db.session.add(book)
    db.session.flush()
    db.session.add(PriceBookEntry(price_book=book, product=house.pump, price=Decimal(120)))
    house.account.currency = "USD"
    set_rate("USD", Decimal("1.25"), date(2026, 1, 1), own="EUR", by=house.people["root"])
    db.session.commit()
    quote, page = begun(house, as_user, template)
    assert [(line.description, line.unit_price) for line in quote.lines] == [
        ("Pump", 120),
        ("Pipe 3 m", 0),
        ("Travel", 0),
    ]
    assert quote.agreed == ()
    assert "Enter a price for Pipe 3 m, Travel, Installation." in page
    assert "In another currency and left out: Freight." in page


def test_a_product_that_was_renamed_or_has_no_price_any_more(house, as_user, template):
    house.pump.name = "Pump II"
    db.session.execute(delete(PriceBookEntry))
    db.session.commit()
    quote, page = begun(house, as_user, template)
    assert (quote.lines[0].description, quote.lines[0].unit_price) == ("Pump II", 90)
    assert "Not in the price book, at the price of the template: Pump II, Pipe 3 m, Installation." in page
    assert told(quote)["quote_template_old_price"].particulars["names"] == "Pump II, Pipe 3 m, Installation"


def test_an_opportunity_s_quote_takes_the_template_instead_of_its_products(house, as_user, template):
    opportunity = opportunity_with_lines(house)
    ada, path = as_user("ada"), f"/opportunities/{opportunity.id}/quotes/new"
    assert "Pump set" in ada.get(path).text
    ada.submit(path, template=template.id)
    ada.submit(path)
    with_it, without = db.session.scalars(
        select(Quote).where(Quote.opportunity_id == opportunity.id).order_by(Quote.id)
    )
    assert [line.description for line in with_it.lines] == ["Pump", "Pipe 3 m", "Travel"]
    assert [line.quantity for line in without.lines] == [10, 3]


def test_a_name_that_is_taken_is_replaced_only_when_asked(house, as_user, written, template):
    ada, path = as_user("ada"), f"/quotes/{written.id}/template"
    written.remove_line(written.lines[2], by=house.people["ada"])
    db.session.commit()
    refused = ada.submit(path, name="Pump set", audience="mine")
    assert refused.status_code == 422
    assert "You already have a template with this name." in refused.text
    assert 'name="replace"' in refused.text
    ada.submit(path, name="Pump set", audience="mine", replace="y")
    kept = db.session.scalars(select(QuoteTemplate)).one()
    assert [line.position for line in kept.lines if not line.optional] == [1, 2]


def test_replacing_a_shared_template_does_not_take_it_from_others_unasked(house, as_user, written, template):
    template.audience = Audience.ALL
    db.session.commit()
    ada, path = as_user("ada"), f"/quotes/{written.id}/template"
    refused = ada.submit(path, name="Pump set", audience="mine")
    assert re.search(r'value="all"[^>]*checked|checked[^>]*value="all"', refused.text)
    ada.submit(path, name="Pump set", audience="all", replace="y")
    kept = db.session.scalars(select(QuoteTemplate)).one()
    assert kept.audience is Audience.ALL


def test_only_managers_and_administrators_share_with_everyone(house, as_user, written):
    path = f"/quotes/{written.id}/template"
    refused = as_user("ada").submit(path, name="For all", audience="all")
    assert refused.status_code == 422
    assert "Only a manager or an administrator" in refused.text


def test_templates_are_seen_by_those_they_are_offered_to_and_changed_by_their_owner(house, as_user, template):
    ada, ben = as_user("ada"), as_user("ben")
    path = f"/quotes/templates/{template.id}"
    assert "Pump set" in ada.get("/quotes/templates").text
    assert ben.get(path).status_code == 404
    assert "Pump set" not in ben.get("/quotes/templates").text
    assert "Pump set" not in ben.get("/quotes/new").text
    template.audience = Audience.ALL
    db.session.commit()
    assert "Rename" not in ben.get(path).text
    sent = {"name": "Mine", "audience": "mine", "csrf_token": ben.csrf_token()}
    for act in ("edit", "remove"):
        assert ben.post(f"{path}/{act}", data=sent).status_code == 404
    quote, _page = begun(house, as_user, template, who="ben")
    assert len(quote.lines) == 3
    ada.submit(path, action=f"{path}/edit", name="Pumps", audience="team")
    assert db.session.get(QuoteTemplate, template.id).name == "Pumps"
    ada.submit(path, action=f"{path}/remove")
    assert db.session.scalars(select(QuoteTemplate)).all() == []


def test_a_leavers_template_of_a_team_is_an_administrators(house, as_user, template):
    ada, root = find_user("ada@example.com"), find_user("root@example.com")
    template.audience = Audience.TEAM
    db.session.commit()
    browser, path = as_user("root"), f"/quotes/templates/{template.id}"
    assert browser.get(path).status_code == 404
    ada.deactivate(by=root)
    db.session.commit()
    browser.submit(path, action=f"{path}/edit", name="Pumps", audience="all")
    assert db.session.get(QuoteTemplate, template.id).name == "Pumps"
    browser.submit(path, action=f"{path}/remove")
    assert db.session.scalars(select(QuoteTemplate)).all() == []


def test_a_quote_without_lines_is_no_template(house):
    with pytest.raises(RuleBroken, match="nothing to keep"):
        shelf.save(draft(house, lines=()), "Empty", Audience.MINE, by=house.people["ada"])


def test_a_template_that_somebody_is_not_offered_is_no_choice(house, as_user, template):
    sheet = as_user("ben").submit("/quotes/new", account=house.account.id, template=template.id + 1)
    assert sheet.status_code == 303
    made = db.session.scalars(select(Quote).order_by(Quote.id.desc())).first()
    assert made.lines == []
