"""The lines of quotes, orders, invoices and credit notes in a file: only out, since documents are made here."""

from __future__ import annotations

from typing import Any

from salesapp.core.fields import Field
from salesapp.core.i18n import _l
from salesapp.core.lines import LineType, register_lines
from salesapp.core.registry import RecordType

COLUMNS = (
    Field("integer", _l("Position"), name="position"),
    Field("link", _l("Product"), name="product", target="product"),
    Field("long_text", _l("Description"), name="description"),
    Field("quantity", _l("Quantity"), name="quantity"),
    Field("text", _l("Unit"), name="unit"),
    Field("unit_price", _l("Unit price"), name="unit_price"),
    Field("percent", _l("Discount in %"), name="discount"),
    Field("percent", _l("Tax in %"), name="tax"),
)


def document_lines(document: RecordType, line: type[Any], label: str, label_plural: str) -> LineType:
    """Makes the lines of a kind of document known to files."""
    amounts = (
        Field("money", _l("Net"), name="net", currency="currency", row=document.key),
        Field(
            "money",
            _l("Net after discounts"),
            name="net_after_discount",
            currency="currency",
            row=document.key,
        ),
        Field("currency_code", _l("Currency"), name="currency", row=document.key),
    )
    return register_lines(document, line, (label, label_plural), COLUMNS, worked_out=amounts)
