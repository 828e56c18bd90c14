"""Product lines of opportunities, out of a file and into one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from salesapp.core.access import Viewer
from salesapp.core.db import db
from salesapp.core.fields import Field
from salesapp.core.i18n import _l
from salesapp.opportunities.models.opportunity import Opportunity
from salesapp.products.models import Product


class LineImporter:
    """Puts a line of a file into its opportunity."""

    def put(self, values: dict[str, Any], *, by: Viewer) -> tuple[Opportunity, str]:
        """The opportunity, and what became of the line; without a price it has that of the book."""
        opportunity = db.session.get_one(Opportunity, values["opportunity"])
        product = db.session.get_one(Product, values["product"])
        quantity = values.get("quantity") or Decimal(1)
        outcome = opportunity.bring_line(
            product,
            by=by,
            position=values.get("position"),
            quantity=quantity,
            unit_price=values.get("unit_price"),
            discount=values.get("discount") or Decimal(0),
        )
        return opportunity, outcome


COLUMNS = (
    Field("integer", _l("Position"), name="position"),
    Field("link", _l("Product"), name="product", target="product", required=True),
    Field("quantity", _l("Quantity"), name="quantity"),
    Field("unit_price", _l("Unit price"), name="unit_price"),
    Field("percent", _l("Discount in %"), name="discount"),
)
WORKED_OUT = (
    Field("money", _l("Net"), name="net", currency="currency", row="opportunity"),
    Field("currency_code", _l("Currency"), name="currency", row="opportunity"),
)
