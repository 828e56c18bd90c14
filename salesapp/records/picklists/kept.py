"""The entries of all picklists, read once in a unit of work."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from sqlalchemy import event, select
from sqlalchemy.orm import Session, object_session

from salesapp.core.db import db
from salesapp.records.picklists.models import PicklistEntry

KEPT = "picklists"


class Kept(NamedTuple):
    """One entry, as choices need it."""

    name_en: str | None = None
    name_zh: str | None = None
    archived: bool = False


def entries_of(key: str) -> dict[str, Kept]:
    """The entries of a list by code, in their order: one statement for all lists."""
    kept = db.session.info.get(KEPT)
    if kept is None:
        kept = db.session.info[KEPT] = _read()
    return cast("dict[str, dict[str, Kept]]", kept).get(key, {})


def _read() -> dict[str, dict[str, Kept]]:
    model = PicklistEntry
    query = select(model.picklist, model.code, model.name_en, model.name_zh, model.archived)
    query = query.order_by(model.picklist, model.position, model.id)
    found: dict[str, dict[str, Kept]] = {}
    with db.session.no_autoflush:
        asking = {"unscoped": "what choices are called is no secret", "with_deleted": True}
        for key, code, name_en, name_zh, archived in db.session.execute(query, execution_options=asking):
            found.setdefault(key, {})[code] = Kept(name_en, name_zh, archived)
    return found


@event.listens_for(PicklistEntry, "after_insert")
@event.listens_for(PicklistEntry, "after_update")
def _changed(_mapper: object, _connection: object, entry: PicklistEntry) -> None:
    session = object_session(entry)
    if session is not None:
        session.info.pop(KEPT, None)


@event.listens_for(Session, "after_commit")
def _committed(session: Session) -> None:
    session.info.pop(KEPT, None)


@event.listens_for(Session, "after_soft_rollback")
def _rolled_back(session: Session, _transaction: Any) -> None:
    session.info.pop(KEPT, None)
