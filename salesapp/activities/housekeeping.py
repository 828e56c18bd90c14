"""What becomes of files that nobody will ask for, and whether each row has its bytes and its record."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import and_, delete, or_, select

from salesapp.activities.files import File, too_late
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.files import storage
from salesapp.core.registry import record_type

EVERY = {"unscoped": "housekeeping looks at all files", "with_deleted": True}


def sweep_files() -> int:
    """Throws away what waited in vain and what was removed long ago; how many rows.

    Bytes go a day after the last row that named them: only what is committed counts, so they are looked at first.
    """
    storage.sweep(storage.named)
    waits_since, removed_since = too_late()
    old = or_(and_(File.subject_id.is_(None), File.created_at < waits_since), File.deleted_at < removed_since)
    found = db.session.execute(delete(File).where(old), execution_options=EVERY)
    return int(found.rowcount)  # type: ignore[attr-defined]


def digests_of_files(begin: str) -> set[str]:
    """What files name of the contents that begin so."""
    named = select(File.digest).where(File.digest.startswith(begin, autoescape=True))
    return set(db.session.scalars(named, execution_options=EVERY))


def faulty_files() -> Iterator[str]:
    """A sentence for every file without a record or without its bytes."""
    columns = (File.id, File.digest, File.size, File.subject_type)
    for key, digest, size, _kind in db.session.execute(select(*columns), execution_options=EVERY):
        path = storage.path_of(digest)
        if not path.is_file() or path.stat().st_size != size:
            yield f"file {key} has lost its content"
    kinds = select(File.subject_type).where(File.subject_type.is_not(None)).distinct()
    for kind in db.session.scalars(kinds, execution_options=EVERY).all():
        yield from (f"file {key} is on no record" for key in _stray(str(kind)))
    unclaimed = select(File.id).where(File.subject_id.is_(None), File.token.is_(None))
    for key in db.session.scalars(unclaimed, execution_options=EVERY):
        yield f"file {key} is on no record"


def _stray(kind: str) -> list[int]:
    """Files on records of the type that are not there."""
    of_kind = select(File.id).where(File.subject_type == kind)
    try:
        table = record_type(kind).model.__table__
    except RuleBroken:
        return list(db.session.scalars(of_kind, execution_options=EVERY))
    there = select(table.c.id)
    return list(db.session.scalars(of_kind.where(File.subject_id.not_in(there)), execution_options=EVERY))
