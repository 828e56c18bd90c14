"""Campaigns: what is done to win customers, what it is to cost and bring, and what it did cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import Index, or_, select
from sqlalchemy.orm import Mapped, relationship

from salesapp.core import fields as f
from salesapp.core.access import Permission, Shared, Viewer
from salesapp.core.company import company
from salesapp.core.db import Record, db, list_index
from salesapp.core.errors import RuleBroken, refuse_all
from salesapp.core.i18n import _, _l
from salesapp.core.registry import RecordType, register
from salesapp.marketing.kinds import RUNNING, CampaignStatus, CampaignType
from salesapp.people.models import User


class Campaign(Shared, Record):
    """A trade fair, a mailing, an advertisement: cost in, leads and revenue out. Money is in the company's currency."""

    __tablename__ = "campaigns"
    record_type_key = "campaign"

    name: Mapped[str] = f.text(
        _l("Name"),
        required=True,
        listed=True,
        searchable=True,
        length=120,
        synonyms=("campaign", "campaign name", "市场活动"),
    )
    type: Mapped[CampaignType | None] = f.choice(
        CampaignType, _l("Type"), listed=True, synonyms=("campaign type",)
    )
    status: Mapped[CampaignStatus] = f.choice(
        CampaignStatus, _l("Status"), required=True, listed=True, default=CampaignStatus.PLANNED
    )
    begins_on: Mapped[date | None] = f.date_(_l("Begins on"), listed=True, synonyms=("start date",))
    ends_on: Mapped[date | None] = f.date_(_l("Ends on"), listed=True, synonyms=("end date",))
    budget: Mapped[int | None] = f.money(
        _l("Budget"), currency="company_currency", synonyms=("budgeted cost", "budget cost")
    )
    actual_cost: Mapped[int | None] = f.money(
        _l("Actual cost"), currency="company_currency", listed=True, synonyms=("cost",)
    )
    expected_response: Mapped[Decimal | None] = f.percent(
        _l("Expected response in %"), hint=_l("Share of recipients expected to respond")
    )
    owner_id: Mapped[int | None] = f.link("user", "users", _l("Owner"), listed=True)
    description: Mapped[str | None] = f.long_text(_l("Description"))

    owner: Mapped[User | None] = relationship(foreign_keys="Campaign.owner_id")

    __table_args__ = (
        list_index("ix_campaigns_list_begins", "begins_on"),
        list_index("ix_campaigns_list_changed", "changed_at"),
        Index("ix_campaigns_external", "external_id"),
    )

    @property
    def company_currency(self) -> str:
        return company().currency


def settle_campaign(campaign: Campaign, *, by: Viewer) -> None:  # noqa: ARG001  the registry passes who saves
    """Before saving: an end after the beginning, and amounts and shares that can be."""
    refuse_all(_broken(campaign))


def _broken(campaign: Campaign) -> Iterator[RuleBroken]:
    if campaign.begins_on and campaign.ends_on and campaign.ends_on < campaign.begins_on:
        yield RuleBroken(_("The end can’t be before the start."), field="ends_on")
    for name in ("budget", "actual_cost"):
        if (getattr(campaign, name) or 0) < 0:
            yield RuleBroken(_("An amount can’t be negative."), field=name)
    if not 0 <= (campaign.expected_response or 0) <= 100:
        yield RuleBroken(_("A response must be between 0 and 100 percent."), field="expected_response")


def running(chosen: int | None = None) -> Sequence[tuple[int, str]]:
    """Id and name of the campaigns that may still bring leads, the latest first; `chosen` is among them in any case."""
    offered = or_(Campaign.status.in_(RUNNING), Campaign.id == chosen)
    query = select(Campaign.id, Campaign.name).where(offered)
    rows = db.session.execute(query.order_by(Campaign.begins_on.desc().nulls_last(), Campaign.id.desc()))
    return [(key, name) for key, name in rows]


CAMPAIGN = register(
    RecordType(
        key="campaign",
        model=Campaign,
        plural="campaigns",
        label=_l("Campaign"),
        label_plural=_l("Campaigns"),
        icon="megaphone",
        view=Permission.CAMPAIGN_VIEW,
        edit=Permission.CAMPAIGN_EDIT,
        subtitle=("type", "begins_on"),
        default_sort="-begins_on",
        before_save=settle_campaign,
        search_weight=45,
        quick_fields=("name", "type", "begins_on"),
    )
)
