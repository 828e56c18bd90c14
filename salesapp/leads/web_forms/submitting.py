"""A visitor's answer to a web form becomes a lead, at once or when the visitor has confirmed it by mail."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import Delete, delete, select

from salesapp.core import clock, once
from salesapp.core.access import SYSTEM
from salesapp.core.db import db
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _l
from salesapp.leads.assignment.routing import route
from salesapp.leads.models import Lead, settle
from salesapp.leads.web_forms.models import ASKABLE, Destination, PendingAnswer, WebForm

SUBMITTED = event_kind("lead_submitted", _l("This lead came from the web form “%(form)s”"), icon="globe")
ASSIGNED_BY_FORM = event_kind(
    "lead_assigned_by_form", _l("The web form “%(form)s” assigned this lead to %(to)s"), icon="user-check"
)

KEPT = timedelta(days=7)
"""How long the link of the mail is good for; then what was sent is thrown away."""
PAUSE = timedelta(minutes=15)
"""Between two mails to one address, so that nobody fills a stranger's letterbox by our form."""

IMPATIENCE = timedelta(minutes=15)
"""How long whoever hears nothing presses Send once more, and means the same enquiry."""


def sent_again(form: WebForm, values: dict[str, Any]) -> bool:
    """Whether the same visitor sent the same words a moment ago: pages of other sites carry no key of ours.

    Another message, or the same one on another day, is another enquiry.
    """
    told = [f"{name}={values[name]}" for name in ASKABLE if values.get(name) is not None]
    what = once.digest(b"web form", str(form.id).encode(), *(each.casefold().encode() for each in told))
    return once.came_lately(what, within=IMPATIENCE)


def arrive(form: WebForm, values: dict[str, Any]) -> Lead:
    """The lead of what a visitor sent, with its source and already with whoever is to have it."""
    given = {name: values[name] for name in ASKABLE if values.get(name) is not None}
    lead = Lead(**given, source=form.source, campaign_id=form.campaign_id)
    settle(lead, by=SYSTEM)
    db.session.add(lead)
    record(lead, SUBMITTED, by=SYSTEM, form=form.name)
    _send_on(lead, form)
    return lead


def _send_on(lead: Lead, form: WebForm) -> None:
    """To the form's person or queue; by the rules where it says so, or the person or the queue is gone."""
    person, queue = form.person, form.queue
    if form.destination is Destination.PERSON and person is not None and person.is_active:
        lead.owner_id = person.id
        record(lead, ASSIGNED_BY_FORM, by=SYSTEM, form=form.name, to=person.name)
    elif form.destination is Destination.QUEUE and queue is not None and queue.deleted_at is None:
        lead.queue_id = queue.id
        record(lead, ASSIGNED_BY_FORM, by=SYSTEM, form=form.name, to=queue.name)
    else:
        route([lead], by=SYSTEM)


def unwanted() -> Delete:
    """Throws away what nobody confirmed in time, and the emptied rows of what was."""
    return delete(PendingAnswer).where(PendingAnswer.created_at < clock.now() - KEPT)


def put_by(form: WebForm, values: dict[str, Any]) -> str | None:
    """Keeps what was sent until it is confirmed; the secret for the link.

    None where one was mailed just now: that link confirms this as well.
    """
    email = str(values["email"]).strip().lower()
    kept = {name: value for name, value in values.items() if value is not None}
    db.session.execute(unwanted())
    mailed = _mailed_lately(form, email)
    if mailed is not None:
        mailed.further = [*mailed.further, kept]
        return None
    secret = secrets.token_urlsafe(32)
    db.session.add(PendingAnswer(web_form=form, secret_hash=hashed(secret), email=email, values=kept))
    return secret


def _mailed_lately(form: WebForm, email: str) -> PendingAnswer | None:
    """The answer whose link is on its way to the address and not used yet, locked."""
    query = select(PendingAnswer).where(
        PendingAnswer.web_form_id == form.id,
        PendingAnswer.email == email,
        PendingAnswer.created_at > clock.now() - PAUSE,
    )
    locked = query.order_by(PendingAnswer.id.desc()).limit(1).with_for_update()
    return db.session.scalar(locked.execution_options(populate_existing=True))


def pending(form: WebForm, secret: str, *, to_change: bool = False) -> PendingAnswer | None:
    """The answer of a mailed link; None for a wrong or an old one."""
    query = select(PendingAnswer).where(
        PendingAnswer.web_form_id == form.id, PendingAnswer.secret_hash == hashed(secret)
    )
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(query)
    return None if found is None or found.created_at < clock.now() - KEPT else found


def confirm(answer: PendingAnswer) -> None:
    """Makes the lead of each message; the second time there is nothing left to do."""
    if answer.confirmed_at is not None:
        return
    for values in (answer.values, *answer.further):
        arrive(answer.web_form, values)
    answer.confirmed_at, answer.values, answer.further, answer.email = clock.now(), {}, [], ""


def hashed(secret: str) -> str:
    """How the secret of a mailed link is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()
