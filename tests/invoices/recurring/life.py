"""What the life of invoices (tests/invoices/test_life.py) does with those that recur."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from salesapp.invoices.models import Invoice
from salesapp.invoices.recurring.actions import Plan, bring_back, end, pause, repeat, resume, skip_next
from salesapp.invoices.recurring.jobs import carry_due, carry_issue
from salesapp.invoices.recurring.models import RecurringInvoice
from salesapp.invoices.recurring.schedule import Unit
from tests.invoices.test_settling import today

PICK = st.integers(0, 99)


class Recurs:
    """Rules of a machine that has a `clerk`, chooses rows and attempts acts."""

    clerk: Any
    chosen: Callable[..., Any]
    attempt: Callable[[Any], None]

    @rule(pick=PICK, issues=st.booleans())
    def an_invoice_recurs(self, pick: int, issues: bool) -> None:
        invoice = self.chosen(Invoice, pick)
        if invoice is not None:
            plan = Plan(1, Unit.WEEK, today(), issues=issues)
            self.attempt(lambda: repeat(invoice, plan, by=self.clerk))

    @rule(pick=PICK, what=PICK)
    def a_due_date_comes_or_is_let_go(self, pick: int, what: int) -> None:
        recurring = self.chosen(RecurringInvoice, pick)
        if recurring is None:
            return
        day, by = recurring.next_on, self.clerk
        if day is not None and what % 2:
            carry_due({"recurring": recurring.id, "due": day.isoformat()})
            for settled in recurring.dates if recurring.issues else ():
                carry_issue({"invoice": settled.invoice_id or 0})
            return
        acts = [
            lambda: pause(recurring, by=by),
            lambda: resume(recurring, by=by, makes_up=what % 4 == 0),
            lambda: skip_next(recurring, day, ends=True, by=by),
            lambda: end(recurring, by=by),
            lambda: bring_back(recurring, recurring.dates[0].due_on if recurring.dates else None, by=by),
        ]
        self.attempt(acts[what % 10 // 2])
