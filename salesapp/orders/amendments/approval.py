"""An amendment beyond somebody's discount limit: submitted, approved (it applies at once), rejected, withdrawn."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from salesapp.core import clock
from salesapp.core.access import allows
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.registry import record_type
from salesapp.orders.amendments.actions import apply_prepared, must_be_possible
from salesapp.orders.amendments.limit import why_beyond
from salesapp.orders.amendments.models import AmendmentStatus, OrderAmendment, prepared
from salesapp.orders.models import Order
from salesapp.people.models import User
from salesapp.quotes.approvals.limit import is_unlimited
from salesapp.records.approvals.deciders import for_decider
from salesapp.records.approvals.deciders import may_decide as decides
from salesapp.records.approvals.requests import Verdict

SUBMITTED = event_kind(
    "amendment_submitted", _l("%(by)s submitted an amendment of %(subject)s for approval"), icon="hourglass"
)
APPROVED = event_kind(
    "amendment_approved", _l("%(by)s approved the amendment of %(subject)s"), icon="badge-check"
)
REJECTED = event_kind(
    "amendment_rejected", _l("%(by)s rejected the amendment of %(subject)s: %(note)s"), icon="ban"
)
WITHDRAWN = event_kind(
    "amendment_withdrawn", _l("%(by)s withdrew the amendment of %(subject)s from approval"), icon="undo-2"
)


def submit(order: Order, reason: str, *, by: Any) -> OrderAmendment:
    """Asks for approval of what is prepared. RuleBroken without a reason, and where no approval is needed."""
    amendment = _waiting(order, AmendmentStatus.DRAFT)
    if not reason.strip():
        raise RuleBroken(_("Enter the reason for the amendment."), field="reason")
    after = must_be_possible(order, amendment)
    if why_beyond(order, after, by=by) is None:
        raise RuleBroken(_("This is within your limit and needs no approval."))
    amendment.wait_again()
    amendment.status, amendment.note = AmendmentStatus.IN_APPROVAL, reason.strip()
    amendment.asked_by_id, amendment.asked_at = by.id, clock.now()
    amendment.total_before, amendment.total_after = order.total, after.total
    record(order, SUBMITTED, by=by, about=order.story, body=amendment.note)
    return amendment


def approve(order: Order, amendment_id: int, *, by: Any) -> OrderAmendment:
    """The amendment applies as it was submitted. RuleBroken where deliveries or invoices do not fit it any more."""
    amendment = _to_decide(order, amendment_id, by)
    must_be_possible(order, amendment)
    amendment.decide(Verdict.APPROVED, by=by)
    tells = (order.owner_id, amendment.asked_by_id)
    record(order, APPROVED, by=by, about=order.story, tells=tells)
    apply_prepared(order, amendment, amendment.note or "", by=amendment.asked_by)
    return amendment


def reject(order: Order, amendment_id: int, note: str | None, *, by: Any) -> OrderAmendment:
    """It can be changed again; the note says why."""
    amendment = _to_decide(order, amendment_id, by)
    if not note:
        raise RuleBroken(_("Give a reason so that the amendment can be changed."), field="note")
    amendment.decide(Verdict.REJECTED, by=by, note=note)
    amendment.status = AmendmentStatus.DRAFT
    tells = (order.owner_id, amendment.asked_by_id)
    record(order, REJECTED, by=by, about=order.story, tells=tells, note=note[:300])
    return amendment


def withdraw(order: Order, *, by: Any) -> None:
    """It is prepared again, without a decision."""
    amendment = _waiting(order, AmendmentStatus.IN_APPROVAL)
    amendment.decide(Verdict.WITHDRAWN, by=by)
    amendment.status = AmendmentStatus.DRAFT
    record(order, WITHDRAWN, by=by, about=order.story)


def may_approve(user: Any) -> bool:
    """Whether any discount of an order is within the user's own limit."""
    return is_unlimited(user) and allows(user, record_type("order").edit)


def may_decide(amendment: OrderAmendment, user: Any) -> bool:
    """Whether the user decides on what waits."""
    waits = amendment if amendment.is_in_approval else None
    return decides(user, waits, amendment.order.owner_id, may_approve)


def to_approve_amendments(user: User) -> Select[Any]:
    """Amendments on which the user decides."""
    query = select(OrderAmendment).join(OrderAmendment.order).where(Order.deleted_at.is_(None))
    waits = OrderAmendment.status == AmendmentStatus.IN_APPROVAL
    return query.where(waits, for_decider(user, OrderAmendment, Order.owner_id, may_approve))


def _waiting(order: Order, status: AmendmentStatus) -> OrderAmendment:
    amendment = prepared(order)
    if amendment is None or amendment.status is not status:
        raise RuleBroken(_("The amendment has been decided on or changed since."))
    return amendment


def _to_decide(order: Order, amendment_id: int, by: Any) -> OrderAmendment:
    amendment = _waiting(order, AmendmentStatus.IN_APPROVAL)
    if amendment.id != amendment_id:
        raise RuleBroken(_("The amendment has been decided on or changed since."))
    if not may_decide(amendment, by):
        raise RuleBroken(
            _("Only the owner’s manager can decide on this. No one can approve their own request.")
        )
    return amendment
