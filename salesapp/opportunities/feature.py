"""How opportunities join the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.core.registry import Panel, add_figures, add_panel
from salesapp.opportunities import (
    campaign_views,
    closing_views,
    line_views,
    open_views,
    people_views,
    renewal_views,
    views,
)
from salesapp.opportunities.approvals import views as approval_views
from salesapp.opportunities.board import list_filters, rank_views, saved_views
from salesapp.opportunities.board import views as board_views
from salesapp.opportunities.board.bulk import views as bulk_views
from salesapp.opportunities.board.of_customer import open_and_won
from salesapp.opportunities.competitors import upkeep  # noqa: F401  listen to the session
from salesapp.opportunities.competitors import views as competitor_views
from salesapp.opportunities.path import list_filters as path_filters
from salesapp.opportunities.process_setup import archive_views
from salesapp.opportunities.process_setup import views as process_views
from salesapp.opportunities.processes.guidance import linked
from salesapp.opportunities.processes.models import LOSS_REASON
from salesapp.opportunities.screens import opportunities
from salesapp.opportunities.specialists import views as specialist_views
from salesapp.opportunities.upkeep import touches  # noqa: F401  listen to the session
from salesapp.records.screens import record_screens
from salesapp.web.guards import requires
from salesapp.web.navigation import add_place, add_quick_action

VERBS = (
    views,
    closing_views,
    line_views,
    open_views,
    people_views,
    archive_views,
    approval_views,
    renewal_views,
    competitor_views,
    bulk_views,
    rank_views,
    saved_views,
    specialist_views,
)
"""Modules that add their routes to the blueprints of others."""


def register(app: Flask) -> None:
    """Registers the board, the pages, set-up, places and the panels on customers' pages."""
    app.register_blueprint(opportunities)
    app.register_blueprint(board_views.board)
    app.register_blueprint(process_views.processes)
    for blueprint in (*process_views.pickers, record_screens(LOSS_REASON)):
        app.register_blueprint(blueprint)
    app.jinja_env.filters["linked"] = linked
    list_filters.register()
    path_filters.register()
    see = requires(Permission.OPPORTUNITY_VIEW)
    app.add_url_rule(
        "/accounts/<int:key>/opportunities", "opportunities.of_account", see(board_views.of_account)
    )
    app.add_url_rule(
        "/contacts/<int:key>/opportunities", "opportunities.of_contact", see(board_views.of_contact)
    )
    app.add_url_rule(
        "/campaigns/<int:key>/opportunities", "opportunities.of_campaign", see(campaign_views.of_campaign)
    )
    app.add_url_rule(
        "/competitors/<int:key>/opportunities",
        "opportunities.of_competitor",
        see(competitor_views.of_competitor),
    )
    _places()
    for kind in ("account", "contact", "campaign", "competitor"):
        label = _l("Opportunities")
        panel = Panel(
            "opportunities", label, f"opportunities.of_{kind}", Permission.OPPORTUNITY_VIEW, "key", order=25
        )
        add_panel(kind, panel)
    add_figures("account", Permission.OPPORTUNITY_VIEW, open_and_won, order=10)


def _places() -> None:
    see, shape = Permission.OPPORTUNITY_VIEW, Permission.SETUP
    held = frozenset({"opportunities"})
    add_place("board.index", _l("Pipeline"), "kanban", see, order=10, bar=2, holds=held)
    add_place("opportunities.index", _l("Opportunities"), "target", see, order=20, group="sell")
    add_place(
        "processes.index", _l("Sales processes"), "route", shape, order=70, group="company", rail="folded"
    )
    add_place(
        "loss_reasons.index",
        _l("Close reasons"),
        "message-circle-question",
        shape,
        order=71,
        group="company",
        rail="folded",
    )
    add_quick_action(
        "opportunities.quick", _l("Opportunity"), "target", Permission.OPPORTUNITY_EDIT, order=50
    )
