"""An invoice or a credit note of ours as an e-invoice, from what it says and what its parties are called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from flask_babel import force_locale

from salesapp.core import paper
from salesapp.core.company import company, today_for
from salesapp.core.i18n import _
from salesapp.core.money import convert, from_minor
from salesapp.core.paper.document import DocumentLanguage
from salesapp.core.parsing.ibans import is_iban
from salesapp.core.parsing.tax_numbers import official_form
from salesapp.invoices.e_invoices import model
from salesapp.invoices.e_invoices.codes import codes
from salesapp.invoices.e_invoices.lines import line_of
from salesapp.invoices.e_invoices.taxes import category_at, category_of, share_of
from salesapp.invoices.models import CreditNote, Invoice
from salesapp.invoices.models.billed import BilledDocument
from salesapp.invoices.models.joint.credits import orders_by_line
from salesapp.invoices.paper import deducted_payments, deductions, party, payment_dates, rounded_by_order
from salesapp.orders.models import Order
from salesapp.quotes.paper import buyer, language_of, seller

VAT_NUMBER = re.compile(r"[A-Z]{2}[A-Z0-9+*]{2,13}")
SEPA, OTHER_TRANSFER = "58", "30"
E_MAIL = "EM"


def e_invoice_of(document: BilledDocument) -> model.EInvoice:
    """The document as it would be, or was, issued. Whether it may go out as such is for the check to say."""
    language = language_of(document)
    # A machine reads it: one language is enough, and where there are two it is the one that more readers know.
    with force_locale("en" if language is DocumentLanguage.BOTH else language.locale):
        us, them = _parties(document)
        allowances, charges = _adjustments(document)
        return model.EInvoice(
            number=document.number or _("Draft"),
            issued_on=document.issued_on or today_for(),
            kind=model.CREDIT_NOTE if isinstance(document, CreditNote) else model.INVOICE,
            currency=document.currency,
            tax_currency=_tax_currency(document),
            due_on=getattr(document, "due_on", None),
            buyer_reference=document.buyer_reference or "",
            order_number=document.customer_reference or "",
            sales_order=_sales_order(document),
            payment_terms="\n".join(filter(None, [document.plan_words, _payment_dates(document)])),
            discounts=tuple((each.days, each.percent) for each in document.plan.discounts),
            notes=tuple(_notes(document)),
            preceding=tuple(_preceding(document)),
            seller=_seller(us, document),
            buyer=_buyer(them),
            delivery=_delivery(document, them),
            payment=_payment(document, us),
            allowances=tuple(allowances),
            charges=tuple(charges),
            lines=tuple(_lines(document)),
            taxes=tuple(share_of(row, document) for row in document.tax_rows),
            totals=_totals(document, allowances, charges),
        )


def _lines(document: BilledDocument) -> Iterable[model.Line]:
    """Those of several orders each say which order they are of: our number, and the customer's in place of BT-13."""
    orders: dict[int, Order] = {}
    if isinstance(document, (Invoice, CreditNote)) and document.is_joint:
        known = {each.id: each for each in document.orders}
        orders = {key: known[order] for key, order in orders_by_line(document).items()}
    for number, line in enumerate(document.lines, 1):
        found, order = line_of(line, number, document.currency), orders.get(line.id)
        if order is None:
            yield found
            continue
        note = _("Order %(number)s", number=order.title)
        reference = "" if document.customer_reference else order.customer_reference or ""
        yield replace(found, note=note, order_line=reference)


def _payment_dates(document: BilledDocument) -> str:
    return payment_dates(document) if isinstance(document, Invoice) else ""


def _parties(document: BilledDocument) -> tuple[paper.Party, paper.Party]:
    """As they were called when it was issued, as they are called now for a draft."""
    if document.is_issued or document.seller:
        return party(document.seller), party(document.buyer)
    return seller(document), buyer(document)


def _seller(us: paper.Party, document: BilledDocument) -> model.Party:
    owner = document.owner
    found = model.Party(
        name=us.name,
        address=_address(us.place),
        contact=model.Contact(name=us.name if owner is None else owner.name, phone=us.phone, email=us.email),
        registration=model.Identifier(us.register) if us.register else None,
        legal_information=" ".join(us.legal.split()),
        electronic_address=_mailbox(us.email),
    )
    if all(category_of(line).code == "O" for line in document.lines):
        return found  # what is outside the scope of VAT names no VAT number
    number = vat_number(us.tax_number)
    return replace(found, vat_number=number, tax_number="" if number else us.tax_number)


def _buyer(them: paper.Party) -> model.Party:
    return model.Party(
        name=them.name,
        address=_address(them.place),
        contact=model.Contact(name=them.attention),
        vat_number=vat_number(them.tax_number),
        electronic_address=_mailbox(them.email),
    )


