"""The opportunities of a campaign as a panel on its page: what is open and what was won, in the company's currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import Response
from sqlalchemy import ColumnElement, case, func, or_, select

from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.core.money import convert, round_half_up
from salesapp.core.money.currencies import rate_to_company
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
    each, won = Opportunity, Opportunity.state == State.WON
    counted = case(
        (won & _otherwise(), 0),
        (won & (each.currency == company().currency), each.actual_amount),
        else_=each.amount_in_company,
    )
    query = select(each.state, func.count(each.id), func.coalesce(func.sum(counted), 0))
    rows = db.session.execute(query.where(among).group_by(each.state))
    found = {state: Worth(count, int(amount)) for state, count, amount in rows}
    if State.WON in found:
        found[State.WON] = Worth(found[State.WON].count, found[State.WON].amount + _won_otherwise(among))
    return {state: found.get(state, Worth()) for state in State}


def _otherwise() -> ColumnElement[bool]:
    """Won in another currency for another amount than was estimated: what it is worth to us is not kept."""
    each = Opportunity
    differs = or_(each.amount.is_(None), each.amount != each.actual_amount)
    return (each.currency != company().currency) & differs


def _won_otherwise(among: ColumnElement[bool]) -> int:
    """These few at the rate that the estimate was kept at, without one at today's."""
    each = Opportunity
    query = select(each.actual_amount, each.amount, each.amount_in_company, each.currency)
    rows = db.session.execute(query.where(among, each.state == State.WON, _otherwise()))
    return sum(_in_company(*row) for row in rows)


def _in_company(actual: int | None, amount: int | None, worth: int | None, currency: str) -> int:
    if amount and worth:
        return int(round_half_up(Decimal(actual or 0) * worth / amount, 0))
    return convert(actual or 0, currency, company().currency, rate_to_company(currency, on=today_for()))
