"""The review deck: one opportunity per screen, decided on without leaving."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select
from wtforms.fields.choices import SelectChoice

from salesapp.activities.actions import add_note, add_task
from salesapp.core.access import Permission
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.core.relations.owners import owners
from salesapp.forecasts.periods import Period
from salesapp.forecasts.review.deck import blockers, deck_for, news_of, shown
from salesapp.forecasts.review.forms import NoteForm, OwnerForm, PushForm, StepForm
from salesapp.forecasts.review.models import reviewed
from salesapp.forecasts.review.order import ORDERS
from salesapp.opportunities.models import OPPORTUNITY, Opportunity
from salesapp.people.models import User
from salesapp.web.forms import Form
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render

review = Blueprint("review", __name__, url_prefix="/review")
EDIT = requires(Permission.OPPORTUNITY_EDIT)
FORMS: dict[str, type[Form]] = {"push": PushForm, "owner": OwnerForm, "note": NoteForm, "step": StepForm}


@review.get("")
@EDIT
def index() -> Response:
    """The opportunity whose turn it is; `at` is another of the deck."""
    viewer, today = current_user._get_current_object(), today_for(current_user)
    deck = deck_for(viewer, request.args.get("by", ""))
    key = deck.at(key_in(request.args.get("at", "")))
    opportunity = None if key is None else shown(key)
    context: dict[str, Any] = {"deck": deck, "orders": ORDERS, "opportunity": opportunity}
    if opportunity is not None:
        last = deck.last.get(opportunity.id)
        context |= {"blockers": list(blockers(opportunity, today)), "last": last}
        context |= {"news": news_of(opportunity, last, today), "place": deck.ids.index(opportunity.id) + 1}
        context |= {"following": deck.after(opportunity.id), "before": deck.before(opportunity.id)}
    return render("forecasts/review/index.html", **context)


@review.post("/<int:key>/done")
@EDIT
def done(key: int) -> Response:
    """Reviewed: the next one, please."""
    opportunity = visible_or_404(Opportunity, key)
    by = request.args.get("by", "")
    following = deck_for(current_user._get_current_object(), by).after(key)
    reviewed(opportunity, by=current_user)
    return committed(redirect_to(url_for("review.index", at=following, by=by or None)))


@review.get("/<int:key>/<any(push, owner, note, step):act>")
@EDIT
def ask(key: int, act: str) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=act != "note")
    given = {"close_on": opportunity.close_on, "due_on": today_for(current_user) + timedelta(days=3)}
    return _sheet(opportunity, act, FORMS[act](formdata=None, data=given))


@review.post("/<int:key>/<any(push, owner, note, step):act>")
@EDIT
def decide(key: int, act: str) -> Response:
    """Carries it out and shows the same opportunity again."""
    opportunity, form = visible_or_404(Opportunity, key, to_change=act != "note"), FORMS[act]()
    _offer_owners(form)
    if form.validate_on_submit():
        try:
            said = ACTS[act](opportunity, form)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            by = request.args.get("by", "")
            # who gives it away out of reach goes on with the first that is left
            there = deck_for(current_user._get_current_object(), by).at(key)
            back = url_for("review.index", at=there, by=by or None)
            return committed(redirect_to(back, toast=said))
    return _sheet(opportunity, act, form, status=422)


def _push(opportunity: Opportunity, form: Any) -> str:
    opportunity.put_off(form.close_on.data, by=current_user)
    return _("The close date is changed.")


def _assign(opportunity: Opportunity, form: Any) -> str:
    owner = db.session.get(User, key_in(form.owner.data) or 0)
    if owner is None:
        abort(404)
    opportunity.assign(owner, by=current_user)
    return _("%(name)s is the owner now.", name=owner.name)


def _note(opportunity: Opportunity, form: Any) -> str:
    add_note(opportunity, form.note.data.strip(), by=current_user)
    return _("The comment is saved.")


def _step(opportunity: Opportunity, form: Any) -> str:
    owner = opportunity.owner or current_user._get_current_object()
    add_task(opportunity, form.what.data.strip(), form.due_on.data, owner, by=current_user)
    return _("%(name)s has a new task.", name=owner.name)


ACTS: dict[str, Callable[[Opportunity, Any], str]] = {
    "push": _push,
    "owner": _assign,
    "note": _note,
    "step": _step,
}


def _sheet(opportunity: Opportunity, act: str, form: Any, status: int = 200) -> Response:
    _offer_owners(form)
    titles = {
        "push": _("New close date"),
        "owner": _("Change owner"),
        "note": _("Comment"),
        "step": _("New task"),
    }
    context: dict[str, Any] = {"opportunity": opportunity, "act": act, "form": form, "title": titles[act]}
    return render("forecasts/review/_decide.html", days=_days(opportunity), status=status, **context)


def _offer_owners(form: Any) -> None:
    if isinstance(form, OwnerForm):
        people = db.session.scalars(select(User).where(owners(OPPORTUNITY)).order_by(User.name))
        form.owner.choices = [SelectChoice(str(each.id), each.name) for each in people]


def _days(opportunity: Opportunity) -> list[tuple[str, date]]:
    """What most people choose: a week or a month later, the last day of the next quarter."""
    today, fiscal = today_for(current_user), company().fiscal_year_start
    begin = max(today, opportunity.close_on or today)
    quarter = Period.holding("quarter", begin, fiscal)
    last = quarter.last if quarter.last > begin else quarter.after(fiscal).last
    return [
        (_("+1 week"), begin + timedelta(days=7)),
        (_("+1 month"), begin + timedelta(days=30)),
        (_("End of quarter"), last),
    ]
