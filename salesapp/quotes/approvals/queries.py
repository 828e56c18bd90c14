"""Requests that wait for somebody, and answers that somebody waited for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, or_, select

from salesapp.core.access import allows
from salesapp.core.registry import record_type
from salesapp.people.models import User
from salesapp.quotes.approvals.limit import is_unlimited
from salesapp.records.approvals.deciders import for_decider
from salesapp.records.approvals.requests import Verdict


def to_approve(user: User, model: Any) -> Select[Any]:
    """Requests of documents of this model on which the user decides."""
    edit = record_type(model.record_type_key).edit
    request = model.approval_model
    query = select(request).join(request.document).where(model.deleted_at.is_(None))
    return query.where(
        for_decider(
            user, request, model.owner_id, lambda person: is_unlimited(person) and allows(person, edit)
        )
    )


def answered(user: User, model: Any) -> Select[Any]:
    """The newest requests of drafts that the user asked for and somebody else decided: to be sent, or changed."""
    request = model.approval_model
    newest = select(func.max(request.id)).group_by(request.document_id)
    query = select(request).join(request.document).where(request.id.in_(newest))
    query = query.where(model.deleted_at.is_(None), model.status == "draft", request.asked_by_id == user.id)
    open_ = or_(request.verdict == Verdict.REJECTED, request.verdict == Verdict.APPROVED)
    return query.where(open_, request.ended_at.is_(None))
