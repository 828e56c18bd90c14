"""The invoice as UN/CEFACT CII (D22B), with the profile EN 16931 of Factur-X and ZUGFeRD unless told otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element

from salesapp.core.parsing.ibans import is_iban
from salesapp.invoices.e_invoices.model import (
    Address,
    Adjustment,
    BankAccount,
    EInvoice,
    Identifier,
    Line,
    Party,
    Payment,
    Period,
    TaxCategory,
    TaxShare,
)
from salesapp.invoices.e_invoices.xml import Node, document, group, tag

EN_16931 = "urn:cen.eu:en16931:2017"
CEFACT = "urn:un:unece:uncefact:data:standard"
NAMESPACES = {
    "rsm": f"{CEFACT}:CrossIndustryInvoice:100",
    "ram": f"{CEFACT}:ReusableAggregateBusinessInformationEntity:100",
    "udt": f"{CEFACT}:UnqualifiedDataType:100",
    "qdt": f"{CEFACT}:QualifiedDataType:100",
}


def write_cii(invoice: EInvoice, *, profile: str = EN_16931) -> bytes:
    """The file. Whether it may be sent is for the check to say."""
    return document(
        "rsm:CrossIndustryInvoice", NAMESPACES, _context(profile), _head(invoice), _trade(invoice)
    )


def _context(profile: str) -> Node:
    guideline = group("ram:GuidelineSpecifiedDocumentContextParameter", tag("ram:ID", profile))
    return group("rsm:ExchangedDocumentContext", guideline)


def _head(invoice: EInvoice) -> Node:
    return group(
        "rsm:ExchangedDocument",
        tag("ram:ID", invoice.number),
        tag("ram:TypeCode", invoice.kind),
        _day("ram:IssueDateTime", invoice.issued_on),
        [group("ram:IncludedNote", tag("ram:Content", note)) for note in invoice.notes],
    )


def _trade(invoice: EInvoice) -> Node:
    return group(
        "rsm:SupplyChainTradeTransaction",
        [_line(line) for line in invoice.lines],
        _agreement(invoice),
        _delivery(invoice),
        _settlement(invoice),
    )


def _agreement(invoice: EInvoice) -> Node:
    agent = invoice.representative
    acting = None if agent is None else group(
        "ram:SellerTaxRepresentativeTradeParty",
        tag("ram:Name", agent.name),
        _address(agent.address),
        _registered(agent.vat_number, "VA"),
    )  # fmt: skip
    return group(
        "ram:ApplicableHeaderTradeAgreement",
        tag("ram:BuyerReference", invoice.buyer_reference),
        _party("ram:SellerTradeParty", invoice.seller),
        _party("ram:BuyerTradeParty", invoice.buyer),
        acting,
        _reference("ram:SellerOrderReferencedDocument", invoice.sales_order),
        _reference("ram:BuyerOrderReferencedDocument", invoice.order_number),
        _reference("ram:ContractReferencedDocument", invoice.contract),
    )


def _reference(name: str, number: str) -> Node:
    return group(name, tag("ram:IssuerAssignedID", number))


def _party(name: str, party: Party) -> Node:
    identifier, registration, mailbox = party.identifier, party.registration, party.electronic_address
    known = None if identifier is None else _known_as(identifier)
    return group(
        name,
        known,
        tag("ram:Name", party.name),
        tag("ram:Description", party.legal_information),
        group(
            "ram:SpecifiedLegalOrganization",
            _identified("ram:ID", registration),
            tag("ram:TradingBusinessName", party.trading_name),
        ),
        _contact(party),
        _address(party.address),
        group("ram:URIUniversalCommunication", _identified("ram:URIID", mailbox)),
        _registered(party.tax_number, "FC"),
        _registered(party.vat_number, "VA"),
    )


def _known_as(identifier: Identifier) -> Node:
    """An identifier of a register has an element of its own, and SEPA's creditors are named elsewhere."""
    name = "ram:GlobalID" if identifier.scheme else "ram:ID"
    return _identified(name, identifier)


def _identified(name: str, identifier: Identifier | None) -> Node:
    return None if identifier is None else tag(name, identifier.value, schemeID=identifier.scheme)


