"""Registers the reports with the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.reports.building import views as _building  # noqa: F401  pages of the same blueprint
from salesapp.reports.dashboards.views import dashboards
from salesapp.reports.history import views as _history  # noqa: F401
from salesapp.reports.views import reports
from salesapp.web.navigation import add_place


def register(app: Flask) -> None:
    """Registers their pages and their place in the menus."""
    app.register_blueprint(reports)
    app.register_blueprint(dashboards)
    add_place(
        "dashboards.index", _l("Dashboards"), "layout-dashboard", Permission.SIGNED_IN, order=39, group="work"
    )
    add_place("reports.index", _l("Reports"), "chart-column", Permission.SIGNED_IN, order=40, group="work")
