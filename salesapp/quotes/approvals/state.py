"""What exactly was approved: each line with its quantity and the price that is paid, and the total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from salesapp.core.money import exact

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class LineState:
    """A line as somebody decided on it. `paid` is one unit's price after all discounts."""

    line_id: int
    product_id: int | None
    description: str
    quantity: Decimal
    paid: Decimal

    def covers(self, now: LineState) -> bool:
        """Whether the line as it is now gives no more than this: the same thing, no cheaper, no more of it."""
        same = self.product_id == now.product_id and (
            now.product_id is not None or self.description == now.description
        )
        return same and now.quantity <= self.quantity and now.paid >= self.paid

    def kept(self) -> dict[str, Any]:
        """For a JSON column."""
        return asdict(self) | {"quantity": f"{self.quantity:f}", "paid": f"{self.paid:f}"}


def line_states(document: Any) -> dict[int, LineState]:
    """The lines and options as they are, by their keys."""
    return {
        line.state_key: line_state(line, document.discount, document.taken_off_when_added(line))
        for line in document.offered
    }


def kept_states(kept: Sequence[dict[str, Any]]) -> dict[int, LineState]:
    """The lines as they were kept."""
    states = [
        LineState(**each | {"quantity": Decimal(each["quantity"]), "paid": Decimal(each["paid"])})
        for each in kept
    ]
    return {each.line_id: each for each in states}


def line_state(line: Any, document_discount: Decimal, further: Decimal = Decimal(0)) -> LineState:
    """One line as it is; `further` is what is taken off in per cent besides."""
    with exact():
        off = (HUNDRED - line.discount) * (HUNDRED - document_discount) / (HUNDRED * HUNDRED)
        paid = line.unit_price * off * (HUNDRED - further) / HUNDRED
    return LineState(line.state_key, line.product_id, line.description, line.quantity, paid)
