"""The documents of a customer or an opportunity in one list: quotes here, orders and invoices from higher floors."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from salesapp.core.access import Viewer, allows
from salesapp.core.db import db
from salesapp.core.registry import RecordType
from salesapp.core.relations.merged import with_absorbed

SHOWN = 20

_types: list[RecordType] = []


def show_in_documents(type_: RecordType) -> None:
    """Lists records of this type too. They have `title`, `status`, `total`, `currency` and the three links."""
    if type_ not in _types:
        _types.append(type_)


def documents_of(kind: str, key: int, viewer: Viewer) -> list[tuple[RecordType, list[Any]]]:
    """The newest documents of the account, contact or opportunity, by type; only what the viewer sees."""
    found = [(type_, _newest(type_, kind, key)) for type_ in _types if allows(viewer, type_.view)]
    return [(type_, rows) for type_, rows in found if rows]


def _newest(type_: RecordType, kind: str, key: int) -> list[Any]:
    model = type_.model
    theirs = getattr(model, f"{kind}_id").in_(with_absorbed(kind, key))
    return list(db.session.scalars(select(model).where(theirs).order_by(model.id.desc()).limit(SHOWN)))
