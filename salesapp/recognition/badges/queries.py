"""The badges that people have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from salesapp.core.access import Viewer
from salesapp.core.db import db
from salesapp.people.models import User
from salesapp.recognition.badges.models import Badge
from salesapp.recognition.leaderboards import BY_KEY, shows_results, words_of
from salesapp.web.filters import money

MOST = 50


def badges_of(user: User, viewer: Viewer) -> list[Badge]:
    """The newest first; none where the company doesn't show them to the reader."""
    if not shows_results(viewer, user):
        return []
    query = select(Badge).where(Badge.user_id == user.id)
    return list(db.session.scalars(query.order_by(Badge.last.desc(), Badge.id.desc()).limit(MOST)))


def names_of(users: Iterable[int]) -> dict[int, list[str]]:
    """User → what their badges are called, each once, the newest first."""
    found: dict[int, list[str]] = defaultdict(list)
    query = select(Badge.user_id, Badge.name).where(Badge.user_id.in_(list(users)))
    for key, name in db.session.execute(query.order_by(Badge.last.desc(), Badge.id.desc())):
        if name not in found[key]:
            found[key].append(name)
    return dict(found)


def said(badge: Badge) -> str:
    """What it was awarded for, in words."""
    board = BY_KEY[badge.metric]
    value = money(badge.value, badge.currency) if board.is_money else words_of(board)(badge.value)
    return f"{board.label}: {value}"
