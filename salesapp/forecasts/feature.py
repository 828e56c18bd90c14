"""Registers the forecasts with the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.forecasts import opening, tiles
from salesapp.forecasts.accuracy import views as accuracy_views
from salesapp.forecasts.budgets.views import budgets
from salesapp.forecasts.changes import views as changes_views
from salesapp.forecasts.prediction import views as prediction_views
from salesapp.forecasts.quotas.views import quotas
from salesapp.forecasts.review.views import review
from salesapp.forecasts.units import views as unit_views
from salesapp.forecasts.views import forecasts
from salesapp.web.navigation import add_place

PAGES = (accuracy_views, changes_views, prediction_views, unit_views)
"""Modules that add their pages to the blueprint of forecasts."""


def register(app: Flask) -> None:
    """Registers their pages, their place in the menus and what opens behind their figures."""
    opening.register()
    tiles.register()
    app.register_blueprint(forecasts)
    app.register_blueprint(quotas)
    app.register_blueprint(budgets)
    app.register_blueprint(review)
    see = Permission.OPPORTUNITY_VIEW
    add_place("forecasts.index", _l("Forecast"), "gauge", see, order=12, group="work")
    add_place("quotas.index", _l("Quotas"), "goal", see, order=13, group="work", rail="folded")
    edit = Permission.OPPORTUNITY_EDIT
    add_place("review.index", _l("Review"), "presentation", edit, order=14, group="work", rail="folded")
    plan = Permission.BUDGET_VIEW
    add_place("budgets.index", _l("Profit plan"), "landmark", plan, order=15, group="work", rail="folded")
