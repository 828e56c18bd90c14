"""Requests that wait for somebody."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from salesapp.core.access import allows
from salesapp.core.registry import record_type
from salesapp.people.models import User
from salesapp.quotes.approvals.limit import is_unlimited
from salesapp.records.approvals.deciders import for_decider


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
