"""What is too old to matter goes; what may still be asked for stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.once import OnceKey
from salesapp.core.outbox import Outbox
from salesapp.operating.tidying import tidy
from salesapp.people.models import LoginSession, begin_session


def test_old_keys_sessions_and_done_rows_go(cast):
    now = clock.now()
    for days in (1, 40):
        at = now - timedelta(days=days)
        db.session.add(OnceKey(user_id=1, key=f"key {days}", request_hash="x", at=at))
        db.session.add(Outbox(kind="test", payload={}, done_at=at))
        with clock.travel(at):
            begin_session(cast["ada"], address="", device="")
            db.session.flush()
    db.session.add(Outbox(kind="test", payload={}, created_at=now - timedelta(days=90)))
    db.session.commit()
    assert tidy() == 3
    kept = [db.session.scalar(select(func.count()).select_from(model)) for model in (OnceKey, LoginSession)]
    assert kept == [1, 1]
    waiting = db.session.scalars(select(Outbox.kind).order_by(Outbox.id)).all()
    assert waiting == ["test", "test", "score_leads", "learn_from_leads"], (
        "and the day's work on leads is asked for"
    )


@pytest.mark.sqlite_only  # Postgres keeps its statistics by itself
def test_sqlite_knows_how_its_rows_spread(cast):
    tidy()
    db.session.commit()
    counted = text("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'users'")
    assert db.session.connection().scalar(counted)
