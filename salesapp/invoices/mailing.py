"""The e-mail that brings an invoice, with its PDF and an address of the customer's own."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import force_locale

from salesapp.core import mail
from salesapp.core.company import company
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.outbox import Outbox
from salesapp.invoices.models import Invoice
from salesapp.quotes.mailing import LINK, Letter
from salesapp.quotes.paper import language_of

SENT = event_kind("invoice_sent", _l("%(by)s sent %(subject)s to %(to)s"), icon="send")


def proposed_letter(invoice: Invoice, *, by: Any) -> Letter:
    """The e-mail in the customer's language."""
    contact = invoice.contact
    to = "" if contact is None else contact.email or ""
    with force_locale(language_of(invoice)):
        subject = _("Invoice %(number)s · %(company)s", number=invoice.title, company=company().name)
        text = render_template("mail/invoice.txt", invoice=invoice, contact=contact, sender=by, link=LINK)
    return Letter(to, subject, text.strip())


def send_invoice(invoice: Invoice, letter: Letter, *, by: Any) -> Outbox:
    """Posts the e-mail of an issued invoice with the PDF and a new link. RuleBroken for a draft."""
    if not letter.to:
        raise RuleBroken(_("Choose a recipient."), field="to")
    if not invoice.is_issued:
        raise RuleBroken(_("A draft can’t be sent. Issue it first."))
    address = public_url(invoice.new_secret())
    text = letter.text.replace(LINK, address) if LINK in letter.text else f"{letter.text}\n\n{address}"
    posted = mail.post_mail(
        to=letter.to,
        subject=letter.subject,
        text=text,
        attachments=[("invoice", invoice.id)],
        sender_name=f"{by.name} · {company().name}",
        reply_to=by.email,
        about=invoice,
        by=by,
    )
    record(invoice, SENT, by=by, about=invoice.story, to=letter.to)
    return posted


def public_url(secret: str) -> str:
    """The customer's address of an invoice."""
    return f"{mail.site()}/i/{secret}"
