"""The columns in which lines and documents keep allowances, charges, and how what is payable is rounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import fields as f
from salesapp.core.db import Json, Quantity
from salesapp.core.i18n import _l
from salesapp.core.money import from_minor
from salesapp.products.adjustments.agreed import Agreed, agreed_in, stored
from salesapp.products.adjustments.rules import ONE, ZERO, Step

COINS = {"CHF": 5}
"""The smallest coin, in minor units, of currencies whose amounts are paid in larger steps than they are counted."""


class Adjusted:
    """The trait of what has allowances and charges."""

    adjustments: Mapped[list[Any]] = mapped_column(Json, default=list)

    @property
    def agreed(self) -> tuple[Agreed, ...]:
        return agreed_in(self.adjustments)

    def agree(self, adjustments: Sequence[Agreed]) -> None:
        """Keeps these and no others."""
        self.adjustments = stored(adjustments)

    def came_to(self, amounts: Sequence[int]) -> None:
        """Keeps what each came to when it was priced."""
        if self.adjustments:
            pairs = zip(self.agreed, amounts, strict=True)
            self.agree([replace(each, amount=amount) for each, amount in pairs])


class AdjustedLine(Adjusted):
    """A line whose price may be for several units: 12.50 per 100."""

    base_quantity: Mapped[Decimal] = mapped_column(Quantity(), default=ONE)

    @property
    def per(self) -> Decimal | None:
        """How many units the price is for, where that is not one."""
        return None if self.base_quantity in {None, ONE} else self.base_quantity


class AdjustedDocument(Adjusted):
    """A document whose payable amount may be rounded to a coin. Add `currency`."""

    currency: Any

    round_to: Mapped[int | None] = f.money(
        _l("Round the amount payable to"),
        hint=_l("0.05 for Swiss francs; 0 rounds nothing. Applies to invoices."),
        importable=False,
    )

    @property
    def rounding_rule(self) -> Decimal | Step:
        """What its invoices round what is payable to."""
        return Step(from_minor(self.round_to or 0, self.currency)) if (self.round_to or 0) > 0 else ZERO

    @property
    def shown_adjustments(self) -> list[Agreed]:
        """Those that come to something: of a part of an order, others may have been billed before."""
        return [each for each in self.agreed if each.amount or not each.is_percent]
