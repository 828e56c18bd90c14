"""Why orders that go together are not taxed: each says the same, in the language that the invoice has by then."""

from __future__ import annotations

from decimal import Decimal

import pytest

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.paper.document import DocumentLanguage
from salesapp.invoices.actions import ask_down_payment, invoice_order
from salesapp.invoices.actions.joining import add_order, differences, invoice_together
from salesapp.invoices.models import Invoice
from salesapp.products.documents import UNSAID
from salesapp.products.models import TaxRate
from salesapp.products.pricing import Percentage
from salesapp.products.taxes.categories import TaxCategory
from tests.invoices.stage import faults, order_of

PIPES = (("pipe", "2", "0"),)


def taxed_at(house, reason=None, category=TaxCategory.INTRA_COMMUNITY):
    """An order of pipes at a rate of its own."""
    rate = TaxRate(name=f"EU {reason}", percent=Decimal(0), category=category, exemption_reason=reason)
    db.session.add(rate)
    db.session.flush()
    house.pipe.tax_rate_id = rate.id
    db.session.commit()
    return order_of(house, PIPES)


def test_orders_that_are_not_taxed_for_different_reasons_stay_apart(house):
    plain, triangular = taxed_at(house), taxed_at(house, "Triangular transaction")
    assert differences([plain, triangular]) == ["Tax treatment"]


@pytest.mark.parametrize("several", [True, False])
def test_a_draft_of_orders_says_why_in_the_language_it_is_given(house, finn, as_user, several):
    order = taxed_at(house)
    draft = (
        invoice_together([order, order_of(house, PIPES)], by=finn)
        if several
        else invoice_order(order, by=finn)
    )
    db.session.commit()
    (said,) = draft.tax_reasons
    as_user("finn").submit(f"/invoices/{draft.id}/edit", language=DocumentLanguage.ZH.value)
    db.session.expire_all()
    (translated,) = draft.tax_reasons
    assert translated != said
    draft.issue(by=finn)
    assert db.session.get_one(Invoice, draft.id).tax_reasons == [translated]
    assert faults() == {}


def test_a_draft_that_deducts_what_was_asked_for_without_a_reason_takes_no_further_order(house, finn):
    first = taxed_at(house, category=None)
    ask_down_payment(first, Percentage(Decimal(10)), by=finn).issue(by=finn)
    rate = first.lines[0].own_tax_rate()
    rate.category = TaxCategory.EXEMPT
    draft = invoice_order(first, by=finn)
    second = order_of(house, PIPES)
    assert UNSAID in {row.key for row in (*draft.tax_rows, *draft.deducted_rows)}
    with pytest.raises(RuleBroken, match="doesn’t say why it is not taxed"):
        add_order(draft, second, by=finn)
