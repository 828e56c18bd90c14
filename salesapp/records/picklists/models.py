"""The rows of picklists: what each entry is called, where it stands, and whether it is still offered."""

from __future__ import annotations

from typing import Any

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped

from salesapp.core import fields as f
from salesapp.core.access import Shared
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.records.picklists.names import called

MOVED = event_kind(
    "picklist_entry_moved", _l("%(by)s moved this entry to position %(place)s"), icon="arrow-down-up"
)
ARCHIVED = event_kind("picklist_entry_archived", _l("%(by)s archived this entry"), icon="archive")
UNARCHIVED = event_kind(
    "picklist_entry_unarchived", _l("%(by)s put this entry back into use"), icon="archive-restore"
)
LONGEST_NAME = 80
LONGEST_CODE = 40
SHIPPED: dict[str, dict[str, str]] = {}
"""List → code → what the product calls its own entries."""


class PicklistEntry(Shared, Record):
    """One choice of a list. Without a name of its own it is called as the product calls it, in each language.

    Records keep its code, which never changes, so it can be renamed and archived but never deleted.
    """

    __tablename__ = "picklist_entries"
    record_type_key = "picklist_entry"

    picklist: Mapped[str] = f.text(_l("List"), required=True, editable=False, length=40, in_words=False)
    code: Mapped[str] = f.text(_l("Code"), required=True, editable=False, length=LONGEST_CODE, in_words=False)
    name_en: Mapped[str | None] = f.text(_l("English name"), length=LONGEST_NAME)
    name_zh: Mapped[str | None] = f.text(_l("Chinese name"), length=LONGEST_NAME)
    position: Mapped[int] = f.integer(_l("Position"), nullable=False, default=0, editable=False, derived=True)
    archived: Mapped[bool] = f.boolean(_l("Archived"), editable=False)

    __table_args__ = (UniqueConstraint("picklist", "code"),)

    @property
    def shipped_name(self) -> str | None:
        """What the product calls it; none for what the company added."""
        return SHIPPED.get(self.picklist, {}).get(self.code)

    @property
    def title(self) -> str:
        return called(self.name_en, self.name_zh, self.shipped_name, self.code)

    def archive(self, *, by: Any) -> None:
        """It is offered no more; records that have it keep it."""
        if self.archived:
            raise RuleBroken(_("%(name)s is already archived.", name=self.title))
        self.archived = True
        record(self, ARCHIVED, by=by)

    def unarchive(self, *, by: Any) -> None:
        """It is offered again."""
        if not self.archived:
            raise RuleBroken(_("%(name)s is already in use.", name=self.title))
        self.archived = False
        record(self, UNARCHIVED, by=by)

    def move(self, by_places: int, *, by: Any) -> None:
        """Changes places with the one before (-1) or after (1); at either end it stays."""
        one_at_a_time(f"picklist {self.picklist}")
        group = rows_of(self.picklist)
        here = group.index(self)
        there = min(max(here + by_places, 0), len(group) - 1)
        if here != there:
            group[here], group[there] = group[there], group[here]
            for place, each in enumerate(group, start=1):
                each.position = place
            record(self, MOVED, by=by, place=there + 1)


def rows_of(picklist: str, *, but: int | None = None) -> list[PicklistEntry]:
    """The entries of a list in their order, as they are now in the database; without the one with the id `but`."""
    query = select(PicklistEntry).where(PicklistEntry.picklist == picklist)
    if but is not None:
        query = query.where(PicklistEntry.id != but)
    query = query.order_by(PicklistEntry.position, PicklistEntry.id)
    asking = {
        "unscoped": "what choices are called is no secret",
        "with_deleted": True,
        "populate_existing": True,
    }
    with db.session.no_autoflush:
        return list(db.session.scalars(query, execution_options=asking))
