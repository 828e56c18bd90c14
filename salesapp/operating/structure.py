"""How records hang together: what no screen could show rightly, however it came about, is told like the money's faults.

Everything is read by statements of its own, as `invoices/audit.py` does it.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from sqlalchemy import Select, and_, func, literal, select
from sqlalchemy.orm import Session

from salesapp.activities.models import Activity, Note
from salesapp.core.access import Role
from salesapp.core.fields import Field
from salesapp.core.registry import record_type, record_types
from salesapp.core.relations.merged import MergedRecord
from salesapp.customers.models import Account, Contact
from salesapp.invoices.audit import Checks
from salesapp.invoices.audits.rows import stream
from salesapp.leads.kinds import OPEN_STATUSES
from salesapp.leads.models import Lead
from salesapp.leads.models.queues import LeadQueue
from salesapp.leads.models.statuses import NamedStatus
from salesapp.opportunities.models import Opportunity, State
from salesapp.opportunities.processes.models import SalesProcess, Stage
from salesapp.people.models import User
from salesapp.people.units.models import BusinessUnit
from salesapp.products.models import Product, TaxRate
from salesapp.quotes.models import Quote
from salesapp.records.merging.references import references_to
from salesapp.records.only_default import OnlyDefault


def merged_faults(session: Session) -> Generator[str]:
    """Rows that point at a record which went up in another one, and should have gone along."""
    for type_ in (each for each in record_types() if each.mergeable):
        gone = select(MergedRecord.record_id).where(MergedRecord.record_type == type_.key)
        for reference in references_to(type_):
            if reference.table is MergedRecord.__table__:
                continue
            stray = select(reference.table.c.id).where(reference.column.in_(gone), *reference.among)
            if reference.table is type_.model.__table__:  # what went up itself stays as it was
                stray = stray.where(reference.table.c.id.not_in(gone))
            for (key,) in stream(session, stray):
                yield f"{reference.name} of row {key} names a {type_.key} that was merged into another."


def stage_faults(session: Session) -> Generator[str]:
    """Open opportunities that are on no board."""
    query = select(Opportunity.id, Stage.name).join(Stage, Stage.id == Opportunity.stage_id)
    query = query.join(SalesProcess, SalesProcess.id == Stage.process_id)
    usable = and_(
        Stage.active, Stage.deleted_at.is_(None), SalesProcess.active, SalesProcess.deleted_at.is_(None)
    )
    shown = query.where(Opportunity.state == State.OPEN, Opportunity.deleted_at.is_(None), ~usable)
    for key, stage in stream(session, shown):
        yield f"The opportunity {key} is open in the archived stage {stage}."


def queue_faults(session: Session) -> Generator[str]:
    """Open leads that wait where nobody looks."""
    query = select(Lead.id, LeadQueue.name).join(LeadQueue, LeadQueue.id == Lead.queue_id)
    query = query.where(Lead.deleted_at.is_(None), Lead.status.in_(OPEN_STATUSES), Lead.owner_id.is_(None))
    for key, queue in stream(session, query.where(LeadQueue.deleted_at.is_not(None))):
        yield f"The lead {key} waits in the deleted queue {queue}."


def rate_faults(session: Session) -> Generator[str]:
    """Products that no document can tax."""
    query = select(Product.id, TaxRate.name).join(TaxRate, TaxRate.id == Product.tax_rate_id)
    for key, rate in stream(
        session, query.where(Product.deleted_at.is_(None), TaxRate.deleted_at.is_not(None))
    ):
        yield f"The product {key} is taxed at the deleted rate {rate}."


def administrator_faults(session: Session) -> Generator[str]:
    """A company of people whom nobody can help."""
    people = select(User.active, User.role, User.deleted_at)
    rows = list(stream(session, people))
    if rows and not any(
        active and role is Role.ADMINISTRATOR and gone is None for active, role, gone in rows
    ):
        yield "No active user is an administrator; `salesapp user add --role administrator` makes one."


def circle_faults(session: Session) -> Generator[str]:
    """Records that stand above themselves."""
    trees: tuple[tuple[Any, Any], ...] = (
        (Account, Account.parent_id),
        (Contact, Contact.reports_to_id),
        (User, User.manager_id),
        (BusinessUnit, BusinessUnit.parent_id),
    )
    for model, link in trees:
        rows = stream(session, select(model.id, link).where(link.is_not(None)))
        for key in sorted(in_circles(dict(rows))):
            yield f"The {model.record_type_key} {key} stands above itself."


def in_circles(above: dict[int, int]) -> set[int]:
    """The keys from which the way up comes back to them."""
    found: set[int] = set()
    settled: set[int] = set()
    for start in above:
        way: list[int] = []
        here: int | None = start
        while here is not None and here not in settled and here not in way:
            way.append(here)
            here = above.get(here)
        if here in way:
            found.update(way[way.index(here) :])
        settled.update(way)
    return found


def default_faults(session: Session) -> Generator[str]:
    """Choices that are made by themselves, and of which there are two."""
    alone: dict[Any, tuple[str, ...]] = {SalesProcess: ()}
    for type_ in record_types():
        if issubclass(type_.model, OnlyDefault) and not type_.model.default_until:
            alone[type_.model] = type_.model.default_within
    for model, within in alone.items():
        count = func.count(model.id)
        query = select(count, *(getattr(model, each) for each in within))
        query = query.where(model.is_default, model.deleted_at.is_(None)).having(count > 1)
        for several, *of in stream(session, query.group_by(*(getattr(model, each) for each in within))):
            named = "".join(f" of {each}" for each in of)
            yield f"{several} {model.__tablename__.replace('_', ' ')}{named} are the default."
    first = select(NamedStatus.state, func.count(NamedStatus.id)).where(
        NamedStatus.is_default, NamedStatus.in_use
    )
    for state, count in stream(
        session, first.group_by(NamedStatus.state).having(func.count(NamedStatus.id) > 1)
    ):
        yield f"{count} statuses are the first choice of {state} leads."


def conversion_faults(session: Session) -> Generator[str]:
    """Work that hangs on what a lead became, after that was taken back."""
    deals = select(Opportunity.id, Lead.id.label("lead")).join(Lead, Lead.id == Opportunity.lead_id)
    taken = deals.where(Opportunity.deleted_at.is_not(None), Lead.converted_at.is_(None)).subquery()
    about: tuple[tuple[Any, Any], ...] = (
        (Quote, Quote.opportunity_id == taken.c.id),
        (Activity, and_(Activity.subject_type == literal("opportunity"), Activity.subject_id == taken.c.id)),
        (Note, and_(Note.subject_type == literal("opportunity"), Note.subject_id == taken.c.id)),
    )
    for model, hangs in about:
        query = select(model.id, taken.c.lead).join(taken, hangs).where(model.deleted_at.is_(None))
        for key, lead in stream(session, query):
            yield f"The {model.record_type_key} {key} hangs on a conversion of the lead {lead} that was taken back."


def _without_customer(model: Any, named: Field) -> Select[Any]:
    """(id, customer) of the records whose customer, or whom that one was merged into, is in the bin."""
    target, written_for = record_type(named.target).model, getattr(model, named.attribute)
    merged = and_(MergedRecord.record_type == named.target, MergedRecord.record_id == written_for)
    query = select(model.id, target.id).outerjoin(MergedRecord, merged)
    query = query.join(target, target.id == func.coalesce(MergedRecord.into_id, written_for))
    return query.where(model.deleted_at.is_(None), target.deleted_at.is_not(None))


def customer_faults(session: Session) -> Generator[str]:
    """Documents that are not settled and whose customer nobody finds any more."""
    for type_ in record_types():
        ways = [(each, link) for each in type_.unfinished for link in sorted(each.keeps)]
        for part, link in ways:
            named = type_.field(link)
            for key, customer in stream(
                session, _without_customer(type_.model, named).where(part.criterion())
            ):
                yield f"The {type_.key} {key} is not settled and its {link} {customer} is deleted."


CHECKS: Checks = (
    ("merges", "Whatever pointed at a merged record points at the one that stayed.", merged_faults),
    ("stages", "Every open opportunity is in a stage in use.", stage_faults),
    ("queues", "No open lead waits in a deleted queue.", queue_faults),
    ("tax rates", "Every product is taxed at a rate that exists.", rate_faults),
    ("administrators", "Somebody may set the company up.", administrator_faults),
    ("trees", "No account, contact or user stands above itself.", circle_faults),
    ("defaults", "There is one default of each kind.", default_faults),
    ("customers", "Whoever still owes or waits for something is there.", customer_faults),
    ("conversions", "Nothing hangs on a conversion that was taken back.", conversion_faults),
)
