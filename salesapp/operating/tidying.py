"""What the worker throws away once a day: keys, sessions and outbox rows that nobody will ask for again."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, or_

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.once import OnceKey
from salesapp.core.outbox import Outbox
from salesapp.people.models import SESSION_IDLE, SESSION_LIFE, LoginSession

KEPT = timedelta(days=30)
"""A phone may be offline for days and send its form again then."""


def tidy() -> int:
    """Deletes what is too old to matter; how many rows."""
    now = clock.now()
    old = (
        delete(OnceKey).where(OnceKey.at < now - KEPT),
        delete(Outbox).where(Outbox.done_at < now - KEPT),
        delete(LoginSession).where(
            or_(
                LoginSession.ended_at < now - SESSION_IDLE,
                LoginSession.seen_at < now - SESSION_IDLE,
                LoginSession.created_at < now - SESSION_LIFE,
            )
        ),
    )
    return sum(db.session.execute(each).rowcount for each in old)  # type: ignore[attr-defined]
