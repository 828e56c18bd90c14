"""How the catalogue joins the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.products.bank_accounts.views import bank_accounts
from salesapp.products.payment_terms.views import payment_terms
from salesapp.products.views import price_books, products, tax_rates
from salesapp.web.navigation import add_place


def register(app: Flask) -> None:
    """Registers pages and places."""
    for blueprint in (products, price_books, tax_rates, payment_terms, bank_accounts):
        app.register_blueprint(blueprint)
    add_place("products.index", _l("Products"), "package", Permission.PRODUCT_VIEW, order=60, group="sell")
    add_place(
        "price_books.index",
        _l("Price books"),
        "book-open",
        Permission.PRICE_BOOK_VIEW,
        order=61,
        group="sell",
        rail="folded",
    )
