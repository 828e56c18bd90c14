"""Tiles for dashboards: the forecast of a quarter or month, and how far its quota is filled."""

from __future__ import annotations

from typing import Any

from salesapp.core.access import Permission
from salesapp.core.company import company, today_for
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, _l
from salesapp.forecasts.figures import Line, attained
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
    """The line of whom the dashboard is looked at for, in the month or quarter in which its period begins."""
    today, fiscal = today_for(viewer), company().fiscal_year_start
    kind = "month" if lens.period.endswith("month") else "quarter"
    first = span(lens.period, today, fiscal).first if lens.period else None
    day = today if lens.period == "this-year" or first is None else first
    grid = grid_for(viewer, Period.holding(kind, day, fiscal))
    page = ForecastPage(grid, grid.top if not lens.whose else viewer.id)
    line = _line(page, lens)
    return {
        "page": page,
        "line": line,
        "percent": attained(line.figures.closed, line.quota),
        "pace": weekly((line.quota or 0) - line.figures.closed, grid.period.days_left(today)),
        "currency": company().currency,
    }


def _line(page: ForecastPage, lens: Lens) -> Line:
    """The top one, the viewer's with their reports, or what they own alone. RuleBroken for what no forecast knows."""
    if not lens.whose and lens.process is None:
        return page.line
    if (
        lens.process is not None
        or lens.whose not in {"me", "my-people"}
        or page.key not in page.grid.tree.people
    ):
        raise RuleBroken(_("A forecast can’t be narrowed to this team or sales process."))
    return page.grid.sums.own(page.key) if lens.whose == "me" and page.line.leads else page.line
