from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesapp.products.parts import Billed, Billing
from salesapp.products.pricing import Line, Percentage, RateTotal, price
from tests.products.test_pricing import currencies, decimals, line_of, percentages

ZERO = Decimal(0)
orders = st.lists(line_of(decimals("0.001", 1000, 3)), min_size=1, max_size=5)


class Desk:
    """Bills one order step by step and keeps what a database would keep."""

    def __init__(self, lines, whole):
        self.lines, self.whole = lines, whole
        self.billed = [Billed() for _ in lines]
        self.adjusted = [0] * len(whole.adjustments)
        self.taxes = Counter()
        self.down_bases, self.down_taxes = Counter(), Counter()
        self.invoices = []
        self.asked = 0

    @property
    def billing(self):
        keys = sorted(self.down_bases, key=lambda key: key.place)
        down = [
            RateTotal(key.percent, self.down_bases[key], self.down_taxes[key], key.category) for key in keys
        ]
        return Billing(
            self.lines, self.whole, self.billed, self.taxes, down, self.asked, adjusted=self.adjusted
        )

    def pay_down(self, asked):
        invoice = self.billing.down_payment(asked)
        self._count_down(invoice.taxes, 1)
        self.asked += 1
        self.invoices.append(invoice)

    def invoice(self, quantities):
        part = self.billing.part(quantities)
        self._take(part, quantities, 1)
        self._count_down(part.deducted, -1)
        self.invoices.append(part)
        return part

    def credit(self, part, quantities):
        self._take(part, quantities, -1)
        self._count_down(part.deducted, 1)
        self.invoices.append(-part)

    def finish(self):
        return self.invoice(self.billing.quantities_left())

    def asked_for_in_all(self):
        return sum(invoice.payable for invoice in self.invoices)

    def asked_for(self):
        """Base and tax per rate over all invoices, deductions taken off."""
        return {key.percent: asked for key, asked in self.asked_for_by_key().items()}

    def asked_for_by_key(self):
        bases, taxes = Counter(), Counter()
        for invoice in self.invoices:
            for share in (*invoice.taxes, *(-share for share in invoice.deducted)):
                bases[share.key] += share.base
                taxes[share.key] += share.tax
        return {key: (bases[key], taxes[key]) for key in bases}

    def _take(self, part, quantities, sign):
        self.billed = [
            Billed(
                done.quantity + sign * quantity,
                done.net_before + sign * line.net_before,
                done.discount + sign * line.discount,
            )
            for done, line, quantity in zip(self.billed, part.lines, quantities, strict=True)
        ]
        self.adjusted = [
            done + sign * each.amount for done, each in zip(self.adjusted, part.adjustments, strict=True)
        ]
        for share in part.taxes:
            self.taxes[share.key] += sign * share.tax

    def _count_down(self, shares, sign):
        for share in shares:
            self.down_bases[share.key] += sign * share.base
            self.down_taxes[share.key] += sign * share.tax


def draw_quantities(data, billing):
    return [
        Decimal(data.draw(st.integers(0, int(left * 1000)))).scaleb(-3) for left in billing.quantities_left()
    ]


def per_rate(whole):
    return {share.rate: (share.base, share.tax) for share in whole.taxes}


@given(orders, currencies, percentages, st.integers(0, 4), st.data())
def test_whatever_the_parts_were_they_add_up_to_the_order(lines, currency, discount, parts, data):
    whole = price(lines, currency, discount)
    desk = Desk(lines, whole)
    for _ in range(parts):
        desk.invoice(draw_quantities(data, desk.billing))
    desk.finish()
    assert desk.asked_for() == per_rate(whole)
    assert [(done.net_before, done.discount) for done in desk.billed] == [
        (line.net_before, line.discount) for line in whole.lines
    ]
    assert not any(share.base or share.tax for share in desk.billing.left())


