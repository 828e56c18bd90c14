"""What the conversion sheet proposes: accounts and contacts that may be meant, and their open opportunities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import get_locale
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from salesapp.core.access import changeable, current_viewer
from salesapp.core.db import db
from salesapp.core.i18n import _, in_a_list
from salesapp.core.registry import record_type
from salesapp.customers.duplicates.match_keys import Match
from salesapp.customers.models import Account, Contact
from salesapp.customers.names import split_name
from salesapp.customers.queries import account_matches, contact_matches
from salesapp.leads.models import Lead
from salesapp.opportunities.models import Opportunity, State

MOST = 3
"""More than a few matches are searched for, not read through."""
LIKELY = 80
"""From this score (of 100) on a match is proposed rather than a new record."""
MOST_OPPORTUNITIES = 6


@dataclass(frozen=True)
class Suggestion:
    """A record that may be meant, and why."""

    record: Any
    why: str
    likely: bool


def accounts(lead: Lead, people: Iterable[Suggestion]) -> list[Suggestion]:
    """The accounts the lead may belong to, the best first; also those of the `people` it may be."""
    found = _suggested(
        account_matches(lead.company or "", lead.email, lead.phone or lead.mobile, lead.website)
    )
    known = {each.record.id for each in found}
    for each in people:
        account = each.record.account
        if account is not None and account.id not in known:
            known.add(account.id)
            why = _("%(name)s works there", name=each.record.title)
            found.append(Suggestion(account, why, each.likely and not any(other.likely for other in found)))
    return found[:MOST]


def contacts(lead: Lead) -> list[Suggestion]:
    """The contacts the lead may be, the best first."""
    name = split_name(lead.name, str(get_locale() or "en"))
    numbers = [each for each in (lead.phone, lead.mobile) if each]
    return _suggested(contact_matches(name.family, name.given, lead.email, numbers))


def opportunities(account: Any, contact: Any) -> list[Opportunity]:
    """Open opportunities of the reused account, else of the reused contact, that the viewer may change."""
    if isinstance(account, Account):
        theirs = Opportunity.account_id == account.id
    elif isinstance(contact, Contact) and account is None:
        theirs = (Opportunity.contact_id == contact.id) & Opportunity.account_id.is_(None)
    else:
        return []
    query = select(Opportunity).where(theirs, Opportunity.state == State.OPEN)
    viewer = current_viewer()
    if viewer is not None:
        query = query.where(changeable(Opportunity, viewer))
    query = query.order_by(Opportunity.changed_at.desc()).limit(MOST_OPPORTUNITIES)
    return list(db.session.scalars(query.options(joinedload(Opportunity.stage))))


def account_name(key: int) -> str:
    """What the account is called."""
    return db.session.scalar(select(Account.name).where(Account.id == key)) or ""


def title_of(target: str, key: int) -> str:
    """What a linked record is called; nothing where the viewer does not see it."""
    found = db.session.get(record_type(target).model, key)
    return "" if found is None else str(found.title)


def _suggested(matches: Iterable[Match]) -> list[Suggestion]:
    best = list(matches)[:MOST]
    return [
        Suggestion(
            each.record,
            in_a_list(each.reasons),
            place == 0 and each.score >= LIKELY,
        )
        for place, each in enumerate(best)
    ]
