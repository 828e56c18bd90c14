"""The page behind an invitation's link, and inviting from the pages of users."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, Response, url_for
from flask_babel import force_locale
from flask_login import current_user
from sqlalchemy import select

from salesapp.core import mail
from salesapp.core.access import Permission, acting_as
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, in_a_list, ngettext
from salesapp.people.forms import FirstPasswordForm
from salesapp.people.invitations.links import invited_by, link_of
from salesapp.people.invitations.mailing import invite
from salesapp.people.models import User
from salesapp.people.sessions import signed_in
from salesapp.people.views import limiter
from salesapp.web.guards import public, requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render

invitations = Blueprint("invitations", __name__)
LINK = "/invitation/<token>"
NAMED = 5
"""So many of those who could not be invited are named at once."""


@invitations.get(LINK)
@limiter.limit("60 per minute")
@public
def open_link(token: str) -> Response:
    return _over() if (user := invited_by(token)) is None else _page(user, token, FirstPasswordForm())


@invitations.post(LINK)
@limiter.limit("20 per minute")
@public
def accept(token: str) -> Response:
    """The password is theirs from now on, and this browser signed in with it."""
    user, form = invited_by(token), FirstPasswordForm()
    if user is None:
        return _over()
    with _speaking_to(user):
        if form.validate_on_submit():
            try:
                user.set_password(form.password.data or "", by=user)
            except RuleBroken as broken:
                form.refuse(broken)
            else:
                said = _("Welcome, %(name)s.", name=user.name)
                return signed_in(user, redirect_to(url_for("home.today"), toast=said))
    return _page(user, token, form, status=422)


def _page(user: User, token: str, form: FirstPasswordForm, status: int = 200) -> Response:
    with _speaking_to(user):
        return render("invitations/accept.html", user=user, token=token, form=form, status=status)


@contextmanager
def _speaking_to(user: User) -> Iterator[None]:
    """Acts as the user, who is about to be signed in, in their language."""
    with acting_as(user), force_locale(user.locale.value):
        yield


def _over() -> Response:
    return render("invitations/over.html", status=404)


@invitations.post("/users/<int:key>/invite")
@requires(Permission.USER_EDIT)
def send(key: int) -> Response:
    user = visible_or_404(User, key, to_change=True)
    invite(user, by=current_user)
    return committed(redirect_to(url_for("users.show", key=key), toast=_said(user)))


def _said(user: User) -> str:
    if mail.is_configured():
        return _("The invitation is on its way to %(email)s.", email=user.email)
    return _("The invitation link for %(name)s is ready to copy.", name=user.name)


@invitations.post("/users/invite")
@requires(Permission.USER_EDIT)
def send_all() -> Response:
    """To everybody who was never invited and has no password, such as users out of a file; each by themselves."""
    waiting, refused = uninvited(), []
    for user in waiting:
        try:
            with db.session.begin_nested():
                invite(user, by=current_user)
        except RuleBroken:
            refused.append(user.name)
    done = len(waiting) - len(refused)
    said = [ngettext("%(num)s user is invited.", "%(num)s users are invited.", done)]
    if refused:
        named = in_a_list([*refused[:NAMED], *(["…"] if len(refused) > NAMED else [])])
        said.append(_("Check the e-mail address of %(names)s.", names=named))
    tone = "warn" if refused else None
    return committed(redirect_to(url_for("users.index"), toast=" ".join(said), tone=tone))


def uninvited() -> list[User]:
    """Who could sign in if they had a password, and was never asked to choose one."""
    query = select(User).where(User.active, User.password_hash.is_(None), User.invited_at.is_(None))
    return list(db.session.scalars(query.order_by(User.id)))


def invitation_link(user: User) -> str | None:
    """What an administrator copies or shares; None where no link is out that works."""
    return link_of(user) if user.has_open_invitation else None


def mail_goes_out() -> bool:
    """Whether invitations go by e-mail; else their links are passed on by hand."""
    return mail.is_configured()
