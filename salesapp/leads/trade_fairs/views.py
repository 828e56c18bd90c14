"""Capturing lead after lead at a trade fair: campaign and source are chosen once, then a sheet follows a sheet."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.leads.models import LEAD, Lead
from salesapp.leads.trade_fairs.forms import FairForm, FairLeadForm, fair_form
from salesapp.leads.trade_fairs.models import Fair
from salesapp.leads.trade_fairs.queries import ended_of, going_on, last_of, standing
from salesapp.marketing.models import Campaign
from salesapp.records.capturing import Caution, caution
from salesapp.web.filters import zone
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, is_partial, redirect_to, render

fairs = Blueprint("fairs", __name__, url_prefix="/fairs")
WORK = requires(Permission.LEAD_EDIT)
SHOWN, SUMMED = 5, 50


@fairs.get("")
@WORK
def begin() -> Response:
    """What is chosen once (`?campaign=` proposes one); leads on to the fair that is going on."""
    fair = going_on(current_user)
    if fair is not None:
        return redirect_to(_address(fair))
    return _beginning(fair_form(request.args.get("campaign", type=key_in)))


@fairs.post("")
@WORK
def start() -> Response:
    form = fair_form(None)
    if not form.validate():
        return _beginning(form, status=422)
    campaign = visible_or_404(Campaign, form.campaign.data) if form.campaign.data else None
    fair = Fair.begin(campaign, form.source.data, form.follow_up_days, by=current_user)
    return committed(redirect_to(_address(fair)))


@fairs.get("/<int:key>")
@WORK
def show(key: int) -> Response:
    """An empty sheet while it goes on, what came of it afterwards."""
    fair = _fair_or_404(key)
    return _page(fair, FairLeadForm(formdata=None) if fair.is_going_on else None)


@fairs.post("/<int:key>")
@WORK
def capture(key: int) -> Response:
    """Keeps the lead; the next sheet is empty."""
    fair, form, found = _fair_or_404(key), FairLeadForm(), None
    reach = {"email": form.reach.data} if form.is_email else {"phone": form.reach.data}
    given: dict[str, Any] = {"company": form.company.data, "description": form.note.data, **reach}
    if form.validate():
        found = caution(LEAD, {"name": form.name.data, **given}, anyway="anyway" in request.form)
    if form.errors or found is not None:
        return _page(fair, form, found, status=422)
    try:
        lead = fair.capture(form.name.data or "", clock.today(zone()), by=current_user, **given)
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return _page(fair, form, status=422)
    return _next(fair, lead)


@fairs.post("/<int:key>/end")
@WORK
def end(key: int) -> Response:
    fair = _fair_or_404(key)
    fair.end(by=current_user)
    undo = url_for("fairs.resume", key=fair.id)
    said = _("%(name)s has ended.", name=fair.name)
    return committed(redirect_to(_address(fair), toast=said, undo=undo))


@fairs.post("/<int:key>/resume")
@WORK
def resume(key: int) -> Response:
    fair = _fair_or_404(key)
    fair.resume(by=current_user)
    return committed(redirect_to(_address(fair), toast=_("%(name)s has resumed.", name=fair.name)))


def _fair_or_404(key: int) -> Fair:
    """The person's own; that of another does not exist for them."""
    query = select(Fair).where(Fair.id == key)
    if request.method == "POST":
        query = query.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(query)
    return abort(404) if found is None else found


def _beginning(form: FairForm, status: int = 200) -> Response:
    return render("fairs/begin.html", form=form, ended=ended_of(current_user), status=status)


def _page(fair: Fair, form: FairLeadForm | None, found: Caution | None = None, status: int = 200) -> Response:
    """The sheet that `form` is for, without one the summary."""
    name = "fairs/_sheet.html" if is_partial() and form is not None else "fairs/show.html"
    return render(
        name,
        status=status,
        title=fair.name,
        caution=found,
        **_context(fair, form, request.args.get("saved", type=key_in)),
    )


def _next(fair: Fair, lead: Lead) -> Response:
    """An empty sheet at once, and the lead that was saved above it."""
    db.session.flush()
    context = _context(fair, FairLeadForm(formdata=None), lead.id)
    return committed(render("fairs/capture.update.html", back=_address(fair, lead), **context))


def _context(fair: Fair, form: FairLeadForm | None, saved: int | None = None) -> dict[str, Any]:
    """What sheet and summary show; `saved` is the id of the lead that was captured just now."""
    rows = last_of(fair, SUMMED if form is None else SHOWN)
    return {
        "fair": fair,
        "form": form,
        "standing": standing(fair, clock.now(), zone()),
        "rows": rows,
        "saved": next((each for each in rows if each.id == saved), None),
    }


def _address(fair: Fair, saved: Lead | None = None) -> str:
    return url_for("fairs.show", key=fair.id, saved=None if saved is None else saved.id)
