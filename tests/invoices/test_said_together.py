"""What is wrong with a sheet of finance is said all at once, and in the reader's own punctuation."""

from __future__ import annotations

from salesapp.core.db import db
from salesapp.people.models import Language
from tests.invoices.stage import order_of


def test_a_share_and_an_amount_are_refused_beside_a_wrong_quantity_and_the_wrong_choice(house, as_user):
    order, finn = order_of(house), as_user("finn")
    page = f"/orders/{order.id}/invoice"
    line = f"line_{order.lines[0].id}"
    said = finn.submit(page, percent="30", amount="5", htmx=True, **{line: "many"}).text
    assert "Enter either a share or an amount, not both." in said
    assert said.count("error-summary") == 1
    assert f'href="#{line}"' in said or f'id="{line}-error"' in said
    assert 'id="what-error"' in said or "down payment" in said
    unread = finn.submit(page, percent="30", amount="much", htmx=True).text
    assert "Enter either a share or an amount, not both." in unread


def test_a_summary_in_chinese_has_chinese_colons(house, as_user):
    house.people["finn"].locale = Language.ZH
    db.session.commit()
    order, finn = order_of(house), as_user("finn")
    said = finn.submit(f"/orders/{order.id}/invoice", percent="30", amount="5", htmx=True).text
    summary = said[said.index("error-list") : said.index("</ul>", said.index("error-list"))]
    assert "：" in summary
    assert ": " not in summary
