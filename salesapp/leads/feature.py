"""How leads join the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.core.registry import Panel, add_panel
from salesapp.leads import keeping  # noqa: F401  listens to the session
from salesapp.leads.views import (
    assignment_rules,
    enquiries,
    fairs,
    lead_limits,
    lead_mappings,
    lead_queues,
    lead_score_rules,
    lead_statuses,
    leads,
    web_forms,
)
from salesapp.leads.views.campaigns import of_campaign
from salesapp.leads.views.queues import queue_chips
from salesapp.leads.views.rules import helpers
from salesapp.leads.views.scores import score_helpers
from salesapp.leads.views.screens import other_chips, status_chips
from salesapp.leads.views.statuses import status_helpers
from salesapp.web.guards import requires
from salesapp.web.navigation import add_place, add_quick_action

PAGES = (
    leads,
    lead_statuses,
    lead_queues,
    assignment_rules,
    lead_score_rules,
    lead_limits,
    lead_mappings,
    web_forms,
    enquiries,
    fairs,
)


def register(app: Flask) -> None:
    """Registers pages, places and what ＋ makes."""
    for pages in PAGES:
        app.register_blueprint(pages)
    app.jinja_env.globals.update(
        lead_status_chips=status_chips,
        lead_other_chips=other_chips,
        lead_queue_chips=queue_chips,
        **helpers,
        **score_helpers,
        **status_helpers,
    )
    see = Permission.LEAD_VIEW
    app.add_url_rule("/campaigns/<int:key>/leads", "leads.of_campaign", requires(see)(of_campaign))
    add_panel("campaign", Panel("leads", _l("Leads"), "leads.of_campaign", see, "key", order=20))
    add_place("leads.index", _l("Leads"), "user-plus", Permission.LEAD_VIEW, order=20, bar=3)
    add_quick_action("leads.quick", _l("Lead"), "user-plus", Permission.LEAD_EDIT, order=30)
