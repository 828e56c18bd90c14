"""The list that a clerk sees on a draft: what blocks stands in the way of issuing, a hint does not.

In the European Union the invoice is checked as the e-invoice that it could be. A customer who asked for one gets all
that its form demands; any other invoice what the directive on VAT demands of every invoice (articles 226 and 227).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from salesapp.core.company import company
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.customers.kinds import EInvoiceForm
from salesapp.invoices.e_invoices.check import Breach, breaches, breaches_of_xrechnung
from salesapp.invoices.e_invoices.check.breach import missing
from salesapp.invoices.e_invoices.codes import EUROPEAN_UNION
from salesapp.invoices.e_invoices.of_document import e_invoice_of
from salesapp.invoices.models import Invoice
from salesapp.products.bank_accounts.models import account_for, bank_accounts
from salesapp.quotes.issued.unprintable import unprintable
from salesapp.quotes.tax_proposal.outdated import outdated
from salesapp.quotes.tax_proposal.proposed import untaxed_wrongly
from salesapp.quotes.tax_proposal.unsaid import unsaid

OF_EVERY_INVOICE = frozenset({"BR-06", "BR-07", "BR-25", "BR-29", "BR-30", "BR-CL-17", "OWN-VAT"})
"""Rules of the e-invoice that are the law of paper as well, beside those of each category of VAT."""
OF_CATEGORIES = ("BR-S-", "BR-Z-", "BR-E-", "BR-AE-", "BR-IC-", "BR-G-", "BR-O-")


def findings(invoice: Invoice) -> list[Breach]:
    """What a clerk has to mend, in their language; what blocks first."""
    found = list(dict.fromkeys([*_of_the_law(invoice), *_of_the_paper(invoice)]))
    return sorted(found, key=lambda each: not each.blocks)


def must_be_lawful(invoice: Invoice) -> None:
    """RuleBroken for an invoice that must not be issued as it is."""
    wrong = [each.text for each in dict.fromkeys(_of_the_law(invoice)) if each.blocks]
    if wrong:
        raise RuleBroken(" ".join(wrong))


def _of_the_law(invoice: Invoice) -> Iterator[Breach]:
    if not company().country:
        yield replace(missing("COUNTRY", "seller.address.country"), blocks=False)
    elif company().country in EUROPEAN_UNION:
        yield from _european(invoice)


def _of_the_paper(invoice: Invoice) -> Iterator[Breach]:
    sentence = unprintable(invoice)
    if sentence:
        yield Breach("UNPRINTABLE", "lines", sentence, blocks=False)
    if invoice.lines and not invoice.payable and not invoice.deductions:
        yield Breach("NOTHING-DUE", "lines", _("The total is 0. Check the prices."), blocks=False)
    sentence = _paid_elsewhere(invoice.currency)
    if sentence:
        yield Breach("PAID-TO", "payment.accounts", sentence, blocks=False)
    for sentence in untaxed_wrongly(invoice):
        yield Breach("TAX-REASON", "lines", sentence, blocks=False)
    for each in outdated(invoice):
        yield Breach("TAX-RATE", "lines", each.sentence, blocks=False)


def _paid_elsewhere(currency: str) -> str:
    """What is to be known where no account takes the currency; nothing is said where none is set up at all."""
    account = account_for(currency)
    if account is not None and account.currency not in {None, currency}:
        return _(
            "No bank account takes %(currency)s. The invoice names “%(name)s”, kept in %(own)s.",
            currency=currency,
            name=account.name,
            own=account.currency,
        )
    if account is None and bank_accounts():
        return _("No bank account takes %(currency)s, so the invoice names none.", currency=currency)
    return ""


def _european(invoice: Invoice) -> Iterator[Breach]:
    wanted = None if invoice.account is None else invoice.account.e_invoice
    if invoice.supply_from is None and not invoice.is_down_payment:
        yield missing("ARTICLE-226-7", "delivery")
    yield from _address_of_seller()
    seen = e_invoice_of(invoice)
    found = breaches_of_xrechnung(seen) if wanted is EInvoiceForm.XRECHNUNG else breaches(seen)
    said = unsaid(invoice)
    if said:  # the e-invoice knows neither what a rate is called nor where it is mended
        found = [each for each in found if each.rule != "BR-CL-17"]
        yield from (Breach("BR-CL-17", "taxes", text) for text in said)
    yield from found if wanted is not None else _of_every_invoice(found)


def _address_of_seller() -> Iterator[Breach]:
    own = company()
    for value, field in ((own.street, "line"), (own.postal_code, "postal_code"), (own.city, "city")):
        if not value:
            yield missing("ARTICLE-226-5", f"seller.address.{field}")


def _of_every_invoice(found: Iterable[Breach]) -> Iterator[Breach]:
    for each in found:
        if each.rule in OF_EVERY_INVOICE or each.rule.startswith(OF_CATEGORIES):
            yield each
        elif each.field == "buyer.address.country":
            text = _("%(missing)s So there will be no e-invoice.", missing=each.text)
            yield replace(each, text=text, blocks=False)
