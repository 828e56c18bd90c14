"""Options and alternatives: in no sum until they are chosen, then in what is accepted and ordered."""

from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from salesapp.core.access import SYSTEM
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import timeline
from salesapp.orders.actions import make_order
from salesapp.products.pricing import Percentage, price
from salesapp.quotes.actions import send_quote
from salesapp.quotes.approvals.approvable import why_not
from salesapp.quotes.mailing import Letter
from salesapp.quotes.models import QuoteStatus
from salesapp.quotes.models.answered import Choice
from salesapp.quotes.options.choosing import acceptance_hash, by_choice
from tests.quotes.options.offering import HAND, choose_between, offering, sent_with_options
from tests.quotes.stage import again, draft


def test_a_line_made_optional_leaves_the_total_and_comes_back(house):
    ada, quote = house.people["ada"], draft(house)
    whole = quote.total
    option = quote.make_optional(quote.lines[1], by=ada)
    db.session.commit()
    quote = again(quote)
    assert [line.description for line in quote.lines] == ["Pump"]
    assert (quote.net, quote.total) == (10000, 11900)
    assert (quote.options[0].description, quote.options[0].net) == ("Pipe 3 m", 1999)
    quote.include(quote.options[0], by=ada)
    db.session.commit()
    assert (again(quote).total, again(quote).options) == (whole, [])
    assert [event.kind for event in timeline(quote)[:2]] == ["option_included", "line_made_optional"]
    assert option is not None


def test_of_alternatives_exactly_one_is_proposed(house):
    quote = offering(house)
    small, large = choose_between(quote, house, "Size")
    assert (small.preselected, large.preselected) == (True, False)
    change(quote, large, house, choice="Size", preselected=True)
    assert (small.preselected, large.preselected) == (False, True)
    change(quote, large, house, choice="Size", preselected=False)
    assert sum(each.preselected for each in (small, large)) == 1
    removal = quote.remove_option(large, by=house.people["ada"])
    db.session.flush()
    assert small.preselected
    quote.restore_option(removal, by=house.people["ada"])
    assert [each.choice for each in quote.options if each.preselected] == ["Size"]
    with pytest.raises(RuleBroken, match="already been restored"):
        quote.restore_option(removal, by=house.people["ada"])


def change(quote, option, house, *, by="ada", **values):
    said = {
        name: getattr(option, name)
        for name in ("quantity", "unit_price", "discount", "description", "choice", "preselected")
    }
    said["tax_rate"] = option.own_tax_rate()
    quote.change_option(option, by=house.people[by], **(said | values))
    db.session.flush()


def test_a_choice_between_one_thing_is_not_sent(house):
    quote = offering(house)
    change(quote, quote.options[0], house, choice="Size")
    with pytest.raises(RuleBroken, match="only one alternative"):
        quote.send(by=house.people["ada"])


def test_what_is_taken_back_is_no_option(house):
    quote = draft(house)
    line = quote.lines[0]
    quote.change_line(
        line,
        by=house.people["ben"],
        quantity=Decimal(-1),
        unit_price=line.unit_price,
        discount=Decimal(0),
        description="Old pump",
        tax_rate=line.tax_rate,
    )
    with pytest.raises(RuleBroken, match="Returned"):
        quote.make_optional(line, by=house.people["ada"])


def test_what_is_chosen_is_accepted_and_ordered(house):
    quote = sent_with_options(house, discount=Decimal(10))
    extra, _small, large = quote.options
    totals = price(
        [each.as_priced() for each in (*quote.lines, extra, large)], "EUR", Percentage(Decimal(10))
    )
    quote.accept("Eva", by=SYSTEM, choice=Choice((extra.id, large.id), totals.total))
    order = make_order(quote, by=house.people["ada"])
    db.session.commit()
    quote = again(quote)
    assert quote.status is QuoteStatus.ACCEPTED
    assert (quote.accepted_net, quote.accepted_tax, quote.accepted_total) == (
        totals.net,
        totals.tax,
        totals.total,
    )
    assert quote.total < totals.total, "what was read stays"
    assert [line.description for line in order.lines] == ["Pump", "Pipe 3 m", "Installation large"]
    assert [line.position for line in order.lines] == [1, 2, 3]
    assert (order.net, order.tax, order.total) == (totals.net, totals.tax, totals.total)
    assert quote.accepted_hash == acceptance_hash(quote)
    told = next(each for each in timeline(quote) if each.kind == "quote_accepted")
    assert told.particulars["body"] == "Pipe 3 m, Installation large"


def test_without_a_choice_what_is_proposed_is_accepted(house):
    quote = sent_with_options(house)
    quote.accept("Eva", by=SYSTEM)
    assert [each.description for each in quote.chosen_options] == ["Installation small"]
    assert quote.amount.minor == quote.accepted_total > quote.total


def test_a_choice_that_cannot_be_is_refused(house):
    quote, other = sent_with_options(house), sent_with_options(house)
    extra, small, large = (each.id for each in quote.options)
    for ids in ((extra,), (small, large), (extra, small, other.options[0].id)):
        with pytest.raises(RuleBroken):
            quote.accept("Eva", by=SYSTEM, choice=Choice(ids))
    with pytest.raises(RuleBroken, match="has changed"):
        quote.accept("Eva", by=SYSTEM, choice=Choice((small,), quote.total))
    assert quote.is_open


def test_the_database_keeps_options_and_what_was_accepted(house):
    quote = sent_with_options(house)
    quote.accept("Eva", by=SYSTEM)
    db.session.commit()
    for statement in (
        "UPDATE quote_options SET net = 0",
        "DELETE FROM quote_options",
        "UPDATE quotes SET accepted_total = 1",
        "UPDATE quotes SET accepted_options = '[]'",
    ):
        with pytest.raises(DatabaseError, match="no drafts"):
            db.session.execute(text(statement), execution_options=HAND)
        db.session.rollback()


