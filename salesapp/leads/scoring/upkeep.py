"""Keeps `touched_at` and `score` while leads change and things happen on them, once per transaction.

What a transaction did to leads is gathered as it is flushed; just before the commit the leads concerned are touched and
scored by a few statements, however many flushes and however many leads there were.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from salesapp.core.events import CREATED, Event
from salesapp.leads.kinds import OPEN_STATUSES
from salesapp.leads.models import LEAD, Lead
from salesapp.leads.models.thresholds import LeadLimits
from salesapp.leads.scoring.models import LeadScoreRule
from salesapp.leads.scoring.scores import EVERYTHING, LEADS, rescore, rescore_all, score_new

GATHERED = "leads_gathered"


@dataclass
class Gathered:
    """What one transaction did: the leads to be scored anew, and when each was touched."""

    changed: set[int] = field(default_factory=set)
    touched: dict[int, datetime] = field(default_factory=dict)
    rules: bool = False


@event.listens_for(Session, "before_flush")
def _gather(session: Session, _context: object, _instances: object) -> None:
    made = [row for row in session.new if isinstance(row, Lead) and row.status in {None, *OPEN_STATUSES}]
    if made:
        with session.no_autoflush:
            score_new(made)
    gathered = session.info.setdefault(GATHERED, Gathered())
    for row in session.new:
        if isinstance(row, Event) and row.kind != CREATED:
            _happened(row, gathered)
        elif isinstance(row, LeadScoreRule | LeadLimits):
            gathered.rules = True
    for row in session.dirty:
        if isinstance(row, Lead) and session.is_modified(row):
            _saved(row, gathered)
        elif isinstance(row, LeadScoreRule | LeadLimits) and session.is_modified(row):
            gathered.rules = True


def _saved(lead: Lead, gathered: Gathered) -> None:
    """It is written anyway and takes the instant along; one that is closed keeps the score it was closed with."""
    if lead.id in gathered.touched:
        lead.touched_at = max(lead.touched_at, gathered.touched.pop(lead.id))
    if lead.status in OPEN_STATUSES:
        gathered.changed.add(lead.id)
    else:
        gathered.changed.discard(lead.id)


def _happened(happened: Event, gathered: Gathered) -> None:
    keys = set(_about(happened))
    gathered.changed |= keys
    if happened.is_touch:
        for key in keys:
            gathered.touched[key] = max(gathered.touched.get(key, happened.at), happened.at)


def _about(happened: Event) -> Iterator[int]:
    if happened.subject_type == LEAD.key:
        yield happened.subject_id
    yield from (key for kind, key in happened.about if kind == LEAD.key)


@event.listens_for(Session, "before_commit")
def _keep(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    gathered: Gathered = session.info.pop(GATHERED, None) or Gathered()
    _touch(session, gathered.touched)
    if gathered.changed:
        rescore(gathered.changed)
    if gathered.rules and session.scalar(select(Lead.id).limit(1), execution_options=EVERYTHING):
        rescore_all()
        session.flush()


def _touch(session: Session, touched: dict[int, datetime]) -> None:
    """One statement for all that were touched at the same instant."""
    together: dict[datetime, list[int]] = {}
    for key, at in sorted(touched.items()):
        together.setdefault(at, []).append(key)
    for at, keys in together.items():
        restarted = update(LEADS).where(LEADS.c.id.in_(keys), LEADS.c.touched_at < at)
        session.execute(restarted.values(touched_at=at), execution_options=EVERYTHING)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(GATHERED, None)
