"""The panel that says what a quarter will bring, with its interval and its error."""

from __future__ import annotations

from flask import Response
from flask_login import current_user

from salesapp.core.company import company, today_for
from salesapp.forecasts.prediction.history import prediction
from salesapp.forecasts.prediction.model import LEAST
from salesapp.forecasts.views import SEE, asked_page, forecasts
from salesapp.web.render import render


@forecasts.get("/prediction")
@SEE
def predicted() -> Response:
    """For the line of the address."""
    page, today, fiscal = asked_page(), today_for(current_user), company().fiscal_year_start
    owners = None if page.key is None else set(page.grid.tree.under(page.key))
    outcome, trials = prediction(page.grid.period, owners, today, fiscal)
    errors = sorted(each.error for _period, each in trials if each.error is not None)
    return render(
        "forecasts/_prediction.html",
        page=page,
        outcome=outcome,
        trials=trials,
        least=LEAST,
        error=sum(errors) // len(errors) if errors else None,
        hits=sum(1 for _period, each in trials if each.hit),
        currency=company().currency,
        title=page.label,
    )
