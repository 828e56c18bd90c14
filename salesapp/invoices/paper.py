"""Invoices and credit notes on paper, as they were issued, in the language of the customer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import select

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.core.paper import Account, Deduction, Paper, Party, Place
from salesapp.core.paper.document import DocumentLanguage, PaymentPart
from salesapp.core.paper.formats import date_text, money_text, percent_text
from salesapp.invoices.models import BillStatus, CreditNote, Invoice, InvoiceKind
from salesapp.invoices.models.billed import BilledDocument
from salesapp.invoices.models.billing import EVERY, summed
from salesapp.invoices.models.joint.credits import first_lines
from salesapp.invoices.models.joint.shares import orders_of
from salesapp.invoices.models.line import BilledLine
from salesapp.invoices.payment_code import payment_code
from salesapp.invoices.swiss.payload import payer_of, payment_part
from salesapp.orders.models import Order
from salesapp.products.documents import PricedDocument
from salesapp.products.payment_terms.plan import EarlyDiscount
from salesapp.products.pricing import RateTotal
from salesapp.products.stored import rate_totals
from salesapp.quotes.paper import language_of, paper_of, said_in


def paper_of_invoice(invoice: Invoice) -> Paper:
    """The invoice; a draft bears today's date and no number. Payments change nothing on it."""
    dates = [("issued", _day(invoice)), *supplied(invoice)]
    if invoice.due_on is not None:
        dates.append(("due", invoice.due_on))
    references = [*supply_period(invoice)]
    if not invoice.is_joint:  # else there are headings
        references += [("order", order.title) for order in invoice.orders]
    title = said_in(language_of(invoice), lambda: _("Down payment")) if invoice.is_down_payment else ""
    part = payment_part_of(invoice)
    paper = paper_of(
        invoice,
        "invoice",
        number=invoice.number,
        dates=dates,
        references=references,
        title=title,
        deducted=deductions(invoice),
        code="" if part else code_of(invoice),
        payment_part=part,
        payment=payment_dates(invoice),
    )
    return as_issued(with_headings(paper, invoice), invoice)


def with_headings(paper: Paper, document: Invoice | CreditNote) -> Paper:
    """The lines of a document of several orders under what each order is called."""
    above = first_lines(document)
    lines: Sequence[BilledLine] = document.lines
    rows = [
        replace(row, heading=order_heading(above[line.id], line, document)) if line.id in above else row
        for row, line in zip(paper.lines, lines, strict=True)
    ]
    return replace(with_rounding_said(paper, document), lines=tuple(rows))


def with_rounding_said(paper: Paper, document: BilledDocument) -> Paper:
    """Where the tax of several orders is not that of their sum, the paper says how it came about."""
    if not document.is_rounded_by_order:
        return paper
    said = said_in(language_of(document), rounded_by_order)
    return replace(paper, tax_reasons=(*paper.tax_reasons, said))


def rounded_by_order() -> str:
    return _("Tax is rounded order by order.")


def order_heading(order: Order, line: BilledLine, document: BilledDocument) -> str:
    """Number and day of the order, the customer's reference, and when and where to it was supplied."""
    language = language_of(document)
    words = partial(_order_words, order, line, document, language)
    return " · ".join(said_in(language, words, between=" / ").split("\n"))


def _order_words(order: Order, line: BilledLine, document: BilledDocument, language: DocumentLanguage) -> str:
    period = (line.supply_from, line.supply_to)
    as_a_whole = (document.supply_from, document.supply_to)
    days = [] if period == as_a_whole else [each for each in period if each is not None]
    supplied_on = " – ".join(date_text(each, language.value) for each in dict.fromkeys(days))
    said = [
        _("Order %(number)s of %(day)s", number=order.title, day=date_text(order.ordered_on, language.value))
        if order.ordered_on
        else _("Order %(number)s", number=order.title),
        _("your reference %(reference)s", reference=order.customer_reference)
        if order.customer_reference
        else "",
        _("supplied %(days)s", days=supplied_on) if supplied_on else "",
        _("to %(place)s", place=", ".join(order.shipping_address.splitlines()))
        if order.shipping_address and order.shipping_address != order.billing_address
        else "",
    ]
    return "\n".join(filter(None, said))


