"""The pages of leads."""

from salesapp.leads.views import conversion, undoing, verbs, working
from salesapp.leads.views.screens import leads

__all__ = ["conversion", "leads", "undoing", "verbs", "working"]
