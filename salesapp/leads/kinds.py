"""The choices of leads."""

from __future__ import annotations

from enum import StrEnum

from salesapp.core.i18n import _l
from salesapp.records.picklists.picklist import Picklist, Shipped


class LeadStatus(StrEnum):
    """How far a lead has come. Converted and disqualified ones have left the working lists."""

    NEW = "new"
    WORKING = "working"
    NURTURING = "nurturing"
    CONVERTED = "converted"
    DISQUALIFIED = "disqualified"

    @property
    def label(self) -> str:
        return STATUS_LABELS[self]

    @property
    def tone(self) -> str:
        """The colour of its badge, which always stands beside the word."""
        return STATUS_TONES[self]


class Rating(StrEnum):
    """How likely somebody thinks the lead is to buy."""

    HOT = "hot"
    WARM = "warm"
    COLD = "cold"

    @property
    def label(self) -> str:
        return RATING_LABELS[self]

    @property
    def tone(self) -> str:
        return RATING_TONES[self]

    @property
    def icon(self) -> str:
        return RATING_ICONS[self]


class DisqualifyReason(Picklist, key="disqualify_reason", plural=_l("Reasons for disqualifying")):
    """Why a lead will not buy."""

    NO_BUDGET = Shipped("no-budget", _l("No budget"))
    NO_NEED = Shipped("no-need", _l("No need"))
    NOT_A_FIT = Shipped("not-a-fit", _l("Not a good fit"))
    BOUGHT_ELSEWHERE = Shipped("bought-elsewhere", _l("Bought elsewhere"))
    UNREACHABLE = Shipped("unreachable", _l("Can’t be reached"))
    NOT_GENUINE = Shipped("not-genuine", _l("Spam or wrong details"))
    OTHER = Shipped("other", _l("Other"))


OPEN_STATUSES = (LeadStatus.NEW, LeadStatus.WORKING, LeadStatus.NURTURING)
"""What the working lists show."""

STATUS_LABELS = {
    LeadStatus.NEW: _l("New"),
    LeadStatus.WORKING: _l("Working"),
    LeadStatus.NURTURING: _l("Nurturing"),
    LeadStatus.CONVERTED: _l("Converted"),
    LeadStatus.DISQUALIFIED: _l("Disqualified"),
}

STATUS_TONES = {
    LeadStatus.NEW: "accent",
    LeadStatus.WORKING: "warn",
    LeadStatus.NURTURING: "neutral",
    LeadStatus.CONVERTED: "good",
    LeadStatus.DISQUALIFIED: "bad",
}

RATING_LABELS = {Rating.HOT: _l("Hot"), Rating.WARM: _l("Warm"), Rating.COLD: _l("Cold")}

RATING_TONES = {Rating.HOT: "bad", Rating.WARM: "warn", Rating.COLD: "neutral"}

RATING_ICONS = {Rating.HOT: "flame", Rating.WARM: "sun", Rating.COLD: "snowflake"}
