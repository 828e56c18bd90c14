"""When a document is to be paid: so many days, or terms by name with what they said when they were chosen."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from salesapp.core import fields as f
from salesapp.core.company import MOST_DAYS, company
from salesapp.core.db import Json
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, _l
from salesapp.products.payment_terms.models import PaymentTerms, default_terms, known_terms
from salesapp.products.payment_terms.plan import Due, Plan, kept, plan_in
from salesapp.products.payment_terms.words import plan_words

COPIED_TERMS = ("payment_days", "payment_terms_id", "payment_plan")
"""What a following document is to be paid by as well."""


class PayableDocument:
    """The trait of what is to be paid. `payment_plan` holds where terms are chosen, else `payment_days` do."""

    payment_days: Mapped[int | None] = f.integer(_l("Days to pay"), most=MOST_DAYS)
    payment_terms_id: Mapped[int | None] = f.link("payment_terms", "payment_terms", _l("Payment terms"))
    payment_plan: Mapped[dict[str, Any] | None] = mapped_column(Json)

    @declared_attr
    def payment_terms(cls) -> Mapped[PaymentTerms | None]:
        return relationship(PaymentTerms)

    @property
    def plan(self) -> Plan:
        """When it is to be paid, in parts or with a discount."""
        return plan_in(self.payment_plan) if self.payment_plan else Plan(Due(self.payment_days or 0))

    @property
    def plan_words(self) -> str:
        """The same in one line; empty where nothing is said yet."""
        said = self.payment_plan is not None or self.payment_days is not None
        return plan_words(self.plan) if said else ""

    def take_payment_terms(self, account: Any) -> None:
        """Where nothing is said: the account's terms or days, else the company's."""
        if self.payment_terms_id is None and self.payment_days is None:
            self._propose(account)
        if self.payment_terms_id is not None and self.payment_plan is None:
            self._agree_on(known_terms(self.payment_terms_id))

    def say_payment_terms(self) -> None:
        """What was chosen last holds; RuleBroken where terms and days were chosen at once."""
        terms, days = (inspect(self).attrs[name].history for name in ("payment_terms_id", "payment_days"))
        if self.payment_terms_id is not None and self.payment_days is not None:
            if terms.has_changes() and days.has_changes():
                sentence = _("Choose payment terms or enter days to pay, not both.")
                raise RuleBroken(sentence, field="payment_days")
            if days.has_changes():
                self.payment_terms_id = None
        if terms.has_changes() or self.payment_terms_id is None:
            self._agree_on(known_terms(self.payment_terms_id))

    def due_after(self, days: int) -> None:
        """All of it is due on one day, whatever the customer's terms are."""
        self.payment_terms_id = self.payment_plan = None
        self.payment_days = days

    def _propose(self, account: Any) -> None:
        own = known_terms(getattr(account, "payment_terms_id", None))
        self.payment_days = None if own is not None else getattr(account, "payment_days", None)
        if self.payment_days is not None:
            return
        terms = own or default_terms()
        if terms is None:
            self.payment_days = company().payment_days
        else:
            self.payment_terms_id = terms.id
            self._agree_on(terms)

    def _agree_on(self, terms: PaymentTerms | None) -> None:
        self.payment_plan = None if terms is None else kept(terms.plan)
        if terms is not None:
            self.payment_days = None
