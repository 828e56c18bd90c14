"""The link of an invitation. Nothing of it is kept: it names its user, and when and at which address they were invited.

So it works until a password is set, somebody is invited anew, their address is corrected, their access ends, or its
time is over.
"""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from salesapp.core import mail
from salesapp.core.db import db
from salesapp.people.models import User


def link_of(user: User) -> str:
    """The address that lets `user`, who is invited, choose a password."""
    return f"{mail.site()}/invitation/{_signer().dumps([user.id, *_sent(user)])}"


def invited_by(token: str) -> User | None:
    """Whom this link invites; None where it is none of ours or no longer works."""
    try:
        key, *sent = _signer().loads(token)
    except (BadSignature, ValueError):
        return None
    user = db.session.get(User, key)
    works = user is not None and user.deleted_at is None and user.has_open_invitation
    return user if works and user is not None and _sent(user) == sent else None


def _sent(user: User) -> list[str]:
    """When, and to which address."""
    return ["" if user.invited_at is None else user.invited_at.isoformat(), user.email]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="invitation")
