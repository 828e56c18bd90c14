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
    Period,
    Preceding,
    TaxCategory,
    TaxRepresentative,
    TaxShare,
    Totals,
)
from salesapp.invoices.e_invoices.reading.nodes import YES, Node, issue_day, period, rated

SPECIFICATION = "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"


def read_cii(root: Node) -> EInvoice:
    trade = root.one("rsm:SupplyChainTradeTransaction")
    agreement = trade.one("ram:ApplicableHeaderTradeAgreement")
    delivery = trade.one("ram:ApplicableHeaderTradeDelivery")
    settlement = trade.one("ram:ApplicableHeaderTradeSettlement")
    head = root.one("rsm:ExchangedDocument")
    allowances, charges = _adjustments(settlement)
    currency, tax_currency = (
        settlement.text("ram:InvoiceCurrencyCode"),
        settlement.text("ram:TaxCurrencyCode"),
    )
    return EInvoice(
        specification=root.text(SPECIFICATION),
        number=head.text("ram:ID"),
        issued_on=issue_day(head, "ram:IssueDateTime/udt:DateTimeString"),
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
        seller=_party(agreement.one("ram:SellerTradeParty")),
        buyer=replace(_party(agreement.one("ram:BuyerTradeParty")), tax_number=""),
        representative=_representative(agreement.one("ram:SellerTaxRepresentativeTradeParty")),
        delivery=Delivery(
            name=delivery.text("ram:ShipToTradeParty/ram:Name"),
            on=delivery.day("ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString"),
            period=_period(settlement),
            address=_address(delivery.one("ram:ShipToTradeParty/ram:PostalTradeAddress")),
        ),
        payment=_payment(settlement),
        allowances=allowances,
        charges=charges,
        lines=tuple(map(_line, trade.all("ram:IncludedSupplyChainTradeLineItem"))),
        taxes=tuple(map(_share, settlement.all("ram:ApplicableTradeTax"))),
        totals=_totals(settlement, currency, tax_currency),
    )


def _party(node: Node) -> Party:
    contact = "ram:DefinedTradeContact"
    registered = [*node.all("ram:SpecifiedTaxRegistration/ram:ID")]
    numbers = {each.attribute("schemeID") == "VA": each.text(".") for each in reversed(registered)}
    return Party(
        name=node.text("ram:Name"),
        trading_name=node.text("ram:SpecifiedLegalOrganization/ram:TradingBusinessName"),
        address=_address(node.one("ram:PostalTradeAddress")) or Address(),
        contact=Contact(
            name=node.text(f"{contact}/ram:PersonName") or node.text(f"{contact}/ram:DepartmentName"),
            phone=node.text(f"{contact}/ram:TelephoneUniversalCommunication/ram:CompleteNumber"),
            email=node.text(f"{contact}/ram:EmailURIUniversalCommunication/ram:URIID"),
        ),
        identifier=node.identifier("ram:GlobalID") or node.identifier("ram:ID"),
        registration=node.identifier("ram:SpecifiedLegalOrganization/ram:ID"),
        vat_number=numbers.get(True, ""),
        tax_number=numbers.get(False, ""),
        legal_information=node.text("ram:Description"),
        electronic_address=node.identifier("ram:URIUniversalCommunication/ram:URIID"),
    )


def _representative(node: Node) -> TaxRepresentative | None:
    if not node:
        return None
    return TaxRepresentative(
        name=node.text("ram:Name"),
        vat_number=node.text("ram:SpecifiedTaxRegistration/ram:ID"),
        address=_address(node.one("ram:PostalTradeAddress")) or Address(),
    )


def _address(node: Node) -> Address | None:
    if not node:
        return None
    return Address(
        lines=tuple(each for each in map(node.text, ("ram:LineOne", "ram:LineTwo", "ram:LineThree")) if each),
        city=node.text("ram:CityName"),
        postal_code=node.text("ram:PostcodeCode"),
        region=node.text("ram:CountrySubDivisionName"),
        country=node.text("ram:CountryID"),
    )


