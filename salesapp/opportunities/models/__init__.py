"""The tables of the package, each trait of an opportunity in a file of its own."""

from salesapp.opportunities.models.approvable import WinRequest
from salesapp.opportunities.models.history import OpportunityClose, OpportunityTick, StageChange
from salesapp.opportunities.models.lines import OpportunityLine
from salesapp.opportunities.models.opportunity import Opportunity
from salesapp.opportunities.models.participants import (
    BuyingRole,
    OpportunityCompetitor,
    OpportunityContact,
    OpportunityMember,
)
from salesapp.opportunities.models.record import OPPORTUNITY
from salesapp.opportunities.outcome import OpportunityType, Outcome, State

__all__ = [
    "OPPORTUNITY",
    "BuyingRole",
    "Opportunity",
    "OpportunityClose",
    "OpportunityCompetitor",
    "OpportunityContact",
    "OpportunityLine",
    "OpportunityMember",
    "OpportunityTick",
    "OpportunityType",
    "Outcome",
    "StageChange",
    "State",
    "WinRequest",
]
