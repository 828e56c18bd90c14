"""A line of ours as one of an e-invoice: by what its net is not quantity × price is an allowance or a charge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from salesapp.core.i18n import _
from salesapp.core.money import from_minor
from salesapp.invoices.e_invoices import model
from salesapp.invoices.e_invoices.check.amounts import SHARED_CENT, line_net
from salesapp.invoices.e_invoices.taxes import category_of
from salesapp.products.units import unit_code


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
        base_quantity=line.per or Decimal(1),
        net=from_minor(line.net, currency),
        category=category_of(line),
        product_code="" if product is None else product.code or "",
        period=_period(line),
        allowances=tuple(_agreed(line, currency, charges=False)),
        charges=tuple(_agreed(line, currency, charges=True)),
    )
    return adjusted(found, _("Discount") if line.discount else "")


def _agreed(line: Any, currency: str, *, charges: bool) -> Iterator[model.Adjustment]:
    """What was agreed for the line, as amounts: percentages were rounded when it was priced."""
    for each in line.agreed:
        if each.amount and (each.amount > 0) is charges:
            yield model.Adjustment(amount=from_minor(abs(each.amount), currency), reason=each.reason)


def adjusted(line: model.Line, reason: str = "") -> model.Line:
    """The line with one more allowance or charge where the others leave something: so its sum is exact.

    Without a `reason` a cent is a rounding; more than that was agreed since, as a credited price reduction is.
    """
    off = line_net(line) - line.net
    if not off:
        return line
    changed = _("Price reduction") if off > 0 else _("Price increase")
    reason = reason or (_("Rounding") if abs(off) <= SHARED_CENT else changed)
    further = model.Adjustment(amount=abs(off), reason=reason)
    if off > 0:
        return replace(line, allowances=(*line.allowances, further))
    return replace(line, charges=(*line.charges, further))


def _period(line: Any) -> model.Period | None:
    first, last = line.supply_from, line.supply_to
    return None if first is None else model.Period(first, last or first)
