"""What a lead brings to the records it becomes: attribute of the target → value, as the mapping in set-up says."""

from __future__ import annotations

from typing import Any

from flask_babel import get_locale

from salesapp.core.company import company
from salesapp.core.registry import RecordType
from salesapp.customers.names import split_name
from salesapp.customers.records import ACCOUNT, CONTACT
from salesapp.leads.conversion.field_compatibility import brought
from salesapp.leads.conversion.field_mapping import ADDRESS, pairs_into
from salesapp.leads.models import Lead
from salesapp.opportunities.models import OPPORTUNITY


def for_account(lead: Lead) -> dict[str, Any]:
    """The organisation; a lead that names none is taken for one itself."""
    return {"name": lead.company or lead.name, **_mapped(lead, ACCOUNT)}


def for_contact(lead: Lead, account_id: int | None = None) -> dict[str, Any]:
    """The person. Their address is their account's where there is one."""
    name = split_name(lead.name, str(get_locale() or "en"))
    found = _mapped(lead, CONTACT)
    if account_id is not None:
        found = {attribute: value for attribute, value in found.items() if attribute not in ADDRESS}
    return {
        "family_name": name.family,
        "given_name": name.given or None,
        "account_id": account_id,
        **found,
    }


def for_opportunity(lead: Lead) -> dict[str, Any]:
    """The possible sale: what it is about and in which currency, and what the mapping adds."""
    return {
        "name": lead.product_interest or lead.company or lead.name,
        "currency": lead.currency or company().currency,
        **_mapped(lead, OPPORTUNITY),
    }


def _mapped(lead: Lead, type_: RecordType) -> dict[str, Any]:
    return {
        target.attribute: brought(source, target, getattr(lead, source.attribute))
        for source, target in pairs_into(type_)
    }
