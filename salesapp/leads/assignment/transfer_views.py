"""Handing many leads over: tick them in the list, choose who gets them."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user
from sqlalchemy import select
from wtforms.fields.choices import SelectChoice

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.i18n import _, ngettext
from salesapp.core.parsing.texts import keys_in
from salesapp.core.relations.owners import may_own
from salesapp.leads.assignment import transfer
from salesapp.leads.forms import ChangeOwnerForm
from salesapp.leads.models import LEAD
from salesapp.leads.models.queues import LeadQueue
from salesapp.leads.screens import leads
from salesapp.people.models import User
from salesapp.records.bulk.edits import bulk_edit
from salesapp.records.bulk.views import undo_url
from salesapp.records.undo import Span, set_back
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import came_from, committed, redirect_to, render
from salesapp.web.returning import back_or


@leads.get("/change-owner")
@requires(Permission.LEAD_EDIT)
def ask_owners() -> Response:
    return _sheet(transfer.chosen(_keys(), by=current_user), _form())


@leads.post("/change-owner")
@requires(Permission.LEAD_EDIT)
def change_owner() -> Response:
    chosen, form = transfer.chosen(_keys(), by=current_user, to_change=True), _form()
    if not form.validate() or not chosen.free or chosen.refused or chosen.gone:
        return _sheet(chosen, form, 422)
    taker = _taker(form)
    with bulk_edit(LEAD, "owner", value=taker, along=transfer.TRANSFERRED, by=current_user) as edit:
        with_activities = bool(form.with_activities.data)
        moved = transfer.change_owner(chosen.free, taker, with_activities=with_activities, by=current_user)
        edit.changed = len(moved)
    undo = undo_url(edit, back=_list())
    return committed(redirect_to(_list(), toast=_said(edit.changed, taker), undo=undo))


@leads.post("/change-owner/undo")
@requires(Permission.LEAD_EDIT)
def undo_transfer() -> Response:
    """Leads and what is planned about them belong to whom they did, as far as nobody gave them away since."""
    found = set_back(Span.of(request.args), transfer.TRANSFERRED, by=current_user)
    return committed(redirect_to(came_from(url_for("leads.index")), toast=found.said_of(LEAD.key)))


def undo_of(since: int) -> str:
    """The address that takes back what was transferred after the event `since`."""
    return url_for("leads.undo_transfer", **Span.since(since).args)


def _said(count: int, taker: User | LeadQueue) -> str:
    if not count:
        return _("%(to)s is already their owner.", to=taker.name)
    return ngettext(
        "%(num)s lead was assigned to %(to)s.", "%(num)s leads were assigned to %(to)s.", count, to=taker.name
    )


def _keys() -> list[int]:
    """The ids of the ticked leads."""
    return keys_in(request.values.getlist("key"))


def _taker(form: ChangeOwnerForm) -> User | LeadQueue:
    if form.queue_id is not None:
        return visible_or_404(LeadQueue, form.queue_id)
    return visible_or_404(User, form.owner_id or 0)


def _form() -> ChangeOwnerForm:
    form = ChangeOwnerForm()
    form.owner.choices = [SelectChoice("", _("Choose a new owner")), *takers()]
    return form


def _sheet(chosen: transfer.Chosen, form: ChangeOwnerForm, status: int = 200) -> Response:
    context: dict[str, Any] = {
        "chosen": chosen,
        "form": form,
        "title": _("Change owner"),
        "list_url": _list(),
    }
    return render("leads/assignment/_change_owner.html", status=status, **context)


def _list() -> str:
    """The list as it was filtered, sorted and paged when the leads were ticked."""
    path, _mark, query = (request.referrer or "").partition("?")
    index = url_for("leads.index")
    return back_or(f"{index}?{query}" if query and path.endswith(index) else index)


def takers(*, owner_id: int | None = None, queue_id: int | None = None) -> list[SelectChoice]:
    """Queues and those who may work on leads, without the owner and the queue of now."""
    users = db.session.scalars(select(User).where(User.active).order_by(User.name))
    able = [each for each in users if may_own(each, LEAD) and each.id != owner_id]
    queues = db.session.scalars(select(LeadQueue).order_by(LeadQueue.name))
    return [
        *(
            SelectChoice(f"queue-{each.id}", each.name, optgroup=_("Queues"))
            for each in queues
            if each.id != queue_id
        ),
        *(SelectChoice(str(each.id), each.name, optgroup=_("Colleagues")) for each in able),
    ]
