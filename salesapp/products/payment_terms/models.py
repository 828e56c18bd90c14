"""Payment terms as the company sets them up, chosen by name on accounts and documents."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import fields as f
from salesapp.core.access import Shared, Viewer
from salesapp.core.company import MOST_DAYS
from salesapp.core.db import Json
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.settings_cache import cached_table
from salesapp.products.payment_terms.plan import (
    HUNDRED,
    Due,
    EarlyDiscount,
    Part,
    Plan,
    discounts_in,
    kept,
    parts_in,
)
from salesapp.products.payment_terms.words import discount_words, part_words
from salesapp.records.only_default import OnlyDefault, settle_default

AGREED = event_kind(
    "payment_terms_agreed", _l("%(by)s changed %(subject)s: %(before)s → %(after)s"), icon="calendar-clock"
)
DEFAULT_REPLACED = event_kind(
    "default_terms_replaced", _l("%(by)s made %(other)s the default instead"), icon="refresh-cw", touch=False
)
NOTHING = "–"


class PaymentTerms(Shared, OnlyDefault):
    """Documents keep what the terms said when they were chosen; changing them here changes no document."""

    __tablename__ = "payment_terms"
    record_type_key = "payment_terms"
    default_replaced = DEFAULT_REPLACED

    name: Mapped[str] = f.text(_l("Name"), required=True, listed=True, searchable=True, length=80)
    days: Mapped[int] = f.integer(
        _l("Days to pay"),
        required=True,
        default=30,
        listed=True,
        most=MOST_DAYS,
        hint=_l("From the invoice date"),
    )
    end_of_month: Mapped[bool] = f.boolean(
        _l("Until the end of the month"),
        listed=True,
        hint=_l("Due at the end of the month in which the days are over"),
    )
    then_days: Mapped[int | None] = f.integer(
        _l("Days after the end of the month"), most=MOST_DAYS, hint=_l("15 for the 15th of the next month")
    )
    is_default: Mapped[bool] = f.boolean(
        _l("Used by default"), listed=True, hint=_l("For accounts without terms of their own")
    )
    discounts: Mapped[list[Any]] = mapped_column(Json, default=list)
    parts: Mapped[list[Any]] = mapped_column(Json, default=list)

    @property
    def plan(self) -> Plan:
        """What a document that is given these terms agrees on."""
        due = Due(self.days, bool(self.end_of_month), self.then_days or 0)
        return Plan(due, discounts_in(self.discounts), parts_in(self.parts))

    def give_discounts(self, discounts: Sequence[EarlyDiscount], *, by: Viewer) -> None:
        """These discounts for paying early and no others; RuleBroken where a later day would be given more."""
        found = sorted(discounts, key=lambda each: each.days)
        if found and self.parts:
            raise RuleBroken(_("Terms have either instalments or an early-payment discount."))
        if any(not 0 < each.percent < HUNDRED for each in found):
            raise RuleBroken(_("A discount must be between 0 and 100 percent."))
        for sooner, later in pairwise(found):
            if later.days == sooner.days or later.percent >= sooner.percent:
                raise RuleBroken(_("A later payment must get a smaller discount."))
        before = [discount_words(each) for each in self.plan.discounts]
        self.discounts = kept(Plan(discounts=tuple(found)))["discounts"]
        self._tell(before, [discount_words(each) for each in found], by)

    def split(self, parts: Sequence[Part], *, by: Viewer) -> None:
        """Pays in these instalments, or at once without any; RuleBroken where they are not the whole."""
        if parts and self.discounts:
            raise RuleBroken(_("Terms have either instalments or an early-payment discount."))
        if len(parts) == 1 or any(each.percent <= 0 for each in parts):
            raise RuleBroken(_("Enter at least two instalments of more than 0 percent."))
        whole = sum((each.percent for each in parts), Decimal(0))
        if parts and whole != HUNDRED:
            raise RuleBroken(
                _("The instalments come to %(percent)s%%, not to 100%%.", percent=f"{whole.normalize():f}")
            )
        before = [part_words(each) for each in self.plan.parts]
        self.parts = kept(Plan(parts=tuple(parts)))["parts"]
        self._tell(before, [part_words(each) for each in parts], by)

    def _tell(self, before: Sequence[str], after: Sequence[str], by: Viewer) -> None:
        if before != after:
            was, now = ("; ".join(each) or NOTHING for each in (before, after))
            record(self, AGREED, by=by, before=was, after=now)

    def refuse_deletion(self) -> None:
        """The default stays until others are."""
        if self.is_default:
            raise RuleBroken(
                _("%(name)s is the default. Make other payment terms the default first.", name=self.name)
            )


def settle_payment_terms(terms: PaymentTerms, *, by: Viewer) -> None:
    """Before saving: days after the end of a month only where that is asked for, and one default at most."""
    if terms.then_days and not terms.end_of_month:
        raise RuleBroken(_("Only terms until the end of the month have days after it."), field="then_days")
    settle_default(terms, by=by)


_all = cached_table(PaymentTerms)


def known_terms(key: int | None) -> PaymentTerms | None:
    """The terms of that id, unless they are in the bin."""
    return next((each for each in _all() if each.id == key and not each.deleted_at), None)


def default_terms() -> PaymentTerms | None:
    """What customers without terms of their own pay by; None where the company names only days."""
    return next((each for each in _all() if each.is_default and not each.deleted_at), None)
