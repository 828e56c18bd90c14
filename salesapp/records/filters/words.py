"""A filter as a sentence: *Owner is me and close date is in this quarter and has no activities*."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l, in_a_list
from salesapp.core.parsing.texts import keys_in
from salesapp.core.registry import RecordType, record_type
from salesapp.core.relations.within import titles_within
from salesapp.records.filters import periods
from salesapp.records.filters.amounts import amount_in_words
from salesapp.records.filters.conditions import YES, Condition, Group, Has, Operator, Part
from salesapp.records.filters.fields import asked, may_ask, related_called
from salesapp.records.filters.readers import PEOPLE
from salesapp.web.filters import day, instant, locale, number, percent, show

O = Operator  # noqa: E741  short, for the tables below
SENTENCES = {
    O.EQUALS: _l("%(field)s is %(value)s"),
    O.ONE_OF: _l("%(field)s is one of %(value)s"),
    O.NONE_OF: _l("%(field)s is none of %(value)s"),
    O.CONTAINS: _l("%(field)s contains %(value)s"),
    O.LACKS: _l("%(field)s doesn’t contain %(value)s"),
    O.BEGINS: _l("%(field)s begins with %(value)s"),
    O.GREATER: _l("%(field)s is more than %(value)s"),
    O.LESS: _l("%(field)s is less than %(value)s"),
    O.AT_LEAST: _l("%(field)s is at least %(value)s"),
    O.AT_MOST: _l("%(field)s is at most %(value)s"),
    O.EMPTY: _l("%(field)s is empty"),
    O.FILLED: _l("%(field)s is not empty"),
}
OF_DAYS = {
    O.EQUALS: _l("%(field)s is on %(value)s"),
    O.AT_LEAST: _l("%(field)s is on or after %(value)s"),
    O.AT_MOST: _l("%(field)s is on or before %(value)s"),
    O.WITHIN: _l("%(field)s: %(value)s"),
}
OF_ONE = {O.ONE_OF: SENTENCES[O.EQUALS], O.NONE_OF: _l("%(field)s is not %(value)s")}
"""What is said instead where only one value is named."""


def sentence(type_: RecordType, part: Part) -> str:
    """The filter in the reader's language; empty for one that asks for nothing."""
    match part:
        case Condition():
            return said(type_, part)
        case Has():
            return _has(type_, part)
    several = [
        f"({text})" if isinstance(each, Group) and len(each.parts) > 1 else text
        for each in part.parts
        if (text := sentence(type_, each))
    ]
    return (_(" or ") if part.any else _(" and ")).join(several)


def said(type_: RecordType, condition: Condition) -> str:
    """One condition: `Source is Website`. Of a field that is gone its name."""
    if condition.operator is Operator.LISTED:
        words = type_.criteria_words.get(condition.field)
        return words(condition.wanted[0]) if words else f"{condition.field}: {condition.wanted[0]}"
    try:
        found = asked(type_, condition.field)
    except RuleBroken:
        return SENTENCES.get(condition.operator, "%(field)s") % {
            "field": condition.field,
            "value": in_a_list(condition.wanted),
        }
    pattern = SENTENCES.get(condition.operator, "%(field)s")
    if found.field.kind in {"date", "instant"}:
        pattern = OF_DAYS.get(condition.operator, pattern)
    elif len(condition.wanted) == 1:
        pattern = OF_ONE.get(condition.operator, pattern)
    return str(pattern) % {"field": found.label, "value": values(found.field, condition.wanted)}


def _has(type_: RecordType, part: Has) -> str:
    try:
        below = related_called(type_, part.related)
    except RuleBroken:
        return part.related
    inner, what = sentence(below.type, Group(part.parts)), in_sentence(below.label)
    if not inner:
        return _("has %(what)s", what=what) if part.some else _("has no %(what)s", what=what)
    if part.some:
        return _("has %(what)s with %(conditions)s", what=what, conditions=inner)
    return _("has no %(what)s with %(conditions)s", what=what, conditions=inner)


def in_sentence(label: str) -> str:
    """A label inside a sentence: `activities`, as English writes it; an abbreviation stays (`VAT rates`)."""
    if locale().language != "en" or label[1:2].isupper():
        return label
    return label[:1].lower() + label[1:]


def initial_capital(text: str) -> str:
    """A part of a sentence that stands for itself."""
    return text[:1].upper() + text[1:]


def values(declared: Field, wanted: Iterable[str]) -> str:
    """The values of a condition as the reader reads them; records that they do not see by a number sign."""
    if declared.kind != "link":
        return in_a_list(shown(declared, each) for each in wanted)
    titles = titles_of(declared, wanted)
    return in_a_list(PEOPLE.get(each) or titles.get(each, f"#{each}") for each in wanted)


def titles_of(declared: Field, wanted: Iterable[str]) -> dict[str, str]:
    """The titles of the chosen records that the viewer sees, however many others there are."""
    type_ = record_type(declared.target)
    keys = keys_in(wanted)
    if not keys or not may_ask(type_):
        return {}
    seen = db.session.scalars(select(type_.model).where(type_.model.id.in_(keys))).all()
    return {str(key): title for key, title in titles_within(type_, seen).items()}


def shown(declared: Field, wanted: str) -> str:
    """One value as the reader reads it."""
    match declared.kind:
        case "money":
            return amount_in_words(wanted)
        case "percent":
            return percent(Decimal(wanted))
        case "boolean":
            return _("Yes") if wanted in YES else _("No")
        case "date" | "instant" if periods.is_period(wanted):
            return periods.label(wanted)
        case "instant" if "T" in wanted:
            return instant(datetime.fromisoformat(wanted))
        case "date" | "instant":
            return day(date.fromisoformat(wanted))
    if declared.numeric:
        return number(Decimal(wanted))
    value: Any = wanted if declared.choices is None else declared.choices(wanted)
    return show(declared, value)


def words(type_: RecordType, conditions: Iterable[Condition]) -> str:
    """`Source is Website · Country is one of Germany, Austria`: of a rule; empty for no condition."""
    return " · ".join(said(type_, each) for each in conditions)
