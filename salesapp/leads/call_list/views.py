"""Calling one's leads one after the other.

Which one it is stands in the address, so that a page which the telephone pushed out of memory comes back with the same
lead; what was typed is kept by the browser.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, request, url_for
from flask_login import current_user
from sqlalchemy import Select

from salesapp.activities.actions import follow_up, log_call
from salesapp.activities.forms import CallForm
from salesapp.activities.models import CallOutcome
from salesapp.core import clock
from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import keys_in
from salesapp.leads.call_list import queries
from salesapp.leads.models import Lead
from salesapp.leads.screens import leads
from salesapp.web.filters import zone
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render


@leads.get("/next")
@requires(Permission.LEAD_EDIT)
def following() -> Response:
    """Leads to the next one, or says that all is done."""
    waiting, skipped = _waiting(), _skipped()
    lead = queries.next_of(waiting, skipped)
    if lead is not None:
        return redirect_to(url_for("leads.work", key=lead.id, skip=_joined(skipped)))
    return render(
        "leads/call_list/worked.html", skipped=len(skipped), done=queries.calls_since(current_user, _begins())
    )


@leads.get("/<int:key>/work")
@requires(Permission.LEAD_EDIT)
def work(key: int) -> Response:
    """The lead and the form of the call; after an undo (`?again=`) with what was typed before."""
    lead = visible_or_404(Lead, key)
    typed = queries.typed_before(lead, current_user, _keys("again"))
    return _page(lead, CallForm(formdata=None, data=typed))


@leads.post("/<int:key>/work")
@requires(Permission.LEAD_EDIT)
def worked(key: int) -> Response:
    """Writes the call down and goes on."""
    lead, form = visible_or_404(Lead, key, to_change=True), CallForm()
    if not form.validate():
        return _page(lead, form, 422)
    days, today = form.next_in.data, clock.today(zone())
    next_on = today + timedelta(days=int(days)) if days else None
    kept = queries.keep_promises(lead, current_user, today)
    call = log_call(lead, form.outcome.data, form.note.data, None, by=current_user)
    planned = follow_up(lead, form.next_step.data, next_on, by=current_user)
    db.session.flush()
    said = _("%(name)s: %(outcome)s", name=lead.name, outcome=form.outcome.data.label)
    skip, made = _joined(_skipped()), [each.id for each in (call, planned) if each is not None]
    undo = url_for(
        "leads.unwork", key=key, skip=skip, made=_joined(made), kept=_joined([each.id for each in kept])
    )
    return committed(redirect_to(url_for("leads.following", skip=skip), toast=said, undo=undo))


@leads.post("/<int:key>/work/undo")
@requires(Permission.LEAD_EDIT)
def unwork(key: int) -> Response:
    """Takes back what was written down last, and comes back to that lead."""
    lead = visible_or_404(Lead, key, to_change=True)
    queries.undo_call(lead, current_user, made=_keys("made"), kept=_keys("kept"))
    again = _joined(_keys("made"))
    back = url_for("leads.work", key=key, skip=_joined(_skipped()), again=again)
    return committed(redirect_to(back, toast=_("The call with %(name)s was undone.", name=lead.name)))


def _page(lead: Lead, form: CallForm, status: int = 200) -> Response:
    skipped = _skipped()
    context: dict[str, Any] = {
        "record": lead,
        "form": form,
        "outcomes": list(CallOutcome),
        "calls": queries.last_calls(lead),
        "left": queries.count_of(_waiting(), [*skipped, lead.id]),
        "skip": _joined(skipped),
        "skip_url": url_for("leads.following", skip=_joined([*skipped, lead.id])),
    }
    return render("leads/call_list/work.html", status=status, **context)


def _waiting() -> Select[Lead]:
    return queries.waiting_for(current_user, clock.today(zone()), _begins())


def _begins() -> datetime:
    return datetime.combine(clock.today(zone()), time(), ZoneInfo(zone()))


def _skipped() -> list[int]:
    """Ids of the leads put aside on this round."""
    return _keys("skip")


def _keys(name: str) -> list[int]:
    """Ids as an address has them: `3.17.4`."""
    return keys_in(request.args.get(name, "").split("."))[:200]


def _joined(keys: list[int]) -> str | None:
    return ".".join(map(str, keys)) or None
