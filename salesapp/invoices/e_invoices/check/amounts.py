"""The arithmetic of EN 16931 to the last cent: lines (BT-131), totals (BR-CO-10 to 17) and decimals (BR-DEC)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from salesapp.core.i18n import _
from salesapp.core.money import exact, round_half_up
from salesapp.invoices.e_invoices.check.breach import Breach, missing
from salesapp.invoices.e_invoices.model import Adjustment, EInvoice, Line, TaxShare

CENTS = 2
"""No amount of an e-invoice has more decimals."""
OfOrders = tuple[tuple[Decimal, Decimal], ...]
SHARED_CENT = Decimal("0.01")
"""By so much the VAT of an order may differ from base × rate where it was shared out over its invoices."""


def check(invoice: EInvoice) -> Iterator[Breach]:
    for line in invoice.lines:
        yield from _check_line(line)
    for share in invoice.taxes:
        yield from _check_tax(share, share.of_orders or _told_by_notes(share, invoice.lines))
    yield from _check_sums(invoice)
    yield from _check_decimals(invoice)
    for kind, adjustments in (("allowances", invoice.allowances), ("charges", invoice.charges)):
        for each in adjustments:
            yield from _check_adjustment(each, kind)


def line_net(line: Line) -> Decimal:
    """What the line comes to: quantity × price, with its charges, less its allowances (BT-131)."""
    with exact():
        product = line.quantity * line.price / line.base_quantity
        charged = sum((each.amount for each in line.charges), Decimal(0))
        return (
            round_half_up(product, CENTS)
            + charged
            - sum((each.amount for each in line.allowances), Decimal(0))
        )


def _check_line(line: Line) -> Iterator[Breach]:
    place = f"lines.{line.number}"
    if line.base_quantity <= 0:
        yield Breach("OWN-BASE", f"{place}.base_quantity", _("The price must be for a quantity above zero."))
        return
    if line.price < 0:
        yield Breach(
            "BR-27", f"{place}.price", _("Line %(line)s: a price can’t be negative.", line=line.number)
        )
    right = line_net(line)
    if right != line.net:
        sentence = _(
            "Line %(line)s: quantity × price comes to %(right)s, but the line says %(stated)s.",
            line=line.number,
            right=f"{right:f}",
            stated=f"{line.net:f}",
        )
        yield Breach("OWN-LINE", f"{place}.net", sentence)
    for each in (*line.allowances, *line.charges):
        yield from _check_adjustment(each, place)


def _check_tax(share: TaxShare, of_orders: OfOrders) -> Iterator[Breach]:
    """BR-CO-17 and BR-S-9 to BR-O-9, which allow whole euros in the official sheets."""
    right = _tax_on(share.base, share.category.percent)
    if right == share.tax:
        return
    off = [abs(tax - _tax_on(base, share.category.percent)) for base, tax in of_orders]
    by_order = bool(off) and _is_sum(share, of_orders)
    if by_order and not any(off):
        return  # each order is taxed to the cent, and the invoice is their sum
    sentence = _(
        "VAT at %(percent)s%% of %(base)s is %(right)s, but the invoice says %(stated)s.",
        percent=f"{share.category.percent or 0:f}",
        base=f"{share.base:f}",
        right=f"{right:f}",
        stated=f"{share.tax:f}",
    )
    yield Breach(
        "BR-CO-17", "taxes", sentence, blocks=(max(off) if by_order else abs(right - share.tax)) > SHARED_CENT
    )


def _tax_on(base: Decimal, percent: Decimal | None) -> Decimal:
    return round_half_up(base * (percent or 0) / 100, CENTS)


def _is_sum(share: TaxShare, of_orders: OfOrders) -> bool:
    """Whether its orders, of which each may be off by as much as one alone, come to what it says."""
    bases, taxes = zip(*of_orders, strict=True)
    return (sum(bases), sum(taxes)) == (share.base, share.tax)


def _told_by_notes(share: TaxShare, lines: Sequence[Line]) -> OfOrders:
    """Base and tax of each order of a file, where the note of each line says which order it is of (BT-127)."""
    bases: dict[str, Decimal] = {}
    for line in lines:
        if line.category == share.category:
            bases[line.note] = bases.get(line.note, Decimal(0)) + line.net
    if len(bases) < 2 or "" in bases:
        return ()
    return tuple((base, _tax_on(base, share.category.percent)) for base in bases.values())


def _check_sums(invoice: EInvoice) -> Iterator[Breach]:
    totals = invoice.totals
    allowed = sum((each.amount for each in invoice.allowances), Decimal(0))
    charged = sum((each.amount for each in invoice.charges), Decimal(0))
    sums: tuple[tuple[str, str, Decimal, Decimal], ...] = (
        (
            "BR-CO-10",
            _("Sum of the lines"),
            sum((each.net for each in invoice.lines), Decimal(0)),
            totals.lines,
        ),
        ("BR-CO-11", _("Sum of the allowances"), allowed, totals.allowances),
        ("BR-CO-12", _("Sum of the charges"), charged, totals.charges),
        (
            "BR-CO-13",
            _("Total without VAT"),
            totals.lines - totals.allowances + totals.charges,
            totals.without_tax,
        ),
        ("BR-CO-14", _("Sum of the VAT"), sum((each.tax for each in invoice.taxes), Decimal(0)), totals.tax),
        ("BR-CO-15", _("Total with VAT"), totals.without_tax + totals.tax, totals.with_tax),
        ("BR-CO-16", _("Amount to pay"), totals.with_tax - totals.paid + totals.rounding, totals.payable),
    )
    for rule, name, right, stated in sums:
        if right != stated:
            sentence = _(
                "%(name)s: the parts come to %(right)s, but the invoice says %(stated)s.",
                name=name,
                right=f"{right:f}",
                stated=f"{stated:f}",
            )
            yield Breach(rule, "totals", sentence)
    if invoice.tax_currency and totals.tax_in_tax_currency is None:
        yield missing("BR-53", "totals.tax_in_tax_currency")


def _check_decimals(invoice: EInvoice) -> Iterator[Breach]:
    """BR-DEC: two decimals at most, which leaves out the dinars of Kuwait and Bahrain."""
    totals = invoice.totals
    amounts = [getattr(totals, name) for name in totals.__dataclass_fields__]
    amounts += [amount for share in invoice.taxes for amount in (share.base, share.tax)]
    adjusted = [*invoice.allowances, *invoice.charges]
    for line in invoice.lines:
        amounts.append(line.net)
        adjusted += [*line.allowances, *line.charges]
    amounts += [amount for each in adjusted for amount in (each.amount, each.base)]
    fine = [amount for amount in amounts if amount is not None and _decimals(amount) > CENTS]
    if fine:
        sentence = _(
            "E-invoices allow two decimal places, but %(amount)s %(currency)s has more. Send this invoice as a PDF.",
            amount=f"{fine[0]:f}",
            currency=invoice.currency,
        )
        yield Breach("BR-DEC-01", "currency", sentence)


def _decimals(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else CENTS + 1


def _check_adjustment(adjustment: Adjustment, place: str) -> Iterator[Breach]:
    """BR-CO-21 to 24 and BR-31 to 44: a reason, and an amount that is the percentage of its base."""
    if not adjustment.reason and not adjustment.reason_code:
        yield Breach("BR-CO-21", place, _("Each discount and each charge needs a reason."))
    if adjustment.amount < 0:
        yield Breach("OWN-SIGN", place, _("A discount or a charge can’t be negative."))
    if adjustment.base is None or adjustment.percent is None:
        return
    right = round_half_up(adjustment.base * adjustment.percent / 100, CENTS)
    if right != adjustment.amount:
        sentence = _(
            "%(percent)s%% of %(base)s is %(right)s, but the invoice says %(stated)s.",
            percent=f"{adjustment.percent:f}",
            base=f"{adjustment.base:f}",
            right=f"{right:f}",
            stated=f"{adjustment.amount:f}",
        )
        yield Breach("OWN-PERCENT", place, sentence)
