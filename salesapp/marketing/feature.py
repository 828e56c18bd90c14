"""How campaigns join the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.marketing.views import campaigns
from salesapp.web.navigation import add_place


def register(app: Flask) -> None:
    """Registers the pages and their place."""
    app.register_blueprint(campaigns)
    add_place(
        "campaigns.index", _l("Campaigns"), "megaphone", Permission.CAMPAIGN_VIEW, order=45, group="sell"
    )
