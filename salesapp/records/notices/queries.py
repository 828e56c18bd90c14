"""What a person has not taken note of yet, as far as they see the records."""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager

from salesapp.core.access import Viewer
from salesapp.core.db import db
from salesapp.core.events import Event
from salesapp.records.notices.models import Notice


def unread(user: Viewer) -> Select[Notice]:
    """Their notices, the newest first; a record that went out of their sight since is no news any more."""
    query = select(Notice).join(Notice.event).options(contains_eager(Notice.event))
    return query.where(Notice.user_id == user.id).order_by(Event.id.desc())


def count_unread(user: Viewer) -> int:
    ids = unread(user).with_only_columns(Notice.id).order_by(None).options()
    return db.session.scalar(select(func.count()).select_from(ids.subquery())) or 0
