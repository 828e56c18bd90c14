"""Brings rules and facts together: the score of a lead with its reasons, and the column that lists sort by.

The column is written apart from the record: a score is no change by anybody, so it moves neither `changed_at` nor the
version, unless the rating that follows from it changes, which open forms and the history have to know.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, insert, select, update

from salesapp.activities.models import Activity, ActivityKind, ActivityStatus, CallOutcome, Note
from salesapp.core import clock
from salesapp.core.access import SYSTEM
from salesapp.core.db import db
from salesapp.core.events import Chosen, Event, event_kind, plain
from salesapp.core.i18n import _l
from salesapp.core.outbox import Outbox, carrier, post
from salesapp.leads.kinds import OPEN_STATUSES, Rating
from salesapp.leads.models import LEAD, Lead
from salesapp.leads.models.thresholds import limits
from salesapp.leads.scoring.models import active_rules
from salesapp.leads.scoring.points import Facts, ScoreKind, ScoreRule, Signal, counting, total
from salesapp.records.filters.values import value_of

RATED = event_kind("lead_rated", _l("The score made this lead %(rating)s"), icon="thermometer", touch=False)
SCORING = "score_leads"
BATCH = 500
EVERYTHING = {
    "unscoped": "a score counts what everybody did, and is kept for leads that the doer may not see"
}
RATINGS = {**EVERYTHING, "told": "a rating that changed has an event of its own"}
UNANSWERED = {CallOutcome.NO_ANSWER, CallOutcome.VOICEMAIL}
OF_KIND = {ActivityKind.MEETING: Signal.MEETING, ActivityKind.EMAIL: Signal.EMAIL}

LEADS = cast("Table", Lead.__table__)


@dataclass(frozen=True)
class Score:
    """A lead's score now and the rules it comes from, by kind."""

    total: int
    parts: dict[ScoreKind, list[ScoreRule]]


def score_of(lead: Lead) -> Score:
    """The score as the rules of now make it, with its reasons."""
    rules = active_rules()
    found = counting(rules, value_of(LEAD, lead), facts_of([lead], rules)[lead.id], clock.now())
    parts = {kind: [each for each in found if each.kind is kind] for kind in ScoreKind}
    return Score(total(found), {kind: each for kind, each in parts.items() if each})


def score_new(leads: Sequence[Lead]) -> None:
    """The first score of leads about to be written, on which nothing has happened yet."""
    rules, bounds, now = active_rules(), limits(), clock.now()
    asked = sorted({condition.field for rule in rules for condition in rule.conditions})
    known: dict[
        tuple[Any, ...], int
    ] = {}  # an import brings hundreds that the rules see no difference between
    for lead in leads:
        came, touched = cast("datetime | None", lead.created_at), cast("datetime | None", lead.touched_at)
        facts, read = Facts(came or now, touched or now), value_of(LEAD, lead)
        like = (facts.came_at, facts.touched_at, *map(read, asked))
        if like not in known:
            known[like] = total(counting(rules, read, facts, now))
        lead.score = known[like]
        if not lead.rating_by_hand:
            lead.rating = bounds.rating_of(lead.score)
            lead.rating_by_hand = False  # whoever sets a rating sets it by hand, but for this


def rescore(keys: Iterable[int]) -> None:
    """Works the scores of open leads out anew; a closed one keeps the score it was closed with."""
    query = select(LEADS).where(LEADS.c.id.in_(sorted(keys)), LEADS.c.status.in_(OPEN_STATUSES))
    locked = query.order_by(
        LEADS.c.id
    ).with_for_update()  # or a rating set meanwhile by hand would be overwritten
    rows = db.session.execute(locked, execution_options=EVERYTHING).all()
    if not rows:
        return
    rules, bounds, now = active_rules(), limits(), clock.now()
    facts = facts_of(rows, rules)
    found: dict[tuple[int, Rating | None, bool], list[int]] = {}
    rated = []
    for row in rows:
        score = total(counting(rules, value_of(LEAD, row), facts[row.id], now))
        rating = row.rating if row.rating_by_hand else bounds.rating_of(score)
        if (score, rating) != (row.score, row.rating):
            found.setdefault((score, rating, rating is not row.rating), []).append(row.id)
        if rating is not row.rating:
            rated.append(_rated(row, rating, now))
    for (score, rating, anew), ids in found.items():
        values: dict[str, Any] = {"score": score, "rating": rating}
        values |= {"version": LEADS.c.version + 1} if anew else {}
        written = update(LEADS).where(LEADS.c.id.in_(ids)).values(values)
        db.session.execute(written, execution_options=RATINGS)
    if rated:
        db.session.execute(insert(Event), rated)


