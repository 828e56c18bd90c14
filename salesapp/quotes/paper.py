"""Quotes, orders and what follows them as printed documents, in the language of the customer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import force_locale, get_locale

from salesapp.core import clock
from salesapp.core.company import company
from salesapp.core.i18n import _
from salesapp.core.money import convert, from_minor
from salesapp.core.paper import Paper, PaperLine, Party, Place, TaxShare
from salesapp.core.paper.document import (
    Adjusted,
    DocumentLanguage,
    Kind,
    Language,
    Offered,
    PaperOption,
)
from salesapp.core.paper.formats import percent_text, quantity_text
from salesapp.customers.addresses import country_name, read_place
from salesapp.customers.delivery_addresses.models import written
from salesapp.products.adjustments.agreed import Agreed, parts_of
from salesapp.products.bank_accounts.models import BankAccount, account_for
from salesapp.products.documents import PricedDocument, PricedLine, named_shares
from salesapp.quotes.models import Quote
from salesapp.quotes.options.choosing import priced_with, proposed


def paper_of_quote(quote: Quote) -> Paper:
    """A quote as it goes to the customer; a draft bears today's date and no number."""
    zone = company().zone
    issued = clock.today(zone) if quote.sent_at is None else quote.sent_at.astimezone(ZoneInfo(zone)).date()
    dates = [("issued", issued)]
    if quote.valid_until is not None:
        dates.append(("valid_until", quote.valid_until))
    number = None if quote.is_internal else quote.number
    others: dict[str, Any] = {"options": options_on_paper(quote), "offered": offered_on_paper(quote)}
    paper = paper_of(quote, "quote", number=number, dates=dates, revision=quote.revision, **others)
    of_options = [each.text for each in quote.reasons_of(quote.options).values() if each.text]
    return replace(paper, tax_reasons=tuple(dict.fromkeys([*paper.tax_reasons, *of_options])))


def offered_on_paper(quote: Quote) -> Offered | None:
    """The sums with what is preselected; None where nothing is."""
    options = proposed(quote.options)
    if not options:
        return None
    totals, lines = priced_with(quote, options), [*quote.lines, *options]
    nets = [(line, priced.net) for line, priced in zip(lines, totals.lines, strict=True)]
    agreed = parts_of(quote.agreed, [each.amount for each in totals.adjustments], quote.currency)
    with force_locale(language_of(quote).locale):
        taxes = tuple(TaxShare(*share) for share in named_shares(totals.taxes, nets, agreed))
    return Offered(net=totals.net, tax=totals.tax, total=totals.total, taxes=taxes)


def options_on_paper(quote: Quote) -> tuple[PaperOption, ...]:
    """What the quote offers beyond its lines."""
    language = language_of(quote)
    with force_locale(language.locale):
        return tuple(
            PaperOption(
                line=paper_line(each.position, each, language.value),
                choice=each.choice or "",
                preselected=each.preselected,
            )
            for each in quote.options
        )


def paper_of(
    document: PricedDocument,
    kind: Kind,
    *,
    number: str | None,
    dates: Sequence[tuple[str, date]],
    references: Sequence[tuple[str, str]] = (),
    **others: Any,
) -> Paper:
    """Any priced document on paper. `others` are further fields of `Paper` (deducted, paid, open …)."""
    language = language_of(document)
    with force_locale(language.locale):
        return Paper(
            kind=kind,
            language=language.value,
            currency=document.currency,
            seller=seller(document),
            buyer=buyer(document),
            lines=tuple(
                paper_line(i, line, language.value) for i, line in enumerate(document.lines, start=1)
            ),
            net=document.net,
            tax=document.tax,
            total=document.total,
            number=number,
            dates=tuple(dates),
            references=(*references, *standing_references(document, asks=kind != "credit_note")),
            document_discount_percent=document.discount,
            document_discount=document.discount_amount,
            adjustments=adjusted(document, language.value),
            rounding=getattr(document, "rounding", 0),
            taxes=tuple(TaxShare(*share) for share in document.tax_shares),
            tax_reasons=(*document.tax_reasons, *tax_at_home(document, kind)),
            notes=document.notes or "",
            terms=document.terms or "",
            **branding(language.value),
            **others,
        )


