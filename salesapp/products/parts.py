"""Billing a priced document in parts: what one invoice takes, down payments, and what is still to come.

Every part is the difference between what is billed after it and what was billed before it, each rounded from the
start. So a part is never off by more than one minor unit per line and rate, and the last one takes exactly what is
left: however an order was cut, its nets and taxes add up to the whole. Credit notes are parts of an invoice alike.

Allowances and charges go along: a line's by its quantity, the document's by how much of its lines' net is reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from salesapp.core.i18n import _l
from salesapp.core.money import exact, exponent, from_minor, spread, to_minor
from salesapp.products.pricing import (
    HUNDRED,
    ZERO,
    Line,
    Percentage,
    PricedAdjustment,
    PricedLine,
    RateTotal,
    Totals,
    bases,
    portion,
    tax_on,
)
from salesapp.products.taxes.categories import TaxKey


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

    `billed` is per line, `adjusted` per allowance and charge of the document; `taxes` is the tax billed per rate on
    both. `down_payments` holds per rate what down payment invoices asked for and no part has deducted yet; it is in
    none of the others.
    """

    lines: Sequence[Line]
    whole: Totals
    billed: Sequence[Billed]
    taxes: Mapping[TaxKey, int] = field(default_factory=dict)
    down_payments: Sequence[RateTotal] = ()
    asked_before: int = 0
    """How many down payments were asked for: each was rounded, so that the last may meet that many roundings."""
    closed: Sequence[Decimal] = ()
    """Per line, what is never billed any more; empty where nothing is."""
    adjusted: Sequence[int] = ()
    """Empty where nothing is billed of any."""

    def part(self, quantities: Sequence[Decimal]) -> Totals:
        """The part that takes these quantities, one per line; zero leaves a line out.

        It has a priced line for each line of the whole, all zero for those left out. Down payments are deducted as
        late as possible, so that no part becomes negative and the last one deducts them all. ValueError for more
        than is left of a line.
        """
        pairs = zip(quantities, self.quantities_left(), strict=True)
        lines = tuple(self._line_part(i, quantity, left) for i, (quantity, left) in enumerate(pairs))
        adjustments = tuple(self._adjustments(lines, quantities))
        taxes = tuple(self._taxes(lines, adjustments, quantities))
        return Totals(self.whole.currency, lines, taxes, tuple(self._deductions(taxes)), adjustments)

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
        adjustments = tuple(self._adjustments(lines, quantities))
        found = {share.key: share for share in self._taxes(lines, adjustments, quantities)}
        return tuple(found.get(share.key, replace(share, base=0, tax=0)) for share in self.whole.taxes)

    def not_billed(self) -> tuple[RateTotal, ...]:
        """What parts have not taken per rate of the whole, closed quantities included."""
        billed = self._bases_billed()
        return tuple(
            replace(share, base=share.base - billed[share.key], tax=share.tax - self.taxes.get(share.key, 0))
            for share in self.whole.taxes
        )

    def adds_up(self) -> bool:
        """Whether what is billed and all that is left come to the whole, line by line and rate by rate.

        Not where a line was changed after it was billed, or a discount falls differently on one that is billed wholly.
        """
        rest = replace(self, closed=()).rest()
        lines = zip(self.whole.lines, self.billed, rest.lines, strict=True)
        adjusted = self.adjusted or [0] * len(self.whole.adjustments)
        adjustments = zip(self.whole.adjustments, adjusted, rest.adjustments, strict=True)
        taxes = dict(self.taxes)
        for share in rest.taxes:
            taxes[share.key] = taxes.get(share.key, 0) + share.tax
        return (
            all(
                (whole.net_before, whole.discount)
                == (done.net_before + left.net_before, done.discount + left.discount)
                for whole, done, left in lines
            )
            and all(whole.amount == done + left.amount for whole, done, left in adjustments)
            and {key: tax for key, tax in taxes.items() if tax}
            == {share.key: share.tax for share in self.whole.taxes if share.tax}
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
            if from_minor(amount, currency) != asked:
                raise ValueError(_l("At most %(num)s decimal places.", num=exponent(currency)))
        free = self.free()
        if isinstance(asked, Percentage) and 2 * (amount - sum(free)) <= self.asked_before + 1:
            amount = min(amount, sum(free))
        if not 0 < amount <= sum(free):
            raise ValueError(
                _l("A down payment must be greater than zero and at most the amount not yet invoiced.")
            )
        shares = zip(self.whole.taxes, spread(amount, free), strict=True)
        taxes = tuple(_with_tax_inside(total, share.key) for share, total in shares if total)
        lines = tuple(PricedLine(share.base, 0, share.rate, share.category) for share in taxes)
        return Totals(currency, lines, taxes)

    def free(self) -> list[int]:
        """Per rate of the whole, what a down payment may still ask for, tax included.

        What is taken back at one rate, such as a trade-in, is not asked for at another.
        """
        down = {share.key: share.total for share in self.down_payments}
        open_ = [share.total - down.get(share.key, 0) for share in self.left()]
        free = [max(0, each) for each in open_]
        return spread(max(0, sum(open_)), free) if sum(open_) < sum(free) else free

    def too_much(self, left: str) -> Any:
        """The sentence for more of a line than can still be taken."""
        return _l("Only %(left)s of this line can still be invoiced.", left=left)

    def _line_part(self, i: int, quantity: Decimal, left: Decimal) -> PricedLine:
        line, priced, done = self.lines[i], self.whole.lines[i], self.billed[i]
        if not min(ZERO, left) <= quantity <= max(ZERO, left):
            raise ValueError(self.too_much(_plain(left)))
        with exact():
            reached = done.quantity + quantity
        if not quantity and reached != line.quantity:
            return replace(priced, net_before=0, discount=0, adjustments=())
        net_before, discount = priced.net_before, priced.discount
        if reached != line.quantity:
            net_before = line.net_of(reached, self.whole.currency)
            discount = _discount_so_far(priced, net_before, portion(priced.net, reached, line.quantity))
        return replace(
            priced,
            net_before=net_before - done.net_before,
            discount=discount - done.discount,
            adjustments=_between(priced.adjustments, done.quantity, reached, line.quantity),
        )

    def _adjustments(
        self, parts: Sequence[PricedLine], quantities: Sequence[Decimal]
    ) -> Iterator[PricedAdjustment]:
        """Of the document's allowances and charges so much as its lines have reached; the last part takes the rest."""
        billed = self.adjusted or [0] * len(self.whole.adjustments)
        whole = Decimal(sum(line.net for line in self.whole.lines))
        reached = Decimal(sum(done.net_before - done.discount for done in self.billed)) + sum(
            part.net for part in parts
        )
        complete = list(quantities) == self._not_billed()
        for each, done in zip(self.whole.adjustments, billed, strict=True):
            so_far = each.amount if complete else portion(each.amount, reached, whole) if whole else 0
            yield replace(each, amount=within(so_far - done, each.amount - done))

    def _taxes(
        self,
        parts: Sequence[PricedLine],
        adjustments: Sequence[PricedAdjustment],
        quantities: Sequence[Decimal],
    ) -> Iterator[RateTotal]:
        """The tax of each rate that this part touches, or completes with a remainder."""
        nets, billed = bases([*parts, *adjustments]), self._bases_billed()
        lines = list(zip(self.lines, quantities, self._not_billed(), strict=True))
        adjusted = {
            each.key: any(part.amount for part in adjustments if part.key == each.key) for each in adjustments
        }
        for share in self.whole.taxes:
            key, net = share.key, nets[share.key]
            touched = adjusted.get(key, False) or any(took for line, took, _left in lines if line.key == key)
            complete = all(took == left for line, took, left in lines if line.key == key or key in adjusted)
            reached = share.tax if complete else tax_on(billed[key] + net, key.percent)
            tax = reached - self.taxes.get(key, 0) if touched or complete else 0
            if touched or net or tax:
                yield replace(share, base=net, tax=tax)

    def _bases_billed(self) -> dict[TaxKey, int]:
        pairs = zip(self.lines, self.billed, strict=True)
        lines = [PricedLine(done.net_before, done.discount, *line.key) for line, done in pairs]
        adjusted = zip(
            self.whole.adjustments, self.adjusted or [0] * len(self.whole.adjustments), strict=True
        )
        return bases([*lines, *(replace(each, amount=done) for each, done in adjusted)])

    def _deductions(self, taxes: Sequence[RateTotal]) -> Iterator[RateTotal]:
        """Of each rate's down payment, what the parts after this one could no longer deduct."""
        taken = {share.key: share.total for share in taxes}
        still_to_come = {share.key: share.total - taken.get(share.key, 0) for share in self.left()}
        for down in self.down_payments:
            due = min(down.total - max(0, still_to_come.get(down.key, 0)), taken.get(down.key, 0))
            if due >= down.total:
                yield down
            elif due > 0:
                yield _with_tax_inside(due, down.key)


def _discount_so_far(priced: PricedLine, net_before: int, net: int) -> int:
    """The discount that brings a line down to the net it has reached: nets never shrink, so no part is negative."""
    return net_before - min(net, net_before, key=abs) if priced.discount else 0


def _plain(quantity: Decimal) -> str:
    with exact():
        return f"{quantity.normalize():f}"


def _with_tax_inside(total: int, key: TaxKey) -> RateTotal:
    """Splits an amount into base and tax; the tax is within one minor unit of the rate on the base."""
    with exact():
        base = portion(total, HUNDRED, HUNDRED + key.percent)
    return RateTotal(key.percent, base, total - base, key.category)


def within(amount: int, left: int) -> int:
    """An amount no further from nothing than what is left, and never on the other side of it."""
    return max(min(0, left), min(amount, max(0, left)))


def _between(amounts: Sequence[int], done: Decimal, reached: Decimal, whole: Decimal) -> tuple[int, ...]:
    """Of each of a line's allowances and charges, what falls to the quantity from `done` to `reached`."""
    if not whole:
        return ()
    return tuple(portion(each, reached, whole) - portion(each, done, whole) for each in amounts)
