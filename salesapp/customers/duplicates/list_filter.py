"""A filter of lists beside the fields: records that look the same as another one, and nobody said that they are not."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, not_, or_, select
from sqlalchemy.orm import aliased

from salesapp.core.i18n import _
from salesapp.core.registry import RecordType
from salesapp.customers.duplicates.pairs import DifferentPair, DuplicatePair


def offer_duplicates(type_: RecordType) -> None:
    """Makes lists of a type understand `duplicate=1`, and `duplicate=0` for all others."""
    type_.criteria["duplicate"] = lambda asked: _in_a_pair(type_, asked)
    type_.criteria_words["duplicate"] = _words


def _in_a_pair(type_: RecordType, asked: str) -> ColumnElement[bool]:
    """With one that whoever asks sees as well."""
    one, other = DuplicatePair.one_id, DuplicatePair.other_id
    key = type_.model.id
    found = or_(key.in_(_beside(type_, one, other)), key.in_(_beside(type_, other, one)))
    return found if asked == "1" else not_(found)


def _beside(type_: RecordType, mine: Any, theirs: Any) -> Any:
    twin = aliased(type_.model)
    different = exists().where(
        DifferentPair.record_type == type_.key,
        DifferentPair.one_id == DuplicatePair.one_id,
        DifferentPair.other_id == DuplicatePair.other_id,
    )
    found = select(mine).join(twin, twin.id == theirs)
    return found.where(DuplicatePair.record_type == type_.key, twin.deleted_at.is_(None), ~different)


def _words(asked: str) -> str:
    return _("Possible duplicate") if asked == "1" else _("No possible duplicate")