def _rated(row: Any, rating: Rating, now: datetime) -> dict[str, Any]:
    """The event of a rating that followed its score."""
    return {
        "at": now,
        "by_id": SYSTEM.id,
        "by_name": SYSTEM.name,
        "kind": RATED,
        "subject_type": LEAD.key,
        "subject_id": row.id,
        "subject_title": row.name[:300],
        "subject_version": row.version,
        "particulars": {"rating": plain(Chosen(rating))},
        "changes": [{"field": "rating", "before": row.rating and row.rating.value, "after": rating.value}],
    }


def facts_of(leads: Sequence[Any], rules: Sequence[ScoreRule]) -> dict[int, Facts]:
    """Lead id → what happened, read only where a rule asks for it."""
    happened: dict[int, list[tuple[Signal, datetime]]] = {each.id: [] for each in leads}
    asked = {each.signal for each in rules if each.kind is ScoreKind.INTEREST}
    if asked - {Signal.NOTE}:
        for row in _done(list(happened)):
            signal = _signal(row.kind, row.outcome)
            if signal is not None:
                happened[row.subject_id].append((signal, row.at))
    if Signal.NOTE in asked:
        for row in _notes(list(happened)):
            happened[row.subject_id].append((Signal.NOTE, row.at))
    return {each.id: Facts(each.created_at, each.touched_at, happened[each.id]) for each in leads}


def _signal(kind: ActivityKind, outcome: CallOutcome | None) -> Signal | None:
    if kind is ActivityKind.CALL:
        if outcome is CallOutcome.REACHED:
            return Signal.REACHED
        return Signal.UNANSWERED if outcome in UNANSWERED else None
    return OF_KIND.get(kind)


def _done(keys: list[int]) -> Sequence[Any]:
    query = select(Activity.subject_id, Activity.kind, Activity.outcome, Activity.done_at.label("at")).where(
        Activity.subject_type == LEAD.key,
        Activity.subject_id.in_(keys),
        Activity.status == ActivityStatus.DONE,
        Activity.done_at.is_not(None),
        Activity.deleted_at.is_(None),
    )
    return db.session.execute(query, execution_options=EVERYTHING).all()


def _notes(keys: list[int]) -> Sequence[Any]:
    query = select(Note.subject_id, Note.created_at.label("at")).where(
        Note.subject_type == LEAD.key, Note.subject_id.in_(keys), Note.deleted_at.is_(None)
    )
    return db.session.execute(query, execution_options=EVERYTHING).all()


def rescore_all() -> None:
    """Has the worker go through all open leads; once, however often it is asked before it begins."""
    waiting = select(Outbox.payload).where(
        Outbox.kind == SCORING, Outbox.tries == 0, Outbox.done_at.is_(None), Outbox.failed_at.is_(None)
    )
    if all(payload["after"] for payload in db.session.scalars(waiting)):
        post(SCORING, {"after": 0})


@carrier(SCORING)
def _score_batch(payload: dict[str, Any]) -> None:
    """The next leads after one, and word to go on behind them: nobody waits long for the database meanwhile."""
    query = select(Lead.id).where(Lead.id > payload["after"], Lead.status.in_(OPEN_STATUSES))
    keys = db.session.scalars(query.order_by(Lead.id).limit(BATCH)).all()
    rescore(keys)
    if len(keys) == BATCH:
        post(SCORING, {"after": keys[-1]})
