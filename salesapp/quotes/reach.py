"""Who sees a quote or an order beside its owner: everybody who sees the opportunity it belongs to by their reach."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, select

from salesapp.core.access import Viewer
from salesapp.opportunities.models import Opportunity, OpportunityMember


def with_the_opportunity(opportunity_id: Any, viewer: Viewer) -> ColumnElement[bool]:
    """Rows whose opportunity is in the viewer's reach or has the viewer in its team."""
    deals, members = Opportunity.__table__.c, OpportunityMember.__table__.c
    in_reach = select(deals.id).where(deals.owner_id.in_(viewer.reach))
    in_team = select(members.opportunity_id).where(members.user_id == viewer.id)
    found: ColumnElement[bool] = or_(opportunity_id.in_(in_reach), opportunity_id.in_(in_team))
    return found
