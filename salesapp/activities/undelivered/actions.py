"""What happens when an e-mail is given up, and sending it again to the right address."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from salesapp.activities.models import about_record
from salesapp.activities.undelivered.models import (
    MAIL_SENT_AGAIN,
    MAIL_UNDELIVERED,
    UndeliveredMail,
    open_ones,
)
from salesapp.core import mail
from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import CHANGED, record
from salesapp.core.i18n import _
from salesapp.core.outbox import Outbox, given_up


@given_up("mail")
def note_down(row: Outbox, why: str) -> None:
    """Keeps what was not delivered, and writes it into the story of its record."""
    payload = row.payload
    kind, key = payload.get("about") or (None, None)
    lost = UndeliveredMail(
        outbox_id=row.id,
        sender_id=payload.get("by"),
        address=payload["to"],
        mail_subject=payload["subject"][:255],
        reason=why,
        subject_type=kind,
        subject_id=key,
    )
    db.session.add(lost)
    with acting_as(SYSTEM):
        subject = about_record(lost)
        if subject is not None:
            record(subject, MAIL_UNDELIVERED, by=SYSTEM, to=lost.address, why=why)
        db.session.flush()


def send_again(lost: UndeliveredMail, address: str, *, by: Any) -> None:
    """Posts the same message to `address`; a contact of the record with the old address gets the right one.

    RuleBroken for what is settled already and for an address that no mail can have.
    """
    if not lost.is_open:
        raise RuleBroken(_("This e-mail has already been sent again."))
    posted = db.session.get_one(Outbox, lost.outbox_id)
    mail.post_again(posted, address)
    lost.settle()
    subject = about_record(lost)
    if subject is not None:
        record(subject, MAIL_SENT_AGAIN, by=by, to=address)
        _correct_contact(subject, lost.address, address, by=by)


def _correct_contact(subject: Record, wrong: str, right: str, *, by: Any) -> None:
    contact = getattr(subject, "contact", None)
    if contact is not None and right != wrong and (contact.email or "").lower() == wrong.lower():
        contact.email = right
        record(contact, CHANGED, by=by)


def undelivered_of(subject: Record) -> list[UndeliveredMail]:
    """The e-mails about the record that still did not arrive."""
    about = (
        UndeliveredMail.subject_type == subject.record_type_key,
        UndeliveredMail.subject_id == subject.id,
    )
    return list(db.session.scalars(select(UndeliveredMail).where(open_ones(), *about)))


def undelivered_for(sender: Any, *, limit: int) -> list[UndeliveredMail]:
    """What this person sent and nobody got, the newest first."""
    mine = select(UndeliveredMail).where(open_ones(), UndeliveredMail.sender_id == sender.id)
    return list(db.session.scalars(mine.order_by(UndeliveredMail.id.desc()).limit(limit)))
