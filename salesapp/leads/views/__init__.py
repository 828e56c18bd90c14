"""The pages of leads."""

from salesapp.leads.views import cards, conversion, handing, undoing, verbs, working
from salesapp.leads.views.fairs import fairs
from salesapp.leads.views.mapping import lead_mappings
from salesapp.leads.views.public import enquiries
from salesapp.leads.views.queues import lead_queues
from salesapp.leads.views.rules import assignment_rules
from salesapp.leads.views.scores import lead_limits, lead_score_rules
from salesapp.leads.views.screens import leads
from salesapp.leads.views.statuses import lead_statuses
from salesapp.leads.views.web_forms import web_forms

__all__ = [
    "assignment_rules",
    "cards",
    "conversion",
    "enquiries",
    "fairs",
    "handing",
    "lead_limits",
    "lead_mappings",
    "lead_queues",
    "lead_score_rules",
    "lead_statuses",
    "leads",
    "undoing",
    "verbs",
    "web_forms",
    "working",
]
