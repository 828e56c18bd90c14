from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from salesapp.core import clock
from salesapp.core.access import SYSTEM
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event, timeline
from salesapp.core.outbox import Outbox, carry_all
from salesapp.customers.models import Account
from salesapp.opportunities.processes import defaults
from salesapp.quotes.actions import newer_than, quote_for, send_quote
from salesapp.quotes.mailing import Letter
from salesapp.quotes.models import Quote, QuoteStatus
from tests.quotes.stage import again, draft, opportunity_with_lines, sent

NO_MAIL = Letter("", "", "")
NEW_LINE = (
    "INSERT INTO quote_lines (quote_id, position, description, quantity, unit_price, discount, tax, net,"
    " net_after_discount) VALUES (:id, 9, '', 1000, 0, 0, 0, 0, 0)"
)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_product_comes_with_the_books_price_and_its_tax(house):
    quote = draft(house)
    pump, pipe = quote.lines
    assert (pump.unit_price, pump.tax, pump.net) == (100, 19, 10000)
    assert (pipe.unit_price, pipe.tax, pipe.net) == (Decimal("19.99"), 7, 1999)
    assert (quote.net, quote.tax, quote.total) == (11999, 1900 + 140, 14039)


def test_the_books_price_follows_the_quantity_but_a_typed_price_stays(house):
    quote, ada = draft(house), house.people["ada"]
    pump = quote.lines[0]
    same = {"discount": Decimal(0), "description": "Pump", "tax_rate": house.full, "by": ada}
    quote.change_line(pump, quantity=Decimal(10), unit_price=Decimal(100), **same)
    assert pump.unit_price == 90
    quote.change_line(pump, quantity=Decimal(10), unit_price=Decimal(95), **same)
    quote.change_line(pump, quantity=Decimal(1), unit_price=Decimal(95), **same)
    assert pump.unit_price == 95


def test_a_quote_begins_with_what_the_customer_has_agreed(house):
    house.account.payment_days, house.account.shipping_city = 14, "Bonn"
    quote = draft(house)
    assert quote.payment_days == 14
    assert quote.billing_address.splitlines()[0] == "Echo Foods"
    assert "Bonn" in quote.shipping_address
    assert quote.valid_until == today_for() + timedelta(days=company().quote_days)
    assert quote.price_book_id == house.book.id


def test_a_quote_of_an_opportunity_has_its_products_and_customer(house):
    defaults.begin()
    opportunity = opportunity_with_lines(house)
    quote = quote_for(opportunity, by=house.people["ada"])
    assert [(line.quantity, line.unit_price, line.discount, line.tax) for line in quote.lines] == [
        (10, 90, 0, 19),
        (3, Decimal("19.99"), 5, 7),
    ]
    assert (quote.account, quote.contact, quote.opportunity) == (house.account, house.contact, opportunity)
    assert quote.net == opportunity.lines_total


def test_sending_takes_a_number_and_freezes(house):
    quote = draft(house)
    assert quote.title == "Draft · Echo Foods"
    with clock.travel(to=NOON):
        quote.valid_until = NOON.date() + timedelta(days=9)
        send_quote(quote, NO_MAIL, by=house.people["ada"])
    assert (quote.number, quote.status, quote.revision) == ("QUO-2026-00001", QuoteStatus.SENT, 0)
    for act in (
        lambda: quote.add_product(house.pump, by=SYSTEM),
        lambda: quote.add_text("More", by=SYSTEM),
        lambda: quote.remove_line(quote.lines[0], by=SYSTEM),
        lambda: quote.send(by=SYSTEM),
        quote.refuse_deletion,
    ):
        with pytest.raises(RuleBroken):
            act()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE quote_lines SET net = net + 1 WHERE quote_id = :id",
        "DELETE FROM quote_lines WHERE quote_id = :id",
        NEW_LINE,
        "UPDATE quotes SET total = total - 1 WHERE id = :id",
        "UPDATE quotes SET terms = 'other' WHERE id = :id",
        "UPDATE quotes SET status = 'draft' WHERE id = :id",
    ],
)
def test_the_database_itself_keeps_what_was_sent(house, statement):
    key = sent(house).id
    with pytest.raises(DBAPIError, match="keep"):
        db.session.execute(
            text(statement), {"id": key}, execution_options={"unscoped": "a script that forgets to ask"}
        )
    db.session.rollback()


