"""Closing as won where somebody may have to agree: what the people concerned are told by mail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import force_locale
from sqlalchemy import Select, select

from salesapp.core.access import Permission, Role, allows
from salesapp.core.access.fixed import fixed
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.opportunities.approvals.mailing import tell
from salesapp.opportunities.models import Opportunity, Outcome, State, WinRequest
from salesapp.people.models import User

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
    for user in deciders(opportunity, request):
        with force_locale(user.locale.value):
            said = _("%(name)s asks for your approval of a win", name=by.name)
            tell(user, opportunity, request, said, request.note)


def approve(opportunity: Opportunity, note: str | None, *, by: Any) -> None:
    """Agrees; the owner and who asked hear of it."""
    request = opportunity.waiting_win
    opportunity.approve_win(by=by, note=note)
    for user in _told(opportunity, request, by):
        with force_locale(user.locale.value):
            tell(user, opportunity, request, _("%(name)s approved the win", name=by.name), note)


def reject(opportunity: Opportunity, note: str | None, *, by: Any) -> None:
    """Does not agree; the owner and who asked hear why."""
    request = opportunity.waiting_win
    opportunity.reject_win(note, by=by)
    for user in _told(opportunity, request, by):
        with force_locale(user.locale.value):
            tell(user, opportunity, request, _("%(name)s rejected the win", name=by.name), note)


def deciders(opportunity: Opportunity, request: WinRequest) -> list[User]:
    """Who is asked: the nearest above the owner who may decide, else the administrators."""
    above = None if opportunity.owner is None else opportunity.owner.manager
    while above is not None:
        may = above.is_active and allows(above, Permission.OPPORTUNITY_EDIT)
        if may and above.id != request.asked_by_id:
            return [above]
        above = above.manager
    query = select(User).where(User.role == Role.ADMINISTRATOR, User.active, User.id != request.asked_by_id)
    return list(db.session.scalars(query.order_by(User.id)))


def to_decide(user: User) -> Select[WinRequest]:
    """Wins that wait for this person to agree."""
    query = select(WinRequest).join(WinRequest.opportunity).where(WinRequest.decided_at.is_(None))
    query = query.where(Opportunity.state == State.OPEN, Opportunity.deleted_at.is_(None))
    if user.role is Role.ADMINISTRATOR:
        return query
    below = sorted(user.reach - {user.id}) if allows(user, Permission.OPPORTUNITY_EDIT) else []
    return query.where(Opportunity.owner_id.in_(fixed(below)), WinRequest.asked_by_id != user.id)


def _told(opportunity: Opportunity, request: WinRequest | None, by: Any) -> list[User]:
    """The owner and who asked, but nobody of what they did themselves."""
    concerned = [opportunity.owner, None if request is None else request.asked_by]
    found = {each.id: each for each in concerned if each is not None and each.is_active}
    return [each for key, each in found.items() if key != by.id]
