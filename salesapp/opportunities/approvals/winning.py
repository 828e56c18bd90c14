"""Closing as won where somebody may have to agree: what the people concerned are told by mail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import force_locale
from sqlalchemy import Select, select

from salesapp.core.i18n import _
from salesapp.opportunities.approvals.mailing import tell
from salesapp.opportunities.models import Opportunity, Outcome, State, WinRequest
from salesapp.opportunities.models.approvable import may_approve
from salesapp.people.models import User
from salesapp.records.approvals.deciders import concerned, deciders, for_decider

sold: list[Callable[[Opportunity], int | None]] = []
"""What the customer agreed to, in minor units, as documents of higher floors know it; the surest is added last."""


def agreed_amount(opportunity: Opportunity) -> int | None:
    """For how much it is won as far as is known: what was ordered, else accepted, else the estimate."""
    known = (amount(opportunity) for amount in reversed(sold))
    return next((amount for amount in known if amount is not None), opportunity.amount)


def win(opportunity: Opportunity, outcome: Outcome, *, by: Any) -> None:
    """Closes it as won, or asks whoever must agree."""
    opportunity.close_won(outcome, by=by)
    request = opportunity.waiting_win
    if request is None:
        return
    for user in deciders(opportunity.owner, request.asked_by_id, may_approve):
        with force_locale(user.locale.value):
            said = _("%(name)s requests your approval of a win", name=by.name)
            tell(user, opportunity, request, said, request.note)


def approve(opportunity: Opportunity, note: str | None, *, by: Any) -> None:
    """Agrees; the owner and who asked hear of it."""
    request = opportunity.waiting_win
    opportunity.approve_win(by=by, note=note)
    for user in concerned(opportunity.owner, request, by):
        with force_locale(user.locale.value):
            tell(user, opportunity, request, _("%(name)s approved the win", name=by.name), note)


def reject(opportunity: Opportunity, note: str | None, *, by: Any) -> None:
    """Does not agree; the owner and who asked hear why."""
    request = opportunity.waiting_win
    opportunity.reject_win(note, by=by)
    for user in concerned(opportunity.owner, request, by):
        with force_locale(user.locale.value):
            tell(user, opportunity, request, _("%(name)s rejected the win", name=by.name), note)


def to_decide(user: User) -> Select[WinRequest]:
    """Wins that wait for this person to agree."""
    query = select(WinRequest).join(WinRequest.opportunity)
    query = query.where(Opportunity.state == State.OPEN, Opportunity.deleted_at.is_(None))
    return query.where(for_decider(user, WinRequest, Opportunity.owner_id, may_approve))