def _contact(party: Party) -> Node:
    contact = party.contact
    return group(
        "ram:DefinedTradeContact",
        tag("ram:PersonName", contact.name),
        group("ram:TelephoneUniversalCommunication", tag("ram:CompleteNumber", contact.phone)),
        group("ram:EmailURIUniversalCommunication", tag("ram:URIID", contact.email)),
    )


def _registered(number: str, scheme: str) -> Node:
    return group("ram:SpecifiedTaxRegistration", tag("ram:ID", number, schemeID=scheme))


def _address(address: Address) -> Node:
    first, second, third, *_more = (*address.lines, "", "", "")
    return group(
        "ram:PostalTradeAddress",
        tag("ram:PostcodeCode", address.postal_code),
        tag("ram:LineOne", first),
        tag("ram:LineTwo", second),
        tag("ram:LineThree", third),
        tag("ram:CityName", address.city),
        tag("ram:CountryID", address.country),
        tag("ram:CountrySubDivisionName", address.region),
    )


def _delivery(invoice: EInvoice) -> Node:
    delivery = invoice.delivery
    place = None if delivery.address is None else _address(delivery.address)
    found = group(
        "ram:ApplicableHeaderTradeDelivery",
        group("ram:ShipToTradeParty", tag("ram:Name", delivery.name), place),
        group("ram:ActualDeliverySupplyChainEvent", _day("ram:OccurrenceDateTime", delivery.on)),
    )
    # It must be there even where it has nothing to say.
    return Element("ram:ApplicableHeaderTradeDelivery") if found is None else found


def _settlement(invoice: EInvoice) -> Node:
    payment = invoice.payment
    return group(
        "ram:ApplicableHeaderTradeSettlement",
        tag("ram:PaymentReference", "" if payment is None else payment.reference),
        tag("ram:TaxCurrencyCode", invoice.tax_currency),
        tag("ram:InvoiceCurrencyCode", invoice.currency),
        () if payment is None else _payment(payment),
        [_tax_share(share) for share in invoice.taxes],
        _period(invoice.delivery.period),
        [_document_adjustment(each, charge=False) for each in invoice.allowances],
        [_document_adjustment(each, charge=True) for each in invoice.charges],
        group(
            "ram:SpecifiedTradePaymentTerms",
            tag("ram:Description", invoice.payment_terms),
            _day("ram:DueDateDateTime", invoice.due_on),
        ),
        _totals(invoice),
        [
            group(
                "ram:InvoiceReferencedDocument",
                tag("ram:IssuerAssignedID", each.number),
                _day("ram:FormattedIssueDateTime", each.on, "qdt"),
            )
            for each in invoice.preceding
        ],
    )


def _payment(payment: Payment) -> Iterator[Node]:
    """The means once for each account."""
    for account in payment.accounts:
        yield group(
            "ram:SpecifiedTradeSettlementPaymentMeans",
            tag("ram:TypeCode", payment.means),
            _account(account),
            group("ram:PayeeSpecifiedCreditorFinancialInstitution", tag("ram:BICID", account.bank)),
        )
    if not payment.accounts:
        yield group("ram:SpecifiedTradeSettlementPaymentMeans", tag("ram:TypeCode", payment.means))


def _account(account: BankAccount) -> Node:
    number = account.number
    iban = is_iban(number)
    return group(
        "ram:PayeePartyCreditorFinancialAccount",
        tag("ram:IBANID", number if iban else ""),
        tag("ram:AccountName", account.holder),
        tag("ram:ProprietaryID", "" if iban else number),
    )


def _tax_share(share: TaxShare) -> Node:
    return group(
        "ram:ApplicableTradeTax",
        tag("ram:CalculatedAmount", share.tax),
        tag("ram:TypeCode", "VAT"),
        tag("ram:ExemptionReason", share.exemption_reason),
        tag("ram:BasisAmount", share.base),
        tag("ram:CategoryCode", share.category.code),
        tag("ram:ExemptionReasonCode", share.exemption_code),
        tag("ram:RateApplicablePercent", share.category.percent),
    )