def test_an_empty_a_past_or_a_customerless_quote_is_not_sent(house):
    ada = house.people["ada"]
    with pytest.raises(RuleBroken, match="at least one line"):
        send_quote(draft(house, lines=()), NO_MAIL, by=ada)
    past = draft(house, valid_until=today_for() - timedelta(days=1))
    with pytest.raises(RuleBroken, match="has expired"):
        send_quote(past, NO_MAIL, by=ada)
    with pytest.raises(RuleBroken, match="customer"):
        Quote(currency="EUR").begin()


def test_revising_keeps_the_number_and_leaves_one_current(house):
    old, ada = sent(house), house.people["ada"]
    new = old.revise(by=ada)
    db.session.commit()
    assert (old.status, new.status) == (QuoteStatus.REVISED, QuoteStatus.DRAFT)
    assert (new.number, new.revision, new.title) == (old.number, 1, f"{old.number}/1")
    assert [line.net for line in new.lines] == [line.net for line in old.lines]
    assert newer_than(old) is new
    with pytest.raises(RuleBroken, match="already been revised"):
        old.revise(by=ada)
    with pytest.raises(RuleBroken, match="being prepared"):
        old.accept("Eva", by=ada)
    send_quote(new, NO_MAIL, by=ada)
    new.accept("Eva", by=ada)
    with pytest.raises(RuleBroken, match="can’t be revised"):
        new.revise(by=ada)


def test_an_expired_quote_is_not_accepted_and_the_worker_closes_it(house):
    with clock.travel(to=NOON):
        quote = sent(house, valid_until=NOON.date())
        clock.pass_time(timedelta(hours=10))
        assert quote.is_open
        clock.pass_time(timedelta(hours=2))
        assert quote.standing is QuoteStatus.EXPIRED
        with pytest.raises(RuleBroken, match="expired"):
            quote.accept("Eva", by=SYSTEM)
        carry_all()
        assert again(quote).status is QuoteStatus.EXPIRED
        assert again(quote).revise(by=SYSTEM).valid_until > NOON.date()


def test_the_worker_leaves_an_answered_quote_alone(house):
    with clock.travel(to=NOON):
        quote = sent(house, valid_until=NOON.date())
        quote.accept("Eva", by=SYSTEM)
        clock.pass_time(timedelta(days=2))
        carry_all()
        assert again(quote).status is QuoteStatus.ACCEPTED


def test_the_customers_timeline_tells_the_story(house):
    defaults.begin()
    quote = quote_for(opportunity_with_lines(house), by=house.people["ada"])
    send_quote(quote, NO_MAIL, by=house.people["ada"])
    quote.decline("Too dear", by=house.people["ada"])
    db.session.commit()
    for subject in (quote.account, quote.contact, quote.opportunity):
        kinds = {event.kind for event in timeline(subject)}
        assert {"quote_made", "quote_sent", "quote_declined"} <= kinds


def test_a_change_of_a_line_is_told_with_before_and_after(house):
    quote = draft(house)
    quote.change_line(
        quote.lines[0], quantity=Decimal(2), unit_price=Decimal(100), discount=Decimal("2.5"), description="Pump",
        tax_rate=house.low, by=house.people["ada"],
    )  # fmt: skip
    db.session.commit()
    told = db.session.scalars(select(Event).where(Event.kind == "line_changed")).one().particulars
    assert (told["before"], told["after"]) == ("1 × 100 +19% · Pump", "2 × 100 −2.5% +7% · Pump")


def test_nothing_is_posted_for_the_customer_without_an_address(house):
    sent(house)
    assert set(db.session.scalars(select(Outbox.kind))) == {"quote_expiry", "paper"}


def test_a_quote_needs_a_currency_with_a_rate(house):
    house.account.currency = "KWD"
    with pytest.raises(RuleBroken, match="exchange rate"):
        draft(house)
    assert db.session.get(Account, house.account.id) is not None
