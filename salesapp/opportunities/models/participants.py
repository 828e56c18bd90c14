"""Who takes part in an opportunity: people of the customer with their roles, our own team, and competitors."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import Enum, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core.db import Base, Percent, ShortText
from salesapp.core.i18n import _l
from salesapp.customers.models import Contact
from salesapp.marketing.competitors import Competitor
from salesapp.people.models import User

if TYPE_CHECKING:
    from salesapp.opportunities.models.opportunity import Opportunity


class BuyingRole(StrEnum):
    """What somebody of the customer means for the decision."""

    DECIDER = "decider"
    BUYER = "buyer"
    INFLUENCER = "influencer"
    USER = "user"
    CHAMPION = "champion"
    GATEKEEPER = "gatekeeper"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "decider": _l("Decides"),
            "buyer": _l("Buys"),
            "influencer": _l("Influences"),
            "user": _l("Uses it"),
            "champion": _l("Champion"),
            "gatekeeper": _l("Gatekeeper"),
            "other": _l("Other"),
        }[self.value]


class OpportunityContact(Base):
    """A contact who takes part; one of them may be primary."""

    __tablename__ = "opportunity_contacts"

    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    role: Mapped[BuyingRole | None] = mapped_column(
        Enum(
            BuyingRole,
            native_enum=False,
            length=20,
            create_constraint=False,
            values_callable=lambda e: [m.value for m in e],
        )
    )
    is_primary: Mapped[bool] = mapped_column(default=False)

    opportunity: Mapped[Opportunity] = relationship(back_populates="contacts")
    contact: Mapped[Contact] = relationship()

    __table_args__ = (UniqueConstraint("opportunity_id", "contact_id"),)


class OpportunityMember(Base):
    """A colleague on the team: sees and changes the opportunity. `split` is a percentage of the credit."""

    __tablename__ = "opportunity_members"

    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[str | None] = mapped_column(ShortText(80))
    split: Mapped[Decimal | None] = mapped_column(Percent())

    opportunity: Mapped[Opportunity] = relationship(back_populates="members")
    user: Mapped[User] = relationship()

    __table_args__ = (UniqueConstraint("opportunity_id", "user_id"),)


class OpportunityCompetitor(Base):
    """A competitor whom we meet in an opportunity."""

    __tablename__ = "opportunity_competitors"

    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), index=True)
    competitor_id: Mapped[int] = mapped_column(ForeignKey("competitors.id"), index=True)
    note: Mapped[str | None] = mapped_column(ShortText(255))

    opportunity: Mapped[Opportunity] = relationship(back_populates="competitors")
    competitor: Mapped[Competitor] = relationship()

    __table_args__ = (UniqueConstraint("opportunity_id", "competitor_id"),)
