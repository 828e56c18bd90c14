"""What a campaign brought, counted by the database: its leads, as far as the viewer sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from salesapp.core.db import db
from salesapp.core.money import round_half_up
from salesapp.leads.models import Lead
from salesapp.marketing.models import Campaign

NEWEST = 5


@dataclass(frozen=True)
class Responses:
    """The leads of one campaign that somebody sees. `cost` in minor units of the company's currency."""

    leads: int
    converted: int
    all_of_them: bool
    """Whether these are all its leads. If not, what it cost is not divided by them: the number would be wrong."""
    cost: int | None

    @property
    def conversion_rate(self) -> Decimal | None:
        """How many of a hundred leads were converted, to one decimal; None without leads."""
        return round_half_up(Decimal(100 * self.converted) / self.leads, 1) if self.leads else None

    @property
    def cost_per_lead(self) -> int | None:
        """In minor units, rounded half up; None without a cost, without leads, or where some are not seen."""
        if self.cost is None or not self.leads or not self.all_of_them:
            return None
        return int(round_half_up(Decimal(self.cost) / self.leads, 0))


def responses_to(campaign: Campaign) -> Responses:
    """Of the viewer's own leads, in one statement, and a second one that says whether these are all."""
    seen = select(func.count(Lead.id), func.count(Lead.converted_at)).where(Lead.campaign_id == campaign.id)
    leads, converted = db.session.execute(seen).one()
    whole = select(func.count(Lead.id)).where(Lead.campaign_id == campaign.id, Lead.deleted_at.is_(None))
    asking: Any = {"unscoped": "only whether the viewer sees all of them is told"}
    return Responses(
        leads, converted, db.session.scalar(whole, execution_options=asking) == leads, campaign.actual_cost
    )


def newest_of(campaign: Campaign) -> Sequence[Lead]:
    """Those that came last."""
    query = select(Lead).where(Lead.campaign_id == campaign.id)
    return db.session.scalars(query.order_by(Lead.created_at.desc(), Lead.id.desc()).limit(NEWEST)).all()
