"""Reminding of an invoice, and pausing that while the customer contests it."""

from __future__ import annotations

from typing import Any

from flask_babel import force_locale

from salesapp.core import clock
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.invoices.locking import lock
from salesapp.invoices.mailing import post_letter, recipient_of
from salesapp.invoices.models import Invoice
from salesapp.invoices.reminders.due import dispute_of, due_level
from salesapp.invoices.reminders.levels import Level
from salesapp.invoices.reminders.models import Dispute, Reminder
from salesapp.invoices.wording import amount_words, day_words
from salesapp.quotes.mailing import Letter
from salesapp.quotes.paper import language_of

REMINDED = event_kind(
    "invoice_reminded", _l("%(by)s sent reminder %(level)s of %(subject)s to %(to)s"), icon="bell"
)
DISPUTED = event_kind(
    "invoice_disputed", _l("%(by)s marked %(subject)s as disputed: %(reason)s"), icon="flag"
)
DISPUTE_ENDED = event_kind(
    "invoice_dispute_ended", _l("%(by)s ended the dispute of %(subject)s"), icon="check"
)


def reminder_letter(invoice: Invoice, level: Level, *, by: Any) -> Letter:
    """The e-mail of that level in the customer's language, with our name under it."""
    language = language_of(invoice).locale
    subject, text = level.words.get(language) or next(iter(level.words.values()))
    with force_locale(language):
        said = {
            "{name}": invoice.contact.title if invoice.contact else invoice.customer_name,
            "{number}": invoice.title,
            "{amount}": amount_words(invoice.overdue_amount, invoice.currency),
            "{due}": day_words(invoice.next_due or today_for()),
            "{days}": str((today_for() - (invoice.next_due or today_for())).days),
        }
        closing = f"{_('Kind regards')}\n{by.name}\n{company().name}"
    for place, words in said.items():
        subject, text = subject.replace(place, words), text.replace(place, words)
    return Letter(recipient_of(invoice), " ".join(subject.split()), f"{text}\n\n{closing}")


def remind(invoice: Invoice, *, by: Any, level: int | None = None, letter: Letter | None = None) -> Reminder:
    """Mails the reminder that is due, with the invoice's PDF. Each level of each due day once, whoever presses.

    RuleBroken where none is due, where another `level` than the one that was seen is, and without an address.
    """
    lock(invoice)
    due = due_level(invoice)
    if due is None or level not in (None, due.level):
        raise RuleBroken(_("This reminder is no longer due."))
    letter = letter or reminder_letter(invoice, due, by=by)
    if not letter.to:
        raise RuleBroken(_("Choose a recipient."), field="to")
    made = Reminder(invoice_id=invoice.id, due_on=invoice.next_due, level=due.level, address=letter.to)
    made.by_id = by.id
    db.session.add(made)
    post_letter(invoice, letter, by=by)
    record(invoice, REMINDED, by=by, about=invoice.story, level=due.level, to=letter.to)
    return made


def dispute(invoice: Invoice, reason: str, *, by: Any) -> None:
    """Nobody reminds of it until this ends. RuleBroken without a reason, where nothing is open, and a second time."""
    lock(invoice)
    if invoice.open_now() <= 0:
        raise RuleBroken(_("This invoice has no open amount."))
    if not reason.strip():
        raise RuleBroken(_("Enter the reason of the dispute."), field="reason")
    if dispute_of(invoice) is not None:
        raise RuleBroken(_("This invoice is already disputed."))
    db.session.add(Dispute(invoice_id=invoice.id, reason=reason.strip(), by_id=by.id))
    record(invoice, DISPUTED, by=by, about=invoice.story, reason=reason.strip()[:300])


def end_dispute(invoice: Invoice, *, by: Any) -> None:
    """It is reminded of again as it falls due. RuleBroken where nothing is contested."""
    lock(invoice)
    found = dispute_of(invoice)
    if found is None:
        raise RuleBroken(_("This invoice isn’t disputed."))
    found.ended_at = clock.now()
    record(invoice, DISPUTE_ENDED, by=by, about=invoice.story)
