"""The pages of subscriptions: one's own, what one subscribes to and when, and sending it now."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import Select, select

from salesapp.core import mail
from salesapp.core.access import Permission, allows
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.reports.subscriptions.forms import SubscribeForm
from salesapp.reports.subscriptions.jobs import send_now
from salesapp.reports.subscriptions.models import ReportSubscription
from salesapp.reports.subscriptions.rhythm import words
from salesapp.reports.subscriptions.subjects import Subject, subject_of
from salesapp.web.filters import locale
from salesapp.web.guards import requires
from salesapp.web.render import committed, redirect_to, render

subscriptions = Blueprint("subscriptions", __name__, url_prefix="/subscriptions")
SEE = requires(Permission.SIGNED_IN)


@subscriptions.get("")
@SEE
def index() -> Response:
    """What the reader gets, and when the next time is."""
    kept = db.session.scalars(_mine().order_by(ReportSubscription.next_at, ReportSubscription.id)).all()
    return render(
        "subscriptions/index.html",
        rows=[(each, subject_of(each.subject), words(each.days, locale())) for each in kept],
    )


@subscriptions.get("/<subject>")
@SEE
def edit(subject: str) -> Response:
    """When it comes and what it brings."""
    found = _or_404(subject)
    return _sheet(found, SubscribeForm(_kept(found), exports=_exports()))


def _sheet(subject: Subject, form: SubscribeForm, status: int = 200) -> Response:
    return render(
        "subscriptions/_edit.html",
        subject=subject,
        subscribed=_kept(subject) is not None,
        form=form,
        to=current_user.email,
        delivers=mail.is_configured(),
        title=_("Get by mail"),
        status=status,
    )


@subscriptions.post("/<subject>")
@SEE
def save(subject: str) -> Response:
    """From now on at these times."""
    found = _or_404(subject)
    kept = _kept(found)
    form = SubscribeForm(kept, exports=_exports())
    if not form.validate_on_submit():
        return _sheet(found, form, status=422)
    if not found.reports:
        form.refuse(RuleBroken(_("There is nothing on this dashboard that can be sent by mail.")))
        return _sheet(found, form, status=422)
    files = form.files.data or []
    if "now" in request.form:
        send_now(found.key, files, by=current_user)
        said = _("“%(name)s” is on its way to %(to)s.", name=found.name, to=current_user.email)
        return committed(redirect_to(_page(found), toast=said))
    kept = kept or ReportSubscription(user_id=current_user.id, user=current_user, subject=found.key)
    kept.come_at(form.rhythm, files)
    return committed(redirect_to(_page(found), toast=_("You get “%(name)s” by mail.", name=found.name)))


@subscriptions.post("/<int:key>/remove")
@SEE
def remove(key: int) -> Response:
    """It comes no more."""
    kept = db.session.scalar(_mine().where(ReportSubscription.id == key))
    if kept is None:
        abort(404)
    db.session.delete(kept)
    return committed(redirect_to(url_for("subscriptions.index"), toast=_("You no longer get this by mail.")))


def _mine() -> Select[ReportSubscription]:
    return select(ReportSubscription).where(ReportSubscription.user_id == current_user.id)


def _kept(subject: Subject) -> ReportSubscription | None:
    return db.session.scalar(_mine().where(ReportSubscription.subject == subject.key))


def _or_404(key: str) -> Subject:
    found = subject_of(key)
    if found is None:
        abort(404)
    return found


def _page(subject: Subject) -> str:
    return url_for(subject.endpoint, key=subject.number)


def _exports() -> bool:
    return allows(current_user, Permission.DATA_EXPORT)
