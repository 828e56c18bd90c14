"""The page of the forecast by business unit."""

from __future__ import annotations

from flask import Response, abort, request
from flask_login import current_user

from salesapp.core.company import company
from salesapp.core.parsing.texts import key_in
from salesapp.forecasts.grid import MEASURES
from salesapp.forecasts.units.page import UnitPage, grid_by_unit
from salesapp.forecasts.views import SEE, around, asked_period, forecasts
from salesapp.people.units.models import has_units
from salesapp.web.render import render


@forecasts.get("/units")
@SEE
def by_unit() -> Response:
    """All business units, or `of` one of them; 404 as long as there are none."""
    measure = request.args.get("measure", MEASURES[0])
    viewer = current_user._get_current_object()
    grid = grid_by_unit(viewer, asked_period(), measure if measure in MEASURES else MEASURES[0])
    key = key_in(request.args.get("of", ""))
    if not has_units() or not grid.holds(key):
        abort(404)
    page = UnitPage(grid, key, viewer)
    return render(
        "forecasts/units/show.html", page=page, currency=company().currency, grid=grid, **around(page)
    )
