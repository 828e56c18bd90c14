"""Reads an invoice in CII into the model."""

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


def read_cii(root):
    trade = root.one("rsm:SupplyChainTradeTransaction")
    agreement = trade.one("ram:ApplicableHeaderTradeAgreement")
    delivery = trade.one("ram:ApplicableHeaderTradeDelivery")
    settlement = trade.one("ram:ApplicableHeaderTradeSettlement")
    head = root.one("rsm:ExchangedDocument")
    allowances, charges = cii_adjustments(settlement)
    currency, tax_currency = (
        settlement.text("ram:InvoiceCurrencyCode"),
        settlement.text("ram:TaxCurrencyCode"),
    )
    return EInvoice(
        number=head.text("ram:ID"),
        issued_on=head.day("ram:IssueDateTime/udt:DateTimeString"),
        kind=head.text("ram:TypeCode"),
        currency=currency,
        tax_currency=tax_currency,
        due_on=settlement.day("ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString"),
        buyer_reference=agreement.text("ram:BuyerReference"),
        contract=agreement.text("ram:ContractReferencedDocument/ram:IssuerAssignedID"),
        order_number=agreement.text("ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID"),
        sales_order=agreement.text("ram:SellerOrderReferencedDocument/ram:IssuerAssignedID"),
        payment_terms=settlement.text("ram:SpecifiedTradePaymentTerms/ram:Description"),
        notes=tuple(each.text("ram:Content") for each in head.all("ram:IncludedNote")),
        preceding=tuple(
            Preceding(
                each.text("ram:IssuerAssignedID"),
                each.day("ram:FormattedIssueDateTime/qdt:DateTimeString"),
            )
            for each in settlement.all("ram:InvoiceReferencedDocument")
        ),
        seller=cii_party(agreement.one("ram:SellerTradeParty")),
        buyer=replace(cii_party(agreement.one("ram:BuyerTradeParty")), tax_number=""),
        representative=cii_representative(agreement.one("ram:SellerTaxRepresentativeTradeParty")),
        delivery=Delivery(
            name=delivery.text("ram:ShipToTradeParty/ram:Name"),
            on=delivery.day("ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString"),
            period=cii_period(settlement),
            address=cii_address(delivery.one("ram:ShipToTradeParty/ram:PostalTradeAddress")),
        ),
        payment=cii_payment(settlement),
        allowances=allowances,
        charges=charges,
        lines=tuple(map(cii_line, trade.all("ram:IncludedSupplyChainTradeLineItem"))),
        taxes=tuple(map(cii_share, settlement.all("ram:ApplicableTradeTax"))),
        totals=cii_totals(settlement, currency, tax_currency),
    )


def cii_party(node):
    contact = "ram:DefinedTradeContact"
    return Party(
        name=node.text("ram:Name"),
        trading_name=node.text("ram:SpecifiedLegalOrganization/ram:TradingBusinessName"),
        address=cii_address(node.one("ram:PostalTradeAddress")),
        contact=Contact(
            name=node.text(f"{contact}/ram:PersonName") or node.text(f"{contact}/ram:DepartmentName"),
            phone=node.text(f"{contact}/ram:TelephoneUniversalCommunication/ram:CompleteNumber"),
            email=node.text(f"{contact}/ram:EmailURIUniversalCommunication/ram:URIID"),
        ),
        identifier=node.identifier("ram:GlobalID") or node.identifier("ram:ID"),
        registration=node.identifier("ram:SpecifiedLegalOrganization/ram:ID"),
        vat_number=node.text("ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']"),
        tax_number=node.text("ram:SpecifiedTaxRegistration/ram:ID[not(@schemeID='VA')]"),
        legal_information=node.text("ram:Description"),
        electronic_address=node.identifier("ram:URIUniversalCommunication/ram:URIID"),
    )


def cii_representative(node):
    if node is None:
        return None
    return TaxRepresentative(
        name=node.text("ram:Name"),
        vat_number=node.text("ram:SpecifiedTaxRegistration/ram:ID"),
        address=cii_address(node.one("ram:PostalTradeAddress")),
    )


def cii_address(node):
    if node is None:
        return None
    return Address(
        lines=tuple(each for each in map(node.text, ("ram:LineOne", "ram:LineTwo", "ram:LineThree")) if each),
        city=node.text("ram:CityName"),
        postal_code=node.text("ram:PostcodeCode"),
        region=node.text("ram:CountrySubDivisionName"),
        country=node.text("ram:CountryID"),
    )


