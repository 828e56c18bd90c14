"""The lead: somebody who may buy, until it becomes a customer or turns out not to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, ForeignKey, Index, and_, false, inspect, not_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from salesapp.core import clock
from salesapp.core import fields as f
from salesapp.core.access import Owned, Permission, Viewer
from salesapp.core.company import company
from salesapp.core.db import UtcTime, db, list_index
from salesapp.core.errors import RuleBroken, refuse_all
from salesapp.core.events import CREATED, record
from salesapp.core.i18n import _, _l, ngettext
from salesapp.core.registry import RecordType, Unfinished, register
from salesapp.customers.duplicates.bulk import likely_duplicates
from salesapp.customers.duplicates.elsewhere import known_elsewhere
from salesapp.customers.duplicates.known import known_already
from salesapp.customers.duplicates.match_keys import match_by
from salesapp.customers.duplicates.traits import Traits
from salesapp.customers.models import Account, Contact
from salesapp.leads.kinds import OPEN_STATUSES, DisqualifyReason, LeadStatus, Rating
from salesapp.leads.models.importing import (
    BECAME,
    BY_THE_RULES,
    STATUS,
    lead_attributes,
    link_opportunities,
)
from salesapp.leads.models.offered import VIEWS
from salesapp.leads.models.queues import LeadQueue, queues_of
from salesapp.leads.models.statuses import NamedStatus, default_of, status_by_id
from salesapp.leads.models.workable import Workable
from salesapp.marketing.kinds import LeadSource
from salesapp.marketing.models import Campaign
from salesapp.opportunities.models import Opportunity
from salesapp.people.models import User
from salesapp.records.merging.references import refers


class Lead(Owned, Workable):
    """A person, a firm or a possible deal, loosely structured and temporary.

    A lead without an owner waits: in a queue whose members see and claim it, or, without one, for everybody who works
    with leads.
    """

    __tablename__ = "leads"
    record_type_key: ClassVar[str] = "lead"

    _stepping = False
    by_the_rules = False
    """Whether the row of an import asks that the assignment rules say whose lead it becomes. No column."""

    name: Mapped[str] = f.text(
        _l("Name"),
        required=True,
        listed=True,
        searchable=True,
        autocomplete="name",
        hint=_l("Person or company"),
        synonyms=(
            "lead",
            "full name",
            "contact",
            "姓名",
            "潜在客户",
            "联系人",
            "联系人姓名",
            "contact person",
            "contact name",
        ),
    )
    phone: Mapped[str | None] = f.phone(
        _l("Phone"), listed=True, searchable=True, synonyms=("telephone", "电话")
    )
    email: Mapped[str | None] = f.email(_l("E-mail"), searchable=True, synonyms=("mail", "邮箱"))
    product_interest: Mapped[str | None] = f.text(
        _l("Subject"),
        searchable=True,
        synonyms=("product interest", "interest", "topic", "subject", "产品兴趣"),
    )

    company: Mapped[str | None] = f.text(
        _l("Company"),
        listed=True,
        searchable=True,
        section="person",
        autocomplete="organization",
        synonyms=("account", "organisation", "organization", "公司"),
    )
    job_title: Mapped[str | None] = f.text(
        _l("Job title"),
        section="person",
        length=120,
        autocomplete="organization-title",
        synonyms=("title", "职务"),
    )
    mobile: Mapped[str | None] = f.phone(
        _l("Mobile"), searchable=True, section="person", synonyms=("cell", "手机")
    )
    website: Mapped[str | None] = f.url(_l("Website"), section="person", synonyms=("url", "homepage"))

    status: Mapped[LeadStatus] = mapped_column(f.enum_of(LeadStatus), default=LeadStatus.NEW)
    """The state, which rules go by. What the company calls it is its named status; the two always agree."""
    status_id: Mapped[int | None] = f.link(
        "lead_status",
        "lead_statuses",
        _l("Status"),
        row="named_status",
        listed=True,
        editable=False,
        importable=False,
        section="deal",
        index=False,
    )
    rating: Mapped[Rating | None] = f.choice(
        Rating, _l("Rating"), listed=True, section="deal", hint=_l("Leave empty to follow the score")
    )
    rating_by_hand: Mapped[bool] = mapped_column(default=False)
    score: Mapped[int] = f.integer(
        _l("Score"),
        listed=True,
        nullable=False,
        editable=False,
        importable=False,
        default=0,
        section="deal",
        derived=True,
    )
    touched_at: Mapped[datetime] = mapped_column(UtcTime, default=clock.now)
    """When a person last did something about it; see `scoring.upkeep`."""
    assigned_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """When it became its owner's, where it was somebody else's or nobody's before; see `answers`."""
    first_answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """The first answer to it, written down when it was converted: what answered it is the customer's since then."""
    source: Mapped[LeadSource | None] = f.choice(
        LeadSource, _l("Source"), section="deal", synonyms=("lead source",)
    )
    campaign_id: Mapped[int | None] = f.link(
        "campaign", "campaigns", _l("Campaign"), section="deal", synonyms=("campaign name",)
    )
    fair_id: Mapped[int | None] = mapped_column(ForeignKey("fairs.id"), index=True)
    """The trade fair at which it was captured; see `trade_fairs`."""
    estimated_amount: Mapped[int | None] = f.money(
        _l("Estimated amount"), listed=True, section="deal", synonyms=("amount", "value", "budget")
    )
    currency: Mapped[str | None] = f.currency_code(_l("Currency"), section="deal")
    owner_id: Mapped[int | None] = f.link(
        "user",
        "users",
        _l("Owner"),
        listed=True,
        section="deal",
        hint=_l("Leave empty to wait until someone claims it"),
    )
    queue_id: Mapped[int | None] = f.link(
        "lead_queue", "lead_queues", _l("Queue"), section="deal", editable=False
    )
    description: Mapped[str | None] = f.long_text(
        _l("Description"), section="deal", synonyms=("notes", "comment")
    )
    disqualified_for: Mapped[DisqualifyReason | None] = f.choice(
        DisqualifyReason, _l("Reason for disqualifying"), section="deal", editable=False
    )
    disqualify_reason: Mapped[str | None] = f.text(
        _l("Note on disqualifying"), section="deal", length=500, editable=False
    )

    street: Mapped[str | None] = f.text(_l("Street"), section="address", autocomplete="street-address")
    city: Mapped[str | None] = f.text(
        _l("City"), section="address", autocomplete="address-level2", length=120
    )
    state: Mapped[str | None] = f.text(
        _l("State or province"), section="address", autocomplete="address-level1", length=120
    )
    postal_code: Mapped[str | None] = f.text(
        _l("Postal code"), section="address", autocomplete="postal-code", length=20, synonyms=("zip",)
    )
    country: Mapped[str | None] = f.country(_l("Country"), section="address")

    converted_at: Mapped[datetime | None] = f.instant(_l("Converted at"), section="result", editable=False)
    converted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    account_id: Mapped[int | None] = f.link(
        "account", "accounts", _l("Account"), section="result", editable=False
    )
    contact_id: Mapped[int | None] = f.link(
        "contact", "contacts", _l("Contact"), section="result", editable=False
    )
    opportunity_id: Mapped[int | None] = f.link(
        "opportunity", "opportunities", _l("Opportunity"), section="result", editable=False
    )

    owner: Mapped[User | None] = relationship(foreign_keys="Lead.owner_id")
    queue: Mapped[LeadQueue | None] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
    converted_by: Mapped[User | None] = relationship(foreign_keys="Lead.converted_by_id")
    account: Mapped[Account | None] = relationship("Account")
    contact: Mapped[Contact | None] = relationship("Contact")
    opportunity: Mapped[Opportunity | None] = relationship("Opportunity")

    __table_args__ = (
        list_index("ix_leads_list_changed", "changed_at"),
        list_index("ix_leads_list_name", "name_sort"),
        list_index("ix_leads_list_score", "score"),
        Index("ix_leads_owner_status", "owner_id", "status", "changed_at"),
        Index("ix_leads_status", "status", "changed_at"),
        Index("ix_leads_named_status", "status_id", "touched_at"),
        Index("ix_leads_external", "external_id"),
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**{"status": LeadStatus.NEW} | values)

    @validates("status", "status_id")
    def _in_step(self, name: str, value: Any) -> Any:
        """The one place where state and named status are kept in step, whichever of them is set."""
        if self._stepping:
            return value
        self._stepping = True
        try:
            named = status_by_id(self.status_id if name == "status" else value)
            if name == "status":
                self.status_id = (
                    named if named and named.state == value else default_of(LeadStatus(value))
                ).id
            elif named is not None:
                self.status = named.state
        finally:
            self._stepping = False
        return value

    @validates("owner_id")
    def _since_now(self, _name: str, value: int | None) -> int | None:
        """Whoever gets it has had it since this moment."""
        if inspect(self).persistent and value != self.owner_id:
            self.had_since, self.assigned_at = self.assigned_at, None if value is None else clock.now()
        return value

    @property
    def named_status(self) -> NamedStatus:
        """What the company calls its state."""
        return status_by_id(self.status_id) or default_of(self.status)

    @classmethod
    def shared_with(cls, viewer: Viewer) -> ColumnElement[bool]:
        """What waits in a queue of theirs, and what waits for everybody."""
        waiting = or_(cls.queue_id.is_(None), cls.queue_id.in_(queues_of(viewer)))
        return and_(cls.owner_id.is_(None), waiting)

    @property
    def days_untouched(self) -> int:
        """Whole days since a person last did something about it."""
        return (clock.now() - self.touched_at).days

    @property
    def is_converted(self) -> bool:
        return self.converted_at is not None

    @property
    def targets(self) -> list[Account | Contact | Opportunity]:
        """What the lead became, and the reader may see."""
        return [each for each in (self.opportunity, self.contact, self.account) if each is not None]

    @classmethod
    def capture(
        cls, name: str, about: str | None = None, *, by: Any, owner: User | None = None, **others: Any
    ) -> Lead:
        """A new lead of `owner`, else of whoever makes it; of nobody, so in the queue, when the system does."""
        made = cls(name=name, product_interest=about, owner_id=by.id if owner is None else owner.id, **others)
        settle(made, by=by)
        db.session.add(made)
        record(made, CREATED, by=by)
        return made

    def refuse_change(self) -> None:
        """A converted lead stays as it was: the customer it became is what changes."""
        if self.is_converted:
            raise RuleBroken(_("This lead was converted. Edit the customer instead."))

    def refuse_deletion(self) -> None:
        """What reports count on is not thrown away."""
        if self.is_converted:
            raise RuleBroken(_("A converted lead can’t be deleted. It stays in the reports."))