def _document_adjustment(adjustment: Adjustment, *, charge: bool) -> Node:
    taxed = None if adjustment.category is None else _category("ram:CategoryTradeTax", adjustment.category)
    return _adjustment(adjustment, charge=charge, taxed=taxed)


def _adjustment(adjustment: Adjustment, *, charge: bool, taxed: Node = None) -> Node:
    return group(
        "ram:SpecifiedTradeAllowanceCharge",
        group("ram:ChargeIndicator", tag("udt:Indicator", "true" if charge else "false")),
        tag("ram:CalculationPercent", adjustment.percent),
        tag("ram:BasisAmount", adjustment.base),
        tag("ram:ActualAmount", adjustment.amount),
        tag("ram:ReasonCode", adjustment.reason_code),
        tag("ram:Reason", adjustment.reason),
        taxed,
    )


def _category(name: str, category: TaxCategory) -> Node:
    return group(
        name,
        tag("ram:TypeCode", "VAT"),
        tag("ram:CategoryCode", category.code),
        tag("ram:RateApplicablePercent", category.percent),
    )


def _totals(invoice: EInvoice) -> Node:
    totals = invoice.totals
    in_tax_currency = tag("ram:TaxTotalAmount", totals.tax_in_tax_currency, currencyID=invoice.tax_currency)
    return group(
        "ram:SpecifiedTradeSettlementHeaderMonetarySummation",
        tag("ram:LineTotalAmount", totals.lines),
        tag("ram:ChargeTotalAmount", totals.charges if totals.charges or invoice.charges else None),
        tag(
            "ram:AllowanceTotalAmount", totals.allowances if totals.allowances or invoice.allowances else None
        ),
        tag("ram:TaxBasisTotalAmount", totals.without_tax),
        tag("ram:TaxTotalAmount", totals.tax, currencyID=invoice.currency),
        in_tax_currency,
        tag("ram:RoundingAmount", totals.rounding or None),
        tag("ram:GrandTotalAmount", totals.with_tax),
        tag("ram:TotalPrepaidAmount", totals.paid or None),
        tag("ram:DuePayableAmount", totals.payable),
    )


def _line(line: Line) -> Node:
    base = None if line.base_quantity == 1 else line.base_quantity
    note = group("ram:IncludedNote", tag("ram:Content", line.note))
    return group(
        "ram:IncludedSupplyChainTradeLineItem",
        group("ram:AssociatedDocumentLineDocument", tag("ram:LineID", line.number), note),
        group(
            "ram:SpecifiedTradeProduct",
            tag("ram:SellerAssignedID", line.product_code),
            tag("ram:Name", line.name),
            tag("ram:Description", line.description),
        ),
        group(
            "ram:SpecifiedLineTradeAgreement",
            group("ram:BuyerOrderReferencedDocument", tag("ram:LineID", line.order_line)),
            group(
                "ram:NetPriceProductTradePrice",
                tag("ram:ChargeAmount", line.price),
                tag("ram:BasisQuantity", base, unitCode=line.unit),
            ),
        ),
        group("ram:SpecifiedLineTradeDelivery", tag("ram:BilledQuantity", line.quantity, unitCode=line.unit)),
        group(
            "ram:SpecifiedLineTradeSettlement",
            _category("ram:ApplicableTradeTax", line.category),
            _period(line.period),
            [_adjustment(each, charge=False) for each in line.allowances],
            [_adjustment(each, charge=True) for each in line.charges],
            group(
                "ram:SpecifiedTradeSettlementLineMonetarySummation", _net(line.net)
            ),
        ),
    )  # fmt: skip


def _net(amount: Decimal) -> Node:
    return tag("ram:LineTotalAmount", amount)


def _day(name: str, day: date | None, prefix: str = "udt") -> Node:
    if day is None:
        return None
    return group(name, tag(f"{prefix}:DateTimeString", f"{day:%Y%m%d}", format="102"))


def _period(period: Period | None) -> Node:
    if period is None:
        return None
    days = (_day("ram:StartDateTime", period.start), _day("ram:EndDateTime", period.end))
    return group("ram:BillingSpecifiedPeriod", *days)
