"""Records that are told apart by a name or a code: no two of them have the same one, whatever its capitals."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect, select

from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import Record, db, sorted_by
from salesapp.core.errors import RuleBroken
from salesapp.core.flushing.written import has_changed
from salesapp.core.i18n import _
from salesapp.core.ordering.collation import sort_key
from salesapp.core.registry import RecordType

ALL_OF_THEM = {"unscoped": "a name is taken, whoever sees its record", "with_deleted": True}


def must_be_distinct(type_: RecordType, record_: Record) -> None:
    """RuleBroken where another record, in the bin or not, has what this one is about to be called."""
    if not type_.distinct or not _is_renamed(record_, type_.distinct, type_.distinct_within):
        return
    one_at_a_time(f"distinct {type_.key}")
    other = namesake(type_, record_)
    if other is not None:
        raise RuleBroken(_sentence(other, getattr(other, type_.distinct)), field=type_.distinct)


def namesake(type_: RecordType, record_: Record) -> Record | None:
    """Another record with the same name or code, capitals or not; also one that is not written yet."""
    value, within = getattr(record_, type_.distinct), type_.distinct_within
    if not value:
        return None
    alike: list[Record] = [each for each in db.session.new if isinstance(each, type_.model)]
    alike += db.session.scalars(_listed_with(type_, value).execution_options(**ALL_OF_THEM))
    for other in alike:
        same = (getattr(other, type_.distinct) or "").casefold() == value.casefold()
        beside = not within or bool(getattr(other, within)) == bool(getattr(record_, within))
        if other is not record_ and same and beside:
            return other
    return None


def _is_renamed(record_: Record, *names: str) -> bool:
    return not inspect(record_).persistent or has_changed(record_, *filter(None, names))


def _listed_with(type_: RecordType, value: str) -> Any:
    """Those that lists show in the same place: all that differ in capitals are among them, and few more."""
    model = type_.model
    query = select(model).where(sorted_by(model, type_.distinct) == sort_key(value))
    return query.order_by(model.deleted_at.is_not(None), model.id)


def _sentence(other: Record, value: str) -> str:
    if other.deleted_at is not None:
        return _(
            "“%(value)s” belongs to %(name)s, which is in the recycle bin.", value=value, name=other.title
        )
    if other.title == value:
        return _("There is already “%(value)s”. Upper and lower case make no difference.", value=value)
    return _("“%(value)s” belongs to %(name)s.", value=value, name=other.title)
