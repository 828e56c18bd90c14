"""Inviting, and the e-mail about it; without a mail server the administrator passes the link on."""

from __future__ import annotations

from flask import render_template
from flask_babel import force_locale

from salesapp.core import mail
from salesapp.core.access import acting_as
from salesapp.core.company import company, zone_of
from salesapp.core.i18n import _
from salesapp.people.invitations.links import link_of
from salesapp.people.models import User


def invite(user: User, *, by: User) -> None:
    """Invites, in the user's own language, with times on their clocks."""
    user.invite(by=by)
    if not mail.is_configured():
        return
    with acting_as(user), force_locale(user.locale.value):
        ends = {"ends": user.invitation_ends_at, "zone": zone_of(user)}
        text = render_template("mail/invitation.txt", user=user, by=by, address=link_of(user), **ends)
        subject = _("Your access to the CRM of %(company)s", company=company().name)
    subject = " ".join(subject.split())[:200]
    mail.post_mail(to=user.email, subject=subject, text=text.strip(), about=user, by=by)
