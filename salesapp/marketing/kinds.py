"""The fixed choices of campaigns."""

from __future__ import annotations

from enum import StrEnum

from salesapp.core.i18n import _l


class CampaignType(StrEnum):
    """How a campaign reaches people."""

    TRADE_FAIR = "trade-fair"
    EVENT = "event"
    WEBINAR = "webinar"
    MAILING = "mailing"
    EMAIL = "email"
    ADVERTISEMENT = "advertisement"
    SOCIAL = "social"
    TELEPHONE = "telephone"
    REFERRAL = "referral"
    PARTNER = "partner"
    OTHER = "other"

    @property
    def label(self) -> str:
        return TYPE_LABELS[self]


class CampaignStatus(StrEnum):
    """How far a campaign has come."""

    PLANNED = "planned"
    ACTIVE = "active"
    COMPLETED = "completed"
    ABORTED = "aborted"

    @property
    def label(self) -> str:
        return STATUS_LABELS[self]

    @property
    def tone(self) -> str:
        """The colour of its badge, which always stands beside the word."""
        return STATUS_TONES[self]


RUNNING = (CampaignStatus.PLANNED, CampaignStatus.ACTIVE)
"""Those that may still bring leads: what a trade fair and a web form offer."""

TYPE_LABELS = {
    CampaignType.TRADE_FAIR: _l("Trade fair"),
    CampaignType.EVENT: _l("Event or seminar"),
    CampaignType.WEBINAR: _l("Webinar"),
    CampaignType.MAILING: _l("Mailing"),
    CampaignType.EMAIL: _l("E-mail campaign"),
    CampaignType.ADVERTISEMENT: _l("Advertisement"),
    CampaignType.SOCIAL: _l("Social media"),
    CampaignType.TELEPHONE: _l("Telemarketing"),
    CampaignType.REFERRAL: _l("Referral programme"),
    CampaignType.PARTNER: _l("With partners"),
    CampaignType.OTHER: _l("Other"),
}

STATUS_LABELS = {
    CampaignStatus.PLANNED: _l("Planned"),
    CampaignStatus.ACTIVE: _l("In progress"),
    CampaignStatus.COMPLETED: _l("Completed"),
    CampaignStatus.ABORTED: _l("Aborted"),
}

STATUS_TONES = {
    CampaignStatus.PLANNED: "neutral",
    CampaignStatus.ACTIVE: "accent",
    CampaignStatus.COMPLETED: "good",
    CampaignStatus.ABORTED: "bad",
}