@given(orders, currencies, percentages, st.data())
def test_down_payments_are_deducted_to_the_cent_and_leave_no_invoice_negative(
    lines, currency, discount, data
):
    whole = price(lines, currency, discount)
    desk = Desk(lines, whole)
    for step in data.draw(st.lists(st.sampled_from(["down", "part"]), max_size=5)):
        open_down = sum(desk.down_bases.values()) + sum(desk.down_taxes.values())
        free = sum(share.total for share in desk.billing.left()) - open_down
        if step == "part":
            desk.invoice(draw_quantities(data, desk.billing))
        elif free > 0:
            minor = data.draw(st.integers(1, free))
            desk.pay_down(Decimal(minor).scaleb(-{"EUR": 2, "JPY": 0, "KWD": 3}[currency]))
            assert desk.invoices[-1].total == minor
    desk.finish()
    assert all(invoice.payable >= 0 for invoice in desk.invoices)
    assert sum(invoice.payable for invoice in desk.invoices) == whole.total
    assert desk.asked_for() == per_rate(whole) | {
        rate: (0, 0) for rate in desk.asked_for() if rate not in per_rate(whole)
    }
    assert not any(desk.down_bases.values())
    assert not any(desk.down_taxes.values())


@given(orders, currencies, percentages, st.data())
def test_a_part_is_never_off_by_more_than_a_cent(lines, currency, discount, data):
    desk = Desk(lines, price(lines, currency, discount))
    for _ in range(3):
        quantities = draw_quantities(data, desk.billing)
        part = desk.invoice(quantities)
        for line, priced, quantity in zip(lines, part.lines, quantities, strict=True):
            assert abs(priced.net_before - line.net_of(quantity, currency)) <= 1
        for share in part.taxes:
            assert abs(share.tax - Fraction(share.base) * Fraction(share.rate) / 100) <= 1


@given(orders, currencies, percentages, st.data())
def test_a_part_credited_again_leaves_the_order_as_it_was(lines, currency, discount, data):
    desk = Desk(lines, price(lines, currency, discount))
    desk.invoice(draw_quantities(data, desk.billing))
    before = desk.billing.left()
    quantities = draw_quantities(data, desk.billing)
    desk.credit(desk.invoice(quantities), quantities)
    assert desk.billing.left() == before
    desk.finish()
    assert desk.asked_for() == per_rate(desk.whole)


@given(orders, currencies, percentages, st.data())
def test_an_invoice_credited_in_parts_is_credited_in_whole(lines, currency, discount, data):
    order = Desk(lines, price(lines, currency, discount))
    order.invoice(draw_quantities(data, order.billing))
    quantities = draw_quantities(data, order.billing)
    invoice = order.invoice(quantities)
    invoiced = [
        Line(q, line.unit_price, line.discount, line.tax) for line, q in zip(lines, quantities, strict=True)
    ]
    desk = Desk(invoiced, invoice)
    desk.invoice(draw_quantities(data, desk.billing))
    desk.finish()
    assert desk.asked_for() == per_rate(invoice) | {
        rate: (0, 0) for rate in desk.asked_for() if rate not in per_rate(invoice)
    }


def one_line(quantity="3", unit_price="10.00", tax="19"):
    lines = [Line(Decimal(quantity), Decimal(unit_price), ZERO, Decimal(tax))]
    return Desk(lines, price(lines, "EUR"))


def test_the_rest_of_an_order_nobody_billed_is_the_order():
    desk = one_line("7", "3.335")
    assert desk.billing.rest() == desk.whole


def test_the_first_part_is_priced_like_a_document_of_its_own():
    desk = one_line("7", "3.335")
    part = desk.invoice([Decimal(2)])
    assert part.taxes == price([Line(Decimal(2), Decimal("3.335"), ZERO, Decimal(19))], "EUR").taxes


def test_three_thirds_are_a_whole():
    lines = [Line(Decimal(3), Decimal("33.3333"), ZERO, Decimal(19))]
    desk = Desk(lines, price(lines, "EUR"))
    assert [desk.invoice([Decimal(1)]).net for _ in range(3)] == [3333, 3334, 3333]
    assert desk.asked_for() == {Decimal(19): (10000, 1900)}


def test_a_down_payment_is_deducted_by_the_last_part():
    desk = one_line("4", "25")
    desk.pay_down(Percentage(Decimal(20)))
    assert desk.invoices[0].taxes == (RateTotal(Decimal(19), 2000, 380),)
    assert [desk.invoice([Decimal(1)]).deducted for _ in range(3)] == [(), (), ()]
    last = desk.finish()
    assert last.deducted == (RateTotal(Decimal(19), 2000, 380),)
    assert (last.total, last.payable) == (2975, 595)


