"""What a person has not taken note of yet, as far as they see the records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from salesapp.core.access import Viewer
from salesapp.core.db import db
from salesapp.records.notices.models import Notice


@dataclass(frozen=True)
class News:
    """One notice, or the newest of as many as came by one act."""

    notice: Notice
    count: int = 1


def news_for(user: Viewer, most: int) -> list[News]:
    """The newest first; a record that went out of their sight since is no news any more."""
    last = func.max(Notice.id)
    acts = _seen_by(user, last, func.count()).group_by(Notice.act_id).order_by(last.desc()).limit(most)
    counted = {int(key): int(count) for key, count in db.session.execute(acts)}
    query = select(Notice).where(Notice.id.in_(counted)).options(joinedload(Notice.event))
    found = db.session.scalars(query.order_by(Notice.id.desc()))
    return [News(each, counted[each.id]) for each in found]


def count_news(user: Viewer) -> int:
    """How many of them there are."""
    return db.session.scalar(_seen_by(user, func.count(Notice.act_id.distinct()))) or 0


def _seen_by(user: Viewer, *columns: Any) -> Select[Any]:
    return select(*columns).select_from(Notice).join(Notice.event).where(Notice.user_id == user.id)
