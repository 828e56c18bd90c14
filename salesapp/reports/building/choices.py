"""A report built by tapping: what it may be divided by and measured with, as choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.registry import RecordType
from salesapp.core.relations.parts import PartType, parts_of
from salesapp.records.filters.fields import (
    Asked,
    Related,
    offered,
    offered_through,
    own_fields,
    related,
)
from salesapp.records.filters.operators import DAYS
from salesapp.reports.grouping import DIVIDING
from salesapp.reports.measures import (
    BETWEEN,
    BEYOND,
    KINDS,
    NAMED,
    OF_FIELDS,
    OF_WINS,
    OPEN,
    RATES,
    SERIES,
    WON,
    Measure,
)
from salesapp.reports.measuring.days import TODAY, moments
from salesapp.reports.periods import GRAINS

Choice = tuple[str, str]
FEW_WORDS = frozenset({"choice", "link", "boolean", "country", "currency_code", *DAYS})
"""Fields that are proposed: texts divide records too, but few of them well."""
ONLY_OVERDUE = "age"
MOMENTS = (
    ("created_at", "closed_on"),
    ("created_at", "converted_at"),
    ("created_at", "done_at"),
    ("created_at", TODAY),
    ("stage_entered_at", TODAY),
    ("issued_on", "due_on"),
    ("due_on", TODAY),
)
"""Moments between which days are counted, where a type has them."""


def dimensions(type_: RecordType) -> list[tuple[str, list[Choice]]]:
    """(heading, choices) of what the records may be divided by: their own fields, and those of what they link to."""
    own = [choice for each in offered(type_) for choice in _choices(each)]
    through = [
        (label, [choice for each in fields for choice in _choices(each)])
        for label, fields in offered_through(type_).items()
    ]
    inside = [
        (
            str(parts.label),
            [(f"{name}.{path}", label) for each in offered(parts) for path, label in _choices(each)],
        )
        for name, parts in parts_of(type_).items()
    ]
    return [(str(type_.label), own), *((label, found) for label, found in (*inside, *through) if found)]


def with_chosen(
    offered_: list[tuple[str, list[Choice]]], chosen: Iterable[str], name: Callable[[str], str]
) -> list[tuple[str, list[Choice]]]:
    """The choices and, in front, what is chosen and none of them: an address may ask for more than is offered."""
    known = {value for _heading, choices in offered_ for value, _label in choices}
    further = [(each, name(each)) for each in dict.fromkeys(chosen) if each and each not in known]
    return [(_("Chosen"), further), *offered_] if further else offered_


def _choices(asked: Asked) -> list[Choice]:
    if asked.field.kind not in DIVIDING & FEW_WORDS:
        return []
    if asked.field.kind not in DAYS:
        return [(asked.path, str(asked.field.label))]
    grains = {
        key: label for key, label in GRAINS.items() if key != ONLY_OVERDUE or asked.field.name == "due_on"
    }
    return [(f"{asked.path}:{key}", f"{asked.field.label} ({label})") for key, label in grains.items()]


def measures(type_: RecordType) -> list[tuple[str, list[Choice]]]:
    """(heading, choices) of what may be measured: the records, each of their numbers, the days between moments."""
    numbers: list[Field] = [each for each in type_.fields if each.numeric]
    numbers += [OPEN] if type_.key == "invoice" else []
    names = type_.fields_by_name
    rates = [
        (f"rate:{of}", str(label))
        for of, label in RATES.items()
        if of.partition(":")[0] in names and fits(type_, of)
    ]
    own = [(kind, str(KINDS[kind])) for kind in ("count", "share", *SERIES)]
    if names.keys() >= OF_WINS:
        own += [
            (of, str(NAMED[of]))
            for of in ("velocity", f"avg:amount;{WON}", f"days:created_at~closed_on;{WON}")
        ]
    of_numbers = [(str(each.label), _of_number(each)) for each in numbers]
    days, belongs = _of_days(type_), related(type_)
    named = [(of, str(label)) for of, label in NAMED.items() if _is_of(type_, Measure.read(of), belongs)]
    of_numbers += [
        (str(parts.label), [(f"sum:{name}.{each.name}", str(each.label)) for each in parts.amounts])
        for name, parts in parts_of(type_).items()
        if parts.amounts
    ]
    of_numbers += [
        (str(parts.label), _of_stays(name, parts)) for name, parts in parts_of(type_).items() if parts.lasting
    ]
    return [
        (str(type_.label_plural), own + rates + named),
        *of_numbers,
        *([(_("Days"), days)] if days else []),
    ]


def _of_stays(name: str, parts: PartType) -> list[Choice]:
    """Average and middle of the days that parts last."""
    fields = own_fields(parts)
    return [
        (
            f"{kind}:{name}.{first}~{last}",
            str(
                NAMED.get(f"{kind}:{name}.{first}~{last}")
                or _(
                    "%(measure)s, %(moments)s",
                    measure=KINDS[kind],
                    moments=moments(fields[first], fields[last]),
                )
            ),
        )
        for first, last in parts.lasting
        for kind in BETWEEN
    ]


def _is_of(type_: RecordType, measure: Measure, belongs: dict[str, Related]) -> bool:
    """Whether a measure of what belongs to a record, with a name, is one of this type."""
    if measure.kind not in BEYOND:
        return False
    linked = all(name in belongs and belongs[name].link for name in measure.related)
    numbers = [each.of for each in (measure.ratio if measure.kind == "per" else []) if each.kind == "sum"]
    return linked and all(each in type_.fields_by_name for each in numbers)


def _of_number(declared: Field) -> list[Choice]:
    """`Average (Amount)`: its own name is the total."""
    found = [(f"sum:{declared.name}", str(declared.label))]
    return found + [
        (f"{kind}:{declared.name}", _("%(measure)s (%(field)s)", measure=KINDS[kind], field=declared.label))
        for kind in (*OF_FIELDS[1:], "share", *SERIES)
    ]


def _of_days(type_: RecordType) -> list[Choice]:
    """Average and middle of the days between moments that the type has."""
    fields = own_fields(type_)
    known = [
        (first, last) for first, last in MOMENTS if first in fields and (last in fields or last == TODAY)
    ]
    return [
        (
            f"{kind}:{first}~{last}",
            _(
                "%(measure)s, %(moments)s",
                measure=KINDS[kind],
                moments=moments(fields[first], fields.get(last)),
            ),
        )
        for first, last in known
        for kind in BETWEEN
    ]


def fits(type_: RecordType, of: str) -> bool:
    """Whether a rate with a name is one of this type: leads have a state too, that of their address."""
    name, _colon, _rest = of.partition(":")
    return type_.field(name).kind in {"choice", "instant"}
