"""How leads join the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.core.registry import Panel, add_panel
from salesapp.customers.duplicates.list_filter import offer_duplicates
from salesapp.leads import views
from salesapp.leads.assignment import transfer_views
from salesapp.leads.assignment.queue_views import lead_queues, queue_chips
from salesapp.leads.assignment.rule_views import assignment_rules, helpers
from salesapp.leads.call_list import views as call_list_views
from salesapp.leads.campaign_panel import of_campaign
from salesapp.leads.capture import business_cards
from salesapp.leads.conversion import undo_views
from salesapp.leads.conversion import views as conversion_views
from salesapp.leads.conversion.field_mapping_views import lead_mappings
from salesapp.leads.models import LEAD
from salesapp.leads.models.answers import offer_answers
from salesapp.leads.scoring import upkeep  # noqa: F401  listens to the session
from salesapp.leads.scoring.views import lead_limits, lead_score_rules, score_helpers
from salesapp.leads.screens import leads, other_chips, status_chips
from salesapp.leads.statuses.views import lead_statuses, status_helpers
from salesapp.leads.trade_fairs.capture_views import fair_here, leaves_fair_out
from salesapp.leads.trade_fairs.views import fairs
from salesapp.leads.web_forms.public_views import enquiries
from salesapp.leads.web_forms.views import web_forms
from salesapp.web.guards import requires
from salesapp.web.navigation import add_place, add_quick_action

VERBS = (views, transfer_views, call_list_views, business_cards, conversion_views, undo_views)
"""Modules that add their routes to the blueprint of leads."""

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
    offer_duplicates(LEAD)
    offer_answers()
    app.jinja_env.globals.update(
        lead_status_chips=status_chips,
        lead_other_chips=other_chips,
        lead_queue_chips=queue_chips,
        lead_fair=fair_here,
        lead_leaves_fair_out=leaves_fair_out,
        **helpers,
        **score_helpers,
        **status_helpers,
    )
    see = Permission.LEAD_VIEW
    app.add_url_rule("/campaigns/<int:key>/leads", "leads.of_campaign", requires(see)(of_campaign))
    add_panel("campaign", Panel("leads", _l("Leads"), "leads.of_campaign", see, "key", order=20))
    add_place("leads.index", _l("Leads"), "user-plus", Permission.LEAD_VIEW, order=20, bar=3)
    add_quick_action("leads.quick", _l("Lead"), "user-plus", Permission.LEAD_EDIT, order=30)
