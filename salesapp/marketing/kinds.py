"""The choices of campaigns, and where leads and sales come from."""

from __future__ import annotations

from enum import StrEnum

from salesapp.core.i18n import _l
from salesapp.records.picklists.picklist import Picklist, Shipped


class LeadSource(Picklist, key="lead_source", plural=_l("Lead sources")):
    """Where a lead, and the opportunity it became, came from."""

    WEB = Shipped("web", _l("Website"))
    TRADE_FAIR = Shipped("trade-fair", _l("Trade fair"))
    REFERRAL = Shipped("referral", _l("Referral"))
    ADVERTISEMENT = Shipped("advertisement", _l("Advertisement"))
    COLD_CALL = Shipped("cold-call", _l("Cold call"))
    PURCHASED_LIST = Shipped("purchased-list", _l("Purchased list"))
    SOCIAL = Shipped("social", _l("Social media"))
    PARTNER = Shipped("partner", _l("Partner"))
    CASE = Shipped("case", _l("Service case"))
    OTHER = Shipped("other", _l("Other"))


class CampaignType(Picklist, key="campaign_type", plural=_l("Campaign types")):
    """How a campaign reaches people."""

    TRADE_FAIR = Shipped("trade-fair", _l("Trade fair"))
    EVENT = Shipped("event", _l("Event or seminar"))
    WEBINAR = Shipped("webinar", _l("Webinar"))
    MAILING = Shipped("mailing", _l("Mailing"))
    EMAIL = Shipped("email", _l("E-mail campaign"))
    ADVERTISEMENT = Shipped("advertisement", _l("Advertisement"))
    SOCIAL = Shipped("social", _l("Social media"))
    TELEPHONE = Shipped("telephone", _l("Telemarketing"))
    REFERRAL = Shipped("referral", _l("Referral programme"))
    PARTNER = Shipped("partner", _l("Partner campaign"))
    OTHER = Shipped("other", _l("Other"))


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
