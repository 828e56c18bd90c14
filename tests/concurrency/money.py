"""The money of the account that goes: what was issued, paid, credited, given up, waits for approval or recurs."""

from __future__ import annotations

from datetime import timedelta

from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.invoices.actions import PaidBack, Received, credit, record_payment, refund, write_off
from salesapp.invoices.approvals.acts import reduce_or_ask
from salesapp.invoices.approvals.wanted import Wanted
from salesapp.invoices.models import CreditNote, Invoice, Payment, Refund
from salesapp.invoices.recurring.actions import Plan, repeat, skip_next
from salesapp.invoices.recurring.models import RecurringInvoice
from salesapp.invoices.recurring.schedule import Unit
from tests.concurrency.scene import Scene, made
from tests.invoices.stage import issued


def received(scene: Scene, amount: int, invoice: Invoice | None = None) -> Payment:
    money = Received(amount, "EUR", today_for())
    payer = None if invoice is not None else db.session.get_one(Account, scene["goes"])
    return record_payment(money, invoice=invoice, account=payer, by=scene.finn)


@made
def billed(scene: Scene) -> Invoice:
    """An issued invoice."""
    return issued(scene.shop)


@made
def paid(scene: Scene) -> Payment:
    """A payment of a part of it."""
    return received(scene, 10000, db.session.get_one(Invoice, scene["billed"]))


@made
def money(scene: Scene) -> Payment:
    """A payment of which nothing is allocated."""
    return received(scene, 5000)


@made
def back(scene: Scene) -> Refund:
    """A refund of a part of it."""
    source = db.session.get_one(Payment, scene["money"])
    return refund(source, PaidBack(1000, today_for()), by=scene.finn)


@made
def note(scene: Scene) -> CreditNote:
    """What the customer has to their credit since a paid invoice was taken back."""
    found = issued(scene.shop)
    received(scene, found.payable, found)
    return credit(found, "Came back", by=scene.finn)


@made
def given_up(scene: Scene) -> Invoice:
    found = issued(scene.shop)
    write_off(found, "They are broke", by=scene.finn)
    return found


@made
def asked(scene: Scene) -> int:
    """A credit of the issued invoice that waits for another clerk's approval; the limit is gone by then."""
    found = db.session.get_one(Invoice, scene["billed"])
    company().approval_limits = {"credit": {scene.finn.role: 0}}
    request = reduce_or_ask(found, Wanted("all", "Came back"), by=scene.finn)
    company().approval_limits = {}
    return request.id


@made
def series(scene: Scene) -> RecurringInvoice:
    """An invoice that recurs every month and of which one date was skipped."""
    first = today_for() + timedelta(days=3)
    found = repeat(issued(scene.shop), Plan(1, Unit.MONTH, first), by=scene.finn)
    skip_next(found, first, by=scene.finn)
    return found
