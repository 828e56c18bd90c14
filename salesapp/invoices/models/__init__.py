"""The tables of invoices, credit notes, payments and allocations, with the triggers that guard them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.orm import column_property

from salesapp.core.access import Permission
from salesapp.core.fields import Field
from salesapp.core.i18n import _l, ngettext
from salesapp.core.registry import RecordType, ShippedView, Unfinished, register
from salesapp.core.relations.parts import falls_apart_into
from salesapp.invoices.models.allocation import Allocation
from salesapp.invoices.models.credit_note import CreditNote
from salesapp.invoices.models.discount_taken import DiscountTaken
from salesapp.invoices.models.due_days.instalment import InvoiceInstalment
from salesapp.invoices.models.due_days.queries import dues
from salesapp.invoices.models.frozen import (
    append_only,
    freeze,
    freeze_rows,
    guard_allocations,
    guard_refunds,
)
from salesapp.invoices.models.invoice import Invoice, prepare_invoice
from salesapp.invoices.models.joint.shares import CreditNoteOrder, InvoiceOrder
from salesapp.invoices.models.ledger import LedgerHead
from salesapp.invoices.models.line import CreditNoteLine, InvoiceLine
from salesapp.invoices.models.link import InvoiceLink
from salesapp.invoices.models.payment import Payment
from salesapp.invoices.models.refund import Refund
from salesapp.invoices.models.standing import BillStatus, InvoiceKind, PaymentMethod, Standing
from salesapp.invoices.models.standing_filter import stands, stands_in_words
from salesapp.products.document_lines import document_lines

__all__ = [
    "CREDIT_NOTE",
    "INVOICE",
    "PAYMENT",
    "Allocation",
    "BillStatus",
    "CreditNote",
    "CreditNoteLine",
    "CreditNoteOrder",
    "DiscountTaken",
    "Invoice",
    "InvoiceInstalment",
    "InvoiceKind",
    "InvoiceLine",
    "InvoiceLink",
    "InvoiceOrder",
    "LedgerHead",
    "Payment",
    "PaymentMethod",
    "Refund",
    "Standing",
]


def _sum_of(model: Any, column: str, key: object) -> Any:
    """The sum of the allocations or refunds whose `column` is `key`, as a column of every row that is loaded."""
    rows = model.__table__.c
    whole = cast(func.coalesce(func.sum(rows.amount), 0), BigInteger)  # Postgres adds up to a decimal
    total = select(whole).where(rows[column] == key)
    return column_property(total.correlate_except(model.__table__).scalar_subquery())


Invoice.settled = _sum_of(Allocation, "invoice_id", Invoice.__table__.c.id)
CreditNote.allocated = _sum_of(Allocation, "credit_note_id", CreditNote.__table__.c.id)
CreditNote.refunded = _sum_of(Refund, "credit_note_id", CreditNote.__table__.c.id)
Payment.allocated = _sum_of(Allocation, "payment_id", Payment.__table__.c.id)
Payment.refunded = _sum_of(Refund, "payment_id", Payment.__table__.c.id)

freeze(Invoice.__table__, InvoiceLine.__table__, parent="invoice_id")
freeze(CreditNote.__table__, CreditNoteLine.__table__, parent="credit_note_id")
freeze_rows(Invoice.__table__, InvoiceOrder.__table__, parent="invoice_id")
freeze_rows(CreditNote.__table__, CreditNoteOrder.__table__, parent="credit_note_id")
append_only(Payment.__table__)
append_only(Allocation.__table__)
append_only(Refund.__table__)
append_only(InvoiceInstalment.__table__)
append_only(DiscountTaken.__table__)
guard_allocations(Allocation.__table__)
guard_refunds(Refund.__table__)

OPEN_AMOUNT = Field("money", _l("Open amount"), name="open_amount", currency="currency")

INVOICE = register(
    RecordType(
        key="invoice",
        model=Invoice,
        plural="invoices",
        label=_l("Invoice"),
        label_plural=_l("Invoices"),
        icon="receipt",
        view=Permission.INVOICE_VIEW,
        edit=Permission.INVOICE_EDIT,
        title="number",
        subtitle=("account", "status"),
        creatable=False,
        search_weight=60,
        before_save=prepare_invoice,
        export_only=(OPEN_AMOUNT,),
        views=(
            ShippedView("overdue", _l("Overdue"), {"standing": "overdue", "sort": "due_on"}),
            ShippedView(
                "due-soon",
                _l("Due in the next 7 days"),
                {
                    "standing": "open,partly_paid,partly_credited",
                    "filter": "due_on:within:next-7-days",
                    "sort": "due_on",
                },
            ),
            ShippedView("drafts", _l("Drafts"), {"standing": "draft"}),
        ),
        criteria={"standing": stands},
        criteria_words={"standing": stands_in_words},
        unfinished=(
            Unfinished(
                lambda: Invoice.status == BillStatus.DRAFT,
                lambda n: ngettext("%(num)s draft invoice", "%(num)s draft invoices", n),
                {"status": BillStatus.DRAFT.value},
            ),
            Unfinished(
                lambda: (Invoice.status == BillStatus.ISSUED) & (Invoice.payable > Invoice.settled),
                lambda n: ngettext("%(num)s unpaid invoice", "%(num)s unpaid invoices", n),
                {"status": BillStatus.ISSUED.value},
                keeps=frozenset({"account", "contact"}),
                moves=False,
            ),
        ),
    )
)
CREDIT_NOTE = register(
    RecordType(
        key="credit_note",
        model=CreditNote,
        plural="credit_notes",
        label=_l("Credit note"),
        label_plural=_l("Credit notes"),
        icon="receipt",
        view=Permission.CREDIT_NOTE_VIEW,
        edit=Permission.CREDIT_NOTE_EDIT,
        title="number",
        subtitle=("account",),
        creatable=False,
        deletable=False,
        search_weight=40,
    )
)
PAYMENT = register(
    RecordType(
        key="payment",
        model=Payment,
        plural="payments",
        label=_l("Payment"),
        label_plural=_l("Payments"),
        icon="banknote",
        view=Permission.PAYMENT_VIEW,
        edit=Permission.PAYMENT_EDIT,
        title="reference",
        subtitle=("account",),
        creatable=False,
        deletable=False,
        search_weight=30,
    )
)
falls_apart_into(
    INVOICE,
    "dues",
    _l("Amounts due"),
    dues,
    of="invoice_id",
    asked=(Field("date", _l("Due"), name="due_on"),),
    amounts=(Field("money", _l("Unpaid"), name="open", currency="currency"),),
)
document_lines(INVOICE, InvoiceLine, _l("Invoice line"), _l("Invoice lines"))
document_lines(CREDIT_NOTE, CreditNoteLine, _l("Credit note line"), _l("Credit note lines"))
