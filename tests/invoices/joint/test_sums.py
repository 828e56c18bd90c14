"""The audit names an invoice of several orders that is not the sum of them."""

from __future__ import annotations

import pytest

from salesapp.core.db import db
from salesapp.invoices.actions import credit
from salesapp.invoices.actions.joining import invoice_together
from tests.invoices.stage import faults, order_of
from tests.invoices.test_audit import corrupted

CORRUPTIONS = (
    "DELETE FROM invoice_orders WHERE position = 1",
    """UPDATE invoice_orders SET taxes = '[["19", 1, 1]]' WHERE position = 1""",
    "UPDATE invoice_lines SET net_after_discount = net_after_discount + 1 WHERE position = 1",
    "UPDATE credit_note_orders SET order_id = order_id + 1 WHERE position = 2",
    "UPDATE invoices SET is_joint = false",
    "UPDATE invoices SET status = 'draft', order_id = (SELECT min(order_id) FROM invoice_orders)",
)


@pytest.mark.parametrize("statement", CORRUPTIONS)
def test_each_corruption_is_named(house, finn, statement):
    invoice = invoice_together([order_of(house), order_of(house)], by=finn)
    invoice.issue(by=finn)
    credit(invoice, "Wrong", by=finn)
    db.session.commit()
    assert faults() == {}
    assert "joint invoices" in corrupted(statement)
