"""Batches that the worker carries out: each row is a transaction of its own; what was killed goes on behind it."""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic
from typing import Any

from flask_babel import force_locale
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.access import Permission, acting_as, allows, changeable
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, sentences_noted
from salesapp.core.outbox import SLICE_SECONDS, carrier, post
from salesapp.invoices.batches.acts import BatchAct, act_called
from salesapp.invoices.batches.models import Batch, BatchRow, Outcome
from salesapp.people.models import User


def begin(act: BatchAct, chosen: Mapping[int, int | None], *, by: Any) -> Batch:
    """Hands the records (id → the amount that was seen) to the worker. RuleBroken without any."""
    query = select(act.model).where(act.model.id.in_(chosen)).order_by(act.model.id)
    records = db.session.scalars(query).all()
    if not records:
        raise RuleBroken(_("Select a record first."))
    made = Batch(act=act.key, by_id=by.id)
    made.rows = [
        BatchRow(record_id=each.id, title=f"{each.title} · {each.customer_name}"[:300], seen=chosen[each.id])
        for each in records
    ]
    db.session.add(made)
    db.session.flush()
    post("invoice_batch", {"batch": made.id})
    return made


@carrier("invoice_batch")
def carry_batch(payload: dict[str, Any]) -> None:
    """Works on the batch for a while; what is left is posted again. May be done twice: each row counts once."""
    until = monotonic() + SLICE_SECONDS
    while _carry_next(payload["batch"]):
        if monotonic() > until:
            post("invoice_batch", payload)
            db.session.commit()
            return


def _carry_next(key: int) -> bool:
    """Settles the next row together with what it does; False once none waits."""
    batch = db.session.get(Batch, key, with_for_update=True, populate_existing=True)
    by = None if batch is None else db.session.get(User, batch.by_id or 0)
    if batch is None or by is None or batch.ended:
        return False
    waiting = select(BatchRow).where(BatchRow.batch_id == key, BatchRow.outcome == Outcome.WAITING)
    row = db.session.scalar(waiting.order_by(BatchRow.id).limit(1))
    if row is None:
        batch.finished_at = clock.now()
    else:
        with force_locale(str(by.locale)), sentences_noted():
            _settle(batch.act, row, by)
    db.session.commit()
    return row is not None


def _settle(name: str, row: BatchRow, by: User) -> None:
    """Does it to the row's record; where that refuses nothing of it stays but the reason."""
    act = act_called(name)
    try:
        with acting_as(by):
            act.do(_found(act, row, by), row.seen, by=by)
            db.session.flush()
    except RuleBroken as broken:
        db.session.rollback()
        row.outcome, row.sentence = Outcome.REFUSED, broken.sentence
    else:
        row.outcome = Outcome.DONE


def _found(act: BatchAct, row: BatchRow, by: User) -> Any:
    """The record, if whoever began it may still do that. RuleBroken else."""
    query = select(act.model).where(act.model.id == row.record_id, changeable(act.model, by))
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is None or not by.active or not allows(by, Permission.INVOICE_ISSUE):
        raise RuleBroken(_("You can’t change this record any more."))
    return found
