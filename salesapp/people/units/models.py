"""The business unit, a profit centre in a tree of its own; and what is asked of that tree."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Mapped, relationship

from salesapp.core import fields as f
from salesapp.core.access import Permission, Shared, Viewer
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken, all_of
from salesapp.core.flushing.written import has_changed
from salesapp.core.i18n import _, _l, in_a_list
from salesapp.core.registry import RecordType, record_type, record_types, register, type_of
from salesapp.core.relations.trees import closes_circle, newly_set
from salesapp.core.settings_cache import cached, cached_table

EVERY = {"unscoped": "a unit is needed by what is in it, whoever sees that"}
CALLED = (
    "profit center",
    "profit centre",
    "division",
    "事业部",
    "利润中心",
    "Geschäftsbereich",
    "Profitcenter",
)
"""What other programs call it."""


class BusinessUnit(Shared, Record):
    """A part of the company with results of its own: a profit centre, in a tree of them."""

    __tablename__ = "business_units"
    record_type_key = "business_unit"

    name: Mapped[str] = f.text(_l("Name"), required=True, listed=True, searchable=True, length=120)
    code: Mapped[str | None] = f.text(
        _l("Code"), listed=True, in_words=False, searchable=True, length=20, synonyms=("number",)
    )
    parent_id: Mapped[int | None] = f.link(
        "business_unit", "business_units", _l("Part of"), listed=True, synonyms=("parent", "belongs to")
    )
    active: Mapped[bool] = f.boolean(
        _l("Active"), default=True, listed=True, hint=_l("Turn off to keep new records out of this unit")
    )

    parent: Mapped[BusinessUnit | None] = relationship(remote_side="BusinessUnit.id")

    def belong_to(self, parent: BusinessUnit | None) -> None:
        """Puts the unit below another; a circle is refused."""
        if parent is not None and (parent is self or closes_circle(self, "parent_id", parent.id)):
            sentence = _("%(name)s can’t be part of itself or of a unit below it.", name=self.name)
            raise RuleBroken(sentence, field="parent")
        self.parent_id = None if parent is None else parent.id

    def refuse_deletion(self) -> None:
        """A unit that anything belongs to stays, so that what was earned there stays with it."""
        used = [str(type_.label_plural) for type_ in record_types() if _is_used(type_, self.id)]
        if used:
            raise RuleBroken(
                _(
                    "%(name)s is used by %(what)s and can’t be deleted. Turn off “Active” instead.",
                    name=self.name,
                    what=in_a_list(used),
                )
            )


def _is_used(type_: RecordType, key: int) -> bool:
    links = [each for each in type_.fields if each.kind == "link" and each.target == "business_unit"]
    for each in links:
        named = select(type_.model.id).where(getattr(type_.model, each.attribute) == key)
        if db.session.scalar(named.limit(1), execution_options=EVERY) is not None:
            return True
    return False


units = cached_table(BusinessUnit)
"""Every unit, ended and deleted ones too."""


@cached(BusinessUnit)
def has_units() -> bool:
    """Whether the company has set any up: until then nothing is said of them anywhere."""
    return any(each.deleted_at is None for each in units())


@cached(BusinessUnit)
def below(key: int) -> frozenset[int]:
    """The ids of a unit and of everything below it."""
    found, new = {key}, {key}
    while new:
        new = {each.id for each in units() if each.parent_id in new} - found
        found |= new
    return frozenset(found)


def current(key: int | None) -> int | None:
    """The unit, if new records may still belong to it."""
    known = (each for each in units() if each.id == key and each.active and each.deleted_at is None)
    return next((each.id for each in known), None)


def unit_link(*, follows: bool = False, **options: Any) -> Any:
    """The field of a record that belongs to a unit; nobody sees it before there is one.

    `follows`: a new record without one is in its account's, else its owner's (`join_unit`).
    """
    given = {"when": has_units, "divides": True, "synonyms": CALLED} | options
    if follows:
        given["hint"] = _l("Leave empty in a new one to use the account’s, else the owner’s")
    return f.link("business_unit", "business_units", _l("Business unit"), **given)


def join_unit(new: Any, *links: str) -> None:
    """A new record that names no unit is in the one of the first record behind these links that has one in use.

    It stays there when that record moves to another unit.
    """
    if new.business_unit_id is None and has_units():
        behind = (current(_unit_behind(new, each)) for each in links)
        new.business_unit_id = next((key for key in behind if key is not None), None)


def _unit_behind(new: Any, link: str) -> int | None:
    declared = type_of(new).field(link)
    linked, key = getattr(new, declared.linked), getattr(new, declared.attribute)
    if linked is None and key is not None:
        linked = db.session.get(record_type(declared.target).model, key)
    return None if linked is None else linked.business_unit_id


def settle_unit(unit: BusinessUnit, *, by: Viewer) -> None:  # noqa: ARG001  the registry passes who saves
    """Before saving from a form or an import: no circle, a code that only it has."""
    unit.code = (unit.code or "").strip() or None
    all_of(lambda: _check_code(unit), lambda: _check_parent(unit))


def _check_code(unit: BusinessUnit) -> None:
    if unit.code is None or (inspect(unit).persistent and not has_changed(unit, "code")):
        return
    one_at_a_time("distinct business_unit code")
    same = select(BusinessUnit.name).where(
        func.lower(BusinessUnit.code) == unit.code.lower(), BusinessUnit.id != (unit.id or 0)
    )
    other = db.session.scalar(same.limit(1), execution_options={**EVERY, "with_deleted": True})
    if other is not None:
        raise RuleBroken(_("“%(value)s” belongs to %(name)s.", value=unit.code, name=other), field="code")


def _check_parent(unit: BusinessUnit) -> None:
    if unit.parent_id is not None and newly_set(unit, "parent_id"):
        unit.belong_to(db.session.get(BusinessUnit, unit.parent_id))


BUSINESS_UNIT = register(
    RecordType(
        key="business_unit",
        model=BusinessUnit,
        plural="business_units",
        label=_l("Business unit"),
        label_plural=_l("Business units"),
        icon="network",
        view=Permission.USER_VIEW,
        edit=Permission.SETUP,
        subtitle=("code", "parent"),
        default_sort="name",
        few=True,
        distinct="name",
        known_by=("name", "code"),
        search_weight=0,
        quick_fields=("name", "code", "parent"),
        before_save=settle_unit,
    )
)
