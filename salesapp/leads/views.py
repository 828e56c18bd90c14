"""Capturing a lead in three fields, and everything that happens to it before it is converted."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select
from wtforms.fields.choices import SelectChoice

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.leads.assignment import transfer
from salesapp.leads.assignment.routing import route
from salesapp.leads.assignment.rules import has_rules
from salesapp.leads.assignment.transfer_views import takers, undo_of
from salesapp.leads.forms import AssignForm, DisqualifyForm, QuickLeadForm, disqualify_form
from salesapp.leads.kinds import OPEN_STATUSES, LeadStatus
from salesapp.leads.models import LEAD, Lead
from salesapp.leads.models.queues import LeadQueue
from salesapp.leads.models.statuses import NamedStatus, default_of, status_by_id
from salesapp.leads.screens import leads, markable
from salesapp.leads.trade_fairs.capture_views import OFFERED, capture_quick, leaves_fair_out
from salesapp.people.models import User
from salesapp.records.capturing import caution
from salesapp.records.undo import last_event
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.markup import linked
from salesapp.web.render import committed, is_partial, redirect_to, render


@leads.get("/quick")
@requires(Permission.LEAD_EDIT)
def quick() -> Response:
    return render("leads/_quick.html", form=QuickLeadForm(), title=_("New lead"))


@leads.post("/quick")
@requires(Permission.LEAD_EDIT)
def capture() -> Response:
    form, found = QuickLeadForm(), None
    reach = {"email": form.reach.data} if form.is_email else {"phone": form.reach.data}
    if "all_fields" in request.form:
        typed = {"name": form.name.data, "product_interest": form.about.data, **reach}
        kept: dict[str, Any] = {name: text for name, text in typed.items() if text}
        left_out: dict[str, Any] = {OFFERED: "1"} if leaves_fair_out() else {}
        return redirect_to(url_for("leads.new", **kept, **left_out))
    if form.validate():
        found = caution(LEAD, {"name": form.name.data, **reach}, anyway="anyway" in request.form)
    if form.errors or found is not None:
        name = "leads/_quick_form.html" if is_partial() else "leads/_quick.html"
        return render(name, form=form, caution=found, title=_("New lead"), status=422)
    lead = capture_quick(form.name.data or "", form.about.data or None, **reach, by=current_user)
    said = linked(url_for("leads.show", key=lead.id), _("%(name)s was added as a lead.", name=lead.name))
    if _came_from_the_list():
        return committed(redirect_to(url_for("leads.index"), toast=said))
    answer = render("leads/quick.update.html", toast=said, back=url_for("leads.index"))
    answer.headers["HX-Trigger"] = "sheet:close"
    return committed(answer)


@leads.post("/<int:key>/claim")
@requires(Permission.LEAD_EDIT)
def claim(key: int) -> Response:
    lead = visible_or_404(Lead, key, to_change=True)
    since = last_event()
    transfer.claim(lead, by=current_user)
    return _done(lead, _("You now own %(name)s.", name=lead.name), undo_of(since))


@leads.get("/<int:key>/assign")
@requires(Permission.LEAD_EDIT)
def ask_owner(key: int) -> Response:
    lead = visible_or_404(Lead, key, to_change=True)
    return render("leads/assignment/_assign.html", record=lead, form=_assign_form(lead), title=_("Assign"))


@leads.post("/<int:key>/assign")
@requires(Permission.LEAD_EDIT)
def assign(key: int) -> Response:
    lead = visible_or_404(Lead, key, to_change=True)
    form, since = _assign_form(lead), last_event()
    if not form.validate():
        return render("leads/assignment/_assign.html", record=lead, form=form, title=_("Assign"), status=422)
    had = lead.owner_id, lead.queue_id
    said = _given(lead, form)
    undo = undo_of(since) if (lead.owner_id, lead.queue_id) != had else None
    return committed(redirect_to(_page_while_seen(lead), toast=said, undo=undo))


def _page_while_seen(lead: Lead) -> str:
    """The lead's page, or the list once it belongs to somebody whose leads one does not see."""
    seen = db.session.scalar(select(Lead.id).where(Lead.id == lead.id))
    return url_for("leads.index") if seen is None else url_for("leads.show", key=lead.id)


def _given(lead: Lead, form: AssignForm) -> str:
    """Gives the lead to the chosen person or queue, or to whom the rules say; what is said about it."""
    before = lead.owner_id
    taker, said = _taken(lead, form)
    if form.with_activities.data and taker is not None:
        transfer.pass_on(lead, before, taker, by=current_user)
    return said


