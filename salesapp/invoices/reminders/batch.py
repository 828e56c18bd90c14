"""Reminding many at once from the finance desk."""

from __future__ import annotations

from typing import Any

from salesapp.core.i18n import _, _l
from salesapp.invoices.batches.acts import MOST, BatchAct, batch_act, invoices_with, without_address
from salesapp.invoices.mailing import recipient_of
from salesapp.invoices.models import Invoice
from salesapp.invoices.reminders.actions import remind
from salesapp.invoices.reminders.due import due_for_reminder, due_level


def _due() -> tuple[list[tuple[Any, int]], int]:
    rows, count = due_for_reminder(MOST)
    return [(invoice, invoice.overdue_amount) for invoice, _level in rows], count


def _remind(invoice: Invoice, by: Any) -> None:
    remind(invoice, by=by)


def _hint(invoice: Invoice) -> str:
    level = due_level(invoice)
    said = "" if level is None else _("Reminder %(level)s", level=level.level)
    return " · ".join(filter(None, (said, recipient_of(invoice))))


REMIND = batch_act(
    BatchAct(
        "remind",
        _l("Send reminders"),
        _l("Send"),
        Invoice,
        _due,
        lambda invoice: invoice.overdue_amount,
        _remind,
        invoices_with,
        obstacle=without_address,
        hint=_hint,
        preview="reminders.ask",
    )
)
