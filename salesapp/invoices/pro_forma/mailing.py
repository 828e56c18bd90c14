"""The e-mail that brings a pro forma invoice."""

from __future__ import annotations

from typing import Any

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.money import Money
from salesapp.invoices.mailing import recipient_of
from salesapp.invoices.pro_forma.models import ProForma, next_of
from salesapp.invoices.pro_forma.paper import must_have_pro_forma, paper_of_pro_forma
from salesapp.quotes.issued.papers import fix_words
from salesapp.quotes.mailing import RULE, Letter, letter_text, post_letter
from salesapp.quotes.paper import language_of, said_in

SENT = event_kind(
    "pro_forma_sent",
    _l("%(by)s sent the pro forma invoice %(document)s (%(amount)s) to %(to)s"),
    icon="send",
)


def proposed_letter(document: Any, pro_forma: ProForma, *, by: Any) -> Letter:
    """The e-mail in the customer's language."""
    language, number = language_of(document), pro_forma.number
    subject = said_in(
        language,
        lambda: _("Pro forma invoice %(number)s · %(company)s", number=number, company=company().name),
        between=" / ",
    )
    amount = paper_of_pro_forma(pro_forma).payable
    context = {"document": document, "number": number, "amount": amount, "sender": by}
    text = said_in(language, lambda: letter_text("mail/pro_forma.txt", **context), between=RULE)
    return Letter(recipient_of(document), subject, text)


def send_pro_forma(document: Any, letter: Letter, *, by: Any) -> ProForma:
    """Posts the e-mail with the PDF, which is kept as it was sent. The document is locked by the caller.

    RuleBroken without a recipient, and for a document of which there is none.
    """
    if not letter.to:
        raise RuleBroken(_("Choose a recipient."), field="to")
    must_have_pro_forma(document)
    pro_forma = next_of(document)
    pro_forma.address, pro_forma.by_id = letter.to, by.id
    db.session.add(pro_forma)
    db.session.flush()
    fix_words(pro_forma)
    post_letter(letter, pro_forma, about=document, by=by)
    amount = Money(paper_of_pro_forma(pro_forma).payable, document.currency)
    number, to = pro_forma.number, letter.to
    record(document, SENT, by=by, about=document.story, document=number, amount=amount, to=to)
    return pro_forma