def _taken(lead: Lead, form: AssignForm) -> tuple[User | LeadQueue | None, str]:
    """Who has the lead now (None: as before), and what is said about it."""
    if form.owner.data == form.RULES:
        return _routed(lead)
    if form.queue_id is not None:
        queue = visible_or_404(LeadQueue, form.queue_id)
        lead.put_into(queue, by=current_user)
        return queue, _("%(name)s is now in the queue %(queue)s.", name=lead.name, queue=queue.name)
    owner = visible_or_404(User, form.owner_id or 0)
    lead.assign(owner, by=current_user)
    return owner, _("%(owner)s is now the owner of %(name)s.", name=lead.name, owner=owner.name)


@leads.get("/<int:key>/status")
@requires(Permission.LEAD_EDIT)
def ask_status(key: int) -> Response:
    lead = visible_or_404(Lead, key, to_change=True)
    return render("leads/_mark.html", record=lead, statuses=markable(lead), title=_("Mark as …"))


@leads.post("/<int:key>/status")
@requires(Permission.LEAD_EDIT)
def mark(key: int) -> Response:
    lead = visible_or_404(Lead, key, to_change=True)
    status, before = _wanted(request.values.get("status", "")), lead.named_status
    lead.mark(status, by=current_user)
    undo = url_for("leads.mark", key=key, status=before.id) if before.is_open else None
    return _done(lead, _("%(name)s: %(status)s", name=lead.name, status=status.title), undo)


def _wanted(text: str) -> NamedStatus:
    """One of the open statuses by its id, or the first choice of a state by its name."""
    if text in set(OPEN_STATUSES):
        return default_of(LeadStatus(text))
    named = status_by_id(key) if (key := key_in(text)) is not None else None
    if named is None or not named.is_open:
        abort(404)
    return named


@leads.get("/<int:key>/disqualify")
@requires(Permission.LEAD_EDIT)
def ask_reason(key: int) -> Response:
    lead = visible_or_404(Lead, key, to_change=True)
    return render("leads/_disqualify.html", record=lead, form=disqualify_form(), title=_("Disqualify"))


@leads.post("/<int:key>/disqualify")
@requires(Permission.LEAD_EDIT)
def disqualify(key: int) -> Response:
    lead = visible_or_404(Lead, key, to_change=True)
    form = disqualify_form()
    if not form.validate() or not _disqualified(lead, form):
        return render("leads/_disqualify.html", record=lead, form=form, title=_("Disqualify"), status=422)
    undo = url_for("leads.undo_disqualify", key=lead.id)
    return committed(
        redirect_to(url_for("leads.index"), toast=_("%(name)s is disqualified.", name=lead.name), undo=undo)
    )


def _disqualified(lead: Lead, form: DisqualifyForm) -> bool:
    """Whether it could be; the form says why not."""
    status = status_by_id(form.status.data)
    try:
        lead.disqualify(form.note.data or "", reason=form.reason.data, status=status, by=current_user)
    except RuleBroken as broken:
        if broken.field is None:
            raise
        form.refuse(broken)
        return False
    return True


@leads.post("/<int:key>/reactivate")
@requires(Permission.LEAD_EDIT)
def reactivate(key: int) -> Response:
    lead = visible_or_404(Lead, key, to_change=True)
    lead.reactivate(by=current_user)
    return _done(lead, _("%(name)s is reactivated.", name=lead.name))


@leads.post("/<int:key>/disqualify/undo")
@requires(Permission.LEAD_EDIT)
def undo_disqualify(key: int) -> Response:
    """Undo: it has the status it had."""
    lead = visible_or_404(Lead, key, to_change=True)
    lead.undo_disqualify(by=current_user)
    return _done(lead, _("The change to %(name)s is undone.", name=lead.name))


def _done(lead: Lead, said: str, undo: str | None = None) -> Response:
    """Back to the lead's page."""
    return committed(redirect_to(url_for("leads.show", key=lead.id), toast=said, undo=undo))


def _routed(lead: Lead) -> tuple[User | LeadQueue | None, str]:
    [decision] = route([lead], by=current_user)
    if decision.rule is None or decision.taker is None:
        return None, _("No assignment rule matches %(name)s.", name=lead.name)
    words = {"name": lead.name, "rule": decision.rule.name, "to": decision.taker.name}
    return decision.taker, _("%(name)s is assigned to %(to)s by the rule “%(rule)s”.", **words)


def _assign_form(lead: Lead) -> AssignForm:
    """Offers those who may work on leads and do not own this one, and the queues it does not wait in."""
    form = AssignForm()
    first = SelectChoice("", _("Choose a new owner"))
    if has_rules():
        first = SelectChoice(form.RULES, _("By the assignment rules"), optgroup=_("Automatically"))
    form.owner.choices = [first, *takers(owner_id=lead.owner_id, queue_id=lead.queue_id)]
    return form


def _came_from_the_list() -> bool:
    """Whether the lead was added over the list of leads, which should show it."""
    return not is_partial() or (request.referrer or "").split("?")[0].endswith(url_for("leads.index"))
