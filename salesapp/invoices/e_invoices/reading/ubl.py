"""Reads an invoice or a credit note in UBL into the model."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from salesapp.invoices.e_invoices.model import (
    Address,
    Adjustment,
    BankAccount,
    Contact,
    Delivery,
    EInvoice,
    Line,
    Party,
    Payment,
    Preceding,
    TaxCategory,
    TaxRepresentative,
    TaxShare,
    Totals,
)
from salesapp.invoices.e_invoices.reading.nodes import YES, Node, issue_day, period, rated


def read_ubl(root: Node) -> EInvoice:
    allowances, charges = _adjustments(root)
    currency, tax_currency = root.text("cbc:DocumentCurrencyCode"), root.text("cbc:TaxCurrencyCode")
    shares = root.all("cac:TaxTotal/cac:TaxSubtotal")
    orders = (root.text("cac:OrderReference/cbc:ID"), root.text("cac:OrderReference/cbc:SalesOrderID"))
    return EInvoice(
        specification=root.text("cbc:CustomizationID"),
        number=root.text("cbc:ID"),
        issued_on=issue_day(root, "cbc:IssueDate"),
        kind=root.text("cbc:InvoiceTypeCode", "cbc:CreditNoteTypeCode"),
        currency=currency,
        tax_currency=tax_currency,
        due_on=root.day("cbc:DueDate", "cac:PaymentMeans/cbc:PaymentDueDate"),
        buyer_reference=root.text("cbc:BuyerReference"),
        contract=root.text("cac:ContractDocumentReference/cbc:ID"),
        order_number="" if orders[0] == "NA" else orders[0],
        sales_order=orders[1],
        payment_terms=root.text("cac:PaymentTerms/cbc:Note"),
        notes=tuple(each.text(".") for each in root.all("cbc:Note")),
        preceding=tuple(
            Preceding(each.text("cbc:ID"), each.day("cbc:IssueDate"))
            for each in root.all("cac:BillingReference/cac:InvoiceDocumentReference")
        ),
        seller=_party(root.one("cac:AccountingSupplierParty/cac:Party")),
        buyer=replace(_party(root.one("cac:AccountingCustomerParty/cac:Party")), tax_number=""),
        representative=_representative(root.one("cac:TaxRepresentativeParty")),
        delivery=Delivery(
            name=root.text("cac:Delivery/cac:DeliveryParty/cac:PartyName/cbc:Name"),
            on=root.day("cac:Delivery/cbc:ActualDeliveryDate"),
            period=period(root.one("cac:InvoicePeriod"), "cbc:StartDate", "cbc:EndDate"),
            address=_address(root.one("cac:Delivery/cac:DeliveryLocation/cac:Address")),
        ),
        payment=_payment(root),
        allowances=allowances,
        charges=charges,
        lines=tuple(map(_line, root.all("cac:InvoiceLine", "cac:CreditNoteLine"))),
        taxes=tuple(map(_share, shares)),
        totals=_totals(root, currency, tax_currency),
    )


def _party(node: Node) -> Party:
    registered = [(each.text("cac:TaxScheme/cbc:ID"), each) for each in node.all("cac:PartyTaxScheme")]
    numbers = {scheme == "VAT": each.text("cbc:CompanyID") for scheme, each in reversed(registered)}
    known_by = [
        each for each in node.all("cac:PartyIdentification/cbc:ID") if each.attribute("schemeID") != "SEPA"
    ]
    return Party(
        name=node.text("cac:PartyLegalEntity/cbc:RegistrationName"),
        trading_name=node.text("cac:PartyName/cbc:Name"),
        address=_address(node.one("cac:PostalAddress")) or Address(),
        contact=Contact(
            name=node.text("cac:Contact/cbc:Name"),
            phone=node.text("cac:Contact/cbc:Telephone"),
            email=node.text("cac:Contact/cbc:ElectronicMail"),
        ),
        identifier=known_by[0].identifier(".") if known_by else None,
        registration=node.identifier("cac:PartyLegalEntity/cbc:CompanyID"),
        vat_number=numbers.get(True, ""),
        tax_number=numbers.get(False, ""),
        legal_information=node.text("cac:PartyLegalEntity/cbc:CompanyLegalForm"),
        electronic_address=node.identifier("cbc:EndpointID"),
    )


def _representative(node: Node) -> TaxRepresentative | None:
    if not node:
        return None
    return TaxRepresentative(
        name=node.text("cac:PartyName/cbc:Name"),
        vat_number=node.text("cac:PartyTaxScheme/cbc:CompanyID"),
        address=_address(node.one("cac:PostalAddress")) or Address(),
    )


def _address(node: Node) -> Address | None:
    if not node:
        return None
    names = ("cbc:StreetName", "cbc:AdditionalStreetName", "cac:AddressLine/cbc:Line")
    return Address(
        lines=tuple(each for each in map(node.text, names) if each),
        city=node.text("cbc:CityName"),
        postal_code=node.text("cbc:PostalZone"),
        region=node.text("cbc:CountrySubentity"),
        country=node.text("cac:Country/cbc:IdentificationCode"),
    )


def _payment(root: Node) -> Payment | None:
    """The standard has one way to pay with several accounts; of several ways the first counts."""
    means = root.one("cac:PaymentMeans")
    if not means:
        return None
    accounts = tuple(
        BankAccount(
            number=each.text("cbc:ID").replace(" ", ""),
            holder=each.text("cbc:Name"),
            bank=each.text("cac:FinancialInstitutionBranch/cbc:ID"),
        )
        for each in root.all("cac:PaymentMeans/cac:PayeeFinancialAccount")
    )
    return Payment(
        means=means.text("cbc:PaymentMeansCode"), reference=means.text("cbc:PaymentID"), accounts=accounts
    )


def _adjustments(node: Node) -> tuple[tuple[Adjustment, ...], tuple[Adjustment, ...]]:
    allowances: list[Adjustment] = []
    charges: list[Adjustment] = []
    for each in node.all("cac:AllowanceCharge"):
        category = each.one("cac:TaxCategory")
        adjustment = Adjustment(
            amount=each.amount("cbc:Amount"),
            category=_category(category) if category else None,
            base=each.number("cbc:BaseAmount"),
            percent=each.number("cbc:MultiplierFactorNumeric"),
            reason=each.text("cbc:AllowanceChargeReason"),
            reason_code=each.text("cbc:AllowanceChargeReasonCode"),
        )
        (charges if each.text("cbc:ChargeIndicator") in YES else allowances).append(adjustment)
    return tuple(allowances), tuple(charges)


def _category(node: Node) -> TaxCategory:
    return rated(node.text("cbc:ID"), node.number("cbc:Percent"))


def _share(node: Node) -> TaxShare:
    category = node.one("cac:TaxCategory")
    return TaxShare(
        category=_category(category),
        base=node.amount("cbc:TaxableAmount"),
        tax=node.amount("cbc:TaxAmount"),
        exemption_reason=category.text("cbc:TaxExemptionReason"),
        exemption_code=category.text("cbc:TaxExemptionReasonCode").upper(),
    )


def _totals(root: Node, currency: str, tax_currency: str) -> Totals:
    node = root.one("cac:LegalMonetaryTotal")
    taxes = {
        each.attribute("currencyID"): each.amount(".") for each in root.all("cac:TaxTotal/cbc:TaxAmount")
    }
    return Totals(
        lines=node.amount("cbc:LineExtensionAmount"),
        without_tax=node.amount("cbc:TaxExclusiveAmount"),
        with_tax=node.amount("cbc:TaxInclusiveAmount"),
        payable=node.amount("cbc:PayableAmount"),
        tax=taxes.get(currency, Decimal(0)),
        allowances=node.amount("cbc:AllowanceTotalAmount"),
        charges=node.amount("cbc:ChargeTotalAmount"),
        paid=node.amount("cbc:PrepaidAmount"),
        rounding=node.amount("cbc:PayableRoundingAmount"),
        tax_in_tax_currency=None if tax_currency in ("", currency) else taxes.get(tax_currency),
    )


def _line(node: Node) -> Line:
    allowances, charges = _adjustments(node)
    counted = node.one("cbc:InvoicedQuantity", "cbc:CreditedQuantity")
    return Line(
        number=node.text("cbc:ID"),
        name=node.text("cac:Item/cbc:Name"),
        description=node.text("cac:Item/cbc:Description"),
        note=node.text("cbc:Note"),
        quantity=counted.amount("."),
        unit=counted.attribute("unitCode"),
        price=node.amount("cac:Price/cbc:PriceAmount"),
        base_quantity=node.number("cac:Price/cbc:BaseQuantity") or Decimal(1),
        net=node.amount("cbc:LineExtensionAmount"),
        category=_category(node.one("cac:Item/cac:ClassifiedTaxCategory")),
        product_code=node.text("cac:Item/cac:SellersItemIdentification/cbc:ID"),
        order_line=node.text("cac:OrderLineReference/cbc:LineID"),
        period=period(node.one("cac:InvoicePeriod"), "cbc:StartDate", "cbc:EndDate"),
        allowances=allowances,
        charges=charges,
    )
