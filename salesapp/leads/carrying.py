"""What a lead brings to the records it becomes: attribute of the target → value."""

from __future__ import annotations

from typing import Any

from flask_babel import get_locale

from salesapp.core.company import company
from salesapp.customers.kinds import CustomerSource
from salesapp.customers.names import split_name
from salesapp.leads.kinds import LeadSource
from salesapp.leads.models import Lead

ADDRESS = ("street", "city", "state", "postal_code", "country")

SOURCES = {
    LeadSource.WEB: CustomerSource.WEBSITE,
    LeadSource.TRADE_FAIR: CustomerSource.TRADE_FAIR,
    LeadSource.REFERRAL: CustomerSource.REFERRAL,
    LeadSource.ADVERTISEMENT: CustomerSource.CAMPAIGN,
    LeadSource.COLD_CALL: CustomerSource.PHONE,
    LeadSource.SOCIAL: CustomerSource.SOCIAL_MEDIA,
    LeadSource.PARTNER: CustomerSource.PARTNER,
}


def for_account(lead: Lead) -> dict[str, Any]:
    """The organisation; a lead that names none is taken for one itself."""
    return {
        "name": lead.company or lead.name,
        "phone": lead.phone,
        "website": lead.website,
        **{f"billing_{part}": getattr(lead, part) for part in ADDRESS},
        "source": None if lead.source is None else SOURCES.get(lead.source, CustomerSource.OTHER),
    }


def for_contact(lead: Lead, account_id: int | None = None) -> dict[str, Any]:
    """The person. Their address is their account's where there is one."""
    name = split_name(lead.name, str(get_locale() or "en"))
    address = {} if account_id is not None else {part: getattr(lead, part) for part in ADDRESS}
    return {
        "family_name": name.family,
        "given_name": name.given or None,
        "account_id": account_id,
        "job_title": lead.job_title,
        "email": lead.email,
        "phone": lead.phone,
        "mobile": lead.mobile,
        **address,
    }


def for_opportunity(lead: Lead) -> dict[str, Any]:
    """The possible sale: what it is about, worth and described as, and where it came from."""
    return {
        "name": lead.product_interest or lead.company or lead.name,
        "amount": lead.estimated_amount,
        "currency": lead.currency or company().currency,
        "description": lead.description,
        "source": None if lead.source is None else str(lead.source.label),
        "campaign_id": lead.campaign_id,
    }
