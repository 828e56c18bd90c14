"""How customers join the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.customers.business_cards import files
from salesapp.customers.delivery_addresses.views import delivery_addresses
from salesapp.customers.duplicates.list_filter import offer_duplicates
from salesapp.customers.duplicates.views import duplicates
from salesapp.customers.records import ACCOUNT, CONTACT
from salesapp.customers.views import accounts, contacts
from salesapp.web.navigation import add_place, add_quick_action


def register(app: Flask) -> None:
    """Registers pages and places."""
    files.register()
    offer_duplicates(ACCOUNT)
    offer_duplicates(CONTACT)
    app.register_blueprint(accounts)
    app.register_blueprint(contacts)
    app.register_blueprint(delivery_addresses)
    app.register_blueprint(duplicates)
    add_place("accounts.index", _l("Accounts"), "building-2", Permission.ACCOUNT_VIEW, order=40, group="sell")
    add_place("contacts.index", _l("Contacts"), "contact", Permission.CONTACT_VIEW, order=41, group="sell")
    add_place(
        "duplicates.index",
        _l("Possible duplicates"),
        "git-merge",
        Permission.ACCOUNT_EDIT,
        order=99,
        group="sell",
        rail="folded",
    )
    add_quick_action("accounts.new", _l("Account"), "building-2", Permission.ACCOUNT_EDIT, order=39)
    add_quick_action("contacts.ask_quick", _l("Contact"), "contact", Permission.CONTACT_EDIT, order=40)
