"""What waits for somebody's decision: wins, discounts, amendments of orders, and what invoices are reduced by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from salesapp.core.db import db
from salesapp.invoices.approvals.acts import to_approve_reductions
from salesapp.invoices.limits.models import ReductionRequest
from salesapp.opportunities.approvals.winning import to_decide
from salesapp.opportunities.models import WinRequest
from salesapp.orders.amendments.approval import to_approve_amendments
from salesapp.orders.amendments.models import OrderAmendment
from salesapp.orders.models import Order
from salesapp.people.models import User
from salesapp.quotes.approvals.queries import to_approve
from salesapp.quotes.approvals.requests import DiscountRequest
from salesapp.quotes.models import Quote

DOCUMENTS: tuple[Any, ...] = (Quote, Order)
"""What is sold in documents whose discount somebody may have to approve."""


@dataclass(frozen=True)
class Approvals:
    """Requests for one person, the oldest first, and how many there are in all."""

    wins: list[WinRequest]
    discounts: list[DiscountRequest]
    amendments: list[OrderAmendment]
    reductions: list[ReductionRequest]
    count: int

    @property
    def shown(self) -> int:
        """How many of them stand here."""
        return len(self.wins) + len(self.discounts) + len(self.amendments) + len(self.reductions)


def approvals_of(user: User, most: int) -> Approvals:
    """At most so many of each kind."""
    wins = to_decide(user).options(contains_eager(WinRequest.opportunity), joinedload(WinRequest.asked_by))
    found = list(db.session.scalars(wins.order_by(WinRequest.id).limit(most)))
    discounts: list[DiscountRequest] = []
    for each in DOCUMENTS:
        request = each.approval_model
        query = to_approve(user, each).options(contains_eager(request.document), joinedload(request.asked_by))
        discounts += db.session.scalars(query.order_by(request.id).limit(most))
    discounts = sorted(discounts, key=lambda request: request.asked_at)
    amendments = to_approve_amendments(user).options(
        contains_eager(OrderAmendment.order), joinedload(OrderAmendment.asked_by)
    )
    changed = list(db.session.scalars(amendments.order_by(OrderAmendment.id).limit(most)))
    less = to_approve_reductions(user).options(
        contains_eager(ReductionRequest.invoice), joinedload(ReductionRequest.asked_by)
    )
    reduced = list(db.session.scalars(less.order_by(ReductionRequest.id).limit(most)))
    whole = Approvals(found, discounts, changed, reduced, 0)
    return replace(whole, count=whole.shown if whole.shown < most else count_approvals(user))


def count_approvals(user: User) -> int:
    """How many wait for this person."""
    waiting = waiting_ids(user, wins=True, discounts=True, reductions=True)
    counted = [select(func.count()).select_from(each.subquery()).scalar_subquery() for each in waiting]
    return sum(db.session.execute(select(*counted)).one())


def waiting_ids(user: User, *, wins: bool, discounts: bool, reductions: bool) -> Iterator[Select[Any]]:
    """The requests of these kinds that wait for this person, for counting."""
    if wins:
        yield to_decide(user).with_only_columns(WinRequest.id)
    if discounts:
        yield to_approve_amendments(user).with_only_columns(OrderAmendment.id)
        yield from (to_approve(user, each).with_only_columns(each.approval_model.id) for each in DOCUMENTS)
    if reductions:
        yield to_approve_reductions(user).with_only_columns(ReductionRequest.id)