def cii_period(node):
    days = ("ram:StartDateTime/udt:DateTimeString", "ram:EndDateTime/udt:DateTimeString")
    return period(node.one("ram:BillingSpecifiedPeriod"), *days)


def cii_payment(settlement):
    means = settlement.all("ram:SpecifiedTradeSettlementPaymentMeans")
    if not means:
        return None
    found = [(each, each.one("ram:PayeePartyCreditorFinancialAccount")) for each in means]
    accounts = tuple(
        BankAccount(
            number=(account.text("ram:IBANID") or account.text("ram:ProprietaryID")).replace(" ", ""),
            holder=account.text("ram:AccountName"),
            bank=each.text("ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID"),
        )
        for each, account in found
        if account is not None
    )
    reference = settlement.text("ram:PaymentReference")
    return Payment(means=means[0].text("ram:TypeCode"), reference=reference, accounts=accounts)


def cii_adjustments(node):
    allowances, charges = [], []
    for each in node.all("ram:SpecifiedTradeAllowanceCharge"):
        category = each.one("ram:CategoryTradeTax")
        adjustment = Adjustment(
            amount=each.amount("ram:ActualAmount"),
            category=None if category is None else cii_category(category),
            base=each.number("ram:BasisAmount"),
            percent=each.number("ram:CalculationPercent"),
            reason=each.text("ram:Reason"),
            reason_code=each.text("ram:ReasonCode"),
        )
        (charges if each.text("ram:ChargeIndicator/udt:Indicator") in YES else allowances).append(adjustment)
    return tuple(allowances), tuple(charges)


def cii_category(node):
    return rated(TaxCategory(node.text("ram:CategoryCode"), node.number("ram:RateApplicablePercent")))


def cii_share(node):
    return TaxShare(
        category=cii_category(node),
        base=node.amount("ram:BasisAmount"),
        tax=node.amount("ram:CalculatedAmount"),
        exemption_reason=node.text("ram:ExemptionReason"),
        exemption_code=node.text("ram:ExemptionReasonCode").upper(),
    )


def cii_totals(settlement, currency, tax_currency):
    node = settlement.one("ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    foreign = f"ram:TaxTotalAmount[@currencyID='{tax_currency}']" if tax_currency else "none"
    return Totals(
        lines=node.amount("ram:LineTotalAmount"),
        without_tax=node.amount("ram:TaxBasisTotalAmount"),
        with_tax=node.amount("ram:GrandTotalAmount"),
        payable=node.amount("ram:DuePayableAmount"),
        tax=node.amount(f"ram:TaxTotalAmount[@currencyID='{currency}' or not(@currencyID)]"),
        allowances=node.amount("ram:AllowanceTotalAmount"),
        charges=node.amount("ram:ChargeTotalAmount"),
        paid=node.amount("ram:TotalPrepaidAmount"),
        rounding=node.amount("ram:RoundingAmount"),
        tax_in_tax_currency=node.number(foreign) if tax_currency != currency else None,
    )


def cii_line(node):
    settlement = node.one("ram:SpecifiedLineTradeSettlement")
    allowances, charges = cii_adjustments(settlement)
    counted = "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity"
    price = "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice"
    product = node.one("ram:SpecifiedTradeProduct")
    return Line(
        number=node.text("ram:AssociatedDocumentLineDocument/ram:LineID"),
        name=product.text("ram:Name"),
        description=product.text("ram:Description"),
        note=node.text("ram:AssociatedDocumentLineDocument/ram:IncludedNote/ram:Content"),
        quantity=node.amount(counted),
        unit=node.attribute(counted, "unitCode"),
        price=node.amount(f"{price}/ram:ChargeAmount"),
        base_quantity=node.number(f"{price}/ram:BasisQuantity") or Decimal(1),
        net=settlement.amount("ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"),
        category=cii_category(settlement.one("ram:ApplicableTradeTax")),
        product_code=product.text("ram:SellerAssignedID"),
        order_line=node.text("ram:SpecifiedLineTradeAgreement/ram:BuyerOrderReferencedDocument/ram:LineID"),
        period=cii_period(settlement),
        allowances=allowances,
        charges=charges,
    )
