"""A report built by tapping: what it may be divided by and measured with, as choices."""

from __future__ import annotations

from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.registry import RecordType
from salesapp.records.filters.fields import Asked, offered, offered_through
from salesapp.records.filters.operators import DAYS
from salesapp.reports.grouping import DIVIDING
from salesapp.reports.measures import KINDS, OF_FIELDS, OPEN, RATES
from salesapp.reports.periods import GRAINS

Choice = tuple[str, str]
FEW_WORDS = frozenset({"choice", "link", "boolean", "country", "currency_code", *DAYS})
"""Fields that are proposed: texts divide records too, but few of them well."""
ONLY_OVERDUE = "age"


def dimensions(type_: RecordType) -> list[tuple[str, list[Choice]]]:
    """(heading, choices) of what the records may be divided by: their own fields, and those of what they link to."""
    own = [choice for each in offered(type_) for choice in _choices(each)]
    through = [
        (label, [choice for each in fields for choice in _choices(each)])
        for label, fields in offered_through(type_).items()
    ]
    return [(str(type_.label), own), *((label, found) for label, found in through if found)]


def _choices(asked: Asked) -> list[Choice]:
    if asked.field.kind not in DIVIDING & FEW_WORDS:
        return []
    if asked.field.kind not in DAYS:
        return [(asked.path, str(asked.field.label))]
    grains = {
        key: label for key, label in GRAINS.items() if key != ONLY_OVERDUE or asked.field.name == "due_on"
    }
    return [(f"{asked.path}:{key}", f"{asked.field.label} ({label})") for key, label in grains.items()]


def measures(type_: RecordType) -> list[Choice]:
    """What may be measured of the records."""
    numbers: list[Field] = [each for each in type_.fields if each.numeric]
    numbers += [OPEN] if type_.key == "invoice" else []
    found = [("count", str(KINDS["count"])), ("share", str(KINDS["share"]))]
    found += [
        (f"{kind}:{each.name}", _("%(measure)s (%(field)s)", measure=KINDS[kind], field=each.label))
        for each in numbers
        for kind in OF_FIELDS
    ]
    names = type_.fields_by_name
    return found + [
        (f"rate:{of}", str(label))
        for of, label in RATES.items()
        if of.partition(":")[0] in names and fits(type_, of)
    ]


def fits(type_: RecordType, of: str) -> bool:
    """Whether a rate with a name is one of this type: leads have a state too, that of their address."""
    name, _colon, _rest = of.partition(":")
    return type_.field(name).kind in {"choice", "instant"}