def settle(lead: Lead, *, by: Any) -> None:  # noqa: ARG001  the registry passes who saves
    """What the generic form, the import and the API ask before saving."""
    came_converted = lead.is_converted and not inspect(lead).persistent
    if not came_converted:
        lead.refuse_change()
    refuse_all(_broken(lead, came_converted=came_converted))
    if lead.owner_id is not None:
        lead.queue_id = None
    if lead.status is not LeadStatus.DISQUALIFIED:
        lead.disqualified_for = lead.disqualify_reason = None
    lead.email = lead.email.strip() if lead.email else None
    lead.currency = lead.currency or company().currency


def _broken(lead: Lead, *, came_converted: bool) -> Iterator[RuleBroken]:
    if lead.status is LeadStatus.CONVERTED and not came_converted:
        yield RuleBroken(
            _("To convert a lead, use “Convert” instead of changing its status."), field="status"
        )
    if lead.estimated_amount is not None and lead.estimated_amount < 0:
        yield RuleBroken(_("An amount can’t be negative."), field="estimated_amount")


def _traits(lead: Lead) -> Traits:
    return Traits(
        company=lead.company,
        person=lead.name,
        emails=(lead.email,),
        phones=(lead.phone, lead.mobile),
        website=lead.website,
        country=lead.country,
    )


