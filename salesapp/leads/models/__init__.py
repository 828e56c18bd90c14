"""The lead: somebody who may buy. What is done with one is a trait in a file of its own."""

from salesapp.leads.models.lead import LEAD, Lead, settle
from salesapp.leads.models.workable import CONVERTED

__all__ = ["CONVERTED", "LEAD", "Lead", "settle"]
