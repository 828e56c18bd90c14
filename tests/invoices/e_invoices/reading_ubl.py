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
from tests.invoices.e_invoices.nodes import YES, period, rated


def read_ubl(root):
    allowances, charges = ubl_adjustments(root, "cac:AllowanceCharge")
    currency, tax_currency = root.text("cbc:DocumentCurrencyCode"), root.text("cbc:TaxCurrencyCode")
    shares = root.all("cac:TaxTotal/cac:TaxSubtotal")
    orders = (root.text("cac:OrderReference/cbc:ID"), root.text("cac:OrderReference/cbc:SalesOrderID"))
    return EInvoice(
        number=root.text("cbc:ID"),
        issued_on=root.day("cbc:IssueDate"),
        kind=root.text("cbc:InvoiceTypeCode|cbc:CreditNoteTypeCode"),
        currency=currency,
        tax_currency=tax_currency,
        due_on=root.day("cbc:DueDate|cac:PaymentMeans/cbc:PaymentDueDate"),
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
        seller=ubl_party(root.one("cac:AccountingSupplierParty/cac:Party")),
        buyer=replace(ubl_party(root.one("cac:AccountingCustomerParty/cac:Party")), tax_number=""),
        representative=ubl_representative(root.one("cac:TaxRepresentativeParty")),
        delivery=Delivery(
            name=root.text("cac:Delivery/cac:DeliveryParty/cac:PartyName/cbc:Name"),
            on=root.day("cac:Delivery/cbc:ActualDeliveryDate"),
            period=period(root.one("cac:InvoicePeriod"), "cbc:StartDate", "cbc:EndDate"),
            address=ubl_address(root.one("cac:Delivery/cac:DeliveryLocation/cac:Address")),
        ),
        payment=ubl_payment(root),
        allowances=allowances,
        charges=charges,
        lines=tuple(map(ubl_line, root.all("cac:InvoiceLine|cac:CreditNoteLine"))),
        taxes=tuple(map(ubl_share, shares)),
        totals=ubl_totals(root, currency, tax_currency),
    )


def ubl_party(node):
    return Party(
        name=node.text("cac:PartyLegalEntity/cbc:RegistrationName"),
        trading_name=node.text("cac:PartyName/cbc:Name"),
        address=ubl_address(node.one("cac:PostalAddress")),
        contact=Contact(
            name=node.text("cac:Contact/cbc:Name"),
            phone=node.text("cac:Contact/cbc:Telephone"),
            email=node.text("cac:Contact/cbc:ElectronicMail"),
        ),
        identifier=node.identifier("cac:PartyIdentification/cbc:ID[not(@schemeID='SEPA')]"),
        registration=node.identifier("cac:PartyLegalEntity/cbc:CompanyID"),
        vat_number=node.text("cac:PartyTaxScheme[cac:TaxScheme/cbc:ID='VAT']/cbc:CompanyID"),
        tax_number=node.text("cac:PartyTaxScheme[not(cac:TaxScheme/cbc:ID='VAT')]/cbc:CompanyID"),
        legal_information=node.text("cac:PartyLegalEntity/cbc:CompanyLegalForm"),
        electronic_address=node.identifier("cbc:EndpointID"),
    )


def ubl_representative(node):
    if node is None:
        return None
    return TaxRepresentative(
        name=node.text("cac:PartyName/cbc:Name"),
        vat_number=node.text("cac:PartyTaxScheme/cbc:CompanyID"),
        address=ubl_address(node.one("cac:PostalAddress")),
    )


def ubl_address(node):
    if node is None:
        return None
    names = ("cbc:StreetName", "cbc:AdditionalStreetName", "cac:AddressLine/cbc:Line")
    return Address(
        lines=tuple(each for each in map(node.text, names) if each),
        city=node.text("cbc:CityName"),
        postal_code=node.text("cbc:PostalZone"),
        region=node.text("cbc:CountrySubentity"),
        country=node.text("cac:Country/cbc:IdentificationCode"),
    )


def ubl_payment(root):
    """The standard has one way to pay with several accounts; of several ways the first counts."""
    means = root.one("cac:PaymentMeans")
    if means is None:
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


def ubl_adjustments(node, path):
    allowances, charges = [], []
    for each in node.all(path):
        category = each.one("cac:TaxCategory")
        adjustment = Adjustment(
            amount=each.amount("cbc:Amount"),
            category=None if category is None else ubl_category(category),
            base=each.number("cbc:BaseAmount"),
            percent=each.number("cbc:MultiplierFactorNumeric"),
            reason=each.text("cbc:AllowanceChargeReason"),
            reason_code=each.text("cbc:AllowanceChargeReasonCode"),
        )
        (charges if each.text("cbc:ChargeIndicator") in YES else allowances).append(adjustment)
    return tuple(allowances), tuple(charges)


def ubl_category(node):
    return rated(TaxCategory(node.text("cbc:ID"), node.number("cbc:Percent")))


def ubl_share(node):
    category = node.one("cac:TaxCategory")
    return TaxShare(
        category=ubl_category(category),
        base=node.amount("cbc:TaxableAmount"),
        tax=node.amount("cbc:TaxAmount"),
        exemption_reason=category.text("cbc:TaxExemptionReason"),
        exemption_code=category.text("cbc:TaxExemptionReasonCode").upper(),
    )


def ubl_totals(root, currency, tax_currency):
    node = root.one("cac:LegalMonetaryTotal")
    foreign = f"cac:TaxTotal/cbc:TaxAmount[@currencyID='{tax_currency}']" if tax_currency else "none"
    return Totals(
        lines=node.amount("cbc:LineExtensionAmount"),
        without_tax=node.amount("cbc:TaxExclusiveAmount"),
        with_tax=node.amount("cbc:TaxInclusiveAmount"),
        payable=node.amount("cbc:PayableAmount"),
        tax=root.amount(f"cac:TaxTotal/cbc:TaxAmount[@currencyID='{currency}']"),
        allowances=node.amount("cbc:AllowanceTotalAmount"),
        charges=node.amount("cbc:ChargeTotalAmount"),
        paid=node.amount("cbc:PrepaidAmount"),
        rounding=node.amount("cbc:PayableRoundingAmount"),
        tax_in_tax_currency=root.number(foreign) if tax_currency != currency else None,
    )


def ubl_line(node):
    allowances, charges = ubl_adjustments(node, "cac:AllowanceCharge")
    counted = "cbc:InvoicedQuantity|cbc:CreditedQuantity"
    return Line(
        number=node.text("cbc:ID"),
        name=node.text("cac:Item/cbc:Name"),
        description=node.text("cac:Item/cbc:Description"),
        note=node.text("cbc:Note"),
        quantity=node.amount(counted),
        unit=node.attribute(counted, "unitCode"),
        price=node.amount("cac:Price/cbc:PriceAmount"),
        base_quantity=node.number("cac:Price/cbc:BaseQuantity") or Decimal(1),
        net=node.amount("cbc:LineExtensionAmount"),
        category=ubl_category(node.one("cac:Item/cac:ClassifiedTaxCategory")),
        product_code=node.text("cac:Item/cac:SellersItemIdentification/cbc:ID"),
        order_line=node.text("cac:OrderLineReference/cbc:LineID"),
        period=period(node.one("cac:InvoicePeriod"), "cbc:StartDate", "cbc:EndDate"),
        allowances=allowances,
        charges=charges,
    )
