"""Whether the values of one field go into another, and how: the mapping of a conversion asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from salesapp.core.fields import Field
from salesapp.customers.kinds import CustomerSource
from salesapp.marketing.kinds import LeadSource
from salesapp.records.notation.choices import folded
from salesapp.web.filters import show

TEXTS = {"text", "long_text"}
WORDED = {"text", "email", "phone", "url", "choice", "country"}
"""What can be written down in one line."""
LENGTHS = {"email": 254, "phone": 50, "url": 500, "choice": 60, "country": 60}
"""How long the line gets, where the field does not say."""

SOURCES = {
    LeadSource.WEB: CustomerSource.WEBSITE,
    LeadSource.TRADE_FAIR: CustomerSource.TRADE_FAIR,
    LeadSource.REFERRAL: CustomerSource.REFERRAL,
    LeadSource.ADVERTISEMENT: CustomerSource.CAMPAIGN,
    LeadSource.COLD_CALL: CustomerSource.PHONE,
    LeadSource.SOCIAL: CustomerSource.SOCIAL_MEDIA,
    LeadSource.PARTNER: CustomerSource.PARTNER,
}

TRANSLATED: dict[tuple[type[Any], type[Any]], Callable[[Any], Any]] = {
    (LeadSource, CustomerSource): lambda value: SOURCES.get(value) or _called_alike(value),
}
"""Choices that mean the same in other words."""


def _called_alike(value: LeadSource) -> CustomerSource:
    """What the company added to both lists goes by its name; what only leads have is another source."""
    name = folded(value.label)
    return next((each for each in CustomerSource if folded(each.label) == name), CustomerSource.OTHER)


def fits(source: Field, target: Field) -> bool:
    """Whether whatever stands in `source` can stand in `target`."""
    if target.kind == "long_text":
        return source.kind in WORDED | {"long_text"}
    if target.kind == "text":
        return source.kind in WORDED and LENGTHS.get(source.kind, source.length) <= target.length
    if source.kind != target.kind:
        return False
    return _alike(source, target)


def _alike(source: Field, target: Field) -> bool:
    """Whether two fields of one kind mean the same."""
    match source.kind:
        case "choice":
            return source.choices is target.choices or _translator(source, target) is not None
        case "link":
            return source.target == target.target
        case "money":  # in another currency it would be another amount
            return source.currency == target.currency
        case _:
            return True


def _translator(source: Field, target: Field) -> Callable[[Any], Any] | None:
    if source.choices is None or target.choices is None:
        return None
    return TRANSLATED.get((source.choices, target.choices))


def brought(source: Field, target: Field, value: Any) -> Any:
    """The value as `target` keeps it; None where there is none."""
    if value is None or value == "":
        return None
    if target.kind in TEXTS and source.kind in {"choice", "country"}:
        return show(source, value)
    translate = _translator(source, target)
    return value if translate is None else translate(value)
