"""The panel of past calls and what came of them."""

from __future__ import annotations

from flask import Response

from salesapp.core.company import company
from salesapp.forecasts.accuracy.past import records
from salesapp.forecasts.views import SEE, asked_page, forecasts
from salesapp.web.render import render


@forecasts.get("/accuracy")
@SEE
def accuracy() -> Response:
    """Of the line's person and those directly below."""
    page = asked_page()
    found = records(page.grid.tree, page.key, page.grid.period, company().fiscal_year_start)
    return render(
        "forecasts/_accuracy.html", page=page, records=found, currency=company().currency, title=page.label
    )