def _period(node: Node) -> Period | None:
    days = ("ram:StartDateTime/udt:DateTimeString", "ram:EndDateTime/udt:DateTimeString")
    return period(node.one("ram:BillingSpecifiedPeriod"), *days)


def _payment(settlement: Node) -> Payment | None:
    means = [*settlement.all("ram:SpecifiedTradeSettlementPaymentMeans")]
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
        if account
    )
    reference = settlement.text("ram:PaymentReference")
    return Payment(means=means[0].text("ram:TypeCode"), reference=reference, accounts=accounts)


def _adjustments(node: Node) -> tuple[tuple[Adjustment, ...], tuple[Adjustment, ...]]:
    allowances: list[Adjustment] = []
    charges: list[Adjustment] = []
    for each in node.all("ram:SpecifiedTradeAllowanceCharge"):
        category = each.one("ram:CategoryTradeTax")
        adjustment = Adjustment(
            amount=each.amount("ram:ActualAmount"),
            category=_category(category) if category else None,
            base=each.number("ram:BasisAmount"),
            percent=each.number("ram:CalculationPercent"),
            reason=each.text("ram:Reason"),
            reason_code=each.text("ram:ReasonCode"),
        )
        (charges if each.text("ram:ChargeIndicator/udt:Indicator") in YES else allowances).append(adjustment)
    return tuple(allowances), tuple(charges)


def _category(node: Node) -> TaxCategory:
    return rated(node.text("ram:CategoryCode"), node.number("ram:RateApplicablePercent"))


def _share(node: Node) -> TaxShare:
    return TaxShare(
        category=_category(node),
        base=node.amount("ram:BasisAmount"),
        tax=node.amount("ram:CalculatedAmount"),
        exemption_reason=node.text("ram:ExemptionReason"),
        exemption_code=node.text("ram:ExemptionReasonCode").upper(),
    )


def _totals(settlement: Node, currency: str, tax_currency: str) -> Totals:
    node = settlement.one("ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    taxes = {
        each.attribute("currencyID") or currency: each.amount(".") for each in node.all("ram:TaxTotalAmount")
    }
    return Totals(
        lines=node.amount("ram:LineTotalAmount"),
        without_tax=node.amount("ram:TaxBasisTotalAmount"),
        with_tax=node.amount("ram:GrandTotalAmount"),
        payable=node.amount("ram:DuePayableAmount"),
        tax=taxes.get(currency, Decimal(0)),
        allowances=node.amount("ram:AllowanceTotalAmount"),
        charges=node.amount("ram:ChargeTotalAmount"),
        paid=node.amount("ram:TotalPrepaidAmount"),
        rounding=node.amount("ram:RoundingAmount"),
        tax_in_tax_currency=None if tax_currency in ("", currency) else taxes.get(tax_currency),
    )


def _line(node: Node) -> Line:
    settlement = node.one("ram:SpecifiedLineTradeSettlement")
    allowances, charges = _adjustments(settlement)
    counted = node.one("ram:SpecifiedLineTradeDelivery/ram:BilledQuantity")
    price = "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice"
    product = node.one("ram:SpecifiedTradeProduct")
    return Line(
        number=node.text("ram:AssociatedDocumentLineDocument/ram:LineID"),
        name=product.text("ram:Name"),
        description=product.text("ram:Description"),
        note=node.text("ram:AssociatedDocumentLineDocument/ram:IncludedNote/ram:Content"),
        quantity=counted.amount("."),
        unit=counted.attribute("unitCode"),
        price=node.amount(f"{price}/ram:ChargeAmount"),
        base_quantity=node.number(f"{price}/ram:BasisQuantity") or Decimal(1),
        net=settlement.amount("ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"),
        category=_category(settlement.one("ram:ApplicableTradeTax")),
        product_code=product.text("ram:SellerAssignedID"),
        order_line=node.text("ram:SpecifiedLineTradeAgreement/ram:BuyerOrderReferencedDocument/ram:LineID"),
        period=_period(settlement),
        allowances=allowances,
        charges=charges,
    )
