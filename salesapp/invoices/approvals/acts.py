"""Asking for, approving, rejecting and withdrawing a credit or a write-off beyond somebody's limit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, select

from salesapp.core.access import allows
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.invoices.approvals.wanted import Wanted, kept_wanted
from salesapp.invoices.limits.guard import BeyondLimit, standing_of
from salesapp.invoices.limits.models import ReductionKind, ReductionRequest
from salesapp.invoices.locking import lock, lock_orders
from salesapp.invoices.models import CreditNote, Invoice
from salesapp.people.models import User
from salesapp.records.approvals.deciders import colleagues, for_colleague, may_decide_as_colleague
from salesapp.records.approvals.requests import Verdict

CREDIT_ASKED = event_kind(
    "credit_submitted",
    _l("%(by)s submitted a credit of %(amount)s on %(subject)s for approval: %(reason)s"),
    icon="hourglass",
)
WRITE_OFF_ASKED = event_kind(
    "write_off_submitted",
    _l("%(by)s submitted a write-off of %(amount)s on %(subject)s for approval: %(reason)s"),
    icon="hourglass",
)
CREDIT_APPROVED = event_kind(
    "credit_approved", _l("%(by)s approved the credit of %(amount)s on %(subject)s"), icon="badge-check"
)
WRITE_OFF_APPROVED = event_kind(
    "write_off_approved", _l("%(by)s approved the write-off of %(amount)s on %(subject)s"), icon="badge-check"
)
REJECTED = event_kind(
    "reduction_rejected", _l("%(by)s rejected %(amount)s less on %(subject)s: %(note)s"), icon="ban"
)
WITHDRAWN = event_kind(
    "reduction_withdrawn", _l("%(by)s withdrew the request for %(amount)s less on %(subject)s"), icon="undo-2"
)
ASKED = {ReductionKind.CREDIT: CREDIT_ASKED, ReductionKind.WRITE_OFF: WRITE_OFF_ASKED}
APPROVED = {ReductionKind.CREDIT: CREDIT_APPROVED, ReductionKind.WRITE_OFF: WRITE_OFF_APPROVED}


def reduce_or_ask(invoice: Invoice, wanted: Wanted, *, by: Any) -> CreditNote | Invoice | ReductionRequest:
    """Does it; where it is beyond the limit of `by`, asks for a colleague's approval. RuleBroken as the verbs."""
    try:
        with db.session.begin_nested():
            return wanted.carry_out(invoice, by=by)
    except BeyondLimit as beyond:
        return _submit(invoice, wanted, beyond, by)


def approve(invoice: Invoice, request_id: int, note: str | None, *, by: Any) -> ReductionRequest:
    """Does what was asked for. RuleBroken for whoever asked, and where the invoice has changed since."""
    request = _to_decide(invoice, request_id, by)
    if is_outdated(request):
        raise RuleBroken(
            _("The invoice has changed since this was submitted. Reject it, or have it submitted again.")
        )
    request.decide(Verdict.APPROVED, by=by, note=note)
    told: dict[str, Any] = {"amount": request.money, "body": note}
    tells = (invoice.owner_id, request.asked_by_id)
    record(invoice, APPROVED[request.kind], by=by, about=_about(invoice), tells=tells, **told)
    kept_wanted(request.wanted).carry_out(invoice, by=request.asked_by, approved=request)
    return request


def reject(invoice: Invoice, request_id: int, note: str | None, *, by: Any) -> ReductionRequest:
    """Nothing is done; the note says why."""
    request = _to_decide(invoice, request_id, by)
    if not note:
        raise RuleBroken(_("Give a reason for rejecting this."), field="note")
    request.decide(Verdict.REJECTED, by=by, note=note)
    tells = (request.asked_by_id,)
    record(
        invoice, REJECTED, by=by, about=_about(invoice), tells=tells, amount=request.money, note=note[:300]
    )
    return request


