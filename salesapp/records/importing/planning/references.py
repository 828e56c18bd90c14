"""Several records may have the same title: beside a link, a file has a column that says which one is meant.

The record is named there as files name it: by its external id, else by its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.fields import Field
from salesapp.core.i18n import _l
from salesapp.core.registry import RecordType, record_type

LENGTH = 120


def titles_tell(type_: RecordType) -> bool:
    """Whether no two records have the same title, or so few that nobody calls two the same."""
    return (
        (type_.few and not type_.importable)
        or type_.names is not None
        or type_.title == type_.distinct
        or type_.title in type_.known_by
    )


def reference_of(link: Field) -> Field | None:
    """The column that says which record a link means; None where its title does."""
    if link.kind != "link" or titles_tell(record_type(link.target)):
        return None
    return Field("text", _l("%(field)s ID", field=link.label), name=f"{link.name}_id", length=LENGTH)


def with_references(fields: Iterable[Field]) -> Iterator[Field]:
    """The fields, and behind each link the column that says which record it means."""
    for each in fields:
        yield each
        reference = reference_of(each)
        if reference is not None:
            yield reference


def links_by_reference(fields: Iterable[Field]) -> dict[str, Field]:
    """Name of a reference → the link it is about."""
    return {found.name: each for each in fields if (found := reference_of(each)) is not None}


def file_names(type_: RecordType, linked: Mapping[int, Any]) -> dict[int, str]:
    """Id → what files call the record.

    A number that is another record's external id names nobody, lest the link lead there: the title has to do.
    """
    numbers = [str(key) for key, each in linked.items() if not each.external_id]
    column = type_.model.external_id
    query = (
        select(column)
        .where(column.in_(numbers))
        .execution_options(unscoped="whether a number is somebody's external id", with_deleted=True)
    )
    taken = set(db.session.scalars(query)) if numbers else set()
    return {
        key: each.external_id or str(key)
        for key, each in linked.items()
        if each.external_id or str(key) not in taken
    }
