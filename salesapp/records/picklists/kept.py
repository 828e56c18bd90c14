"""The entries of all picklists, read once until somebody changes one."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.settings_cache import cached
from salesapp.records.picklists.models import PicklistEntry


class Kept(NamedTuple):
    """One entry, as choices need it."""

    name_en: str | None = None
    name_zh: str | None = None
    archived: bool = False


def entries_of(key: str) -> dict[str, Kept]:
    """The entries of a list by code, in their order."""
    return _read().get(key, {})


@cached(PicklistEntry)
def _read() -> dict[str, dict[str, Kept]]:
    model = PicklistEntry
    query = select(model.picklist, model.code, model.name_en, model.name_zh, model.archived)
    query = query.order_by(model.picklist, model.position, model.id)
    found: dict[str, dict[str, Kept]] = {}
    asking = {"unscoped": "what choices are called is no secret", "with_deleted": True}
    for key, code, name_en, name_zh, archived in db.session.execute(query, execution_options=asking):
        found.setdefault(key, {})[code] = Kept(name_en, name_zh, archived)
    return found
