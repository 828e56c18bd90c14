"""The official example invoices, where they are at hand, and invoices of our own that look like them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from salesapp.invoices.e_invoices.model import (
    Address,
    Adjustment,
    BankAccount,
    Contact,
    Delivery,
    EInvoice,
    Identifier,
    Line,
    Party,
    Payment,
    Period,
    Preceding,
    TaxCategory,
    TaxShare,
    Totals,
)

D = Decimal
STANDARD = TaxCategory("S", D(19))
REDUCED = TaxCategory("S", D(7))
SELLER = Party(
    name="Waagenbau Müller GmbH",
    address=Address(lines=("Ringstraße 4", "Hof B"), city="Köln", postal_code="50667", country="DE"),
    contact=Contact(name="Ada Müller", phone="+49 221 5550", email="ada@waagen.example"),
    registration=Identifier("HRB 4711"),
    vat_number="DE136695976",
    tax_number="214/5866/0157",
    legal_information="Amtsgericht Köln HRB 4711, Geschäftsführerin Ada Müller",
    electronic_address=Identifier("rechnung@waagen.example", "EM"),
)
BUYER = Party(
    name="Stadt Aachen",
    address=Address(lines=("Markt 1",), city="Aachen", postal_code="52062", country="DE"),
    contact=Contact(name="Ben Klein"),
    electronic_address=Identifier("eingang@aachen.example", "EM"),
)
FRENCH = replace(
    BUYER,
    name="Balances SARL",
    vat_number="FR40303265045",
    address=Address(lines=("2 rue Neuve",), city="Lille", postal_code="59000", country="FR"),
)
SWISS = replace(
    BUYER,
    name="Waagen & Söhne AG <Zürich>",
    address=Address(lines=("Seestrasse 9",), city="Zürich", postal_code="8002", country="CH"),
)
PAYMENT = Payment(
    means="58",
    reference="INV-2026-00042",
    accounts=(BankAccount(number="DE02120300000000202051", holder="Waagenbau", bank="BYLADEM1001"),),
)


def folder() -> Path | None:
    """Where the official examples lie: beside the project, on machines that have them."""
    places = (above / "shared/data/en16931" for above in Path(__file__).resolve().parents)
    return next((place for place in places if place.is_dir()), None)


def official() -> list[Path]:
    found = folder()
    return [] if found is None else sorted(found.rglob("*.xml"))


def line(number: int, quantity: str, price: str, category: TaxCategory = STANDARD, **others) -> Line:
    net = (D(quantity) * D(price)).quantize(D("0.01"))
    what = {"name": f"Bench scale {number}", "unit": "H87", "net": net, **others}
    return Line(number=str(number), quantity=D(quantity), price=D(price), category=category, **what)


def lines() -> tuple[Line, ...]:
    """Discount and charge, hours of a period, a price per hundred, and a return."""
    discount = Adjustment(amount=D("20.00"), base=D("200.00"), percent=D(10), reason="Trade discount")
    freight = Adjustment(amount=D("30.00"), reason="Freight", reason_code="FC")
    return (
        line(
            1,
            "2",
            "100",
            net=D("210.00"),
            allowances=(discount,),
            charges=(freight,),
            description="0–30 kg",
        ),
        line(2, "3.5", "12.3456", REDUCED, unit="HUR", period=Period(date(2026, 11, 1), date(2026, 11, 30))),
        line(3, "250", "9.90", base_quantity=D(100), unit="MTR", net=D("24.75"), product_code="CABLE"),
        line(4, "-1", "4.75", order_line="3", note="Returned"),
    )


def standard() -> EInvoice:
    """An invoice with two rates, discounts and charges on lines and document, a deposit paid and much else."""
    return EInvoice(
        number="INV-2026-00042",
        issued_on=date(2026, 11, 29),
        kind="380",
        currency="EUR",
        due_on=date(2026, 12, 29),
        buyer_reference="04011000-12345-03",
        contract="C-7",
        order_number="PO 88",
        sales_order="ORD-2026-00017",
        payment_terms="30 days net",
        notes=("Thank you.", "Down payment INV-2026-00030: 100.00, VAT in it 15.97"),
        preceding=(Preceding("INV-2026-00030", date(2026, 10, 1)),),
        seller=SELLER,
        buyer=BUYER,
        delivery=Delivery(
            name="Werk 2",
            on=date(2026, 11, 27),
            address=Address(lines=("Hafen 3",), city="Aachen", postal_code="52064", country="DE"),
        ),
        payment=PAYMENT,
        allowances=(Adjustment(amount=D("10.00"), category=STANDARD, reason="Loyalty"),),
        charges=(Adjustment(amount=D("25.00"), category=REDUCED, reason="Insurance"),),
        lines=lines(),
        taxes=(
            TaxShare(category=REDUCED, base=D("68.21"), tax=D("4.77")),
            TaxShare(category=STANDARD, base=D("220.00"), tax=D("41.80")),
        ),
        totals=Totals(
            lines=D("273.21"),
            allowances=D("10.00"),
            charges=D("25.00"),
            without_tax=D("288.21"),
            tax=D("46.57"),
            with_tax=D("334.78"),
            paid=D("100.00"),
            payable=D("234.78"),
        ),
    )


def plain(category: TaxCategory, tax: str = "0.00", **others) -> EInvoice:
    """One line of 100.00 in one category."""
    with_tax = D(100) + D(tax)
    return replace(
        standard(),
        allowances=(),
        charges=(),
        lines=(line(1, "1", "100.00", category),),
        taxes=(TaxShare(category=category, base=D("100.00"), tax=D(tax)),),
        totals=Totals(
            lines=D("100.00"), without_tax=D("100.00"), tax=D(tax), with_tax=with_tax, payable=with_tax
        ),
        **others,
    )


def untaxed(code: str, reason: str, **others) -> EInvoice:
    """The same without VAT, for that reason."""
    category = TaxCategory(code, None if code == "O" else D(0))
    invoice = plain(category, **others)
    return replace(invoice, taxes=(replace(invoice.taxes[0], exemption_reason=reason),))


def look_alikes() -> dict[str, EInvoice]:
    """One of each kind the product writes."""
    abroad = Delivery(on=date(2026, 11, 27), address=Address(city="Lille", postal_code="59000", country="FR"))
    bare = {"seller": replace(SELLER, vat_number="", tax_number="")}
    francs = plain(STANDARD, "19.03")
    rounded = replace(
        francs,
        currency="CHF",
        tax_currency="EUR",
        lines=(line(1, "1", "100.13"),),
        taxes=(TaxShare(category=STANDARD, base=D("100.13"), tax=D("19.02")),),
        totals=Totals(
            lines=D("100.13"),
            without_tax=D("100.13"),
            tax=D("19.02"),
            with_tax=D("119.15"),
            rounding=D("-0.05"),
            payable=D("119.10"),
            tax_in_tax_currency=D("19.78"),
        ),
        payment=Payment(means="30", accounts=(BankAccount(number="0532013000", bank="CHASUS33"),)),
    )
    credit = replace(
        plain(STANDARD, "19.00"),
        kind="381",
        number="CN-2026-00003",
        preceding=(Preceding("INV-2026-00042", date(2026, 11, 29)),),
    )
    return {
        "standard": standard(),
        "zero rated": plain(TaxCategory("Z", D(0))),
        "exempt": untaxed("E", "Exempt under section 4 of the VAT act"),
        "reverse charge": untaxed("AE", "Reverse charge", buyer=FRENCH),
        "intra-community": untaxed("K", "Intra-community supply", buyer=FRENCH, delivery=abroad),
        "export": untaxed("G", "Export outside the EU", buyer=SWISS),
        "outside the scope": untaxed("O", "Not subject to VAT", **bare),
        "rounded francs": rounded,
        "credit note": credit,
        "without a way to pay": replace(plain(STANDARD, "19.00"), payment=None, delivery=Delivery()),
        "a period": replace(
            plain(STANDARD, "19.00"), delivery=Delivery(period=Period(date(2026, 11, 1), date(2026, 11, 30)))
        ),
    }