def branding(language: Language) -> dict[str, Any]:
    """What makes every document the company's own."""
    own = company()
    footers = (own.document_footer_zh, own.document_footer)
    first, second = footers[::-1] if language == "en" else footers
    return {
        "footer": first or second or "",
        "accent": own.accent,
        "size": own.paper_size.value,
        "logo": own.logo or "",
    }


def tax_at_home(document: PricedDocument, kind: Kind) -> tuple[str, ...]:
    """The tax of an invoice or a credit note in the company's money, where it asks for another, with the rate."""
    own = company().currency
    if kind not in {"invoice", "credit_note"} or document.currency == own or not document.tax:
        return ()
    amount = from_minor(convert(document.tax, document.currency, own, document.rate), own)
    rate = f"{document.rate.normalize():f}"

    def said() -> str:
        return _(
            "Tax in %(own)s: %(amount)s (1 %(currency)s = %(rate)s %(own)s)",
            own=own,
            amount=f"{amount:,f}",
            currency=document.currency,
            rate=rate,
        )

    return (said_in(language_of(document), said),)


def language_of(document: PricedDocument) -> DocumentLanguage:
    """The document's language, else the company's."""
    return DocumentLanguage(document.language or company().language[:2])


def said_in(language: DocumentLanguage, say: Callable[[], str], *, between: str = " ") -> str:
    """The sentence in the language of the document, or in both; once where both say the same."""
    if language is not DocumentLanguage.BOTH:
        with force_locale(language.locale):
            return say()
    with force_locale("zh"):
        chinese = say()
    with force_locale("en"):
        return between.join(dict.fromkeys([chinese, say()]))


def standing_references(document: PricedDocument, *, asks: bool = True) -> list[tuple[str, str]]:
    """The customer's own reference, how long they have to pay what it asks for, and whom to ask."""
    names = ("customer_reference", "buyer_reference")
    found = [(name, said) for name in names if (said := getattr(document, name, None))]
    if asks and document.plan_words:
        found.append(("payment_terms", said_in(language_of(document), lambda: document.plan_words)))
    owner = getattr(document, "owner", None)
    return [*found, ("contact", "" if owner is None else owner.name)]


def adjusted(of: PricedDocument | PricedLine, language: Language) -> tuple[Adjusted, ...]:
    """The discounts and charges that come to something, by their reason and percentage."""
    return adjusted_words(of.agreed, language)


def adjusted_words(agreed: Iterable[Agreed], language: Language) -> tuple[Adjusted, ...]:
    return tuple(
        Adjusted(
            f"{each.reason} {percent_text(each.value, language)}" if each.is_percent else each.reason,
            each.amount,
        )
        for each in agreed
        if each.amount
    )


def paper_line(position: int, line: PricedLine, language: Language, *, cancelled: bool = True) -> PaperLine:
    """The line; what of it was `cancelled` is said unless that goes without saying."""
    name, _newline, description = line.description.partition("\n")
    gone: Decimal = getattr(line, "quantity_cancelled", Decimal(0))
    if gone and cancelled:
        figure = quantity_text(gone, language)
        said = said_in(DocumentLanguage(language), lambda: _("%(quantity)s cancelled", quantity=figure))
        description = f"{description.strip()}\n{said}"
    return PaperLine(
        position=position,
        name=name,
        description=description.strip(),
        code="" if line.product is None else line.product.code or "",
        quantity=line.quantity,
        unit=line.unit or "",
        unit_price=line.unit_price,
        discount=line.discount,
        tax=line.tax,
        net=line.net,
        per=line.per,
        adjustments=adjusted(line, language),
    )


