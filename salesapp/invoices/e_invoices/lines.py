"""A line of ours as one of an e-invoice: by what its net is not quantity × price is an allowance or a charge."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from salesapp.core.i18n import _
from salesapp.core.money import exact, from_minor, round_half_up
from salesapp.invoices.e_invoices import model
from salesapp.invoices.e_invoices.taxes import category_of
from salesapp.products.units import unit_code

CENTS = 2


def line_of(line: Any, number: int, currency: str) -> model.Line:
    """The line by the standard's words, in the language that is set."""
    name, _newline, description = line.description.strip().partition("\n")
    product = line.product
    found = model.Line(
        number=str(number),
        name=name,
        description=" ".join(description.split()),
        quantity=line.quantity.normalize(),
        unit=unit_code(line.unit) or line.unit,
        price=line.unit_price.normalize(),
        net=from_minor(line.net, currency),
        category=category_of(line),
        product_code="" if product is None else product.code or "",
        period=_period(line),
    )
    return adjusted(found, _("Discount") if line.discount else _("Rounding"))


def adjusted(line: model.Line, reason: str) -> model.Line:
    """The line with its allowance (BT-136) derived: so its sum is exact whatever was rounded when."""
    with exact():
        gross = round_half_up(line.quantity * line.price / line.base_quantity, CENTS)
        off = gross - line.net
    if not off:
        return line
    adjustment = (model.Adjustment(amount=abs(off), reason=reason),)
    return replace(line, allowances=adjustment) if off > 0 else replace(line, charges=adjustment)


def _period(line: Any) -> model.Period | None:
    first, last = line.supply_from, line.supply_to
    return None if first is None else model.Period(first, last or first)
