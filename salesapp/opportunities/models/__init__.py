"""The tables of the package, each trait of an opportunity in a file of its own."""

from salesapp.opportunities.models import rivals, touches
from salesapp.opportunities.models.agreed import Verdict, WinRequest
from salesapp.opportunities.models.boards import DefaultBoard, SavedBoard
from salesapp.opportunities.models.history import OpportunityClose, OpportunityTick, StageChange
from salesapp.opportunities.models.lines import OpportunityLine
from salesapp.opportunities.models.opportunity import Opportunity
from salesapp.opportunities.models.outcome import OpportunityType, Outcome, State
from salesapp.opportunities.models.party import (
    BuyingRole,
    OpportunityCompetitor,
    OpportunityContact,
    OpportunityMember,
)
from salesapp.opportunities.models.processes import (
    LOSS_REASON,
    SALES_PROCESS,
    STAGE,
    ForecastCategory,
    LossReason,
    SalesProcess,
    Stage,
    StageField,
    StageItem,
    default_process,
)
from salesapp.opportunities.models.record import OPPORTUNITY
from salesapp.opportunities.models.specialists import SpecialistRequest
from salesapp.opportunities.models.totals import OpportunityTotal

__all__ = [
    "LOSS_REASON",
    "OPPORTUNITY",
    "SALES_PROCESS",
    "STAGE",
    "BuyingRole",
    "DefaultBoard",
    "ForecastCategory",
    "LossReason",
    "Opportunity",
    "OpportunityClose",
    "OpportunityCompetitor",
    "OpportunityContact",
    "OpportunityLine",
    "OpportunityMember",
    "OpportunityTick",
    "OpportunityTotal",
    "OpportunityType",
    "Outcome",
    "SalesProcess",
    "SavedBoard",
    "SpecialistRequest",
    "Stage",
    "StageChange",
    "StageField",
    "StageItem",
    "State",
    "Verdict",
    "WinRequest",
    "default_process",
    "rivals",
    "touches",
]
