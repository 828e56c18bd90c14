"""The pages of leads."""

from salesapp.leads.views import conversion, undoing, verbs
from salesapp.leads.views.queues import lead_queues
from salesapp.leads.views.rules import assignment_rules
from salesapp.leads.views.screens import leads

__all__ = ["assignment_rules", "conversion", "lead_queues", "leads", "undoing", "verbs"]