def _stale(asked: str) -> ColumnElement[bool]:
    """The filter of lists: `stale=1` those that nobody has touched for too long, `stale=0` the others."""
    from salesapp.leads.models.staleness import stale  # staleness stands on leads

    found = stale()
    return found if asked == "1" else not_(found)


def _with_status(asked: str) -> ColumnElement[bool]:
    """The filter of lists: states and ids of statuses, `new,working` or `7`."""
    parts = asked.split(",")
    states = [LeadStatus(each) for each in parts if each in set(LeadStatus)]
    keys = [int(each) for each in parts if each.isdecimal() and len(each) < 10]
    found = [Lead.status == states[0] if len(states) == 1 else Lead.status.in_(states)] if states else []
    return or_(*found, *(Lead.status_id == each for each in keys)) if found or keys else false()


refers("opportunities.lead_id", to="lead")  # the lower floor knows no leads

match_by(
    Lead,
    _traits,
    ("name", "company", "email", "phone", "mobile", "website", "country"),
    became=lambda lead: lead.is_converted,
)

LEAD = register(
    RecordType(
        key="lead",
        model=Lead,
        plural="leads",
        label=_l("Lead"),
        label_plural=_l("Leads"),
        icon="user-plus",
        view=Permission.LEAD_VIEW,
        edit=Permission.LEAD_EDIT,
        subtitle=("company", "product_interest"),
        sections=(
            ("person", _l("More about the person")),
            ("deal", _l("More about the lead")),
            ("address", _l("Address")),
            ("result", _l("Converted to")),
        ),
        search_weight=70,
        quick_fields=("name", "phone", "product_interest"),
        along={"owner": frozenset({"queue"})},
        list_filters={"status": ",".join(OPEN_STATUSES)},
        views=VIEWS,
        criteria={"stale": _stale, "status": _with_status},
        lasting_criteria=frozenset({"status"}),
        known_by=("email",),
        import_only=(BY_THE_RULES, STATUS, *BECAME),
        mergeable=True,
        rights=("owner_id", "queue_id"),
        likely_duplicates=likely_duplicates,
        known_already=known_already,
        known_elsewhere=known_elsewhere,
        before_save=settle,
        unfinished=(
            Unfinished(
                lambda: Lead.status.in_(OPEN_STATUSES),
                lambda n: ngettext("%(num)s open lead", "%(num)s open leads", n),
            ),
        ),
        after_import=[link_opportunities],
        from_row=lead_attributes,
    )
)
