"""The e-mail that brings an invoice, with its PDF and an address of the customer's own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from salesapp.core import mail
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.outbox import Outbox
from salesapp.customers.models import Account, Contact
from salesapp.invoices.e_invoices.mailing import wanted_files
from salesapp.invoices.locking import lock
from salesapp.invoices.models import Invoice
from salesapp.invoices.sending.models import InvoiceDispatch
from salesapp.quotes.document import SalesDocument
from salesapp.quotes.mailing import LINK, RULE, Letter, letter_text
from salesapp.quotes.paper import language_of, said_in

SENT = event_kind("invoice_sent", _l("%(by)s sent %(subject)s to %(to)s"), icon="send")
MARKED_SENT = event_kind("invoice_marked_sent", _l("%(by)s marked %(subject)s as sent"), icon="send")


def recipient_of(document: SalesDocument) -> str:
    """Where an invoice of this document is mailed to; empty where nobody has an address or wants no e-mail."""
    if document.account is not None and document.account.invoice_email:
        return str(document.account.invoice_email)
    contact = document.contact
    if contact is None and document.account is not None:
        return address_at(document.account)
    return "" if contact is None or contact.do_not_email else contact.email or ""


def address_at(account: Account) -> str:
    """Of whoever got the account's last invoice, else of its first person who wants e-mail; empty for nobody."""
    wants = Contact.email.is_not(None), ~Contact.do_not_email
    last = select(Contact.email).join(Invoice, Invoice.contact_id == Contact.id)
    last = last.where(Invoice.account_id == account.id, *wants).order_by(Invoice.id.desc())
    first = select(Contact.email).where(Contact.account_id == account.id, *wants).order_by(Contact.id)
    return db.session.scalar(last.limit(1)) or db.session.scalar(first.limit(1)) or ""


def proposed_letter(invoice: Invoice, *, by: Any) -> Letter:
    """The e-mail in the customer's language."""
    contact = invoice.contact
    language, own = language_of(invoice), company().name
    subject = said_in(
        language,
        lambda: _("Invoice %(number)s · %(company)s", number=invoice.title, company=own),
        between=" / ",
    )
    text = said_in(
        language,
        lambda: letter_text("mail/invoice.txt", invoice=invoice, contact=contact, sender=by),
        between=RULE,
    )
    return Letter(recipient_of(invoice), subject, text)


def send_invoice(invoice: Invoice, letter: Letter, *, by: Any) -> Outbox:
    """Posts the e-mail of an issued invoice with the PDF and a new link. RuleBroken for a draft."""
    if not letter.to:
        raise RuleBroken(_("Choose a recipient."), field="to")
    if not invoice.is_issued:
        raise RuleBroken(_("A draft can’t be sent. Issue it first."))
    invoice.must_be_ours()
    posted = post_letter(invoice, letter, by=by)
    record(invoice, SENT, by=by, about=invoice.story, to=letter.to)
    return posted


def post_letter(invoice: Invoice, letter: Letter, *, by: Any) -> Outbox:
    """Posts an e-mail about the invoice, with its PDF and a new link of the customer's own: thereby it is sent."""
    db.session.add(InvoiceDispatch(invoice_id=invoice.id, address=letter.to, by_id=by.id))
    address = public_url(invoice.new_secret())
    text = letter.text.replace(LINK, address) if LINK in letter.text else f"{letter.text}\n\n{address}"
    return mail.post_mail(
        to=letter.to,
        subject=letter.subject,
        text=text,
        attachments=[] if invoice.is_opening else [("invoice", invoice.id), *wanted_files(invoice)],
        sender_name=f"{by.name} · {company().name}",
        reply_to=by.email,
        about=invoice,
        by=by,
    )


def mark_sent(invoice: Invoice, *, by: Any) -> None:
    """It went by post or by hand. RuleBroken for a draft, and for one that was sent."""
    lock(invoice)
    if not invoice.is_issued:
        raise RuleBroken(_("A draft can’t be sent. Issue it first."))
    invoice.must_be_ours()
    if is_sent(invoice):
        raise RuleBroken(_("This invoice has already been sent."))
    db.session.add(InvoiceDispatch(invoice_id=invoice.id, by_id=by.id))
    record(invoice, MARKED_SENT, by=by, about=invoice.story)


def is_sent(invoice: Invoice) -> bool:
    """Whether it left the house, by mail or otherwise."""
    query = select(InvoiceDispatch.id).where(InvoiceDispatch.invoice_id == invoice.id).limit(1)
    return db.session.scalar(query) is not None


def public_url(secret: str) -> str:
    """The customer's address of an invoice."""
    return f"{mail.site()}/i/{secret}"
