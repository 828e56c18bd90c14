"""What the worker does once a day.

It throws away what nobody will ask for again, has the scores of leads follow the calendar and what conversions teach be
learned anew, reminds of forecasts that are due, and lets SQLite count its rows.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, or_

from salesapp.activities.housekeeping import sweep_files
from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.once import OnceKey
from salesapp.core.outbox import Outbox
from salesapp.customers.duplicates.jobs import look_again
from salesapp.forecasts.reminding import remind
from salesapp.leads.scoring.predictive import learn_soon
from salesapp.leads.scoring.scores import rescore_all
from salesapp.leads.web_forms.submitting import unwanted
from salesapp.people.models import SESSION_IDLE, SESSION_LIFE, LoginSession
from salesapp.people.throttle import outlived
from salesapp.reports.subscriptions.housekeeping import outdated

KEPT = timedelta(days=30)
"""A phone may be offline for days and send its form again then."""
EVERY_TABLE = 0x10002
"""SQLite's word for: also the tables that this connection has not read."""


def tidy() -> int:
    """Deletes what is too old to matter; how many rows."""
    now = clock.now()
    old = (
        delete(OnceKey).where(OnceKey.at < now - KEPT),
        delete(Outbox).where(Outbox.done_at < now - KEPT),
        unwanted(),
        outdated(now - KEPT),
        outlived(),
        delete(LoginSession).where(
            or_(
                LoginSession.ended_at < now - SESSION_IDLE,
                LoginSession.seen_at < now - SESSION_IDLE,
                LoginSession.created_at < now - SESSION_LIFE,
            )
        ),
    )
    look_again()
    gone = sweep_files()
    gone += sum(db.session.execute(each).rowcount for each in old)  # type: ignore[attr-defined]
    rescore_all()
    learn_soon()
    remind()
    _count_rows()
    return gone


def _count_rows() -> None:
    """SQLite picks indexes by statistics that nobody else keeps; Postgres keeps its own."""
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        for pragma in ("analysis_limit = 400", f"optimize = {EVERY_TABLE}"):
            connection.exec_driver_sql(f"PRAGMA {pragma}").close()
