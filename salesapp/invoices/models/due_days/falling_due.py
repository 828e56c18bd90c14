"""What of an invoice is due when: all of it on one day, or instalments. Money that came settles the earliest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from salesapp.core.company import today_for
from salesapp.invoices.models.standing import Standing
from salesapp.products.payment_terms.plan import Instalment, still_open

if TYPE_CHECKING:
    from salesapp.invoices.models.due_days.instalment import InvoiceInstalment


@dataclass(frozen=True)
class Scheduled:
    """An instalment with what of it is still open, in minor units."""

    due_on: date
    amount: int
    left: int

    @property
    def standing(self) -> Standing:
        if not self.left:
            return Standing.PAID
        if self.due_on < today_for():
            return Standing.OVERDUE
        return Standing.PARTLY_PAID if self.left < self.amount else Standing.OPEN


class FallsDue:
    """The trait of an invoice that is to be paid by a day."""

    if TYPE_CHECKING:
        due_on: Any
        payable: Mapped[int]
        settled: int
        payment_plan: Any
        instalments: Any

    @property
    def parts(self) -> list[InvoiceInstalment]:
        """Its instalments, read only where there are some."""
        return list(self.instalments) if self.payment_plan and self.payment_plan["parts"] else []

    @property
    def schedule(self) -> list[Scheduled]:
        """Each instalment, and what of it is still open."""
        left, found = self.settled, []
        for each in self.parts:
            done = min(left, each.amount)
            left -= done
            found.append(Scheduled(each.due_on, each.amount, each.amount - done))
        return found

    @property
    def dues(self) -> list[Instalment]:
        """What of it is still open by the day on which that is due, the earliest first."""
        if self.due_on is None:  # a draft
            return []
        parts = [Instalment(each.due_on, each.amount) for each in self.parts]
        return still_open(parts or [Instalment(self.due_on, self.payable)], self.settled)

    @property
    def next_due(self) -> date | None:
        """The earliest day on which something of it is open; its last day where nothing is."""
        found: date | None = next((each.due_on for each in self.dues), self.due_on)
        return found

    @property
    def is_overdue(self) -> bool:
        """Whether a day is over in the company's time zone on which something was due that is open."""
        return self.overdue_amount > 0

    @property
    def overdue_amount(self) -> int:
        """What of it should have been paid by now, in minor units."""
        today = today_for()
        return sum(each.amount for each in self.dues if each.due_on < today)
