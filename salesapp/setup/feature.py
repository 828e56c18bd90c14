"""How set-up joins the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.setup.views import setup
from salesapp.web.navigation import add_place, add_setup_page


def register(app: Flask) -> None:
    """Registers the pages and lists those of the floors below that have no list of their own yet."""
    app.register_blueprint(setup)
    add_place("setup.index", _l("Set-up"), "settings", Permission.SETUP, order=96, group="company")
    may = Permission.SETUP
    add_setup_page(
        "setup.edit_company",
        _l("Company"),
        _l("Name, address, limits, language"),
        "building-2",
        may,
        order=10,
    )
    add_setup_page(
        "setup.currencies",
        _l("Currencies and rates"),
        _l("What other money is worth"),
        "coins",
        may,
        order=20,
    )
    add_setup_page(
        "tax_rates.index", _l("Tax rates"), _l("What is added to prices"), "percent", may, order=30
    )
    add_setup_page(
        "users.index",
        _l("Users"),
        _l("Who works here, in which role"),
        "users",
        may,
        order=10,
        group="people",
    )
    add_setup_page(
        "setup.edit_reach",
        _l("Who sees what"),
        _l("Private, or open to colleagues"),
        "eye",
        may,
        order=20,
        group="people",
    )
    add_setup_page(
        "price_books.index",
        _l("Price books"),
        _l("Prices by currency and time"),
        "book-open",
        may,
        order=30,
        group="sales",
    )
    add_setup_page(
        "bin.index", _l("Recycle bin"), _l("What was deleted"), "trash-2", may, order=90, group="data"
    )
