"""Registers the reports with the application."""

from __future__ import annotations

from functools import partial

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.files import storage
from salesapp.core.i18n import _l
from salesapp.records.views import shelf as saved_views
from salesapp.reports.building import views as _building  # noqa: F401  pages of the same blueprint
from salesapp.reports.dashboards import shelf as dashboard_shelf
from salesapp.reports.dashboards.views import dashboards
from salesapp.reports.history import views as _history  # noqa: F401
from salesapp.reports.saved import shelf as saved_reports
from salesapp.reports.subscriptions.housekeeping import digests_of_report_files
from salesapp.reports.subscriptions.jobs import end_all_of
from salesapp.reports.subscriptions.subjects import DASHBOARD, REPORT
from salesapp.reports.subscriptions.views import subscriptions
from salesapp.reports.views import reports
from salesapp.reports.wall import models as wall_models
from salesapp.reports.wall.views import walls
from salesapp.web.navigation import add_place


def register(app: Flask) -> None:
    """Registers their pages and their place in the menus."""
    app.register_blueprint(reports)
    app.register_blueprint(dashboards)
    app.register_blueprint(subscriptions)
    app.register_blueprint(walls)
    saved_reports.removed += [dashboard_shelf.report_is_gone, partial(end_all_of, REPORT)]
    saved_views.removed.append(dashboard_shelf.view_is_gone)
    dashboard_shelf.removed += [partial(end_all_of, DASHBOARD), wall_models.end_all_of]
    storage.named_by(digests_of_report_files)
    add_place(
        "dashboards.index", _l("Dashboards"), "layout-dashboard", Permission.SIGNED_IN, order=39, group="work"
    )
    add_place("reports.index", _l("Reports"), "chart-column", Permission.SIGNED_IN, order=40, group="work")