def test_what_the_last_part_could_not_bear_is_deducted_before():
    desk = one_line("4", "25")
    desk.pay_down(Decimal("35.70"))
    parts = [desk.invoice([Decimal(1)]) for _ in range(4)]
    assert [part.payable for part in parts] == [2975, 2975, 2380, 0]


def test_a_down_payment_is_split_over_the_tax_rates():
    lines = [Line(Decimal(1), Decimal(100), ZERO, Decimal(rate)) for rate in (7, 19)]
    down = Desk(lines, price(lines, "EUR")).billing.down_payment(Percentage(Decimal(50)))
    assert down.taxes == (RateTotal(Decimal(7), 5000, 350), RateTotal(Decimal(19), 5000, 950))
    assert [line.net for line in down.lines] == [5000, 5000]


@pytest.mark.parametrize(
    "asked", [Decimal(0), Decimal(-1), Decimal("35.71"), Percentage(Decimal(101)), Percentage(ZERO)]
)
def test_a_down_payment_beyond_the_order_is_refused(asked):
    with pytest.raises(ValueError, match="A down payment must be greater than zero"):
        one_line().billing.down_payment(asked)


@pytest.mark.parametrize(
    ("total", "shares", "asked"),
    [
        ("12870.59", (50, 50), [643530, 643529]),
        ("145.05", (70, 30), [10154, 4351]),
        ("145.05", (30, 70), [4352, 10153]),
        ("0.05", (10,) * 10, [1, 1, 1, 1, 1]),
    ],
)
def test_shares_of_the_whole_are_the_whole(total, shares, asked):
    lines = [Line(Decimal(1), Decimal(total), ZERO, ZERO)]
    desk = Desk(lines, price(lines, "EUR"))
    for share in shares[: len(asked)]:
        desk.pay_down(Percentage(Decimal(share)))
    assert [each.total for each in desk.invoices] == asked
    assert sum(asked) == desk.whole.total


@given(orders, currencies, st.lists(st.integers(1, 5000), min_size=1, max_size=6))
def test_down_payments_of_a_hundred_per_cent_fit_however_they_are_cut(lines, currency, cuts):
    desk, left = Desk(lines, price(lines, currency)), Decimal(100)
    shares = [Decimal(cut) / 100 for cut in cuts]
    for wanted in [*shares[: len(shares) - 1], Decimal(100)]:
        share = min(wanted, left)
        left -= share
        if share and desk.whole.total * share / 100 >= 1 and desk.asked_for_in_all() < desk.whole.total:
            desk.pay_down(Percentage(share))
    assert desk.asked_for_in_all() <= desk.whole.total


def test_two_down_payments_together_stay_within_the_order():
    desk = one_line()
    desk.pay_down(Percentage(Decimal(60)))
    with pytest.raises(ValueError, match="A down payment"):
        desk.pay_down(Percentage(Decimal(60)))


@pytest.mark.parametrize("quantity", ["3.001", "-1"])
def test_more_than_is_left_of_a_line_is_refused(quantity):
    with pytest.raises(ValueError, match="Only 3 of this line can still be invoiced"):
        one_line().invoice([Decimal(quantity)])


def test_a_part_names_every_line():
    with pytest.raises(ValueError, match="zip"):
        one_line().invoice([])


def test_returned_goods_in_an_order_are_invoiced_downwards():
    lines = [
        Line(Decimal(2), Decimal(50), ZERO, Decimal(19)),
        Line(Decimal(-3), Decimal(10), ZERO, Decimal(19)),
    ]
    desk = Desk(lines, price(lines, "EUR"))
    assert desk.invoice([Decimal(1), Decimal(-1)]).net == 4000
    assert desk.finish().net == 3000


def test_a_rate_no_line_of_the_part_has_is_not_mentioned():
    lines = [Line(Decimal(1), Decimal(10), ZERO, Decimal(rate)) for rate in (0, 19)]
    part = Desk(lines, price(lines, "EUR")).invoice([Decimal(1), ZERO])
    assert part.taxes == (RateTotal(ZERO, 1000, 0),)
