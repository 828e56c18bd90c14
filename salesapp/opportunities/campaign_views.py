"""The opportunities of a campaign as a panel on its page: what is open and what was won, in the company's currency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response
from sqlalchemy import ColumnElement, func, select

from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.marketing.models import Campaign
from salesapp.opportunities.models import Opportunity, State
from salesapp.web.guards import visible_or_404
from salesapp.web.render import render


@dataclass(frozen=True)
class Worth:
    """So many opportunities, and their sum in minor units of the company's currency."""

    count: int = 0
    amount: int = 0


def of_campaign(key: int) -> Response:
    """What came of it, as far as the viewer sees it."""
    campaign = visible_or_404(Campaign, key)
    context: dict[str, Any] = {
        "campaign": campaign,
        "worth": worth_of(campaign),
        "states": (State.OPEN, State.WON),
    }
    return render("opportunities/_campaign.html", **context, title=_("Opportunities"))


def worth_of(campaign: Campaign) -> dict[State, Worth]:
    """Per state. What was won counts as it was closed, all else as it is estimated."""
    return worth_where(Opportunity.campaign_id == campaign.id)


def worth_where(among: ColumnElement[bool]) -> dict[State, Worth]:
    """Per state, of the opportunities that meet `among` and that the viewer sees."""
    each = Opportunity
    query = select(each.state, func.count(each.id), func.coalesce(func.sum(each.present_worth), 0))
    rows = db.session.execute(query.where(among).group_by(each.state))
    found = {state: Worth(count, int(amount)) for state, count, amount in rows}
    return {state: found.get(state, Worth()) for state in State}