def vat_number(text: str) -> str:
    """A VAT number by its form, as VIES has it; empty for a number of another kind."""
    packed = official_form(text)
    known = packed[:2] in codes("countries") | {"EL"}
    return packed if known and VAT_NUMBER.fullmatch(packed) else ""


def _mailbox(email: str) -> model.Identifier | None:
    return model.Identifier(email, E_MAIL) if email else None


def _address(place: paper.Place | None) -> model.Address:
    if place is None:
        return model.Address()
    return model.Address(
        lines=tuple(line for line in place.street.splitlines() if line.strip())[:3],
        city=place.city,
        postal_code=place.postal_code,
        region=place.region,
        country=place.country,
    )


def _delivery(document: BilledDocument, them: paper.Party) -> model.Delivery:
    first, last = document.supply_from, document.supply_to
    period = model.Period(first, last) if last not in {None, first} else None
    place = them.delivered_to
    name = (document.shipping_address or "").partition("\n")[0]
    return model.Delivery(
        name=name if place is not None else "",
        on=None if period else first,
        period=period,
        address=None if place is None else _address(place),
    )


def _payment(document: BilledDocument, us: paper.Party) -> model.Payment | None:
    if not us.accounts:
        return None
    ibans = all(is_iban(each.number) for each in us.accounts)
    return model.Payment(
        means=SEPA if ibans and document.currency == "EUR" else OTHER_TRANSFER,
        reference=document.number or "",
        accounts=tuple(
            model.BankAccount(number=each.number, holder=each.holder, bank=each.bic) for each in us.accounts
        ),
    )


def _notes(document: BilledDocument) -> Iterable[str]:
    """What is said to the customer, each advance with the VAT in it, and why a credit note was written."""
    if isinstance(document, CreditNote):
        yield document.reason
    if isinstance(document, Invoice):
        if document.is_down_payment:
            yield _("Down payment")
        for each in deductions(document):
            yield f"{each.label}: {from_minor(each.amount, document.currency):f} {document.currency}"
    if document.is_rounded_by_order:
        yield rounded_by_order()
    for text in (document.notes, document.terms):
        if text and text.strip():
            yield text.strip()


def _sales_order(document: BilledDocument) -> str:
    """Where there are several, each line names its own."""
    orders = document.orders if isinstance(document, Invoice) else []
    return str(orders[0].number or "") if len(orders) == 1 else ""


def _preceding(document: BilledDocument) -> Iterable[model.Preceding]:
    """The invoice that a credit note corrects; the down payments that an invoice deducts."""
    if isinstance(document, CreditNote):
        yield model.Preceding(document.invoice.number or "", document.invoice.issued_on)
    elif isinstance(document, Invoice) and document.deducted:
        for number, day in deducted_payments(document):
            yield model.Preceding(number, day)


def _adjustments(document: BilledDocument) -> tuple[list[model.Adjustment], list[model.Adjustment]]:
    """Allowances and charges: the document discount as it was spread, and what was agreed beside it."""
    allowances: list[model.Adjustment] = []
    charges: list[model.Adjustment] = []
    agreed = [(-each.amount, category_at(each.tax_key), each.reason) for each in document.agreed]
    for amount, category, reason in [*_discounts(document), *agreed]:
        if amount:
            size = from_minor(abs(amount), document.currency)
            found = model.Adjustment(amount=size, category=category, reason=reason)
            (allowances if amount > 0 else charges).append(found)
    return allowances, charges


def _discounts(document: BilledDocument) -> Iterable[tuple[int, model.TaxCategory, str]]:
    """What the document discount takes off of each category and rate, in minor units."""
    shares: dict[model.TaxCategory, int] = {}
    for line in document.lines:
        category = category_of(line)
        shares[category] = shares.get(category, 0) + line.net - line.net_after_discount
    return [(amount, category, _("Discount")) for category, amount in shares.items()]


def _totals(
    document: BilledDocument, allowances: Iterable[model.Adjustment], charges: Iterable[model.Adjustment]
) -> model.Totals:
    code = document.currency
    return model.Totals(
        lines=from_minor(sum(line.net for line in document.lines), code),
        allowances=sum((each.amount for each in allowances), Decimal(0)),
        charges=sum((each.amount for each in charges), Decimal(0)),
        without_tax=from_minor(document.net, code),
        tax=from_minor(document.tax, code),
        with_tax=from_minor(document.total, code),
        paid=from_minor(sum(each.total for each in document.deducted_rows), code),
        rounding=from_minor(document.rounding, code),
        payable=from_minor(document.payable, code),
        tax_in_tax_currency=_own_tax(document) if _tax_currency(document) else None,
    )


def _tax_currency(document: BilledDocument) -> str:
    """The company's currency, where the document is in another one and has VAT."""
    own = company().currency
    return own if document.tax and own != document.currency else ""


def _own_tax(document: BilledDocument) -> Decimal:
    own = company().currency
    return from_minor(convert(document.tax, document.currency, own, document.rate), own)
