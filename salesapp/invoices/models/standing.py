"""The words for what an invoice is and how it stands."""

from __future__ import annotations

from enum import StrEnum

from salesapp.core.i18n import _l


class BillStatus(StrEnum):
    """What is stored of an invoice or a credit note; everything else is derived from allocations."""

    DRAFT = "draft"
    ISSUED = "issued"

    @property
    def label(self) -> str:
        return STATUS_LABELS[self]

    @property
    def tone(self) -> str:
        return "neutral" if self is BillStatus.DRAFT else "accent"


STATUS_LABELS = {BillStatus.DRAFT: _l("Draft"), BillStatus.ISSUED: _l("Issued")}


class InvoiceKind(StrEnum):
    """A down payment asks for a share of an order before its lines; later invoices deduct it.

    An opening balance is what was open of an invoice that the previous system issued.
    """

    INVOICE = "invoice"
    DOWN_PAYMENT = "down_payment"
    OPENING = "opening"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]


KIND_LABELS = {
    InvoiceKind.INVOICE: _l("Invoice"),
    InvoiceKind.DOWN_PAYMENT: _l("Down payment"),
    InvoiceKind.OPENING: _l("Opening balance"),
}


class Standing(StrEnum):
    """How an invoice stands today, by what was allocated to it and its due date."""

    DRAFT = "draft"
    OPEN = "open"
    PARTLY_PAID = "partly_paid"
    PARTLY_CREDITED = "partly_credited"
    OVERDUE = "overdue"
    PAID = "paid"
    CREDITED = "credited"
    WRITTEN_OFF = "written_off"

    @property
    def label(self) -> str:
        return STANDING_LABELS[self]

    @property
    def tone(self) -> str:
        return STANDING_TONES[self]


STANDING_LABELS = {
    Standing.DRAFT: _l("Draft"),
    Standing.OPEN: _l("Unpaid"),
    Standing.PARTLY_PAID: _l("Partly paid"),
    Standing.PARTLY_CREDITED: _l("Partly credited"),
    Standing.OVERDUE: _l("Overdue"),
    Standing.PAID: _l("Paid"),
    Standing.CREDITED: _l("Credited"),
    Standing.WRITTEN_OFF: _l("Written off"),
}
STANDING_TONES = {
    Standing.DRAFT: "neutral",
    Standing.OPEN: "accent",
    Standing.PARTLY_PAID: "warn",
    Standing.PARTLY_CREDITED: "accent",
    Standing.OVERDUE: "bad",
    Standing.PAID: "good",
    Standing.CREDITED: "neutral",
    Standing.WRITTEN_OFF: "neutral",
}


class PaymentMethod(StrEnum):
    """How money came in; as an opening balance it came to the system before this one."""

    BANK_TRANSFER = "bank_transfer"
    DIRECT_DEBIT = "direct_debit"
    CARD = "card"
    CASH = "cash"
    CHEQUE = "cheque"
    OTHER = "other"
    OPENING = "opening"

    @property
    def label(self) -> str:
        return METHOD_LABELS[self]

    @property
    def archived(self) -> bool:
        """Nobody chooses it: taking opening balances over does."""
        return self is PaymentMethod.OPENING


METHOD_LABELS = {
    PaymentMethod.BANK_TRANSFER: _l("Bank transfer"),
    PaymentMethod.DIRECT_DEBIT: _l("Direct debit"),
    PaymentMethod.CARD: _l("Card"),
    PaymentMethod.CASH: _l("Cash"),
    PaymentMethod.CHEQUE: _l("Cheque"),
    PaymentMethod.OTHER: _l("Other"),
    PaymentMethod.OPENING: _l("Opening balance"),
}