def withdraw(invoice: Invoice, request_id: int, *, by: Any) -> None:
    """Nobody is asked any more; whoever might ask may do that."""
    request = _locked(invoice, request_id)
    request.decide(Verdict.WITHDRAWN, by=by)
    record(invoice, WITHDRAWN, by=by, about=_about(invoice), amount=request.money)


def waiting_of(invoice: Invoice) -> ReductionRequest | None:
    """The request that nobody has decided on yet."""
    return next((each for each in invoice.reduction_requests if each.decided_at is None), None)


def rejected_of(invoice: Invoice) -> ReductionRequest | None:
    """The last request, if it was rejected and nothing has happened to the invoice since."""
    last = invoice.reduction_requests[-1] if invoice.reduction_requests else None
    return last if last and last.verdict is Verdict.REJECTED and not is_outdated(last) else None


def approval_of(note: CreditNote) -> ReductionRequest | None:
    """The request because of which the credit note was issued."""
    return db.session.scalar(select(ReductionRequest).where(ReductionRequest.credit_note_id == note.id))


def is_outdated(request: ReductionRequest) -> bool:
    """Whether anything more has settled or corrected the invoice since it was asked for."""
    return request.standing != standing_of(request.invoice)


def may_decide(user: Any, request: ReductionRequest) -> bool:
    """Whether the user decides on the request: a colleague with the right, never who asked."""
    return may_decide_as_colleague(user, request, request.kind.permission)


def to_approve_reductions(user: User) -> Select[Any]:
    """The waiting requests on which this person decides."""
    kinds: list[ReductionKind] = [each for each in ReductionKind if allows(user, each.permission)]
    mine: ColumnElement[bool] = ReductionRequest.kind.in_(kinds)
    query = select(ReductionRequest).join(ReductionRequest.invoice)
    return query.where(mine, for_colleague(user, ReductionRequest))


def _submit(invoice: Invoice, wanted: Wanted, beyond: BeyondLimit, by: Any) -> ReductionRequest:
    lock_orders(invoice)
    lock(invoice)
    waiting = waiting_of(invoice)
    if waiting is not None:
        if not is_outdated(waiting):
            raise RuleBroken(_("A request is already waiting for approval. Withdraw it first."))
        withdraw(invoice, waiting.id, by=by)
        db.session.flush()
    if not colleagues(wanted.kind.permission, by.id):
        raise RuleBroken(
            _("This is beyond your limit, and no one else may approve it. An administrator can raise it.")
        )
    request = ReductionRequest(
        invoice_id=invoice.id,
        kind=wanted.kind,
        amount=beyond.amount,
        net=beyond.net,
        author_limit=beyond.limit,
        wanted=wanted.kept(),
        standing=standing_of(invoice),
        asked_by_id=by.id,
        note=wanted.reason.strip(),
    )
    db.session.add(request)
    db.session.flush()
    db.session.expire(invoice, ["reduction_requests"])
    told: dict[str, Any] = {"amount": request.money, "reason": wanted.reason.strip()[:300]}
    record(invoice, ASKED[wanted.kind], by=by, about=_about(invoice), **told)
    return request


def _about(invoice: Invoice) -> list[Any]:
    return [each for each in (*invoice.orders, *invoice.story) if each is not None]


def _to_decide(invoice: Invoice, request_id: int, by: Any) -> ReductionRequest:
    request = _locked(invoice, request_id)
    if not may_decide(by, request):
        raise RuleBroken(
            _("Another person with this right must decide. No one can approve their own request.")
        )
    return request


def _locked(invoice: Invoice, request_id: int) -> ReductionRequest:
    """The request, with what it is about locked in the house's order; RuleBroken where it is decided already."""
    lock_orders(invoice)
    lock(invoice)
    request = db.session.scalars(
        select(ReductionRequest)
        .where(ReductionRequest.invoice_id == invoice.id, ReductionRequest.id == request_id)
        .with_for_update(of=ReductionRequest)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if request is None or request.decided_at is not None:
        raise RuleBroken(_("Nothing is waiting for approval here."))
    return request
