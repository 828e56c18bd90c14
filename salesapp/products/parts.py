"""Billing a priced document in parts: what one invoice takes, down payments, and what is still to come.

Every part is the difference between what is billed after it and what was billed before it, each rounded from the
start. So a part is never off by more than one minor unit per line and rate, and the last one takes exactly what is
left: however an order was cut, its nets and taxes add up to the whole. Credit notes are parts of an invoice alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from salesapp.core.i18n import _l
from salesapp.core.money import exact, spread, to_minor
from salesapp.products.pricing import (
    HUNDRED,
    ZERO,
    Line,
    Percentage,
    PricedLine,
    RateTotal,
    Totals,
    bases,
    portion,
    tax_on,
)


@dataclass(frozen=True)
class Billed:
    """What parts so far took from one line, less what was credited again; amounts in minor units.

    `net_before` and `discount` are those of `PricedLine`.
    """

    quantity: Decimal = ZERO
    net_before: int = 0
    discount: int = 0


@dataclass(frozen=True)
class Billing:
    """A priced document and how much of it is billed.

    `billed` is per line; `taxes` is the tax billed per rate on those lines. `down_payments` holds per rate what
    down payment invoices asked for and no part has deducted yet; it is in neither of the other two.
    """

    lines: Sequence[Line]
    whole: Totals
    billed: Sequence[Billed]
    taxes: Mapping[Decimal, int] = field(default_factory=dict)
    down_payments: Sequence[RateTotal] = ()
    asked_before: int = 0
    """How many down payments were asked for: each was rounded, so that the last may meet that many roundings."""
    closed: Sequence[Decimal] = ()
    """Per line, what is never billed any more; empty where nothing is."""

    def part(self, quantities: Sequence[Decimal]) -> Totals:
        """The part that takes these quantities, one per line; zero leaves a line out.

        It has a priced line for each line of the whole, all zero for those left out. Down payments are deducted as
        late as possible, so that no part becomes negative and the last one deducts them all. ValueError for more
        than is left of a line.
        """
        pairs = zip(quantities, self.quantities_left(), strict=True)
        lines = tuple(self._line_part(i, quantity, left) for i, (quantity, left) in enumerate(pairs))
        taxes = tuple(self._taxes(lines, quantities))
        return Totals(self.whole.currency, lines, taxes, tuple(self._deductions(taxes)))

    def rest(self) -> Totals:
        """The last part: everything that is not billed yet."""
        return self.part(self.quantities_left())

    def quantities_left(self) -> list[Decimal]:
        """Per line, what can still be billed."""
        with exact():
            closed = self.closed or [ZERO] * len(self.lines)
            return [rest - gone for rest, gone in zip(self._not_billed(), closed, strict=True)]

    def left(self) -> tuple[RateTotal, ...]:
        """What the parts to come will hold per rate of the whole, down payments not deducted."""
        if not any(self.closed):
            return self.not_billed()
        quantities = self.quantities_left()
        lines = tuple(self._line_part(i, quantity, quantity) for i, quantity in enumerate(quantities))
        found = {share.rate: share for share in self._taxes(lines, quantities)}
        return tuple(found.get(share.rate, RateTotal(share.rate, 0, 0)) for share in self.whole.taxes)

    def not_billed(self) -> tuple[RateTotal, ...]:
        """What parts have not taken per rate of the whole, closed quantities included."""
        bases_billed = self._bases_billed()
        return tuple(
            RateTotal(
                share.rate, share.base - bases_billed[share.rate], share.tax - self.taxes.get(share.rate, 0)
            )
            for share in self.whole.taxes
        )

    def _not_billed(self) -> list[Decimal]:
        with exact():
            return [line.quantity - done.quantity for line, done in zip(self.lines, self.billed, strict=True)]

    def down_payment(self, asked: Decimal | Percentage) -> Totals:
        """A down payment of a percentage of the whole, or of an amount in major units, tax included.

        It has one line per tax rate. Where percentages were rounded up before, the last takes what is left: 50 % and
        50 %, or 70 % and 30 %, are the whole. ValueError for nothing, and for more than is left to ask for.
        """
        currency = self.whole.currency
        if isinstance(asked, Percentage):
            amount = portion(self.whole.total, asked.value, HUNDRED)
        else:
            amount = to_minor(asked, currency)
        down = {share.rate: share.total for share in self.down_payments}
        free = [max(0, share.total - down.get(share.rate, 0)) for share in self.left()]
        if isinstance(asked, Percentage) and 2 * (amount - sum(free)) <= self.asked_before + 1:
            amount = min(amount, sum(free))
        if not 0 < amount <= sum(free):
            raise ValueError(
                _l("A down payment must be greater than zero and at most the amount not yet invoiced.")
            )
        shares = zip(self.whole.taxes, spread(amount, free), strict=True)
        taxes = tuple(_with_tax_inside(total, share.rate) for share, total in shares if total)
        return Totals(currency, tuple(PricedLine(share.base, 0, share.rate) for share in taxes), taxes)

    def too_much(self, left: str) -> Any:
        """The sentence for more of a line than can still be taken."""
        return _l("Only %(left)s of this line can still be invoiced.", left=left)

    def _line_part(self, i: int, quantity: Decimal, left: Decimal) -> PricedLine:
        line, priced, done = self.lines[i], self.whole.lines[i], self.billed[i]
        if not min(ZERO, left) <= quantity <= max(ZERO, left):
            raise ValueError(self.too_much(_plain(left)))
        if quantity == line.quantity - done.quantity:
            return PricedLine(priced.net_before - done.net_before, priced.discount - done.discount, line.tax)
        if not quantity:
            return PricedLine(0, 0, line.tax)
        with exact():
            reached = done.quantity + quantity
        net_before = line.net_of(reached, self.whole.currency)
        discount = _discount_so_far(priced, net_before, portion(priced.net, reached, line.quantity))
        return PricedLine(net_before - done.net_before, discount - done.discount, line.tax)

    def _taxes(self, parts: Sequence[PricedLine], quantities: Sequence[Decimal]) -> Iterator[RateTotal]:
        """The tax of each rate that this part touches, or completes with a remainder."""
        nets, billed = bases(parts), self._bases_billed()
        pairs = list(zip(self.lines, quantities, self._not_billed(), strict=True))
        for share in self.whole.taxes:
            rate, net = share.rate, nets[share.rate]
            touched = any(quantity for line, quantity, _left in pairs if line.tax == rate)
            complete = all(quantity == left for line, quantity, left in pairs if line.tax == rate)
            reached = share.tax if complete else tax_on(billed[rate] + net, rate)
            tax = reached - self.taxes.get(rate, 0) if touched or complete else 0
            if touched or net or tax:
                yield RateTotal(rate, net, tax)

    def _bases_billed(self) -> dict[Decimal, int]:
        pairs = zip(self.lines, self.billed, strict=True)
        return bases(PricedLine(done.net_before, done.discount, line.tax) for line, done in pairs)

    def _deductions(self, taxes: Sequence[RateTotal]) -> Iterator[RateTotal]:
        """Of each rate's down payment, what the parts after this one could no longer deduct."""
        taken = {share.rate: share.total for share in taxes}
        still_to_come = {share.rate: share.total - taken.get(share.rate, 0) for share in self.left()}
        for down in self.down_payments:
            due = min(down.total - max(0, still_to_come.get(down.rate, 0)), taken.get(down.rate, 0))
            if due >= down.total:
                yield down
            elif due > 0:
                yield _with_tax_inside(due, down.rate)


def _discount_so_far(priced: PricedLine, net_before: int, net: int) -> int:
    """The discount that brings a line down to the net it has reached: nets never shrink, so no part is negative."""
    return net_before - min(net, net_before, key=abs) if priced.discount else 0


def _plain(quantity: Decimal) -> str:
    with exact():
        return f"{quantity.normalize():f}"


def _with_tax_inside(total: int, rate: Decimal) -> RateTotal:
    """Splits an amount into base and tax; the tax is within one minor unit of the rate on the base."""
    with exact():
        base = portion(total, HUNDRED, HUNDRED + rate)
    return RateTotal(rate, base, total - base)
