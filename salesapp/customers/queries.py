"""Likely duplicates of customers, and what stands on their pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from salesapp.core.db import db
from salesapp.customers.duplicates.match_keys import Match, match_by, matches
from salesapp.customers.duplicates.traits import Traits
from salesapp.customers.models import Account, Contact
from salesapp.customers.names import display_name

SHOWN = 20


def _account_traits(account: Account) -> Traits:
    return Traits(
        company=account.name,
        phones=(account.phone,),
        website=account.website,
        country=account.billing_country,
        account=account.id,
    )


def _contact_traits(contact: Contact) -> Traits:
    name = display_name(contact.family_name or "", contact.given_name or "", "en")
    phones = (contact.phone, contact.mobile)
    return Traits(
        person=name,
        emails=(contact.email,),
        phones=phones,
        country=contact.country,
        account=contact.account_id,
    )


def _one_group(one: Account, other: Account) -> bool:
    """Those of the same group are known to be others."""
    above, beside = one.parent_id, other.parent_id
    below = (above is not None and above == other.id) or (beside is not None and beside == one.id)
    return below or (above == beside is not None)


match_by(Account, _account_traits, ("name", "phone", "website", "billing_country"), _one_group)
match_by(Contact, _contact_traits, ("family_name", "given_name", "email", "phone", "mobile", "country"))


def account_matches(
    name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    website: str | None = None,
    *,
    apart_from: int | None = None,
    limit: int = 5,
) -> list[Match]:
    """Accounts that may be this one; an e-mail address counts by its domain. `apart_from` is the account itself."""
    sought = Traits(company=name, emails=(email,), phones=(phone,), website=website)
    return matches(Account, sought, apart_from=apart_from, limit=limit)


def contact_matches(
    family: str | None = None,
    given: str | None = None,
    email: str | None = None,
    phones: Iterable[str | None] = (),
    *,
    apart_from: int | None = None,
    limit: int = 5,
) -> list[Match]:
    """Contacts that may be this person."""
    name = display_name(family or "", given or "", "en")
    sought = Traits(person=name or None, emails=(email,), phones=tuple(phones))
    return matches(Contact, sought, apart_from=apart_from, limit=limit)


def contacts_of(account: Account) -> tuple[Sequence[Contact], int]:
    """The account's people by name, at most `SHOWN`, and how many there are."""
    query = select(Contact).where(Contact.account_id == account.id)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return db.session.scalars(query.order_by(Contact.family_name, Contact.id).limit(SHOWN)).all(), total


def accounts_below(account: Account) -> Sequence[Account]:
    """The accounts that belong to this one directly, at most `SHOWN`."""
    query = select(Account).where(Account.parent_id == account.id).order_by(Account.name, Account.id)
    return db.session.scalars(query.limit(SHOWN)).all()


def reports_of(contact: Contact) -> Sequence[Contact]:
    """Whoever reports to this person, at most `SHOWN`."""
    query = select(Contact).where(Contact.reports_to_id == contact.id).options(selectinload(Contact.account))
    return db.session.scalars(query.order_by(Contact.family_name, Contact.id).limit(SHOWN)).all()
