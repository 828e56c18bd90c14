"""Leads out of a file that say more than the form asks: where they wait, why they were given up, what they became."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.fields import Field
from salesapp.core.i18n import _l
from salesapp.core.registry import record_type
from salesapp.leads.kinds import LeadStatus
from salesapp.leads.models.statuses import status_by_id
from salesapp.opportunities.models import Opportunity

if TYPE_CHECKING:
    from salesapp.leads.models import Lead

BY_THE_RULES = Field(
    "boolean",
    _l("By the assignment rules"),
    name="by_the_rules",
    hint=_l("Yes: assign it by the first matching rule"),
    synonyms=("route", "assign automatically", "自动分配"),
)
STATUS = Field(
    "link",
    _l("Status"),
    name="status",
    target="lead_status",
    editable=False,
    synonyms=("lead status", "state", "潜在客户状态"),
)
"""In files: by the company's names or by what the states are called."""
BECAME = (
    Field("link", _l("Converted account"), name="account", target="account", editable=False),
    Field("link", _l("Converted contact"), name="contact", target="contact", editable=False),
    Field("link", _l("Converted opportunity"), name="opportunity", target="opportunity", editable=False),
)
"""Called so in files, where the account of a lead is the firm it works for."""
RESULTS = ("converted_at", "account_id", "contact_id", "opportunity_id")
"""What only a converted one has."""


def lead_attributes(values: dict[str, Any], found: Lead | None) -> dict[str, Any]:
    """What the row says, by attribute.

    A lead that was converted elsewhere comes in as such; one that is here is converted with its own button, whatever
    a row says.
    """
    known = record_type("lead").fields_by_name
    own = {known[name].attribute if name in known else name: value for name, value in values.items()}
    if own.get("queue_id") is not None and own.get("owner_id") is None:
        own["owner_id"] = None  # it waits there, and is not whoever's imports it
    named = status_by_id(own.get("status_id"))
    converted = own.get("converted_at") is not None or (
        named is not None and named.state is LeadStatus.CONVERTED
    )
    if found is None and converted:
        at = own.get("converted_at") or own.get("created_at") or clock.now()
        own |= {"status": LeadStatus.CONVERTED, "converted_at": at}
        own.pop("status_id", None)
    elif found is None or not found.is_converted:
        own = {name: value for name, value in own.items() if name not in RESULTS}
    return own


def link_opportunities(made: Sequence[Lead], *, by: Any) -> None:  # noqa: ARG001  the registry passes who imports
    """An opportunity knows the lead that it came from."""
    for each in made:
        if each.opportunity_id is not None:
            db.session.execute(
                update(Opportunity).where(Opportunity.id == each.opportunity_id).values(lead_id=each.id)
            )
