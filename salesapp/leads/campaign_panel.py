"""The leads of a campaign as a panel on its page."""

from __future__ import annotations

from typing import Any

from flask import Response

from salesapp.core.i18n import _
from salesapp.leads.campaign_responses import newest_of, responses_to
from salesapp.marketing.models import Campaign
from salesapp.web.guards import visible_or_404
from salesapp.web.render import render


def of_campaign(key: int) -> Response:
    """How many, how many became customers, what one cost, and who came last."""
    campaign = visible_or_404(Campaign, key)
    context: dict[str, Any] = {
        "campaign": campaign,
        "found": responses_to(campaign),
        "rows": newest_of(campaign),
    }
    return render("leads/_campaign.html", **context, title=_("Leads"))
