"""What can be asked of the records of a type: its fields, those of the records it links to, and what hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from salesapp.core.access import AboutRecord, allows, current_viewer
from salesapp.core.access.asker import constant
from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l
from salesapp.core.registry import RecordType, record_type, record_types
from salesapp.core.relations.parts import PartType, parts_of
from salesapp.records.several import linked_beside

KEPT = (
    Field("instant", _l("Created"), name="created_at", editable=False),
    Field("instant", _l("Last changed"), name="changed_at", editable=False),
    Field("link", _l("Created by"), name="created_by", target="user", editable=False),
)
"""What every record has beside its declared fields."""


@dataclass(frozen=True)
class Asked:
    """A field as a condition names it: of the record itself, or of the one that its link `through` leads to."""

    path: str
    field: Field
    through: Field | None = None

    @property
    def label(self) -> str:
        """`Industry`, or `Account › Industry`."""
        return str(self.field.label) if self.through is None else f"{self.through.label} › {self.field.label}"


@dataclass(frozen=True)
class Related:
    """Records of another type that hang on a record: `on` says when, of the model above and of the one below."""

    name: str
    label: str
    type: RecordType
    on: Callable[[Any, Any], ColumnElement[bool]]
    link: Field | None = None
    """The field below that names the record above, where it is one."""


def may_ask(type_: RecordType) -> bool:
    """Whether whoever asks sees records of the type at all."""
    viewer = current_viewer()
    return viewer is not None and allows(viewer, type_.view)


def own_fields(type_: RecordType) -> dict[str, Field]:
    """The fields of the type itself, by name."""
    kept = () if isinstance(type_, PartType) else KEPT
    return {each.name: each for each in (*type_.fields, *kept)}


def asked(type_: RecordType, path: str) -> Asked:
    """The field that a condition names. RuleBroken where there is none, or whoever asks may not know of it."""
    name, _dot, further = path.partition(".")
    declared = own_fields(type_).get(name)
    if declared is not None and not further:
        return Asked(path, declared)
    if declared is not None and declared.kind == "link" and may_ask(record_type(declared.target)):
        beyond = own_fields(record_type(declared.target)).get(further)
        if beyond is not None:
            return Asked(path, beyond, declared)
    raise RuleBroken(_("There is no field “%(name)s” to filter by.", name=path), field="filter")


def offered(type_: RecordType) -> list[Asked]:
    """The fields of the type that the viewer can be offered: links to what they see, and the rest."""
    return [
        Asked(each.name, each)
        for each in own_fields(type_).values()
        if each.is_offered and (each.kind != "link" or may_ask(record_type(each.target)))
    ]


def offered_through(type_: RecordType) -> dict[str, list[Asked]]:
    """Label of a link → the fields of the linked records: choices, days and numbers, by which one divides them."""
    found: dict[str, list[Asked]] = {}
    for link in type_.offered:
        if link.kind == "link" and may_ask(record_type(link.target)):
            beyond = own_fields(record_type(link.target)).values()
            asked_ = [Asked(f"{link.name}.{each.name}", each, link) for each in beyond if _divides(each)]
            found[str(link.label)] = asked_
    return {label: fields for label, fields in found.items() if fields}


def _divides(declared: Field) -> bool:
    return (declared not in KEPT and declared.is_offered) and (
        declared.listed
        or declared.divides
        or declared.numeric
        or declared.kind in {"choice", "country", "boolean", "date"}
    )


def related(type_: RecordType) -> dict[str, Related]:
    """What hangs on records of the type and the viewer may see, by name: what links to them, what is about them."""
    found: dict[str, Related] = {}
    for each in record_types():
        if not may_ask(each):
            continue
        links = [link for link in each.fields if link.kind == "link" and link.target == type_.key]
        for link in links:
            alone = len(links) == 1
            name = each.plural if alone else f"{each.plural}.{link.name}"
            label = str(each.label_plural) if alone else f"{each.label_plural} ({link.label})"
            found[name] = Related(name, label, each, _linked_by(link), link)
        if issubclass(each.model, AboutRecord) and not issubclass(type_.model, AboutRecord):
            found[each.plural] = Related(each.plural, str(each.label_plural), each, _about(type_.key))
    for name, parts in parts_of(type_).items():
        found[name] = Related(name, str(parts.label), parts, _part_of(parts))
    return found


def related_called(type_: RecordType, name: str) -> Related:
    """The one of that name; RuleBroken where there is none, or whoever asks may not know of it."""
    found = related(type_).get(name)
    if found is None:
        raise RuleBroken(_("There is nothing called “%(name)s” to filter by.", name=name), field="filter")
    return found


def _linked_by(link: Field) -> Callable[[Any, Any], ColumnElement[bool]]:
    if not link.also:
        return lambda above, below: getattr(below, link.attribute) == above.id
    return lambda above, below: or_(
        getattr(below, link.attribute) == above.id, linked_beside(below, link, [above.id])
    )


def _part_of(parts: PartType) -> Callable[[Any, Any], ColumnElement[bool]]:
    return lambda above, below: getattr(below, parts.of) == above.id


def _about(key: str) -> Callable[[Any, Any], ColumnElement[bool]]:
    return lambda above, below: and_(below.subject_type == constant(key), below.subject_id == above.id)
