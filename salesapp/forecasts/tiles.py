"""Tiles for dashboards: the forecast of a quarter or month, and how far its quota is filled."""

from __future__ import annotations

from typing import Any

from salesapp.core.access import Permission
from salesapp.core.company import company, today_for
from salesapp.core.i18n import _l
from salesapp.forecasts.grid import grid_for
from salesapp.forecasts.page import ForecastPage
from salesapp.forecasts.periods import Period
from salesapp.forecasts.quotas.spreading import weekly
from salesapp.records.filters.periods import span
from salesapp.reports.dashboards.lens import Lens
from salesapp.reports.dashboards.tiles import Added, added


def register() -> None:
    """Offers them to dashboards."""
    see, page = Permission.OPPORTUNITY_VIEW, "forecasts.index"
    added["forecast:quarter"] = Added(
        _l("Forecast"), "gauge", "forecasts/tiles/_number.html", _asked, page, see
    )
    added["goal:quota"] = Added(
        _l("Quota attainment"), "goal", "forecasts/tiles/_goal.html", _asked, page, see
    )


def _asked(viewer: Any, lens: Lens) -> dict[str, Any]:
    """The viewer's top line in the month or quarter in which the period of the dashboard begins."""
    today, fiscal = today_for(viewer), company().fiscal_year_start
    kind = "month" if lens.period.endswith("month") else "quarter"
    first = span(lens.period, today, fiscal).first if lens.period else None
    day = today if lens.period == "this-year" or first is None else first
    grid = grid_for(viewer, Period.holding(kind, day, fiscal))
    page = ForecastPage(grid, grid.top)
    line = page.line
    return {
        "page": page,
        "line": line,
        "percent": line.figures.closed * 100 // line.quota if line.quota else None,
        "pace": weekly((line.quota or 0) - line.figures.closed, grid.period.days_left(today)),
        "currency": company().currency,
    }
