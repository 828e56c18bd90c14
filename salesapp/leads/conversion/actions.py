"""Converting a lead: into an account, a contact and an opportunity, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, cast

from salesapp.activities.actions import add_task, move_all
from salesapp.core import clock
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import CHANGED, CREATED, changes, record
from salesapp.core.i18n import _
from salesapp.core.registry import RecordType, type_of
from salesapp.customers.models import Account, Contact
from salesapp.customers.records import ACCOUNT, CONTACT
from salesapp.leads.conversion import mapped_values
from salesapp.leads.conversion.choices import Choices, FollowUp, New
from salesapp.leads.conversion.fill_blanks import Filling, filling, is_blank
from salesapp.leads.conversion.models import LeadConversion, Trace
from salesapp.leads.kinds import LeadStatus
from salesapp.leads.models import CONVERTED, Lead
from salesapp.leads.models.answers import answered_by
from salesapp.opportunities.models import OPPORTUNITY, Opportunity, OpportunityContact
from salesapp.opportunities.processes.models import SalesProcess
from salesapp.records.editing import finish

NOT_YET_MADE = 0


@dataclass(frozen=True)
class Conversion:
    """What a lead became."""

    account: Account | None
    contact: Contact | None
    opportunity: Opportunity | None

    @property
    def records(self) -> list[Account | Contact | Opportunity]:
        """Those there are, the one to go on with first."""
        return [each for each in (self.opportunity, self.contact, self.account) if each is not None]


def convert(lead: Lead, choices: Choices, *, by: Any) -> Conversion:
    """Makes or reuses what `choices` say and closes the lead. RuleBroken names its field as `panel-field`.

    The caller has locked the lead and the reused records, and checked that `by` may change them.
    """
    _check(lead, choices)
    trace = Trace(lead.status.value, lead.owner_id, queue_id=lead.queue_id, status_id=lead.status_id)
    with _panel("account"):
        account = _account(lead, choices.account, trace, by=by)
    with _panel("contact"):
        contact = _contact(lead, choices.contact, account, trace, by=by)
    with _panel("opportunity"):
        opportunity = _opportunity(lead, choices.opportunity, account, contact, trace, by=by)
    became = Conversion(account, contact, opportunity)
    if choices.follow_up is not None:
        _follow_up(lead, choices.follow_up, became, trace, by=by)
    _close(lead, became, trace, by=by)
    return became


def account_filling(lead: Lead, account: Account) -> Filling:
    """What reusing the account would write into it."""
    return _filling(account, mapped_values.for_account(lead))


def contact_filling(lead: Lead, contact: Contact, account: Account | New | None) -> Filling:
    """What reusing the contact would write into it."""
    return _filling(contact, brought_to_contact(lead, account))


def brought_to_contact(lead: Lead, account: Account | New | None) -> dict[str, Any]:
    """What the lead brings to its contact; an account that is still to be made counts as NOT_YET_MADE."""
    key = NOT_YET_MADE if isinstance(account, New) else None if account is None else account.id
    return mapped_values.for_contact(lead, key)


def opportunity_filling(lead: Lead, opportunity: Opportunity) -> Filling:
    """What reusing the opportunity would write into it; an amount only in the opportunity's currency."""
    offered = mapped_values.for_opportunity(lead)
    left_out = {"name", "currency"}
    if offered["currency"] != opportunity.currency:
        left_out |= {each.name for each in OPPORTUNITY.fields if each.kind == "money"}
    return _filling(opportunity, {name: value for name, value in offered.items() if name not in left_out})


def _filling(reused: Record, offered: Mapping[str, Any]) -> Filling:
    return filling({name: getattr(reused, name) for name in offered}, offered)


@contextmanager
def _panel(name: str) -> Iterator[None]:
    """Says in whose panel of the sheet a broken rule belongs."""
    try:
        yield
    except RuleBroken as broken:
        raise RuleBroken(broken.sentence, field=f"{name}-{broken.field or ''}") from broken


def _check(lead: Lead, choices: Choices) -> None:
    lead.refuse_change()
    if not lead.is_open:
        raise RuleBroken(_("The lead is disqualified. Reactivate it first."))
    if choices.account is None and choices.contact is None:
        raise RuleBroken(_("Convert the lead to an account, a contact or both."), field="account-")
    if isinstance(choices.opportunity, Opportunity):
        _check_opportunity(choices.opportunity, choices)


def _check_opportunity(opportunity: Opportunity, choices: Choices) -> None:
    if not opportunity.is_open:
        raise RuleBroken(_("%(name)s is closed.", name=opportunity.name), field="opportunity-")
    account, contact = choices.account, choices.contact
    of_account = isinstance(account, Account) and opportunity.account_id == account.id
    of_contact = isinstance(contact, Contact) and opportunity.contact_id == contact.id
    if not (of_account or (of_contact and opportunity.account_id is None)):
        raise RuleBroken(
            _("%(name)s belongs to another customer.", name=opportunity.name), field="opportunity-"
        )


