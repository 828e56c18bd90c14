"""Whoever accepts ticks options: the customer on the public page, or the rep on their behalf."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesapp.core.access import SYSTEM
from salesapp.core.db import db
from salesapp.invoices.pro_forma.paper import has_pro_forma
from salesapp.orders.actions import make_order
from salesapp.products.models import TaxRate
from salesapp.products.taxes.categories import TaxCategory
from salesapp.quotes.deals import accepted_net
from salesapp.quotes.models import QuoteStatus
from salesapp.quotes.models.answered import Choice
from salesapp.quotes.option_sheet.paper import with_chosen
from salesapp.quotes.paper import paper_of_quote
from tests.invoices.stage import faults
from tests.quotes.options.offering import choose_between, offering, sent_with_options
from tests.quotes.stage import again, draft, opportunity_with_lines

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def offer(house):
    """(quote, its public address)"""
    quote = sent_with_options(house)
    secret = quote.new_secret()
    db.session.commit()
    return quote, f"/q/{secret}"


def test_the_customer_ticks_and_the_total_follows(offer, client):
    quote, page = offer
    extra, small, large = (each.id for each in quote.options)
    shown = client.get(page).text
    assert "Choose one: Installation" in shown
    assert "€214.80" in shown, "what is proposed is in the total beside the button"
    ticks = {"chosen": "1", "option": extra, f"option-{small}": large}
    part = client.get(page, query_string=ticks, headers=PARTIAL).text
    assert "€331.98" in part
    assert 'id="offer-total"' in part
    whole = client.get(page, query_string=ticks).text
    assert "€331.98" in whole, "without script the page brings the same"


def test_the_customer_accepts_what_they_ticked_without_script(offer, client, house):
    quote, page = offer
    extra, small, large = (each.id for each in quote.options)
    chosen = f"{page}?chosen=1&option={extra}&option-{small}={large}"
    assert client.submit(chosen, action=f"{page}/accept", name="Eva Meyer").status_code == 303
    quote = again(quote)
    assert (quote.status, quote.accepted_options) == (QuoteStatus.ACCEPTED, [extra, large])
    assert quote.accepted_total == 33198
    shown = client.get(page).text
    assert "Accepted total" in shown
    assert "€331.98" in shown


def test_a_total_that_nobody_saw_is_not_accepted(offer, client):
    quote, page = offer
    answer = client.submit(page, action=f"{page}/accept", name="Eva Meyer", agreed="1")
    assert answer.status_code == 409
    assert "The total of your choice has changed" in answer.text
    assert again(quote).is_open


def test_a_choice_without_one_of_the_alternatives_is_refused(offer, client):
    quote, page = offer
    form = client.filled(page, action=f"{page}/accept")
    form = {name: value for name, value in form.items() if name != "option"} | {"name": "Eva"}
    answer = client.post(f"{page}/accept", data=form)
    assert answer.status_code == 409
    assert "Choose one of “Installation”" in answer.text
    assert again(quote).is_open


def test_ticking_on_a_page_that_is_answered_meanwhile_brings_the_whole_page(offer, client):
    quote, page = offer
    quote.accept("Eva", by=SYSTEM)
    db.session.commit()
    answer = client.get(page, query_string={"chosen": "1"}, headers=PARTIAL)
    assert answer.headers["HX-Redirect"] == page


def test_a_rep_ticks_on_the_customers_behalf(house, as_user):
    quote, ada = sent_with_options(house), as_user("ada")
    extra, small, large = (each.id for each in quote.options)
    sheet = f"/quotes/{quote.id}/accept?chosen=1&option={extra}&option-{small}={large}"
    assert "€331.98" in ada.get(sheet, headers=PARTIAL).text
    answer = ada.submit(sheet, action=f"/quotes/{quote.id}/accept", name="Eva Meyer")
    assert answer.status_code == 303
    shown = ada.get(f"/quotes/{quote.id}").text
    assert shown.count("Chosen") == 2
    assert again(quote).accepted_total == 33198


def test_a_rep_writes_options_on_the_draft(house, as_user):
    quote, ada = draft(house), as_user("ada")
    page = f"/quotes/{quote.id}"
    line = quote.lines[1].id
    answer = ada.submit(page, action=f"{page}/lines/optional", line=line, htmx=True)
    assert "Pipe 3 m is optional now." in answer.text
    option = again(quote).options[0]
    sheet = f"{page}/options/{option.id}"
    assert ada.submit(sheet, action=sheet, quantity="-1").status_code == 422
    saved = ada.submit(sheet, action=sheet, quantity="3", discount="10", choice="Pipe", preselected="y")
    assert saved.status_code == 303
    option = again(quote).options[0]
    assert (option.quantity, option.discount, option.choice, option.net) == (3, 10, "Pipe", 5397)
    removed = ada.submit(sheet, action=f"{sheet}/remove")
    assert removed.status_code == 303
    assert again(quote).options == []
    assert ada.get(sheet).status_code == 404


def test_a_removed_option_is_restored_and_included(house, as_user):
    quote, ada = offering(house), as_user("ada")
    removal = quote.remove_option(quote.options[0], by=house.people["ada"])
    db.session.commit()
    page = f"/quotes/{quote.id}"
    undo = f"{page}/removed-options/{removal.id}/restore"
    assert ada.post(undo, data={"csrf_token": ada.csrf()}).status_code == 303
    assert ada.post(f"{undo}x", data={"csrf_token": ada.csrf()}).status_code == 404
    option = again(quote).options[0]
    assert (
        ada.submit(f"{page}/options/{option.id}", action=f"{page}/options/{option.id}/include").status_code
        == 303
    )
    assert [line.description for line in again(quote).lines] == ["Pump", "Pipe 3 m"]


def test_the_opportunity_takes_the_accepted_amount(house):
    deal = opportunity_with_lines(house)
    quote = offering(house, opportunity_id=deal.id)
    quote.send(by=house.people["ben"])
    quote.accept("Eva", by=SYSTEM, choice=Choice((quote.options[0].id,)))
    db.session.commit()
    assert accepted_net(deal) == quote.accepted_net == 11999


def test_paper_shows_options_apart_and_a_pro_forma_what_was_chosen(house):
    quote = sent_with_options(house)
    paper = paper_of_quote(quote)
    assert [(each.choice, each.line.name, each.preselected) for each in paper.options] == [
        ("", "Pipe 3 m", False),
        ("Installation", "Installation small", True),
        ("Installation", "Installation large", False),
    ]
    assert paper.total == quote.total
    quote.accept("Eva", by=SYSTEM)
    assert has_pro_forma(quote)
    chosen = with_chosen(paper_of_quote(quote), quote)
    assert chosen.total == quote.accepted_total
    assert [each.name for each in chosen.lines] == ["Pump", "Installation small"]


def test_a_pro_forma_says_why_a_chosen_option_is_not_taxed(house):
    export = TaxRate(
        name="Export", percent=Decimal(0), category=TaxCategory.EXPORT, exemption_reason="Abroad"
    )
    db.session.add(export)
    quote = offering(house)
    option = quote.options[0]
    option.tax_at(export)
    quote.adjust("Freight", Decimal(5), by=house.people["ada"], is_charge=True, tax_rate=export)
    quote.send(by=house.people["ada"])
    quote.accept("Eva", by=SYSTEM, choice=Choice((option.id,)))
    paper = with_chosen(paper_of_quote(quote), quote)
    assert paper.tax_reasons == ("Abroad",)
    assert [(share.base, share.name) for share in paper.taxes] == [(2499, export.said), (10000, "")]


PRICES = st.decimals(Decimal("0.0001"), Decimal(999), places=4)
QUANTITIES = st.decimals(Decimal("0.001"), Decimal(20), places=3)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    figures=st.tuples(*[st.tuples(PRICES, QUANTITIES, st.sampled_from([Decimal(0), Decimal("33.3")]))] * 3),
    picked=st.tuples(st.booleans(), st.booleans()),
    discount=st.sampled_from([Decimal(0), Decimal("12.5")]),
)
def test_whatever_is_chosen_is_ordered_to_the_cent(house, figures, picked, discount):
    quote = offering(house, discount=discount)
    choose_between(quote, house, "Installation")
    for option, (price, quantity, off) in zip(quote.options, figures, strict=True):
        quote.change_option(
            option,
            by=house.people["ben"],
            quantity=quantity,
            unit_price=price,
            discount=off,
            description=option.description,
            tax_rate=option.own_tax_rate(),
            choice=option.choice,
            preselected=option.preselected,
        )
    quote.adjust("Freight", Decimal("7.5"), by=house.people["ben"], is_charge=True, tax_rate=house.low)
    quote.send(by=house.people["ben"])
    extra, small, large = quote.options
    options = ([extra] if picked[0] else []) + [small if picked[1] else large]
    quote.accept("Eva", by=SYSTEM, choice=Choice(tuple(each.id for each in options)))
    order = make_order(quote, by=house.people["ben"])
    db.session.commit()
    assert (order.net, order.tax, order.total) == (
        quote.accepted_net,
        quote.accepted_tax,
        quote.accepted_total,
    )
    assert faults() == {}


def test_lists_and_reports_count_what_was_accepted_and_nothing_twice(offer, client, house, as_user):
    quote, page = offer
    extra, small, large = (each.id for each in quote.options)
    chosen = f"{page}?chosen=1&option={extra}&option-{small}={large}"
    client.submit(chosen, action=f"{page}/accept", name="Eva Meyer")
    ada = as_user("ada")
    listed = ada.get("/quotes").text
    assert "€331.98" in listed
    assert "€214.80" not in listed
    assert quote.number in ada.get("/quotes?filter=total:greater:331").text
    report = ada.get("/reports/quotes-by-status").text
    net = again(quote).accepted_net
    assert net > again(quote).net
    assert f"€{net / 100:.2f}" in report
    other = sent_with_options(house)
    other.revise(by=house.people["ada"])
    db.session.commit()
    assert ada.get("/reports/quotes-by-status").text.count('class="bar-row"') == 2, "accepted, and a draft"
