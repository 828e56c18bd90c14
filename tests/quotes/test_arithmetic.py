import io
import re
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from salesapp.core.db import db
from salesapp.core.paper import render_pdf
from salesapp.quotes.approvals.limit import off
from salesapp.quotes.paper import paper_of_quote
from tests.quotes.stage import again, draft

quantities = st.decimals("0.001", "9999", places=3)
prices = st.decimals("0", "99999", places=4)
percents = st.decimals("0", "100", places=2)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(quantities, prices, percents, st.booleans()), min_size=1, max_size=6), percents)
def test_what_is_stored_adds_up_and_is_what_is_printed(house, lines, discount):
    quote, ada = draft(house, lines=()), house.people["ada"]
    quote.discount = discount
    for quantity, price, off_line, full in lines:
        line = quote.add_text("Thing", by=ada)
        quote.change_line(
            line, quantity=quantity, unit_price=price, discount=off_line, description="Thing",
            tax_rate=house.full if full else house.low, by=ada,
        )  # fmt: skip
    db.session.commit()
    quote = again(quote)
    assert quote.net == sum(line.net_after_discount for line in quote.lines)
    assert quote.net_before_discount - quote.discount_amount == quote.net
    assert quote.total == quote.net + quote.tax == quote.net + sum(row.tax for row in quote.tax_rows)
    before = (quote.net, quote.tax, quote.total, quote.taxes)
    quote.reprice()
    assert (quote.net, quote.tax, quote.total, quote.taxes) == before
    paper = paper_of_quote(quote)
    assert (paper.net, paper.tax, paper.total) == before[:3]


def test_screen_paper_and_database_say_the_same(house, as_user):
    quote, ada = draft(house, lines=("pump", "pipe", "work")), as_user("ada")
    page = f"/quotes/{quote.id}"
    ada.submit(page, action=f"{page}/lines/{quote.lines[1].id}", quantity="3", discount="2.5", htmx=True)
    ada.submit(page, action=f"{page}/terms", discount="7.5", htmx=True)
    quote = again(quote)
    assert (quote.net, quote.tax, quote.total) == (22105, 3172 + 379, 25656)
    shown = re.sub(r"\s+", " ", ada.get(page).text)
    printed = "".join(
        each.extract_text() for each in PdfReader(io.BytesIO(ada.get(f"{page}.pdf").data)).pages
    )
    for minor in (quote.net, quote.total, *(row.tax for row in quote.tax_rows)):
        amount = f"{minor // 100:,}.{minor % 100:02d}"
        assert amount in shown
        assert amount in printed


def test_the_paper_names_the_customer_the_terms_and_the_seller(house):
    house.account.tax_number = "DE123"
    quote = draft(house, customer_reference="PO 77", notes="Soon", payment_days=14)
    quote.lines[0].description = "Pump\nwith a long guarantee"
    paper = paper_of_quote(quote)
    assert (paper.number, paper.buyer.name, paper.buyer.attention) == (None, "Echo Foods", "Eva Meyer")
    assert (paper.lines[0].name, paper.lines[0].description, paper.lines[0].code) == (
        "Pump",
        "with a long guarantee",
        "P-1",
    )
    assert dict(paper.references) == {
        "customer_reference": "PO 77",
        "payment_terms": "14 days net",
        "contact": "Ada Rep",
    }
    assert render_pdf(paper).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("price", "listed", "line", "document", "percent"),
    [
        ("80", "100", "0", "0", "20"),
        ("100", "100", "10", "10", "19"),
        ("100", None, "10", "0", "10"),
        ("110", "100", "0", "10", "1"),
        ("0", "100", "0", "0", "100"),
        ("0", None, "0", "0", "0"),
        ("120", "100", "0", "0", "-20"),
    ],
)
def test_reductions_of_price_line_and_document_count_together(price, listed, line, document, percent):
    found = off(Decimal(price), None if listed is None else Decimal(listed), Decimal(line), Decimal(document))
    assert found == Decimal(percent)
