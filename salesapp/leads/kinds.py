"""The fixed choices of leads."""

from __future__ import annotations

from enum import StrEnum

from salesapp.core.i18n import _l


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


class LeadSource(StrEnum):
    """Where a lead came from."""

    WEB = "web"
    TRADE_FAIR = "trade-fair"
    REFERRAL = "referral"
    ADVERTISEMENT = "advertisement"
    COLD_CALL = "cold-call"
    PURCHASED_LIST = "purchased-list"
    SOCIAL = "social"
    PARTNER = "partner"
    CASE = "case"
    OTHER = "other"

    @property
    def label(self) -> str:
        return SOURCE_LABELS[self]


class DisqualifyReason(StrEnum):
    """Why a lead will not buy."""

    NO_BUDGET = "no-budget"
    NO_NEED = "no-need"
    NOT_A_FIT = "not-a-fit"
    BOUGHT_ELSEWHERE = "bought-elsewhere"
    UNREACHABLE = "unreachable"
    NOT_GENUINE = "not-genuine"
    OTHER = "other"

    @property
    def label(self) -> str:
        return DISQUALIFY_LABELS[self]


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

SOURCE_LABELS = {
    LeadSource.WEB: _l("Website"),
    LeadSource.TRADE_FAIR: _l("Trade fair"),
    LeadSource.REFERRAL: _l("Referral"),
    LeadSource.ADVERTISEMENT: _l("Advertisement"),
    LeadSource.COLD_CALL: _l("Cold call"),
    LeadSource.PURCHASED_LIST: _l("Purchased list"),
    LeadSource.SOCIAL: _l("Social media"),
    LeadSource.PARTNER: _l("Partner"),
    LeadSource.CASE: _l("Service case"),
    LeadSource.OTHER: _l("Other"),
}

DISQUALIFY_LABELS = {
    DisqualifyReason.NO_BUDGET: _l("No budget"),
    DisqualifyReason.NO_NEED: _l("No need"),
    DisqualifyReason.NOT_A_FIT: _l("Not a good fit"),
    DisqualifyReason.BOUGHT_ELSEWHERE: _l("Bought elsewhere"),
    DisqualifyReason.UNREACHABLE: _l("Can’t be reached"),
    DisqualifyReason.NOT_GENUINE: _l("Spam or wrong details"),
    DisqualifyReason.OTHER: _l("Other"),
}

RATING_ICONS = {Rating.HOT: "flame", Rating.WARM: "sun", Rating.COLD: "snowflake"}
