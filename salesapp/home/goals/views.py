"""The sheet on which one's daily goals are set."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, url_for
from flask_login import current_user
from wtforms.validators import NumberRange, Optional

from salesapp.core.access import Permission
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, _l
from salesapp.home.goals.models import MOST, GoalKind, goals_of, set_goals
from salesapp.web.forms import Form
from salesapp.web.guards import requires
from salesapp.web.inputs.rules import WholeField
from salesapp.web.render import committed, redirect_to, render

goals = Blueprint("goals", __name__, url_prefix="/goals")
A_DAY = [Optional(), NumberRange(0, MOST, _l("A daily goal is at most %(max)d."))]
OWN = requires(Permission.ACTIVITY_EDIT)
NUMBER: dict[str, Any] = {"inputmode": "numeric", "autocomplete": "off"}


class GoalsForm(Form):
    """So many a day."""

    calls = WholeField(_l("Calls"), validators=A_DAY, render_kw=NUMBER)
    meetings = WholeField(_l("Meetings"), validators=A_DAY, render_kw=NUMBER)
    leads = WholeField(_l("New leads"), validators=A_DAY, render_kw=NUMBER)
    quotes = WholeField(_l("Quotes sent"), validators=A_DAY, render_kw=NUMBER)


@goals.get("")
@OWN
def ask() -> Response:
    set_by_now = {kind.value: target for kind, target in goals_of(current_user).items()}
    return _sheet(GoalsForm(formdata=None, data=set_by_now))


@goals.post("")
@OWN
def save() -> Response:
    form = GoalsForm()
    if form.validate_on_submit():
        try:
            set_goals({kind: form[kind.value].data for kind in GoalKind}, by=current_user)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return committed(redirect_to(url_for("home.today"), toast=_("Your daily goals are saved.")))
    return _sheet(form, status=422)


def _sheet(form: GoalsForm, status: int = 200) -> Response:
    return render("home/goals/_set.html", form=form, title=_("Daily goals"), status=status)
