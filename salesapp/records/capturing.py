"""Before something new is kept: whether it is there already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm.attributes import set_committed_value

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.registry import RecordType, type_of

WARN, REFUSE = "warn", "refuse"


@dataclass(frozen=True)
class Caution:
    """Records that are likely the same as what was typed, and whether it may be saved all the same."""

    matches: list[Any]
    refusing: bool


def refuses_duplicates(key: str) -> bool:
    """Whether the company keeps likely duplicates of records of the type out; else it is only told of them."""
    return bool(company().duplicate_handling.get(key, WARN) == REFUSE)


def caution(type_: RecordType, values: Mapping[str, Any], *, anyway: bool) -> Caution | None:
    """What stands against keeping a record of these values (by attribute); None where nothing does.

    Only records that the viewer sees count. One that they may not see neither warns nor refuses: whoever typed an
    address would learn by the refusal that a colleague has it. Such duplicates come in, and whoever sees both finds
    them in the list of likely duplicates.
    """
    if type_.likely_duplicates is None:
        return None
    refuses = refuses_duplicates(type_.key)
    if anyway and not refuses:
        return None
    with db.session.no_autoflush:
        made = typed(type_, values)
        found = type_.known_already(made) if type_.known_already else type_.likely_duplicates([made])[0]
    # A customer's further enquiry is no duplicate of the customer, nor is their colleague at the same number.
    refusing = refuses and any(type_of(each.record) is type_ and each.is_likely for each in found)
    return Caution(found, refusing) if found and (refusing or not anyway) else None


def typed(type_: RecordType, values: Mapping[str, Any]) -> Any:
    """A record of what was typed, which is not kept: no rule sees it, and nothing but what was typed is in it."""
    columns = type_.model.__table__.columns
    made = inspect(type_.model).class_manager.new_instance()
    for name, value in values.items():
        if name in columns:
            set_committed_value(made, name, value)
    return made


def by_attribute(type_: RecordType, values: Mapping[str, Any]) -> dict[str, Any]:
    """A form's values by the attributes that hold them."""
    fields = type_.fields_by_name
    return {fields[name].attribute: value for name, value in values.items() if name in fields}