def payment_dates(invoice: Invoice) -> str:
    """A line for each day that matters: what is due then, or what is enough where one pays early."""
    language, plan, on = language_of(invoice), invoice.plan, _day(invoice)
    lines = [
        said_in(language, partial(_pays_early, invoice, each, each.until(on), language))
        for each in plan.discounts
    ]
    for part in plan.instalments(invoice.payable, on):
        amount = money_text(part.amount, invoice.currency, language.value)
        day = date_text(part.due_on, language.value)
        lines.append(said_in(language, partial(_due_by, amount, day)))
    return "\n".join(lines)


def _pays_early(invoice: Invoice, discount: EarlyDiscount, until: date, language: DocumentLanguage) -> str:
    off = discount.off(invoice.payable)
    return _(
        "Until %(day)s: %(amount)s (%(percent)s discount, %(off)s)",
        day=date_text(until, language.value),
        amount=money_text(invoice.payable - off, invoice.currency, language.value),
        percent=percent_text(discount.percent, language.value),
        off=money_text(off, invoice.currency, language.value),
    )


def _due_by(amount: str, day: str) -> str:
    return _("%(amount)s by %(day)s", amount=amount, day=day)


def code_of(invoice: Invoice) -> str:
    """What a bank's app scans; nothing on a draft, which has no number to pay by."""
    if not invoice.number:
        return ""
    us = party(invoice.seller)
    if not us.accounts:
        return ""
    return payment_code(us.name, us.accounts[0].number, invoice.payable, invoice.currency, invoice.number)


def payment_part_of(invoice: Invoice) -> PaymentPart | None:
    """The Swiss QR-bill, where the account and the seller's address have what it needs."""
    if not invoice.number:
        return None
    us, them = party(invoice.seller), party(invoice.buyer)
    if not us.accounts:
        return None
    return payment_part(
        us.accounts[0].holder or us.name,
        us.place,
        account=us.accounts[0].number,
        amount=invoice.payable,
        currency=invoice.currency,
        number=invoice.number,
        payer=payer_of(them.name, them.place),
    )


def paper_of_credit_note(note: CreditNote) -> Paper:
    """The credit note, which names the invoice that it corrects and why."""
    references = [*supply_period(note), ("invoice", note.invoice.title), ("reason", note.reason)]
    paper = paper_of(
        note,
        "credit_note",
        number=note.number,
        dates=[("issued", _day(note)), *supplied(note)],
        references=references,
        deducted=deducted_per_rate(note, lambda: _("Down payments deducted")),
    )
    return as_issued(with_headings(paper, note), note)


def supplied(document: BilledDocument) -> list[tuple[str, date]]:
    """The day of supply, unless it was a period."""
    first, last = document.supply_from, document.supply_to
    return [("supply", first)] if first is not None and last in {None, first} else []


def supply_period(document: BilledDocument) -> list[tuple[str, str]]:
    """The period of supply from its first to its last day."""
    first, last = document.supply_from, document.supply_to
    if first is None or last is None or first == last:
        return []
    days = [date_text(each, language_of(document).value) for each in (first, last)]
    return [("supply_period", " – ".join(days))]


def deductions(invoice: Invoice) -> tuple[Deduction, ...]:
    """What the down payments of the order before this invoice have asked for already: net and tax of each rate.

    Each is named with its own amounts where this invoice deducts all of them; else they stand together.
    """
    if not invoice.deducted:
        return ()
    return deducted_from(invoice, invoice.deducted_rows, deducted_payments(invoice))


def deducted_payments(invoice: Invoice) -> list[tuple[str, date]]:
    """Numbers and days of the down payments before it, of those of its orders of which it deducts something."""
    shares = [each for each in invoice.order_shares if each.deductions]
    return down_payments(orders_of(shares) if invoice.is_joint else invoice.orders, before=invoice.id)


