"""Entries of picklists as records: added, renamed, told apart by their names, and begun with the schema."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select

from salesapp.core.access import Permission, Viewer
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import CHANGED, CREATED, record
from salesapp.core.i18n import _, _l, in_a_list
from salesapp.core.registry import RecordType, register
from salesapp.records.notation.choices import folded, labels
from salesapp.records.picklists.models import LONGEST_CODE, LONGEST_NAME, PicklistEntry, rows_of
from salesapp.records.picklists.picklist import Picklist, picklists


def names_of(entry: PicklistEntry) -> set[str]:
    """All that readers of any language see it called, folded."""
    shipped = dict.fromkeys(("en", "zh"), "") if entry.shipped_name is None else _shipped(entry)
    own = {"en": entry.name_en, "zh": entry.name_zh}
    return {folded(name) for name in (own[each] or shipped[each] for each in own) if name}


def _shipped(entry: PicklistEntry) -> dict[str, str]:
    return dict(zip(("en", "zh"), labels(entry.shipped_name), strict=True))


def add_entry(picklist: type[Picklist], name: str, *, by: Any) -> Picklist:
    """A new entry of this name, as an import brings it; the one that has the name already where there is one.

    RuleBroken for a name that is too long.
    """
    one_at_a_time(f"picklist {picklist.key}")
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME:
        raise RuleBroken(_("At most %(max)d characters.", max=LONGEST_NAME))
    there = next((each for each in rows_of(picklist.key) if folded(name) in names_of(each)), None)
    if there is None:
        there = PicklistEntry(picklist=picklist.key, name_en=name)
        settle(there, by=by)
        db.session.add(there)
        db.session.flush()
        record(there, CREATED, by=by)
    return picklist.of_code(there.code)


def settle(entry: PicklistEntry, *, by: Any) -> None:  # noqa: ARG001  the registry passes who saves
    """Names tell entries of a list apart; a new one gets a code made of its name, and the last place."""
    one_at_a_time(f"picklist {entry.picklist}")
    if not (entry.name_en or entry.name_zh or entry.shipped_name):
        raise RuleBroken(_("This field is required."), field="name_en")
    others = rows_of(entry.picklist, but=entry.id)
    same = next((each for each in others if names_of(each) & names_of(entry)), None)
    if same is not None:
        field = "name_en" if entry.name_en else "name_zh"
        if same.archived:
            raise RuleBroken(
                _("“%(name)s” is already in the list, but archived.", name=same.title), field=field
            )
        raise RuleBroken(_("“%(name)s” is already in the list.", name=same.title), field=field)
    if not entry.code:
        entry.code = _free_code(entry.title, {each.code for each in others})
    if not entry.position:
        entry.position = max((each.position for each in others), default=0) + 1


def _free_code(name: str, taken: set[str]) -> str:
    """`organic-search`: the name in letters and digits of any script, numbered where it is taken."""
    plain = re.sub(r"[\W_]+", "-", name.casefold()).strip("-")[: LONGEST_CODE - 5] or "entry"
    numbered = (f"{plain}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (plain, *numbered) if each not in taken)


def begin() -> None:
    """Gives every entry of the product its row, in a new database and in one that an older version wrote."""
    there = {
        (key, code) for key, code in db.session.execute(select(PicklistEntry.picklist, PicklistEntry.code))
    }
    for picklist in picklists.values():
        known = [code for key, code in there if key == picklist.key]
        fresh = [each for each in picklist if (picklist.key, each.value) not in there]
        db.session.add_all(
            PicklistEntry(picklist=picklist.key, code=each.value, position=place)
            for place, each in enumerate(fresh, start=len(known) + 1)
        )
    db.session.flush()


class EntryImporter:
    """Brings entries that another installation exported: each is the one of its list that has its code."""

    fills = ("code",)

    def create(self, values: dict[str, Any], *, by: Viewer) -> PicklistEntry:
        """A new entry, with a code made of its name where the row has none."""
        if values.get("picklist") not in picklists:
            raise RuleBroken(_("Available lists: %(lists)s.", lists=in_a_list(picklists)), field="picklist")
        made = PicklistEntry(**values)
        settle(made, by=by)
        db.session.add(made)
        db.session.flush()
        return made

    def update(self, found: PicklistEntry, values: dict[str, Any], *, by: Viewer) -> bool:
        """Brings names, place and archive in step with the row; whether anything changed."""
        for name in ("picklist", "code"):
            if values.get(name, getattr(found, name)) != getattr(found, name):
                raise RuleBroken(_("An entry’s list and code can’t be changed."), field=name)
        differing = {name: value for name, value in values.items() if getattr(found, name) != value}
        for name, value in differing.items():
            setattr(found, name, value)
        if differing:
            settle(found, by=by)
            record(found, CHANGED, by=by)
            db.session.flush()
        return bool(differing)


PICKLIST_ENTRY = register(
    RecordType(
        key="picklist_entry",
        model=PicklistEntry,
        plural="picklist_entries",
        label=_l("List entry"),
        label_plural=_l("Lists of choices"),
        icon="list",
        view=Permission.SETUP,
        edit=Permission.SETUP,
        title="code",
        default_sort="created_at",
        search_weight=0,
        few=True,
        creatable=False,
        deletable=False,
        known_by=("code",),
        known_within="picklist",
        importer=EntryImporter(),
        before_save=settle,
    )
)
