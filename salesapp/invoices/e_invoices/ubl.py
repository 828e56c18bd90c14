"""The invoice as UBL 2.1, with the profile of XRechnung 3.0 unless told otherwise. The order of elements is UBL's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from salesapp.invoices.e_invoices.model import (
    Address,
    Adjustment,
    BankAccount,
    Delivery,
    EInvoice,
    Identifier,
    Line,
    Party,
    Period,
    TaxCategory,
    TaxShare,
)
from salesapp.invoices.e_invoices.xml import Node, document, group, tag

EN_16931 = "urn:cen.eu:en16931:2017"
XRECHNUNG = f"{EN_16931}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
BILLING = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
OASIS = "urn:oasis:names:specification:ubl:schema:xsd"


def write_ubl(invoice: EInvoice, *, profile: str = XRECHNUNG) -> bytes:
    """The file. Whether it may be sent is for the check to say."""
    root = "CreditNote" if invoice.is_credit else "Invoice"
    namespaces = {
        "": f"{OASIS}:{root}-2",
        "cac": f"{OASIS}:CommonAggregateComponents-2",
        "cbc": f"{OASIS}:CommonBasicComponents-2",
    }
    if profile == XRECHNUNG:
        invoice = replace(invoice, payment_terms=with_skonto(invoice))
    return document(
        root, namespaces, _head(invoice, profile), _parties(invoice), _money(invoice), _lines(invoice)
    )


def with_skonto(invoice: EInvoice) -> str:
    """The terms with each early-payment discount in a line of its own, as BR-DE-18 of XRechnung writes it.

    Each line ends with a line break; the percentage has a point and two decimals.
    """
    lines = [f"#SKONTO#TAGE={days}#PROZENT={percent:.2f}#\n" for days, percent in invoice.discounts]
    return "".join([f"{invoice.payment_terms}\n" if lines else invoice.payment_terms, *lines])


def _head(invoice: EInvoice, profile: str) -> Iterator[Node]:
    yield tag("cbc:CustomizationID", profile)
    yield tag("cbc:ProfileID", BILLING)
    yield tag("cbc:ID", invoice.number)
    yield _day("cbc:IssueDate", invoice.issued_on)
    if not invoice.is_credit:
        yield _day("cbc:DueDate", invoice.due_on)
    yield tag("cbc:CreditNoteTypeCode" if invoice.is_credit else "cbc:InvoiceTypeCode", invoice.kind)
    for note in invoice.notes:
        yield tag("cbc:Note", note)
    yield tag("cbc:DocumentCurrencyCode", invoice.currency)
    yield tag("cbc:TaxCurrencyCode", invoice.tax_currency)
    yield tag("cbc:BuyerReference", invoice.buyer_reference)
    yield _period("cac:InvoicePeriod", invoice.delivery.period)
    # UBL asks for the buyer's number even where only the seller's is known.
    number = invoice.order_number or ("NA" if invoice.sales_order else "")
    order = (tag("cbc:ID", number), tag("cbc:SalesOrderID", invoice.sales_order))
    yield group("cac:OrderReference", *order)
    for each in invoice.preceding:
        named = (tag("cbc:ID", each.number), _day("cbc:IssueDate", each.on))
        yield group("cac:BillingReference", group("cac:InvoiceDocumentReference", *named))
    yield group("cac:ContractDocumentReference", tag("cbc:ID", invoice.contract))


def _parties(invoice: EInvoice) -> Iterator[Node]:
    yield group("cac:AccountingSupplierParty", _party(invoice.seller))
    yield group("cac:AccountingCustomerParty", _party(invoice.buyer))
    agent = invoice.representative
    if agent is not None:
        scheme = group("cac:PartyTaxScheme", tag("cbc:CompanyID", agent.vat_number), _vat())
        name = group("cac:PartyName", tag("cbc:Name", agent.name))
        yield group("cac:TaxRepresentativeParty", name, _address("cac:PostalAddress", agent.address), scheme)
    yield _delivery(invoice.delivery)


def _party(party: Party) -> Node:
    contact = party.contact
    return group(
        "cac:Party",
        _identified("cbc:EndpointID", party.electronic_address),
        group("cac:PartyIdentification", _identified("cbc:ID", party.identifier)),
        group("cac:PartyName", tag("cbc:Name", party.trading_name)),
        _address("cac:PostalAddress", party.address),
        _taxed_under(party.vat_number, "VAT"),
        _taxed_under(party.tax_number, "FC"),
        group(
            "cac:PartyLegalEntity",
            tag("cbc:RegistrationName", party.name),
            _identified("cbc:CompanyID", party.registration),
            tag("cbc:CompanyLegalForm", party.legal_information),
        ),
        group(
            "cac:Contact",
            tag("cbc:Name", contact.name),
            tag("cbc:Telephone", contact.phone),
            tag("cbc:ElectronicMail", contact.email),
        ),
    )


def _taxed_under(number: str, scheme: str) -> Node:
    if not number:
        return None
    return group("cac:PartyTaxScheme", tag("cbc:CompanyID", number), _vat(scheme))


def _identified(name: str, identifier: Identifier | None) -> Node:
    return None if identifier is None else tag(name, identifier.value, schemeID=identifier.scheme)


def _address(name: str, address: Address) -> Node:
    first, second, third, *_more = (*address.lines, "", "", "")
    return group(
        name,
        tag("cbc:StreetName", first),
        tag("cbc:AdditionalStreetName", second),
        tag("cbc:CityName", address.city),
        tag("cbc:PostalZone", address.postal_code),
        tag("cbc:CountrySubentity", address.region),
        group("cac:AddressLine", tag("cbc:Line", third)),
        group("cac:Country", tag("cbc:IdentificationCode", address.country)),
    )


def _delivery(delivery: Delivery) -> Node:
    place = None if delivery.address is None else _address("cac:Address", delivery.address)
    return group(
        "cac:Delivery",
        _day("cbc:ActualDeliveryDate", delivery.on),
        group("cac:DeliveryLocation", place),
        group("cac:DeliveryParty", group("cac:PartyName", tag("cbc:Name", delivery.name))),
    )


def _money(invoice: EInvoice) -> Iterator[Node]:
    yield from _payment(invoice)
    yield group("cac:PaymentTerms", tag("cbc:Note", invoice.payment_terms, keep_end=True))
    yield from (_document_adjustment(each, invoice, charge=False) for each in invoice.allowances)
    yield from (_document_adjustment(each, invoice, charge=True) for each in invoice.charges)
    totals = invoice.totals
    shares = [_tax_share(share, invoice) for share in invoice.taxes]
    yield group("cac:TaxTotal", _amount("cbc:TaxAmount", totals.tax, invoice), shares)
    if totals.tax_in_tax_currency is not None:
        tax = tag("cbc:TaxAmount", totals.tax_in_tax_currency, currencyID=invoice.tax_currency)
        yield group("cac:TaxTotal", tax)
    yield group(
        "cac:LegalMonetaryTotal",
        _amount("cbc:LineExtensionAmount", totals.lines, invoice),
        _amount("cbc:TaxExclusiveAmount", totals.without_tax, invoice),
        _amount("cbc:TaxInclusiveAmount", totals.with_tax, invoice),
        _amount("cbc:AllowanceTotalAmount", _if_any(totals.allowances, invoice.allowances), invoice),
        _amount("cbc:ChargeTotalAmount", _if_any(totals.charges, invoice.charges), invoice),
        _amount("cbc:PrepaidAmount", totals.paid or None, invoice),
        _amount("cbc:PayableRoundingAmount", totals.rounding or None, invoice),
        _amount("cbc:PayableAmount", totals.payable, invoice),
    )


def _payment(invoice: EInvoice) -> Iterator[Node]:
    """UBL has the means once for each account, and a credit note has its due date there."""
    payment = invoice.payment
    if payment is None:
        return
    for account in payment.accounts or (None,):
        yield group(
            "cac:PaymentMeans",
            tag("cbc:PaymentMeansCode", payment.means),
            _day("cbc:PaymentDueDate", invoice.due_on if invoice.is_credit else None),
            tag("cbc:PaymentID", payment.reference),
            None if account is None else _account(account),
        )


def _account(account: BankAccount) -> Node:
    return group(
        "cac:PayeeFinancialAccount",
        tag("cbc:ID", account.number),
        tag("cbc:Name", account.holder),
        group("cac:FinancialInstitutionBranch", tag("cbc:ID", account.bank)),
    )


def _document_adjustment(adjustment: Adjustment, invoice: EInvoice, *, charge: bool) -> Node:
    category = adjustment.category
    taxed = None if category is None else _category("cac:TaxCategory", category)
    return _adjustment(adjustment, invoice, charge=charge, taxed=taxed)


def _adjustment(adjustment: Adjustment, invoice: EInvoice, *, charge: bool, taxed: Node = None) -> Node:
    return group(
        "cac:AllowanceCharge",
        tag("cbc:ChargeIndicator", "true" if charge else "false"),
        tag("cbc:AllowanceChargeReasonCode", adjustment.reason_code),
        tag("cbc:AllowanceChargeReason", adjustment.reason),
        tag("cbc:MultiplierFactorNumeric", adjustment.percent),
        _amount("cbc:Amount", adjustment.amount, invoice),
        _amount("cbc:BaseAmount", adjustment.base, invoice),
        taxed,
    )


def _tax_share(share: TaxShare, invoice: EInvoice) -> Node:
    return group(
        "cac:TaxSubtotal",
        _amount("cbc:TaxableAmount", share.base, invoice),
        _amount("cbc:TaxAmount", share.tax, invoice),
        _category(
            "cac:TaxCategory", share.category, code=share.exemption_code, reason=share.exemption_reason
        ),
    )


def _category(name: str, category: TaxCategory, *, code: str = "", reason: str = "") -> Node:
    return group(
        name,
        tag("cbc:ID", category.code),
        tag("cbc:Percent", category.percent),
        tag("cbc:TaxExemptionReasonCode", code),
        tag("cbc:TaxExemptionReason", reason),
        _vat(),
    )


def _lines(invoice: EInvoice) -> Iterator[Node]:
    return (_line(line, invoice) for line in invoice.lines)


def _line(line: Line, invoice: EInvoice) -> Node:
    kind, counted = ("CreditNote", "Credited") if invoice.is_credit else ("Invoice", "Invoiced")
    based = None if line.base_quantity == 1 else line.base_quantity
    return group(
        f"cac:{kind}Line",
        tag("cbc:ID", line.number),
        tag("cbc:Note", line.note),
        tag(f"cbc:{counted}Quantity", line.quantity, unitCode=line.unit),
        _amount("cbc:LineExtensionAmount", line.net, invoice),
        _period("cac:InvoicePeriod", line.period),
        group("cac:OrderLineReference", tag("cbc:LineID", line.order_line)),
        [_adjustment(each, invoice, charge=False) for each in line.allowances],
        [_adjustment(each, invoice, charge=True) for each in line.charges],
        group(
            "cac:Item",
            tag("cbc:Description", line.description),
            tag("cbc:Name", line.name),
            group("cac:SellersItemIdentification", tag("cbc:ID", line.product_code)),
            _category("cac:ClassifiedTaxCategory", line.category),
        ),
        group(
            "cac:Price",
            _amount("cbc:PriceAmount", line.price, invoice),
            tag("cbc:BaseQuantity", based, unitCode=line.unit),
        ),
    )


def _vat(scheme: str = "VAT") -> Node:
    return group("cac:TaxScheme", tag("cbc:ID", scheme))


def _amount(name: str, amount: Decimal | None, invoice: EInvoice) -> Node:
    return tag(name, amount, currencyID=invoice.currency)


def _if_any(total: Decimal, parts: tuple[Adjustment, ...]) -> Decimal | None:
    """A sum of nothing is left out; one of parts that come to nothing is stated."""
    return total if total or parts else None


def _day(name: str, day: date | None) -> Node:
    return None if day is None else tag(name, day.isoformat())


def _period(name: str, period: Period | None) -> Node:
    if period is None:
        return None
    return group(name, _day("cbc:StartDate", period.start), _day("cbc:EndDate", period.end))
