"""How the books join the application."""

from __future__ import annotations

from flask import Flask

from salesapp.accounting.chart.views import chart
from salesapp.accounting.datev.views import datev
from salesapp.accounting.journal.views import accounting
from salesapp.accounting.returns.views import returns
from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.web.navigation import add_place, add_setup_page


def register(app: Flask) -> None:
    """Registers the pages of the books and of their set-up."""
    app.register_blueprint(accounting)
    app.register_blueprint(chart)
    app.register_blueprint(datev)
    app.register_blueprint(returns)
    add_place(
        "accounting.index", _l("Accounting"), "book-open", Permission.FINANCE_DESK, order=55, group="money"
    )
    add_setup_page(
        "chart.edit",
        _l("Accounting"),
        _l("Chart of accounts and the accountant’s numbers"),
        "book-open",
        Permission.SETUP,
        order=46,
    )