def _account(lead: Lead, choice: Account | New | None, trace: Trace, *, by: Any) -> Account | None:
    if isinstance(choice, New):
        values = {**mapped_values.for_account(lead), **choice.values}
        return cast("Account", _make(lead, ACCOUNT, values, trace, by=by))
    if choice is not None:
        _fill(lead, choice, account_filling(lead, choice), trace, by=by)
    return choice


def _contact(
    lead: Lead, choice: Contact | New | None, account: Account | None, trace: Trace, *, by: Any
) -> Contact | None:
    if isinstance(choice, New):
        values = {**brought_to_contact(lead, account), **choice.values}
        return cast("Contact", _make(lead, CONTACT, values, trace, by=by))
    if choice is not None:
        _fill(lead, choice, contact_filling(lead, choice, account), trace, by=by)
    return choice


def _opportunity(
    lead: Lead,
    choice: Opportunity | New | None,
    account: Account | None,
    contact: Contact | None,
    trace: Trace,
    *,
    by: Any,
) -> Opportunity | None:
    if isinstance(choice, New):
        trace.made.append(OPPORTUNITY.key)
        return _open(lead, {**mapped_values.for_opportunity(lead), **choice.values}, account, contact, by=by)
    if choice is not None:
        _fill(lead, choice, opportunity_filling(lead, choice), trace, by=by)
        _take_part(choice, contact, trace)
    return choice


def _make(lead: Lead, type_: RecordType, values: Mapping[str, Any], trace: Trace, *, by: Any) -> Record:
    """A new record of the type with its own rules, looked after by the lead's owner."""
    _demand(type_, values)
    made: Record = type_.model(**values)
    made.owner_id = lead.owner_id or by.id  # type: ignore[attr-defined]
    finish(type_, made, by=by)
    db.session.add(made)
    record(made, CREATED, by=by, about=[lead])
    trace.made.append(type_.key)
    return made


def _demand(type_: RecordType, values: Mapping[str, Any]) -> None:
    for declared in type_.fields:
        if declared.required and declared.attribute in values and is_blank(values[declared.attribute]):
            raise RuleBroken(_("%(field)s is required.", field=declared.label), field=declared.name)


def _fill(lead: Lead, reused: Record, gained: Filling, trace: Trace, *, by: Any) -> None:
    for name, value in gained.fills.items():
        setattr(reused, name, value)
    finish(type_of(reused), reused, by=by)
    trace.add_filled(reused, gained.fills)
    if changes(reused):
        record(reused, CHANGED, by=by, about=[lead])


def _open(
    lead: Lead, values: dict[str, Any], account: Account | None, contact: Contact | None, *, by: Any
) -> Opportunity:
    _demand(OPPORTUNITY, values)
    process_id = values.pop("process_id", None)
    return Opportunity.open_new(
        by=by,
        account=account,
        contact=contact,
        owner=_owner(lead, by),
        process=None if process_id is None else db.session.get(SalesProcess, process_id),
        lead_id=lead.id,
        **values,
    )


def _take_part(opportunity: Opportunity, contact: Contact | None, trace: Trace) -> None:
    """The contact becomes the primary one of an opportunity that has none."""
    if contact is None or any(each.contact_id == contact.id for each in opportunity.contacts):
        return
    first = not any(each.is_primary for each in opportunity.contacts)
    part = OpportunityContact(contact=contact, is_primary=first)
    opportunity.contacts.append(part)
    if opportunity.contact_id is None:
        opportunity.contact_id = contact.id
        trace.add_filled(opportunity, {"contact_id": contact.id})
    db.session.flush()
    trace.joined = part.id


def _owner(lead: Lead, by: Any) -> Any:
    return lead.owner or by


def _close(lead: Lead, became: Conversion, trace: Trace, *, by: Any) -> None:
    """The lead leaves the working lists; its activities, notes and files go on with what it became."""
    db.session.flush()
    trace.activities, trace.notes, trace.files = move_all(lead, became.records)
    lead.status, lead.converted_at, lead.converted_by_id = LeadStatus.CONVERTED, clock.now(), by.id
    lead.owner_id, lead.queue_id = lead.owner_id or by.id, None
    lead.first_answered_at = answered_by(lead, trace.activities)
    lead.account_id, lead.contact_id, lead.opportunity_id = (
        None if each is None else each.id for each in (became.account, became.contact, became.opportunity)
    )
    happened = record(lead, CONVERTED, by=by, about=became.records, lead=lead.name)
    db.session.add(LeadConversion(lead_id=lead.id, event=happened, written=asdict(trace)))


def _follow_up(lead: Lead, follow_up: FollowUp, became: Conversion, trace: Trace, *, by: Any) -> None:
    if is_blank(follow_up.title):
        raise RuleBroken(_("Enter the follow-up task."), field="task")
    task = add_task(became.records[0], follow_up.title.strip(), follow_up.due_on, _owner(lead, by), by=by)
    trace.follow_up = task.id
