"""Taking a conversion back, while nothing was built on what it made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select, update

from salesapp.activities.files import File
from salesapp.activities.models import Activity, ActivityStatus, Note
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event, EventLink, event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.customers.models import Account, Contact
from salesapp.leads.conversion.models import LeadConversion, Trace, standing_conversion
from salesapp.leads.kinds import LeadStatus
from salesapp.leads.models import Lead
from salesapp.leads.models.statuses import status_by_id
from salesapp.opportunities.models import Opportunity, OpportunityContact
from salesapp.records.recycle_bin import acts as recycle_bin

UNCONVERTED = event_kind(
    "lead_unconverted", _l("%(by)s undid the conversion of the lead %(lead)s"), icon="undo-2"
)
NAMED = 5


def became(lead: Lead) -> list[Record]:
    """What the lead became and is not in the bin, seen or not: a result given to a colleague still counts."""
    keys = ((Opportunity, lead.opportunity_id), (Contact, lead.contact_id), (Account, lead.account_id))
    asking = {"unscoped": "all that a conversion wrote is taken back, or nothing"}
    found = (db.session.get(model, key, execution_options=asking) for model, key in keys if key is not None)
    return [each for each in found if each is not None and each.deleted_at is None]


def made_records(lead: Lead, trace: Trace) -> list[Record]:
    """What the conversion made and still stands."""
    return [each for each in became(lead) if each.record_type_key in trace.made]


def built_on(lead: Lead, conversion: LeadConversion) -> list[int]:
    """Ids of events that happened since to records the conversion made, seen or not, the newest first."""
    found: set[int] = set()
    for made in made_records(lead, conversion.trace):
        type_, key = made.record_type_key, made.id
        linked = select(EventLink.event_id).where(EventLink.record_type == type_, EventLink.record_id == key)
        own = (Event.subject_type == type_) & (Event.subject_id == key)
        later = select(Event.id).where(Event.id > conversion.event_id, own | Event.id.in_(linked))
        asking = {"unscoped": "whether anything happened; the sheet shows what its reader sees of it"}
        found.update(
            db.session.scalars(later.order_by(Event.id.desc()).limit(NAMED), execution_options=asking)
        )
    return sorted(found, reverse=True)[:NAMED]


def unconvert(lead: Lead, *, by: Any) -> None:
    """The lead is worked on again; what was made for it goes to the bin, what was filled is blank again.

    RuleBroken when the lead is not converted, nobody wrote down what the conversion did, or something was built on
    it. What was done about a reused record since stays: only what still holds the lead's own words is blanked. The
    caller has locked the lead and what it became.
    """
    if not lead.is_converted:
        raise RuleBroken(_("This lead isn’t converted."))
    conversion = standing_conversion(lead.id)
    if conversion is None:
        raise RuleBroken(_("The changes made by this conversion weren’t recorded, so it can’t be undone."))
    if built_on(lead, conversion):
        raise RuleBroken(
            _("Other records now depend on what this lead became, so the conversion can’t be undone.")
        )
    trace, targets = conversion.trace, became(lead)
    made = made_records(lead, trace)
    _bring_back(trace, lead)
    _drop_follow_up(trace, by=by)
    _leave(trace)
    _blank(targets, trace)
    _reopen(lead, trace)
    conversion.close(by=by)
    record(lead, UNCONVERTED, by=by, about=targets, lead=lead.name)
    for each in made:
        recycle_bin.delete(each, by=by)


def _bring_back(trace: Trace, lead: Lead) -> None:
    """Activities, notes and files hang on the lead again."""
    for model, keys in ((Activity, trace.activities), (Note, trace.notes), (File, trace.files)):
        statement = update(model).where(model.id.in_(keys))
        db.session.execute(statement.values(subject_type=lead.record_type_key, subject_id=lead.id))


def _drop_follow_up(trace: Trace, *, by: Any) -> None:
    """A follow-up that nobody touched goes; one that was done or moved is somebody's work."""
    task = None if trace.follow_up is None else db.session.get(Activity, trace.follow_up)
    if task is not None and task.version == 1 and task.status is ActivityStatus.PLANNED:
        recycle_bin.delete(task, by=by)


def _leave(trace: Trace) -> None:
    """The contact takes no part in the opportunity that was there before."""
    row = None if trace.joined is None else db.session.get(OpportunityContact, trace.joined)
    if row is not None:
        db.session.delete(row)


def _blank(targets: Sequence[Record], trace: Trace) -> None:
    for each in targets:
        for name in still_filled(each, trace):
            setattr(each, name, None)


def still_filled(target: Record, trace: Trace) -> Iterator[str]:
    """Attributes of a reused record that hold what the lead brought."""
    for name, text in trace.filled.get(target.record_type_key, {}).items():
        if str(getattr(target, name)) == text:
            yield name


def _reopen(lead: Lead, trace: Trace) -> None:
    lead.status, lead.owner_id, lead.queue_id = LeadStatus(trace.status), trace.owner_id, trace.queue_id
    named = status_by_id(trace.status_id)
    if named is not None and named.state is lead.status:
        lead.status_id = named.id
    lead.converted_at = lead.converted_by_id = lead.first_answered_at = None
    lead.account_id = lead.contact_id = lead.opportunity_id = None