def seller(document: PricedDocument | None = None, *, pay_to: BankAccount | None = None) -> Party:
    """Our own company, as a letter to the document's customer names it: with its country where that is theirs not.

    Without an account chosen for it the document is paid to that of its currency.
    """
    own = company()
    pay_to = pay_to or account_for(own.currency if document is None else document.currency)
    town = " ".join(each for each in (own.postal_code, own.city) if each)
    country = ""
    if document is not None and not _is_domestic(document):
        country = said_in(language_of(document), lambda: country_name(own.country or "", str(get_locale())))
    return Party(
        name=own.name,
        address=tuple(each for each in (own.street, town, country) if each),
        tax_number=own.tax_number or "",
        contact=tuple(each for each in (own.phone, own.email, own.website) if each),
        bank=() if pay_to is None else pay_to.lines(),
        place=Place(
            street=own.street or "",
            city=own.city or "",
            postal_code=own.postal_code or "",
            country=own.country or "",
        ),
        phone=own.phone or "",
        email=own.email or "",
        register=own.register_number or "",
        legal=own.legal_lines or "",
        accounts=() if pay_to is None else pay_to.as_printed(),
    )


def _is_domestic(document: PricedDocument) -> bool:
    """Whether a letter to the customer stays in our country, so that it need not name it."""
    country = billing_place(document).country
    return not country or country == company().country


def buyer(document: PricedDocument) -> Party:
    """The customer by the address the document has kept; its first line is the name."""
    account, contact = document.account, document.contact
    customer = account or contact
    written = document.billing_address or str(getattr(customer, "title", "–"))
    name, *address = written.splitlines()
    return Party(
        name=name,
        attention=contact.name if account is not None and contact is not None else "",
        address=tuple(address),
        tax_number=getattr(account, "tax_number", None) or "",
        place=billing_place(document),
        delivered_to=_delivery_place(document),
        ship_to=_ship_to(document),
        email=getattr(account, "invoice_email", None) or getattr(contact, "email", None) or "",
    )


def receiver(document: PricedDocument) -> Party:
    """Who gets the goods, by the shipping address the document has kept, else by the billing address."""
    contact = document.contact
    written = document.shipping_address or document.billing_address
    customer = document.account or contact
    name, *address = (written or str(getattr(customer, "title", "–"))).splitlines()
    attention = contact.name if document.account is not None and contact is not None else ""
    return Party(name=name, attention=attention, address=tuple(address))


def billing_place(document: PricedDocument) -> Place:
    """The parts of the billing address: the customer's own, unless another one was typed into the document."""
    customer = document.account or document.contact
    if customer is None:
        return Place()
    own: Place = customer.place()
    language = language_of(document).locale
    _name, *typed = (document.billing_address or "").splitlines() or [""]
    if not typed or typed == [*customer.address(language=language)]:
        return own
    return read_place(typed, home=own.country)


def delivery_country(document: PricedDocument) -> str:
    """Where goods go, by its shipping address, else by its billing address; empty where neither is known."""
    return (_delivery_place(document) or billing_place(document)).country


def _ship_to(document: PricedDocument) -> tuple[str, ...]:
    """The lines of the shipping address, where it is another one than the billing address."""
    written_to = document.shipping_address or ""
    return () if written_to == document.billing_address else tuple(written_to.splitlines())


def _delivery_place(document: PricedDocument) -> Place | None:
    """Where it was delivered, if that is said together with its country."""
    _name, *typed = (document.shipping_address or "").splitlines() or [""]
    account, parts = document.account, document.shipping_parts
    if not typed or account is None:
        return None
    if parts and document.shipping_address in {"\n".join(written(parts, each)) for each in ("en", "zh")}:
        kept = {each: parts.get(each, "") for each in ("street", "city", "postal_code", "country")}
        return Place(region=parts.get("state", ""), **kept) if parts.get("country") else None
    place: Place = account.place("shipping")
    if typed != [*account.address("shipping", language=language_of(document).locale)]:
        place = read_place(typed, home=place.country)
    return place if place.country else None
