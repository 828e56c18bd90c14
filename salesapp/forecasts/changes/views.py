"""The panel of what changed since last week or since the forecast was last submitted."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Response, request
from flask_login import current_user

from salesapp.core import clock
from salesapp.core.company import company, today_for, zone_of
from salesapp.core.db import db
from salesapp.forecasts.changes.moves import Watched
from salesapp.forecasts.changes.since import moved_since
from salesapp.forecasts.figures import attained
from salesapp.forecasts.models import ForecastSubmission, handed_in
from salesapp.forecasts.page import ForecastPage
from salesapp.forecasts.quotas.spreading import weekly
from salesapp.forecasts.views import SEE, asked_page, forecasts
from salesapp.web.render import render

SHOWN = 50
MOVERS = 5


@forecasts.get("/changes")
@SEE
def changes() -> Response:
    """Since `since`: `week` or `submission`, by default the last submission where there is one."""
    page = asked_page()
    submitted = _submitted(page)
    by_week = submitted is None or request.args.get("since") == "week"
    since = clock.now() - timedelta(days=7) if by_week else submitted.at  # type: ignore[union-attr]
    owners = None if page.key is None else set(page.grid.tree.under(page.key))
    moved = moved_since(since, Watched(page.grid.period, owners))
    return render(
        "forecasts/_changes.html",
        page=page,
        moved=moved[:SHOWN],
        rest=max(0, len(moved) - SHOWN),
        delta=sum(each.delta for each in moved),
        since=since,
        by_week=by_week,
        submitted=submitted,
        currency=company().currency,
        title=page.label,
    )


@forecasts.get("/today")
@SEE
def quarter_today() -> Response:
    """For Today: the reader's quarter against their quota, its pace, and what moved it most since yesterday."""
    page, today = asked_page(), today_for(current_user)
    quarter, line = page.grid.period, page.line
    yesterday = today - timedelta(days=1)
    since = datetime.combine(yesterday, time(), ZoneInfo(zone_of(current_user)))
    owners = None if page.key is None else set(page.grid.tree.under(page.key))
    moved = moved_since(since, Watched(quarter, owners))
    return render(
        "forecasts/_today.html",
        page=page,
        line=line,
        pace=weekly((line.quota or 0) - line.figures.closed, quarter.days_left(today)),
        percent=attained(line.figures.closed, line.quota),
        moved=moved[:MOVERS],
        currency=company().currency,
        title=page.label,
    )


def _submitted(page: ForecastPage) -> ForecastSubmission | None:
    """The last one of the line's person."""
    if page.key is None:
        return None
    found = db.session.scalars(handed_in(page.grid.period, page.key)).all()
    return found[-1] if found else None
