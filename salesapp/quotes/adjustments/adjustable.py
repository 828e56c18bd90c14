"""The verbs of discounts and charges as amounts or in per cent, on a line and on the document."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from salesapp.core.db import Record
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.money import Money, to_minor
from salesapp.products.adjustments.agreed import Agreed
from salesapp.products.documents import PricedDocument
from salesapp.products.models import TaxRate

ADJUSTED = event_kind("adjustment_added", _l("%(by)s added %(what)s"), icon="percent")
UNADJUSTED = event_kind("adjustment_removed", _l("%(by)s removed %(what)s"), icon="percent")
PRICED_PER = event_kind(
    "priced_per", _l("%(by)s set the price of %(line)s to be for %(quantity)s"), icon="package"
)
MOST = 20
"""On one line or document: beyond that nobody reads them."""


class Adjustable(PricedDocument):
    """The trait of a document whose draft is given discounts and charges."""

    if TYPE_CHECKING:
        lines: Any

        def must_have_free_lines(self) -> None: ...
        def changed_by(self, by: Any) -> None: ...

    def adjust(
        self,
        reason: str,
        value: Decimal,
        *,
        by: Any,
        is_percent: bool = False,
        is_charge: bool = False,
        line: Any = None,
        tax_rate: TaxRate | None = None,
    ) -> None:
        """Adds a discount or a charge to the line, or to the whole document, which is then taxed at `tax_rate`.

        RuleBroken without a reason, for nothing, and for more than 100 %.
        """
        self.must_have_free_lines()
        target = self if line is None else line
        self._check(reason, value, is_percent, target)
        added = Agreed(reason.strip()[:200], value, is_percent, is_charge)
        if line is None and tax_rate is not None:
            added = Agreed(
                *(added.reason, value, is_percent, is_charge, 0),
                *(tax_rate.id, tax_rate.percent, tax_rate.category),
            )
        target.agree([*target.agreed, added])
        self.changed_by(by)
        record(cast(Record, self), ADJUSTED, by=by, what=told(target.agreed[-1], self.currency))

    def drop_adjustment(self, place: int, *, by: Any, line: Any = None) -> None:
        """Takes the discount or charge on that place back; RuleBroken where it is gone already."""
        self.must_have_free_lines()
        target = self if line is None else line
        if not 0 <= place < len(target.agreed):
            raise RuleBroken(_("This has already been removed."))
        gone = target.agreed[place]
        target.agree([each for i, each in enumerate(target.agreed) if i != place])
        self.changed_by(by)
        record(cast(Record, self), UNADJUSTED, by=by, what=told(gone, self.currency))

    def price_per(self, line: Any, quantity: Decimal, *, by: Any) -> None:
        """The line's price is for so many units from now on."""
        self.must_have_free_lines()
        if quantity <= 0:
            raise RuleBroken(_("The price must be for a quantity greater than zero."), field="base_quantity")
        if quantity != line.base_quantity:
            line.base_quantity = quantity
            self.changed_by(by)
            said = f"{quantity.normalize():f}"
            record(cast(Record, self), PRICED_PER, by=by, line=line.description[:120], quantity=said)

    @property
    def offered(self) -> list[Any]:
        """All that it says a price of, whether or not it is in the total."""
        return list(self.lines)

    def taken_off_when_added(self, _line: Any) -> Decimal:
        """In per cent, what discounts on the whole take off what is not in the total yet, once it is."""
        return Decimal(0)

    def must_not_be_negative(self) -> None:
        """RuleBroken where returned goods and discounts are worth more than all the rest."""
        if min(self.total, getattr(self, "payable", 0)) < 0:
            raise RuleBroken(_("The total can’t be less than zero."))

    def _check(self, reason: str, value: Decimal, is_percent: bool, target: Any) -> None:
        if not reason.strip():
            raise RuleBroken(_("Enter what it is for."), field="reason")
        if value <= 0:
            raise RuleBroken(_("Enter more than zero."), field="value")
        if is_percent and value > 100:
            raise RuleBroken(_("Enter at most 100 percent."), field="value")
        if not is_percent and not to_minor(value, self.currency):
            raise RuleBroken(_("Enter more than zero."), field="value")
        if len(target.agreed) >= MOST:
            raise RuleBroken(_("There are too many. Remove one first."))


def told(agreed: Agreed, currency: str) -> str:
    """One of them in a short text for the history: `−12.50 EUR · Spring offer`."""
    amount = Money(abs(agreed.amount), currency).amount
    size = f"{agreed.value.normalize():f}%" if agreed.is_percent else f"{amount:f} {currency}"
    return f"{'+' if agreed.is_charge else '−'}{size} · {agreed.reason}"