def test_a_revision_takes_the_options_along(house):
    quote = sent_with_options(house)
    newer = quote.revise(by=house.people["ada"])
    db.session.commit()
    told = [(each.description, each.choice, each.preselected, each.net) for each in again(newer).options]
    assert told == [
        (each.description, each.choice, each.preselected, each.net) for each in again(quote).options
    ]


def test_a_discount_on_an_option_needs_approval_and_is_covered_by_it(house):
    company().discount_limit = Decimal(10)
    quote = offering(house)
    assert why_not(quote, by=house.people["ada"]) is None
    change(quote, quote.options[0], house, discount=Decimal(30))
    assert "30%" in (why_not(quote, by=house.people["ada"]) or "")
    request = quote.submit_for_approval(None, by=house.people["ada"])
    db.session.flush()
    quote.approve_discount(request.id, None, by=house.people["ben"])
    assert why_not(quote, by=house.people["ada"]) is None
    change(quote, quote.options[0], house, discount=Decimal(31))
    assert quote.standing_approval is None
    assert why_not(quote, by=house.people["ada"]) is not None


def test_options_hold_the_currency_and_follow_the_steps_of_the_book(house):
    quote = offering(house, lines=("pipe", "pump"))
    option = quote.options[0]
    change(quote, option, house, quantity=Decimal(10))
    assert (option.unit_price, option.net) == (Decimal(90), 90000)
    for line in list(quote.lines):
        quote.remove_line(line, by=house.people["ada"])
    with pytest.raises(RuleBroken, match="previous currency"):
        quote.must_not_be_priced()


def test_a_changed_option_changes_what_is_seen(house):
    quote = offering(house)
    before = quote.as_seen
    change(quote, quote.options[0], house, preselected=True)
    assert quote.as_seen != before


def at_the_lower_rate(quote, house):
    option = quote.options[0]
    change(quote, option, house, by="ben", tax_rate=house.low)
    return option


def test_a_percentage_that_only_an_option_would_feel_is_within_the_limit_too(house):
    company().discount_limit = Decimal(10)
    quote, ada = offering(house), house.people["ada"]
    at_the_lower_rate(quote, house)
    quote.adjust("Loyalty", Decimal(90), by=ada, is_percent=True, tax_rate=house.low)
    assert quote.total == 11900, "nothing in the total is taxed like that"
    assert "90%" in (why_not(quote, by=ada) or "")
    with pytest.raises(RuleBroken, match="90%"):
        quote.send(by=ada)


def test_an_approval_does_not_cover_a_percentage_added_for_the_options(house):
    company().discount_limit = Decimal(10)
    quote, ada = offering(house), house.people["ada"]
    change(quote, at_the_lower_rate(quote, house), house, discount=Decimal(30))
    request = quote.submit_for_approval(None, by=ada)
    db.session.flush()
    quote.approve_discount(request.id, None, by=house.people["ben"])
    assert why_not(quote, by=ada) is None
    quote.adjust("Loyalty", Decimal(90), by=ada, is_percent=True, tax_rate=house.low)
    assert quote.standing_approval is None
    assert why_not(quote, by=ada) is not None


def test_options_that_could_never_be_ordered_together_are_refused(house):
    quote = offering(house, lines=("pump", "pipe", "work"))
    with pytest.raises(RuleBroken, match="too large"):
        change(quote, quote.options[0], house, unit_price=Decimal(10) ** 12, quantity=Decimal(10) ** 10)
    db.session.rollback()
    quote = again(quote)
    quote.make_optional(quote.lines[-1], by=house.people["ada"])
    change(quote, quote.options[0], house, unit_price=Decimal(6) * 10**12)
    with pytest.raises(RuleBroken, match="too large"):
        change(quote, quote.options[1], house, unit_price=Decimal(6) * 10**12)


def test_an_option_moves_among_its_alternatives_and_takes_them_along_from_their_edge(house):
    ada, quote = house.people["ada"], offering(house)
    loose = quote.options[0]
    small, large = choose_between(quote, house, "Installation")
    first, second = choose_between(quote, house, "Frame")
    total = quote.total

    def order():
        return [each.id for _choice, group in by_choice(again(quote).options) for each in group]

    assert order() == [small.id, large.id, first.id, second.id, loose.id]
    quote.move_option(large, up=True, by=ada)
    db.session.commit()
    assert order() == [large.id, small.id, first.id, second.id, loose.id]
    quote.move_option(first, up=True, by=ada)
    db.session.commit()
    assert order() == [first.id, second.id, large.id, small.id, loose.id]
    for stays, up in ((first, True), (small, False), (loose, True)):
        quote.move_option(stays, up=up, by=ada)
    db.session.commit()
    assert order() == [first.id, second.id, large.id, small.id, loose.id]
    assert again(quote).total == total


def test_the_buttons_move_an_option_and_what_was_sent_stays(house, as_user):
    quote = offering(house)
    small, large = choose_between(quote, house, "Installation")
    ada, page = as_user("ada"), f"/quotes/{quote.id}"
    answer = ada.submit(page, action=f"{page}/options/move", htmx=True, up=large.id)
    assert answer.text.index(large.description) < answer.text.index(small.description)
    assert ada.submit(page, action=f"{page}/options/move", up=99_999).status_code == 404
    send_quote(again(quote), Letter("", "", ""), by=house.people["ada"])
    db.session.commit()
    with pytest.raises(RuleBroken, match="can’t be changed"):
        again(quote).move_option(again(quote).options[0], up=False, by=house.people["ada"])
