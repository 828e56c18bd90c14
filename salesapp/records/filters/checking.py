"""A filter as somebody typed it, or an address carries it: each value as it is kept, or a sentence why not."""

from __future__ import annotations

from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.registry import RecordType
from salesapp.records.filters.conditions import Condition, Group, Has, Operator, Part
from salesapp.records.filters.fields import asked, related_called
from salesapp.records.filters.notation import read
from salesapp.records.filters.values import kept

BOUNDS = {"min": Operator.AT_LEAST, "max": Operator.AT_MOST}
LOOKED_THROUGH = frozenset({"text", "email", "phone", "url"})
NOBODY = "none"
"""In an address, of a link: rows that name no other record."""


def filter_from(type_: RecordType, text: str) -> Group:
    """The filter that an address carries, every part of it as it can be asked of the type. RuleBroken otherwise."""
    group = checked(type_, read(text))
    return group if isinstance(group, Group) else Group((group,))


def checked(type_: RecordType, part: Part) -> Part:
    """The part with its values as they are kept. RuleBroken, in a sentence, for what cannot be asked of the type."""
    match part:
        case Group():
            return Group(tuple(checked(type_, each) for each in part.parts), part.any)
        case Has():
            below = related_called(type_, part.related)
            return Has(part.related, part.some, tuple(checked(below.type, each) for each in part.parts))
    if part.operator is Operator.LISTED:
        if part.field not in type_.criteria:
            raise RuleBroken(_("There is no field “%(name)s” to filter by.", name=part.field), field="filter")
        return part
    found = asked(type_, part.field)
    return Condition(part.field, part.operator, kept(found.field, part.operator, part.wanted, found.label))


def short(type_: RecordType, key: str, text: str) -> Condition:
    """What `city=bonn` or `amount__min=100` in an address asks. RuleBroken for a value that does not fit."""
    name, _sep, bound = key.partition("__")
    if name in type_.criteria:
        return Condition(name, Operator.LISTED, (text,))
    declared = type_.field(name)
    operator, texts = (BOUNDS[bound], [text]) if bound else _meant(declared, text)
    return Condition(name, operator, kept(declared, operator, texts))


def _meant(declared: Field, text: str) -> tuple[Operator, list[str]]:
    if declared.kind in LOOKED_THROUGH:
        return Operator.CONTAINS, [text]
    if declared.kind == "link" and text == NOBODY:
        return Operator.EMPTY, []
    if declared.kind in {"choice", "link"} and "," in text:
        return Operator.ONE_OF, text.split(",")
    return Operator.EQUALS, [text]
