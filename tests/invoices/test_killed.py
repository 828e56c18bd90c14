"""A server killed between any two statements of issuing, paying or crediting leaves nothing half behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from salesapp.core.db import db
from salesapp.core.events import Event
from salesapp.core.numbering import NumberSeries
from salesapp.invoices.actions import invoice_order
from salesapp.invoices.models import Allocation, CreditNote, Invoice, Payment
from salesapp.invoices.models.ledger import LedgerHead
from tests.invoices.stage import faults, issued, order_of

MORTAL = Path(__file__).with_name("mortal.py")
TABLES = (Invoice, CreditNote, Payment, Allocation, Event, NumberSeries, LedgerHead)


def state() -> list[object]:
    """How many rows there are, what the counters say, and how the invoices stand."""
    counts: list[object] = [db.session.scalar(select(func.count()).select_from(model)) for model in TABLES]
    counts += sorted(db.session.execute(select(NumberSeries.series, NumberSeries.last)).all())
    counts += db.session.execute(select(LedgerHead.last, LedgerHead.hash)).all()
    counts += db.session.execute(
        select(Invoice.status, Invoice.number, Invoice.settled).order_by(Invoice.id)
    ).all()
    db.session.rollback()
    return counts


@pytest.mark.parametrize("verb", ["issue", "pay", "credit"])
def test_nothing_is_half_done_after_a_kill(house, finn, database, verb):
    """One process is forked for every statement: its child is killed right before it, until one child gets through."""
    issued(house)
    invoice = invoice_order(order_of(house), by=finn)
    db.session.commit()
    if verb != "issue":
        invoice.issue(by=finn)
        db.session.commit()
    before, killed = state(), 0
    command = [sys.executable, str(MORTAL), database.url, verb, str(invoice.id)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as mother:
        while (said := mother.stdout.readline().strip()) == "killed":
            killed += 1
            assert state() == before, f"killed before statement {killed}"
            mother.stdin.write("again\n")
            mother.stdin.flush()
        assert said == "done"
    assert killed > 4
    assert state() != before
    assert faults() == {}
