"""Writing down the fapiao of a document, and taking a slip back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.customers.kinds import FapiaoKind
from salesapp.invoices.fapiao.models import Fapiao
from salesapp.invoices.locking import lock
from salesapp.invoices.models import CreditNote, Invoice

RECORDED = event_kind(
    "fapiao_recorded", _l("%(by)s recorded the fapiao %(number)s of %(subject)s"), icon="stamp"
)
REMOVED = event_kind(
    "fapiao_removed", _l("%(by)s removed the fapiao %(number)s of %(subject)s"), icon="undo-2"
)
DIGITS = 20


@dataclass(frozen=True)
class Entered:
    """What the tax platform gave."""

    number: str
    kind: FapiaoKind
    issued_on: date
    red_reference: str = ""


def record_fapiao(document: Invoice | CreditNote, entered: Entered, *, by: Any) -> Fapiao:
    """Keeps the fapiao of an issued document.

    RuleBroken for a draft, what is no number of 20 digits, a number that belongs to another document, a day still to
    come, and a red-letter fapiao without its confirmation.
    """
    lock(document)
    if not document.is_issued:
        raise RuleBroken(_("A draft has no fapiao. Issue it first."))
    number, is_red = "".join(entered.number.split()), isinstance(document, CreditNote)
    if not (number.isascii() and number.isdigit() and len(number) == DIGITS):
        raise RuleBroken(_("The number of a fapiao has 20 digits."), field="number")
    if db.session.scalar(select(Fapiao.id).where(Fapiao.number == number)) is not None:
        raise RuleBroken(_("This fapiao belongs to a document already."), field="number")
    if entered.issued_on > today_for():
        raise RuleBroken(_("The date can’t be in the future."), field="issued_on")
    if is_red and not entered.red_reference.strip():
        sentence = _("Enter the number of the red-letter confirmation.")
        raise RuleBroken(sentence, field="red_reference")
    made = Fapiao(
        number=number,
        kind=entered.kind,
        issued_on=entered.issued_on,
        red_reference=entered.red_reference.strip() or None if is_red else None,
        by_id=by.id,
    )
    setattr(made, "credit_note_id" if is_red else "invoice_id", document.id)
    db.session.add(made)
    db.session.flush()
    record(document, RECORDED, by=by, about=document.story, number=number)
    return made


def remove_fapiao(found: Fapiao, document: Invoice | CreditNote, *, by: Any) -> None:
    """Takes back what was written down of the document by mistake; its history keeps it."""
    record(document, REMOVED, by=by, number=found.number)
    db.session.delete(found)
    db.session.flush()
