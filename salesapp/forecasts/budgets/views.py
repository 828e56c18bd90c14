"""The pages of the profit plan: a year or quarter of it, and setting the budget of a team."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.company import company
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.once import new_key
from salesapp.core.ordering.collation import folded
from salesapp.core.parsing.texts import key_in
from salesapp.forecasts.budgets.forms import BudgetForm
from salesapp.forecasts.budgets.plan import LABELS, Plan, budgets_of, measured_by, seasons_of
from salesapp.forecasts.budgets.setting import changes_of, set_budget, step_of, undo
from salesapp.forecasts.periods import Period
from salesapp.forecasts.quotas.forms import SEASONS
from salesapp.forecasts.quotas.page import asked_year, quarters_of, year_label, years_beside
from salesapp.forecasts.quotas.spreading import months_of_year, spread
from salesapp.web.filters import locale
from salesapp.web.guards import requires
from salesapp.web.render import committed, redirect_to, render

budgets = Blueprint("budgets", __name__, url_prefix="/profit-plan")
SEE = requires(Permission.BUDGET_VIEW)
SET = requires(Permission.BUDGET_EDIT)


@budgets.get("")
@SEE
def index() -> Response:
    """Every team's budget of a fiscal year, or of a quarter of it, against what it brought in."""
    first, fiscal = asked_year(), company().fiscal_year_start
    quarters = quarters_of(first, fiscal)
    at = key_in(request.args.get("quarter", "")) or 0
    at = at if 1 <= at <= 4 else 0
    period = quarters[at - 1] if at else Period(first, quarters[-1].last, "year")
    known = measured_by(current_user)
    measured = request.args.get("by", "") if request.args.get("by", "") in known else known[0]
    context: dict[str, Any] = {
        "plan": Plan.of(current_user._get_current_object(), period, measured),
        "year": first.year,
        "label": year_label(first, fiscal, locale()),
        "beside": years_beside(first, fiscal, locale()),
        "quarters": [each.label(fiscal, locale()) for each in quarters],
        "at": at,
        "measured": measured,
        "measures": {key: LABELS[key] for key in known},
    }
    return render("budgets/index.html", currency=company().currency, **context)


def _team() -> str:
    """The team of the address, as it is written; 404 for one that there is not."""
    first = asked_year()
    whole = Period(first, quarters_of(first, company().fiscal_year_start)[-1].last, "year")
    names = Plan.of(current_user._get_current_object(), whole, measured_by(current_user)[0]).names
    found = names.get(folded(request.args.get("team", "")))
    if found is None:
        abort(404)
    return found


@budgets.get("/set")
@SET
def ask_set() -> Response:
    """Whoever names no team chooses one from the plan."""
    if not request.args.get("team"):
        return redirect_to(url_for("budgets.index", year=asked_year().year))
    mine = budgets_of(_team(), months_of_year(asked_year()))
    return _sheet(BudgetForm(formdata=None, data={"amount": sum(mine.values()) if mine else None}))


@budgets.post("/set")
@SET
def save() -> Response:
    team, months, form = _team(), months_of_year(asked_year()), BudgetForm()
    if form.validate_on_submit():
        step = new_key()
        try:
            changed = set_budget(team, _wanted(form, team, months), by=current_user, step=step)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            said = _("The budget of %(name)s is saved.", name=team)
            back = url_for("budgets.undo_step", step=step, year=asked_year().year) if changed else None
            return committed(
                redirect_to(url_for("budgets.index", year=asked_year().year), toast=said, undo=back)
            )
    return _sheet(form, status=422)


def _wanted(form: BudgetForm, team: str, months: list[date]) -> Mapping[date, int | None]:
    """The year's amount by month; no budget where none was typed."""
    if form.amount.data is None:
        return dict.fromkeys(months)
    viewer = current_user._get_current_object()
    weights = seasons_of(viewer, team, months) if form.spread.data == SEASONS else [1] * 12
    return dict(zip(months, spread(form.amount.data, weights), strict=True))


def _sheet(form: BudgetForm, status: int = 200) -> Response:
    team, first = _team(), asked_year()
    context: dict[str, Any] = {
        "action": url_for("budgets.save", team=team, year=first.year),
        "name": team,
        "changes": changes_of(team, months_of_year(first)),
    }
    context["label"] = year_label(first, company().fiscal_year_start, locale())
    title = _("Set budget")
    return render(
        "quotas/_set.html", form=form, currency=company().currency, title=title, status=status, **context
    )


@budgets.post("/undo/<step>")
@SET
def undo_step(step: str) -> Response:
    """What was set in one go is as it was before."""
    changes = step_of(step)
    if not changes:
        abort(404)
    undo(changes, by=current_user)
    said = _("The budget is as it was.")
    return committed(redirect_to(url_for("budgets.index", year=asked_year().year), toast=said))
