"""Who may call what: said here a second time, by hand, so that a guard that was forgotten or loosened is noticed.

A new record type gets a line in RECORDS, any other route one in ROUTES.
"""

from __future__ import annotations

from salesapp.core.access import Permission

P = Permission

PUBLIC = "public"

RECORDS: dict[str, tuple[P, P]] = {
    "activities": (P.ACTIVITY_VIEW, P.ACTIVITY_EDIT),
    "accounts": (P.ACCOUNT_VIEW, P.ACCOUNT_EDIT),
    "contacts": (P.CONTACT_VIEW, P.CONTACT_EDIT),
    "price_books": (P.PRICE_BOOK_VIEW, P.PRICE_BOOK_EDIT),
    "products": (P.PRODUCT_VIEW, P.PRODUCT_EDIT),
    "tax_rates": (P.PRODUCT_VIEW, P.SETUP),
    "users": (P.USER_VIEW, P.USER_EDIT),
}
"""Plural → who sees and who changes, for the standard screens of `record_screens`."""

SEEING = ("index", "count", "filters", "pick", "show", "history", "timeline")
CHANGING = ("new", "create", "edit", "update", "ask_delete", "delete", "restore")

ROUTES: dict[str, P | str] = {
    "activities.ask_reschedule": P.ACTIVITY_EDIT,
    "activities.cancel": P.ACTIVITY_EDIT,
    "activities.complete": P.ACTIVITY_EDIT,
    "activities.reopen": P.ACTIVITY_EDIT,
    "activities.reschedule": P.ACTIVITY_EDIT,
    "activities_on.ask_call": P.ACTIVITY_EDIT,
    "activities_on.call": P.ACTIVITY_EDIT,
    "activities_on.note": P.ACTIVITY_EDIT,
    "activities_on.panel": P.ACTIVITY_VIEW,
    "activities_on.task": P.ACTIVITY_EDIT,
    "bin.index": P.BIN_VIEW,
    "home.more": P.SIGNED_IN,
    "home.today": P.SIGNED_IN,
    "people.activate": P.USER_EDIT,
    "people.ask_password": P.USER_EDIT,
    "people.change_password": P.SIGNED_IN,
    "people.deactivate": P.USER_EDIT,
    "people.language": PUBLIC,
    "people.login": PUBLIC,
    "people.logout": P.SIGNED_IN,
    "people.preferences": P.SIGNED_IN,
    "people.save_preferences": P.SIGNED_IN,
    "people.set_password": P.USER_EDIT,
    "people.sign_in": PUBLIC,
    "price_books.add_price": P.PRICE_BOOK_EDIT,
    "price_books.change_price": P.PRICE_BOOK_EDIT,
    "price_books.remove_price": P.PRICE_BOOK_EDIT,
    "products.ask_price": P.PRICE_BOOK_EDIT,
    "products.set_price": P.PRICE_BOOK_EDIT,
    "search.index": P.SIGNED_IN,
    "setup.currencies": P.SETUP,
    "setup.edit_company": P.SETUP,
    "setup.edit_reach": P.SETUP,
    "setup.index": P.SETUP,
    "setup.remove_currency_rate": P.SETUP,
    "setup.save_company": P.SETUP,
    "setup.save_reach": P.SETUP,
    "setup.set_rate": P.SETUP,
    "accounts.doubles_of_account": P.ACCOUNT_VIEW,
    "accounts.hint_account": P.ACCOUNT_EDIT,
    "contacts.ask_quick": P.CONTACT_EDIT,
    "contacts.doubles_of_contact": P.CONTACT_VIEW,
    "contacts.hint_contact": P.CONTACT_EDIT,
    "contacts.quick": P.CONTACT_EDIT,
    "static": PUBLIC,
}

SEES_EVERYTHING = {
    "root": {"*"},
    "finn": {"quote", "order", "invoice", "credit_note", "payment"},
    "sam": {"case"},
    "mia": {"lead"},
    "rob": {"*"},
}
"""Who of the cast sees every record of a type, whoever owns it; everybody else sees what they own or manage."""

MANAGES = {"ben": {"ada"}, "dana": {"cora"}}


def table() -> dict[str, P | str]:
    """Endpoint → the permission it asks for, or PUBLIC."""
    standard = {
        f"{plural}.{name}": permission
        for plural, (see, change) in RECORDS.items()
        for names, permission in ((SEEING, see), (CHANGING, change))
        for name in names
    }
    return standard | ROUTES


def sees(person: str, owner: str, record_type: str) -> bool:
    """Whether somebody of the cast sees a record that `owner` owns."""
    everything = SEES_EVERYTHING.get(person, set())
    return bool(everything & {"*", record_type}) or owner in {person, *MANAGES.get(person, set())}
