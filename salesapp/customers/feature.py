"""How customers join the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.customers.views import accounts, contacts
from salesapp.web.navigation import add_place


def register(app: Flask) -> None:
    """Registers pages and places."""
    app.register_blueprint(accounts)
    app.register_blueprint(contacts)
    add_place("accounts.index", _l("Accounts"), "building-2", Permission.ACCOUNT_VIEW, order=40, group="sell")
    add_place("contacts.index", _l("Contacts"), "contact", Permission.CONTACT_VIEW, order=41, group="sell")
