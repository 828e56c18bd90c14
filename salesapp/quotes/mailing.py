"""The e-mails about quotes: the offer to the customer with its PDF, and the news of an answer to the seller."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_babel import force_locale

from salesapp.core import mail
from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.core.outbox import carrier
from salesapp.quotes.models import Quote
from salesapp.quotes.paper import language_of, said_in

LINK = "{link}"
"""Stands in the text for the customer's own address, which is made when the quote is sent."""
RULE = "\n\n—\n\n"
"""Between a letter in one language and the same in the other."""


@dataclass(frozen=True)
class Letter:
    """An e-mail as the seller sees and changes it before it goes; without an address nothing is mailed."""

    to: str
    subject: str
    text: str


def post_letter(letter: Letter, paper: Any, *, about: Any, by: Any) -> None:
    """Posts the letter with the PDF of that document, in the name of whoever sends it."""
    mail.post_mail(
        to=letter.to,
        subject=letter.subject,
        text=letter.text,
        attachments=[(paper.record_type_key, paper.id)],
        sender_name=f"{by.name} · {company().name}",
        reply_to=by.email,
        about=about,
        by=by,
    )


def letter_text(template: str, **values: Any) -> str:
    """What the letter says in the language that is set, with a place for the customer's link."""
    return render_template(template, link=LINK, **values).strip()


def proposed_letter(quote: Quote, *, by: Any) -> Letter:
    """The e-mail in the customer's language."""
    contact = quote.contact
    to = "" if contact is None or contact.do_not_email else contact.email or ""
    language, own = language_of(quote), company().name
    subject = said_in(language, lambda: _("Your quote · %(company)s", company=own), between=" / ")
    text = said_in(
        language,
        lambda: letter_text("mail/quotes/quote.txt", quote=quote, contact=contact, sender=by),
        between=RULE,
    )
    return Letter(to, subject, text)


def mail_quote(quote: Quote, letter: Letter, *, by: Any) -> None:
    """Posts the e-mail of a quote that was just sent, with the PDF and a link of their own for each recipient."""
    for to in recipients(letter.to):
        address = public_url(quote.new_secret(_recipient(quote, to)))
        text = letter.text.replace(LINK, address) if LINK in letter.text else f"{letter.text}\n\n{address}"
        mail.post_mail(
            to=to,
            subject=letter.subject,
            text=text,
            attachments=[("quote", quote.id)],
            sender_name=f"{by.name} · {company().name}",
            reply_to=by.email,
            about=quote,
            by=by,
        )


def recipients(typed: str) -> list[str]:
    """The addresses of a field that takes several, each once."""
    found = [each.strip() for each in re.split(r"[,;，；、\n]", typed)]
    return list(dict.fromkeys(each for each in found if each))


def _recipient(quote: Quote, address: str) -> str:
    """The contact's name where it is their address, else the address."""
    contact = quote.contact
    theirs = contact is not None and (contact.email or "").lower() == address.lower()
    return str(contact.name) if contact is not None and theirs else address


def confirm_acceptance(quote: Quote, recipient: str | None) -> None:
    """Mails whoever accepted what they agreed to: to the address that the link was sent to, else the contact's."""
    contact, owner = quote.contact, quote.owner
    known = "" if contact is None or contact.do_not_email else contact.email or ""
    to = recipient if recipient and "@" in recipient else known
    if not to:
        return
    language, own = language_of(quote), company().name
    subject = said_in(
        language,
        lambda: _("Your acceptance of %(number)s · %(company)s", number=quote.title, company=own),
        between=" / ",
    )
    text = said_in(
        language,
        lambda: render_template("mail/quotes/accepted.txt", quote=quote, sender=owner).strip(),
        between=RULE,
    )
    mail.post_mail(
        to=to,
        subject=one_line(subject)[:200],
        text=text,
        attachments=[("quote_acceptance", quote.id)],
        sender_name=f"{owner.name} · {own}" if owner is not None else own,
        reply_to=owner.email if owner is not None else "",
        about=quote,
        by=owner,
    )


def tell_owner(quote: Quote, event: str, words: str = "") -> None:
    """Mails the owner what the customer answered: `event` is "accepted", "declined" or "change"."""
    owner = quote.owner
    if owner is None or not owner.active:
        return
    with force_locale(owner.locale.value):
        subject = f"{answers()[event]} · {quote.title} · {quote.customer_name}"[:200]
        address = f"{mail.site()}/quotes/{quote.id}"
        text = render_template(
            "mail/quotes/answer.txt", quote=quote, said=answers()[event], words=words, address=address
        )
    mail.post_mail(to=owner.email, subject=one_line(subject), text=text.strip(), about=quote)


def answers() -> dict[str, str]:
    return {
        "accepted": _("Quote accepted"),
        "declined": _("Quote declined"),
        "change": _("The customer requests a change to the quote"),
    }


def one_line(text: str) -> str:
    """Names of customers come from outside and may hold anything."""
    return " ".join(text.split())


def public_url(secret: str) -> str:
    """The customer's address of a quote."""
    return f"{mail.site()}/q/{secret}"


@carrier("quote_expiry")
def expire(payload: dict[str, Any]) -> None:
    """Closes a quote after its last day, unless it was answered or revised."""
    with acting_as(SYSTEM):
        quote = db.session.get(Quote, payload["quote"], with_for_update=True)
        if quote is not None:
            quote.expire(by=SYSTEM)
            db.session.flush()
