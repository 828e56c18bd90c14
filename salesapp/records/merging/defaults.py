"""What came along with a merge and is used by default gives way where the record that stays has one already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from salesapp.core.access import Viewer
from salesapp.core.db import Base, db
from salesapp.core.events import CHANGED, record
from salesapp.records.merging.models import Trace
from salesapp.records.only_default import OnlyDefault, give_way

EVERY = {"unscoped": "what hangs on a record went along with it, whoever sees it", "populate_existing": True}


def keep_one_default(trace: Trace, *, by: Viewer) -> None:
    """After the rows were moved. The trace keeps which gave way."""
    for name, _loser, ids in trace.moved:
        table, _dot, column = name.partition(".")
        for model in _models():
            if model.__tablename__ == table and column in model.default_within:
                _give_way(model, ids, trace, by)


def bring_defaults_back(trace: Trace, *, by: Viewer) -> None:
    """After the rows were put back: each is the default again, unless another one is by now."""
    models = {each.__tablename__: each for each in _models()}
    for table, key in trace.gave_way:
        found = db.session.get(models[table], key, execution_options=EVERY)
        if found is not None and not found.is_default and not found.other_defaults():
            found.is_default = True
            record(found, CHANGED, by=by)


def _give_way(model: Any, ids: list[int], trace: Trace, by: Viewer) -> None:
    came = select(model).where(model.id.in_(ids), model.is_default).order_by(model.id)
    for each in db.session.scalars(came.execution_options(**EVERY)):
        others = each.other_defaults()
        if others:
            give_way(each, min(others, key=lambda other: other.id in ids), by=by)
            trace.gave_way.append([model.__tablename__, each.id])
            db.session.flush()


def _models() -> Iterator[Any]:
    return (each.class_ for each in Base.registry.mappers if issubclass(each.class_, OnlyDefault))
