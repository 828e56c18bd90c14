"""What invoices and credit notes are alike in: a draft that is sealed once, with a number and a link in the chain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import fields as f
from salesapp.core.access import Viewer
from salesapp.core.db import Json, LongText, ShortText
from salesapp.core.i18n import _l
from salesapp.core.money import Money, round_half_up
from salesapp.invoices.models.joint.shares import with_its_orders
from salesapp.invoices.models.standing import BillStatus
from salesapp.products import pricing
from salesapp.products.documents import tax_rate
from salesapp.products.pricing import RateTotal
from salesapp.products.stored import Reason, rate_totals, reasons_in, rows_of
from salesapp.products.taxes.categories import TaxKey
from salesapp.quotes.document import SalesDocument, document_number


class BilledDocument(SalesDocument):
    """Add `lines`, `line_model` and `series`. `deducted` is what earlier down payments take off; amounts are minor.

    `payable` (total less deducted) is what the document asks for or gives back. What is stored once it is issued
    is never changed: the triggers of `frozen.py` refuse it, and `hash` shows it.
    """

    __abstract__ = True

    series: ClassVar[str]
    """The series of its numbers."""

    number: Mapped[str | None] = document_number(unique=True)
    status: Mapped[BillStatus] = f.choice(
        BillStatus, _l("Status"), nullable=False, default=BillStatus.DRAFT, editable=False, importable=False
    )
    issued_on: Mapped[date | None] = f.date_(_l("Date"), listed=True, editable=False, importable=False)
    issued_at: Mapped[datetime | None] = f.instant(_l("Issued at"), editable=False, importable=False)
    supply_from: Mapped[date | None] = f.date_(
        _l("Date of supply"), hint=_l("When it was delivered or done; the first day of a period")
    )
    supply_to: Mapped[date | None] = f.date_(_l("Supplied until"), hint=_l("Only for a period: its last day"))
    buyer_reference: Mapped[str | None] = f.text(
        _l("Buyer reference"), length=120, hint=_l("Such as the Leitweg-ID of an authority")
    )
    deducted: Mapped[int] = f.money(
        _l("Down payments deducted"),
        nullable=False,
        default=0,
        editable=False,
        importable=False,
        derived=True,
    )
    payable: Mapped[int] = f.money(
        _l("Payable"), nullable=False, default=0, editable=False, importable=False, derived=True
    )
    rounding: Mapped[int] = f.money(
        _l("Rounding"), nullable=False, default=0, editable=False, importable=False, derived=True
    )
    deductions: Mapped[list[Any]] = mapped_column(Json, default=list)
    seller: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    buyer: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    is_joint: Mapped[bool] = mapped_column(default=False)
    """Whether it bills several orders, or takes back an invoice that does: then `order_shares` say what of each."""
    position: Mapped[int | None] = mapped_column(unique=True)
    canonical: Mapped[str | None] = mapped_column(LongText())
    previous_hash: Mapped[str | None] = mapped_column(ShortText(64))
    hash: Mapped[str | None] = mapped_column(ShortText(64), unique=True)

    if TYPE_CHECKING:
        order_shares: Mapped[list[Any]]

    @classmethod
    def shared_with(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Also whoever has one of the several orders that it bills."""
        return super().shared_with(viewer) | with_its_orders(cls, viewer)

    @property
    def shares_said(self) -> list[Any]:
        """What falls to each of several orders, as its seal has it."""
        return [each.said for each in self.order_shares] if self.is_joint else []

    def taxed_by_order(self, key: TaxKey) -> list[RateTotal]:
        """What is taxed alike of each of several orders; nothing of a document of one."""
        shares = self.order_shares if self.is_joint else []
        return [row for share in shares for row in share.tax_rows if row.key == key]

    @property
    def is_rounded_by_order(self) -> bool:
        """Whether a tax is the sum of those of its orders where the tax on the whole would be another."""
        return bool(self.is_joint) and any(
            row.tax != round_half_up(row.base * row.rate / 100, 0) for row in self.tax_rows
        )

    @property
    def is_issued(self) -> bool:
        return self.status is BillStatus.ISSUED

    @property
    def amount(self) -> Money:
        """What it asks for."""
        return Money(self.payable or 0, self.currency)

    @property
    def deducted_rows(self) -> list[pricing.RateTotal]:
        """The down payments that were deducted, per rate."""
        return rate_totals(self.deductions)

    def take_terms(self, *, on: date) -> None:
        """Also the reference that the customer wants to read on invoices."""
        super().take_terms(on=on)
        account = self.account
        self.buyer_reference = self.buyer_reference or getattr(account, "buyer_reference", None)

    def take_totals(self, totals: pricing.Totals) -> None:
        """Keeps the totals of a priced part as they are, without pricing anything again."""
        super().take_totals(totals)
        self.deductions = rows_of(totals.deducted)
        self.deducted = sum(share.total for share in totals.deducted)
        self.rounding, self.payable = totals.rounding, totals.payable

    def priced(self) -> pricing.Totals:
        """The totals as they are stored."""
        return replace(super().priced(), deducted=tuple(self.deducted_rows), rounding=self.rounding or 0)

    def reasons_anew(self) -> dict[TaxKey, Reason]:
        """Why it taxes nothing, in its language of now; as it was said where a rate has become another since."""
        taxed = [(each.tax_key, each.own_tax_rate()) for each in self.lines]
        taxed += [(each.tax_key, tax_rate(each.tax_rate_id)) for each in self.agreed]
        others = {key for key, rate in taxed if rate is None or (rate.percent, rate.category) != key}
        anew = {key: reason for key, reason in self.reasons().items() if key not in others}
        return reasons_in(self.taxes) | anew


COPIED_FROM_BILLS = ("supply_from", "supply_to", "buyer_reference")
"""What a credit note says as its invoice does."""
