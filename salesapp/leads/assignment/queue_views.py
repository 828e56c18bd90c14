"""Queues: who is a member, what waits, and taking it."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for
from flask_login import current_user
from sqlalchemy import func, select

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.core.relations.owners import may_own
from salesapp.leads.forms import MembersForm
from salesapp.leads.models import LEAD, Lead
from salesapp.leads.models.queues import LEAD_QUEUE, LeadQueue, own_queues
from salesapp.people.models import User
from salesapp.records.screens import record_screens
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render

SHOWN = 50
"""Waiting leads on a queue's page, the one that waits longest first."""


def on_page(queue: LeadQueue) -> dict[str, Any]:
    """What waits in it, and who works it off."""
    waiting = select(Lead).where(Lead.queue_id == queue.id).order_by(Lead.created_at, Lead.id).limit(SHOWN)
    leads = list(db.session.scalars(waiting))
    total = db.session.scalar(select(func.count(Lead.id)).where(Lead.queue_id == queue.id)) or 0
    return {"waiting": leads, "total": total, "members_form": members_form(queue)}


def members_form(queue: LeadQueue) -> MembersForm:
    """Offers those who may work on leads, and whoever is a member already."""
    form = MembersForm(data={"members": [each.id for each in queue.members]}, existing=queue)
    users = db.session.scalars(select(User).where(User.active).order_by(User.name)).all()
    able = [each for each in users if may_own(each, LEAD)]
    gone = [each for each in queue.members if each not in able]
    form.members.choices = [(each.id, each.name) for each in (*able, *gone)]
    return form


def queue_chips() -> list[dict[str, Any]]:
    """The reader's own queues with how many wait in each, over the list of leads."""
    queues = own_queues(current_user)
    counted = select(Lead.queue_id, func.count(Lead.id)).where(Lead.queue_id.in_(each.id for each in queues))
    found = db.session.execute(counted.group_by(Lead.queue_id)) if queues else ()
    counts = {key: count for key, count in found}  # noqa: C416  rows are no pairs to the type checker
    return [
        {
            "label": each.name,
            "url": url_for("lead_queues.show", key=each.id),
            "count": counts.get(each.id, 0),
        }
        for each in queues
    ]


lead_queues = record_screens(LEAD_QUEUE, context=on_page)


@lead_queues.post("/<int:key>/members")
@requires(Permission.SETUP)
def set_members(key: int) -> Response:
    queue = visible_or_404(LeadQueue, key, to_change=True)
    form = members_form(queue)
    if not form.validate_on_submit():
        context = on_page(queue) | {"members_form": form}
        return render(
            "lead_queues/show.html", type=LEAD_QUEUE, record=queue, status=form.http_status, **context
        )
    chosen = db.session.scalars(select(User).where(User.id.in_(form.members.data or []))).all()
    queue.set_members(chosen, by=current_user)
    said = _("The members of %(name)s were saved.", name=queue.name)
    return committed(redirect_to(url_for("lead_queues.show", key=key), toast=said))
