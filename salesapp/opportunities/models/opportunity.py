"""The opportunity: its fields, how it begins, who sees it and what it is worth to the company."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, cast

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Index,
    and_,
    case,
    event,
    func,
    inspect,
    literal_column,
    select,
    text,
)
from sqlalchemy import cast as cast_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from salesapp.core import clock
from salesapp.core import fields as f
from salesapp.core.access import Owned, Viewer
from salesapp.core.company import company, today_for
from salesapp.core.db import Amount, db, list_index
from salesapp.core.errors import RuleBroken, refuse_all
from salesapp.core.events import event_kind, record
from salesapp.core.flushing.written import has_changed
from salesapp.core.i18n import _, _l
from salesapp.core.money import convert, round_half_up
from salesapp.core.money.currencies import rate_to_company, worth
from salesapp.core.registry import record_type
from salesapp.customers.models import Account, Contact
from salesapp.marketing.kinds import LeadSource
from salesapp.marketing.models import Campaign
from salesapp.opportunities.models.approvable import Approvable, WinRequest
from salesapp.opportunities.models.forecastable import Forecastable
from salesapp.opportunities.models.has_competitors import HasCompetitors
from salesapp.opportunities.models.has_lines import HasLines
from salesapp.opportunities.models.has_team import HasTeam
from salesapp.opportunities.models.history import OpportunityClose, OpportunityTick, StageChange
from salesapp.opportunities.models.lines import OpportunityLine
from salesapp.opportunities.models.participants import (
    OpportunityCompetitor,
    OpportunityContact,
    OpportunityMember,
)
from salesapp.opportunities.models.plannable import Plannable
from salesapp.opportunities.models.ranked import Ranked
from salesapp.opportunities.models.renewable import Renewable
from salesapp.opportunities.outcome import OpportunityType, State
from salesapp.opportunities.processes.models import (
    ForecastCategory,
    LossReason,
    SalesProcess,
    Stage,
    default_process,
)
from salesapp.people.models import User
from salesapp.people.units.models import BusinessUnit, join_unit, unit_link
from salesapp.products.models import PriceBook

OPENED = event_kind("opportunity_opened", _l("%(by)s created this opportunity"), icon="sparkles")
OPEN_ROWS = "state = 'open' AND deleted_at IS NULL"

CALLED = ("deal", "opportunity", "title", "topic")
"""What other programs call its name."""


class Opportunity(
    Approvable, Renewable, HasLines, HasTeam, HasCompetitors, Plannable, Ranked, Forecastable, Owned
):
    """A qualified possible sale. It always has a customer: an account or a contact."""

    __tablename__ = "opportunities"
    record_type_key: ClassVar[str] = "opportunity"

    name: Mapped[str] = f.text(_l("Name"), required=True, listed=True, searchable=True, synonyms=CALLED)
    account_id: Mapped[int | None] = f.link(
        "account",
        "accounts",
        _l("Account"),
        listed=True,
        searchable=True,
        synonyms=("company", "customer"),
    )
    contact_id: Mapped[int | None] = f.link("contact", "contacts", _l("Contact"), searchable=True)
    amount: Mapped[int | None] = f.money(
        _l("Amount"),
        listed=True,
        shown="present_amount",
        worth="present_worth",
        searchable=True,
        synonyms=("value", "deal value"),
    )
    close_on: Mapped[date | None] = f.date_(_l("Expected close date"), listed=True, synonyms=("close date",))
    stage_id: Mapped[int] = f.link(
        "stage", "stages", _l("Stage"), listed=True, editable=False, nullable=False, index=False
    )
    state: Mapped[State] = f.choice(
        State, _l("State"), listed=True, editable=False, default=State.OPEN, nullable=False
    )
    next_step: Mapped[str | None] = f.text(_l("Next step"))
    next_step_on: Mapped[date | None] = f.date_(_l("Next step on"))

    process_id: Mapped[int] = f.link(
        "sales_process", "sales_processes", _l("Sales process"), nullable=False, editable=False
    )
    currency: Mapped[str] = f.currency_code(_l("Currency"), nullable=False, section="more")
    probability: Mapped[Decimal] = f.percent(
        _l("Probability"), nullable=False, default=Decimal(0), section="more"
    )
    forecast_category: Mapped[ForecastCategory | None] = f.choice(
        ForecastCategory,
        _l("Forecast category"),
        section="more",
        hint=_l("Leave empty to use the stage’s category"),
    )
    type: Mapped[OpportunityType | None] = f.choice(OpportunityType, _l("Type"), section="more")
    source: Mapped[LeadSource | None] = f.choice(
        LeadSource, _l("Source"), section="more", synonyms=("lead source",)
    )
    campaign_id: Mapped[int | None] = f.link(
        "campaign", "campaigns", _l("Campaign"), section="more", synonyms=("campaign name",)
    )
    business_unit_id: Mapped[int | None] = unit_link(section="more", follows=True)
    competitor: Mapped[str | None] = f.text(_l("Competitor"), section="more", length=200)
    price_book_id: Mapped[int | None] = f.link("price_book", "price_books", _l("Price book"), section="more")
    description: Mapped[str | None] = f.long_text(_l("Description"), section="more")

    amount_in_company: Mapped[int | None] = f.money(
        _l("Amount in company currency"),
        currency="company_currency",
        editable=False,
        importable=False,
        derived=True,
    )
    weighted: Mapped[int] = f.money(
        _l("Weighted amount"),
        currency="company_currency",
        editable=False,
        importable=False,
        nullable=False,
        default=0,
        derived=True,
    )
    actual_amount: Mapped[int | None] = f.money(
        _l("Actual amount"), editable=False, synonyms=("close value",)
    )
    closed_on: Mapped[date | None] = f.date_(_l("Closed on"), editable=False)
    close_reason_id: Mapped[int | None] = f.link(
        "loss_reason", "loss_reasons", _l("Close reason"), editable=False
    )
    close_note: Mapped[str | None] = f.long_text(_l("Note on closing"), editable=False)
    stage_entered_at: Mapped[datetime] = f.instant(
        _l("In this stage since"),
        editable=False,
        nullable=False,
        default=clock.now,
        derived=True,
    )
    touched_at: Mapped[datetime] = f.instant(
        _l("Last touched"),
        editable=False,
        nullable=False,
        default=clock.now,
        derived=True,
    )
    renewal_of_id: Mapped[int | None] = f.link(
        "opportunity", "opportunities", _l("Renewal of"), editable=False
    )
    amount_follows_lines: Mapped[bool] = mapped_column(default=True)
    typed_amount: Mapped[int | None] = mapped_column(Amount())
    """What somebody typed as the amount; it is kept while the amount is the sum of the lines."""
    lead_id: Mapped[int | None] = mapped_column(index=True)
    """The lead it came from. Leads live on a higher floor and know this table, so there is no foreign key."""

    account: Mapped[Account | None] = relationship()
    contact: Mapped[Contact | None] = relationship()
    owner: Mapped[User | None] = relationship(foreign_keys="Opportunity.owner_id")
    business_unit: Mapped[BusinessUnit | None] = relationship()
    process: Mapped[SalesProcess] = relationship()
    stage: Mapped[Stage] = relationship()
    price_book: Mapped[PriceBook | None] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
    close_reason: Mapped[LossReason | None] = relationship()
    renewal_of: Mapped[Opportunity | None] = relationship(remote_side="Opportunity.id")
    lines: Mapped[list[OpportunityLine]] = relationship(
        back_populates="opportunity",
        order_by="(OpportunityLine.position, OpportunityLine.id)",
        cascade="all, delete-orphan",
    )
    contacts: Mapped[list[OpportunityContact]] = relationship(
        back_populates="opportunity", order_by="OpportunityContact.id", cascade="all, delete-orphan"
    )
    members: Mapped[list[OpportunityMember]] = relationship(
        back_populates="opportunity", order_by="OpportunityMember.id", cascade="all, delete-orphan"
    )
    competitors: Mapped[list[OpportunityCompetitor]] = relationship(
        back_populates="opportunity", order_by="OpportunityCompetitor.id", cascade="all, delete-orphan"
    )
    closes: Mapped[list[OpportunityClose]] = relationship(
        back_populates="opportunity", order_by="OpportunityClose.id", cascade="all"
    )
    stage_changes: Mapped[list[StageChange]] = relationship(
        back_populates="opportunity", order_by="StageChange.id", cascade="all"
    )
    win_requests: Mapped[list[WinRequest]] = relationship(
        back_populates="opportunity", order_by="WinRequest.id", cascade="all"
    )
    ticks: Mapped[list[OpportunityTick]] = relationship(
        back_populates="opportunity", cascade="all, delete-orphan"
    )

    __table_args__ = (
        Index(
            "ix_opportunities_board",
            "stage_id",
            text("stage_entered_at DESC"),
            text("id DESC"),
            sqlite_where=text(OPEN_ROWS),
            postgresql_where=text(OPEN_ROWS),
        ),
        Index(
            "ix_opportunities_owner_board",
            "owner_id",
            "stage_id",
            text("stage_entered_at DESC"),
            text("id DESC"),
            sqlite_where=text(OPEN_ROWS),
            postgresql_where=text(OPEN_ROWS),
        ),
        Index(
            "ix_opportunities_next_step",
            "owner_id",
            "next_step_on",
            sqlite_where=text(f"{OPEN_ROWS} AND next_step_on IS NOT NULL"),
            postgresql_where=text(f"{OPEN_ROWS} AND next_step_on IS NOT NULL"),
        ),
        list_index("ix_opportunities_list_changed", "changed_at"),
        Index("ix_opportunities_close_on", "close_on"),
        Index("ix_opportunities_state_closed_on", "state", "closed_on"),
        Index("ix_opportunities_external", "external_id"),
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**{"amount_follows_lines": True} | values)

    @classmethod
    def open_new(
        cls,
        *,
        name: str,
        by: Any,
        account: Account | None = None,
        contact: Contact | None = None,
        owner: User | None = None,
        process: SalesProcess | None = None,
        stage: Stage | None = None,
        amount: int | None = None,
        currency: str | None = None,
        close_on: date | None = None,
        **others: Any,
    ) -> Opportunity:
        """A new one in the first stage of the default process, or where `process` or `stage` say.

        `amount` is in minor units of `currency` (default: the customer's, else the company's).
        """
        made = cls(name=name, account=account, contact=contact, amount=amount, close_on=close_on, **others)
        made.account_id = None if account is None else account.id
        made.contact_id = None if contact is None else contact.id
        made.currency = currency or getattr(account, "currency", None) or company().currency
        made.owner_id = by.id if owner is None else owner.id
        if contact is not None:
            made.contacts.append(OpportunityContact(contact=contact, is_primary=True))
        with db.session.no_autoflush:
            made.begin(stage or (process or default_process()).first_stage, by=by)
        db.session.add(made)
        record(made, OPENED, by=by, about=[account, contact])
        return made

    def begin(self, stage: Stage, *, by: Any) -> None:
        """The rules of every new opportunity; stands in `stage` afterwards."""
        self.check()
        self.state = State.OPEN
        join_unit(self, "account", "owner")
        self.enter(stage, by=by)

    def check(self) -> None:
        """What always holds; RuleBroken otherwise."""
        refuse_all(self._broken())

    def _broken(self) -> Iterator[RuleBroken]:
        if (
            self.account_id is None
            and self.contact_id is None
            and self.account is None
            and self.contact is None
        ):
            yield RuleBroken(_("An opportunity needs a customer: an account or a contact."), field="account")
        if self.amount is not None and self.amount < 0:
            yield RuleBroken(_("An amount can’t be negative."), field="amount")
        if not 0 <= (self.probability or 0) <= 100:
            yield RuleBroken(_("A probability must be between 0 and 100 percent."), field="probability")

    def revalue(self) -> None:
        """Brings the amount in company currency, at today's rate, and the weighted amount in step."""
        if self.amount is None:
            self.amount_in_company = None
        elif has_changed(self, "amount") or has_changed(self, "currency") or self.amount_in_company is None:
            rate = rate_to_company(self.currency, on=today_for())
            self.amount_in_company = convert(self.amount, self.currency, company().currency, rate)
        self.weighted = int(
            round_half_up((self.amount_in_company or 0) * (self.probability or Decimal(0)) / 100, 0)
        )

    @hybrid_property
    def present_amount(self) -> int | None:
        """The amount as it is shown: the actual one of what was won, else the estimate."""
        return self.actual_amount if self.is_won and self.actual_amount is not None else self.amount

    @present_amount.inplace.expression
    @classmethod
    def _present_amount(cls) -> ColumnElement[Any]:
        return case((cls._was_won_for(), cls.actual_amount), else_=cls.amount)

    @hybrid_property
    def present_worth(self) -> Any:
        """The same in company currency, for statements: at the rate that the estimate was kept at, else at today's."""
        raise NotImplementedError("only statements ask for it")

    @present_worth.inplace.expression
    @classmethod
    def _present_worth(cls) -> ColumnElement[Any]:
        won, declared = cls._was_won_for(), record_type(cls.record_type_key).field("actual_amount")
        kept = cls.actual_amount * literal_column("1.0") * cls.amount_in_company / func.nullif(cls.amount, 0)
        by_rate = func.coalesce(cast_(func.round(kept), BigInteger), worth(cls, declared))
        return case(
            (won & (cls.currency == company().currency), cls.actual_amount),
            (won, by_rate),
            else_=cls.amount_in_company,
        )

    @classmethod
    def _was_won_for(cls) -> ColumnElement[bool]:
        return and_(cls.state == State.WON, cls.actual_amount.is_not(None))

    @property
    def company_currency(self) -> str:
        return company().currency

    @property
    def customer(self) -> Account | Contact | None:
        """Who buys: the account, else the contact."""
        return self.account or self.contact

    @classmethod
    def shared_with(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Those whose team the viewer is on."""
        mine = select(OpportunityMember.opportunity_id).where(OpportunityMember.user_id == viewer.id)
        return cast("ColumnElement[bool]", cls.id.in_(mine))


def prepare(opportunity: Opportunity, *, by: Any) -> None:
    """What the generic form, the import and the API ask before saving: defaults, the rules, and the process."""
    opportunity.currency = (
        opportunity.currency or getattr(opportunity.account, "currency", None) or company().currency
    )
    if inspect(opportunity).key is None:
        wanted = opportunity.probability
        opportunity.begin(default_process().first_stage, by=by)
        opportunity.probability = wanted or opportunity.probability
        return
    opportunity.check()
    if has_changed(opportunity, "currency") and opportunity.lines:
        raise RuleBroken(
            _(
                "The products are priced in the previous currency. Remove them before you change the currency."
            ),
            field="currency",
        )
    if has_changed(opportunity, "amount") and opportunity.lines:
        opportunity.sum_up()  # an amount that was emptied is the sum


@event.listens_for(Session, "before_flush")
def _revalue(session: Session, _context: object, _instances: object) -> None:
    """Whoever sets amount, currency or probability: the values derived from them are never out of step."""
    for row in (*session.new, *session.dirty):
        if isinstance(row, Opportunity) and has_changed(
            row, "amount", "currency", "probability", "amount_in_company"
        ):
            row.revalue()
