"""The money audit: each promise about numbers and amounts is checked against the rows, and told green or red.

Everything is read by statements of its own, grouped in the database and streamed, so that it can run beside the work.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from sqlalchemy.orm import Session

from salesapp.core.db import db, reading
from salesapp.core.events import replay
from salesapp.invoices.audits import (
    amendments,
    approvals,
    bank,
    chain,
    deliveries,
    discounts,
    documents,
    money_back,
    numbers,
    opening,
    orders,
    reductions,
    sales,
    settlement,
)
from salesapp.invoices.audits.acceptance import accepted
from salesapp.invoices.joint import audit as joint
from salesapp.invoices.recurring import audit as recurring

SHOWN = 5
"""How many faults a sentence names."""


@dataclass(frozen=True)
class Finding:
    """One invariant: green or red, with a sentence that names the first faults."""

    name: str
    good: bool
    sentence: str


Check = Callable[[Session], Generator[str]]
Checks = tuple[tuple[str, str, Check], ...]
"""Name, promise and what looks for faults."""
CHECKS: Checks = (
    ("numbers", "Every series counts from 1 without a gap.", numbers.faults),
    ("totals", "Lines, taxes and totals of every document agree.", documents.faults),
    ("settlement", "No invoice, payment or credit note is allocated beyond its amount.", settlement.faults),
    ("credits", "No invoice is credited beyond what it asked for.", settlement.credit_faults),
    ("money back", "No customer is given back more than was paid.", money_back.faults),
    (
        "discounts",
        "Each early-payment discount is in time, as agreed, and corrects its tax.",
        discounts.faults,
    ),
    ("bank", "Each bank booking is at most one payment, of the same amount.", bank.faults),
    ("orders", "No order is invoiced beyond what was ordered, and whole orders to the cent.", orders.faults),
    ("joint invoices", "Each invoice of several orders is the sum of its orders.", joint.faults),
    ("amendments", "Each amended order is what its amendments say.", amendments.faults),
    ("deliveries", "Each order line is delivered as its deliveries say.", deliveries.faults),
    ("revisions", "Each quote has one current revision.", sales.revision_faults),
    ("one order each", "Each accepted quote has at most one order.", sales.order_faults),
    (
        "accepted",
        "What was offered, accepted and ordered is each quote’s lines with the options.",
        accepted.faults,
    ),
    ("approvals", "No discount left the house beyond what was approved.", approvals.faults),
    (
        "reductions",
        "No credit or write-off beyond a limit without a colleague's approval.",
        reductions.faults,
    ),
    ("leads", "Each lead was converted at most once.", sales.lead_faults),
    ("statuses", "Each lead is in the state that its status stands for.", sales.status_faults),
    ("ledger", "Issued documents are as they were issued.", chain.faults),
    ("recurring", "Each due date of a recurring invoice has one invoice or a reason.", recurring.faults),
    ("opening balances", "What the previous system issued was never issued here.", opening.faults),
    ("history", "Each record’s history explains what it is now.", replay.faults),
    ("board", "The board's sums are those of its opportunities.", sales.board_faults),
)


def audit(checks: Checks = CHECKS) -> list[Finding]:
    """Every invariant, in order, as the database stands: read by a session of its own, beside all others."""
    with reading(), Session(db.engine) as session:
        return examine(session, checks)


def examine(session: Session, checks: Checks = CHECKS) -> list[Finding]:
    """The same as this session sees it."""
    return [_finding(name, promise, check(session)) for name, promise, check in checks]


def _finding(name: str, promise: str, faults: Generator[str]) -> Finding:
    with closing(faults):
        found = list(islice(faults, SHOWN + 1))
    if not found:
        return Finding(name, True, promise)
    more = " And more." if len(found) > SHOWN else ""
    return Finding(name, False, " ".join(found[:SHOWN]) + more)