def deducted_from(
    document: PricedDocument, shares: Sequence[RateTotal], by: Iterable[tuple[str, date]]
) -> tuple[Deduction, ...]:
    """The `shares` that are deducted, under the numbers of the down payments `by` which they were asked for."""
    each = asked_by_down_payment({number for number, _day in by})
    if summed(share for shares in each.values() for share in shares) == tuple(shares):
        return tuple(
            row
            for number, own in each.items()
            for row in per_rate(document, own, partial(_down_payment, number))
        )
    return per_rate(document, shares, partial(_down_payment, ", ".join(each)))


def _down_payment(numbers: str) -> str:
    return _("Down payment %(numbers)s", numbers=numbers)


def asked_by_down_payment(numbers: set[str]) -> dict[str, tuple[RateTotal, ...]]:
    """Number of each of these down payments → what it asked for per rate, less what was credited of it."""
    own = select(Invoice.number, Invoice.taxes).where(Invoice.number.in_(numbers))
    notes = select(Invoice.number, CreditNote.taxes).join(CreditNote, CreditNote.invoice_id == Invoice.id)
    asked = {number: rate_totals(rows) for number, rows in _rows(own.order_by(Invoice.id))}
    for number, rows in _rows(notes.where(Invoice.number.in_(numbers))):
        asked[number] += [-share for share in rate_totals(rows)]
    left = {number: summed(shares) for number, shares in asked.items()}
    return {number: shares for number, shares in left.items() if shares}


def _rows(query: Any) -> Any:
    return db.session.execute(query.execution_options(**EVERY))


def down_payments(orders: Iterable[Order], *, before: int | None = None) -> list[tuple[str, date]]:
    """Numbers and days of the down payments of the orders that were issued, before the invoice of that id."""
    query = select(Invoice.number, Invoice.issued_on).where(
        Invoice.order_id.in_([order.id for order in orders]),
        Invoice.kind == InvoiceKind.DOWN_PAYMENT,
        Invoice.status == BillStatus.ISSUED,
    )
    if before is not None:
        query = query.where(Invoice.id < before)
    rows = db.session.execute(query.order_by(Invoice.id).execution_options(**EVERY))
    return [(number, day) for number, day in rows if number and day]


def deducted_per_rate(document: BilledDocument, name: Callable[[], str]) -> tuple[Deduction, ...]:
    """The net and the tax of each rate that were deducted under this name. A tax is named where it is deducted."""
    return per_rate(document, document.deducted_rows, name)


def per_rate(
    document: PricedDocument, shares: Iterable[RateTotal], name: Callable[[], str]
) -> tuple[Deduction, ...]:
    language = language_of(document)
    found: list[Deduction] = []
    for share in shares:
        at = percent_text(share.rate, language.value)
        net = said_in(language, partial(_net_of, name, at))
        tax = said_in(language, partial(_tax_in_it, at))
        found += Deduction(net, share.base), Deduction(tax, share.tax)
    return tuple(found)


def _net_of(name: Callable[[], str], percent: str) -> str:
    return _("%(name)s, net at %(percent)s", name=name(), percent=percent)


def _tax_in_it(percent: str) -> str:
    return _("Tax %(percent)s in it", percent=percent)


def as_issued(paper: Paper, document: BilledDocument) -> Paper:
    """The paper with seller and buyer as they were called when it was issued."""
    if not document.is_issued:
        return paper
    return replace(paper, seller=party(document.seller), buyer=party(document.buyer))


def party(kept: Mapping[str, Any]) -> Party:
    """A kept party read back."""
    fields: dict[str, Any] = {
        name: tuple(each) if isinstance(each, list) else each for name, each in kept.items()
    }
    for name in ("place", "delivered_to"):
        if fields.get(name):
            fields[name] = Place(**fields[name])
    fields["accounts"] = tuple(Account(**each) for each in kept.get("accounts", ()))
    return Party(**fields)


def _day(document: BilledDocument) -> date:
    return document.issued_on or today_for()
