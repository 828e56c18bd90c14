"""The e-mail that brings the statement of an account; its PDF is made as the message goes out."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import force_locale

from salesapp.core import mail
from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.customers.models import Account
from salesapp.invoices.mailing import address_at
from salesapp.invoices.statement.paper import locale_of, statement_pdf
from salesapp.quotes.mailing import Letter

STATEMENT_SENT = event_kind(
    "statement_sent", _l("%(by)s sent the statement of account of %(subject)s to %(to)s"), icon="send"
)


def proposed_letter(account: Account, *, by: Any) -> Letter:
    """The e-mail in the customer's language, to whoever got the last invoice."""
    with force_locale(locale_of(account)):
        subject = _("Statement of account · %(company)s", company=company().name)
        text = render_template("mail/statement.txt", account=account, sender=by)
    return Letter(address_at(account), subject, text.strip())


def send_statement(account: Account, letter: Letter, *, by: Any) -> None:
    """Posts the e-mail with the PDF. RuleBroken without an address."""
    if not letter.to:
        raise RuleBroken(_("Choose a recipient."), field="to")
    mail.post_mail(
        to=letter.to,
        subject=letter.subject,
        text=letter.text,
        attachments=[("statement", account.id)],
        sender_name=f"{by.name} · {company().name}",
        reply_to=by.email,
        about=account,
        by=by,
    )
    record(account, STATEMENT_SENT, by=by, to=letter.to)


@mail.attachment("statement")
def as_file(key: int) -> mail.Attachment:
    """The statement as it stands when the message goes out."""
    with acting_as(SYSTEM):
        account = db.session.get_one(Account, key)
        content = statement_pdf(account, today_for())
    return mail.Attachment(f"statement-{key}.pdf", "application/pdf", content)
