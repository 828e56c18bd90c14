"""How campaigns and competitors join the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.marketing.views import campaigns, competitors
from salesapp.web.navigation import add_place


def register(app: Flask) -> None:
    """Registers the pages and their places."""
    see = Permission.CAMPAIGN_VIEW
    app.register_blueprint(campaigns)
    app.register_blueprint(competitors)
    add_place("campaigns.index", _l("Campaigns"), "megaphone", see, order=45, group="sell")
    add_place("competitors.index", _l("Competitors"), "swords", see, order=46, group="sell", rail="folded")
