"""What a quote comes to as it is proposed is said alike in the e-mail, on paper, in lists and to the customer."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.paper import sheet
from salesapp.invoices.pro_forma.paper import has_pro_forma
from salesapp.orders.actions import make_order
from salesapp.quotes.actions import send_quote
from salesapp.quotes.mailing import Letter, proposed_letter
from salesapp.quotes.paper import paper_of_quote
from tests.invoices.stage import faults
from tests.quotes.options.offering import HAND, offering, only_alternatives, sent_with_options
from tests.quotes.stage import again, draft


def test_what_is_preselected_is_in_every_total_that_is_told(house, client, as_user):
    quote = sent_with_options(house)
    assert (quote.total, quote.offered_total) == (11900, 21480)
    assert quote.standing_total == quote.amount.minor == 21480
    assert "it comes to €214.80" in proposed_letter(quote, by=house.people["ada"]).text
    words = sheet(paper_of_quote(quote))
    assert words["headline"][:2] == ["Total with suggested options", "€214.80"]
    assert words["totals"][-1][:2] == ["Total without options", "€119.00"]
    assert words["options"]["totals"][-1][:2] == ["Total with suggested options", "€214.80"]
    page = f"/q/{quote.new_secret()}"
    db.session.commit()
    assert "€214.80" in client.get(page).text
    ada = as_user("ada")
    assert "€214.80" in ada.get("/quotes").text
    assert quote.number in ada.get("/quotes?filter=total:equals:214.80").text
    shown = ada.get(f"/quotes/{quote.id}").text
    assert "Total as proposed" in shown


def test_a_quote_without_options_says_one_total(house):
    quote = draft(house)
    assert quote.offered_total is None
    words = sheet(paper_of_quote(quote))
    assert words["headline"][0] == words["totals"][-1][0] == "Total"
    assert "our quote for" in proposed_letter(quote, by=house.people["ada"]).text


def test_alternatives_alone_are_sent_accepted_and_ordered(house, client, as_user):
    quote, ada = only_alternatives(house), as_user("ada")
    shown = ada.get(f"/quotes/{quote.id}").text
    assert "No lines yet" not in shown
    assert "€95.80" in shown
    send_quote(quote, Letter("", "", ""), by=house.people["ada"])
    secret = quote.new_secret()
    db.session.commit()
    words = sheet(paper_of_quote(quote))
    assert (words["table"]["rows"], words["totals"]) == ([], [])
    assert words["headline"][1] == "€95.80"
    page = f"/q/{secret}"
    assert "What you tick is what you order." in client.get(page).text
    assert client.submit(page, action=f"{page}/accept", name="Eva Meyer").status_code == 303
    quote = again(quote)
    assert quote.accepted_total == quote.offered_total == 9580
    assert has_pro_forma(quote)
    order = make_order(quote, by=house.people["ada"])
    db.session.commit()
    assert [line.description for line in order.lines] == ["Installation small"]
    assert faults() == {}


def test_extras_alone_are_no_offer(house):
    quote = offering(house, lines=("pipe",))
    assert not quote.lines
    with pytest.raises(RuleBroken, match="alternatives to choose from"):
        quote.send(by=house.people["ada"])


def test_a_discount_on_alternatives_may_be_more_than_the_lines(house):
    quote = only_alternatives(house)
    quote.adjust("Loyalty", Decimal(50), by=house.people["ben"], is_percent=False, tax_rate=house.full)
    assert quote.total < 0
    quote.adjust("Loyalty", Decimal(50), by=house.people["ben"], is_percent=False, tax_rate=house.full)
    with pytest.raises(RuleBroken, match="less than zero"):
        quote.send(by=house.people["ben"])


def test_the_offered_total_follows_the_draft_and_stays_once_sent(house):
    quote = sent_with_options(house)
    with pytest.raises(DatabaseError, match="no drafts"):
        db.session.execute(text("UPDATE quotes SET offered_total = 1"), execution_options=HAND)
    db.session.rollback()
    newer = again(quote).revise(by=house.people["ada"])
    assert newer.offered_total == 21480
    for option in list(newer.options):
        newer.remove_option(option, by=house.people["ada"])
    assert newer.offered_total is None
    assert newer.standing_total == newer.total
