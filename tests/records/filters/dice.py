"""Filters by chance, over whatever fields a record type has."""

from __future__ import annotations

import random

from salesapp.core.fields import Field
from salesapp.core.registry import RecordType, record_type
from salesapp.records.filters.conditions import Condition, Group, Has, Operator, Part
from salesapp.records.filters.fields import Asked, offered, offered_through, related
from salesapp.records.filters.operators import fitting
from salesapp.records.filters.periods import COMMON, FURTHER
from salesapp.records.filters.readers import PEOPLE

TEXTS = ("müller", "Mull", "acme", "100%", "上海", "_x", "Strasse", "offer a", "example.com", "!(,;:)", "e")
NUMBERS = ("0", "1", "10", "250", "50", "12")
AMOUNTS = ("0", "500", "899.99", "1000", "1000.01", "USD 1000", "1234", "22500")
DAYS = ("2026-11-30", "2026-10-01", "2026-12-31", "2025-11-30", "2026-01-01")
HUNG_ON = ("opportunities", "activities", "contacts", "accounts")


def thrown(dice: random.Random, type_: RecordType, depth: int = 2) -> Part:
    """A condition, a group or a has of this type."""
    kind = dice.random()
    if depth and kind < 0.3:
        return Group(
            tuple(thrown(dice, type_, depth - 1) for _ in range(dice.randrange(4))), dice.random() < 0.5
        )
    hanging = [each for each in related(type_).values() if each.name in HUNG_ON]
    if depth and hanging and kind < 0.45:
        below = dice.choice(hanging)
        inner = tuple(_own(dice, below.type) for _ in range(dice.randrange(3)))
        return Has(below.name, dice.random() < 0.5, inner)
    through = [each for fields in offered_through(type_).values() for each in fields]
    return _condition(dice, dice.choice(through if through and kind > 0.8 else offered(type_)))


def _own(dice: random.Random, type_: RecordType) -> Condition:
    return _condition(dice, dice.choice(offered(type_)))


def _condition(dice: random.Random, asked: Asked) -> Condition:
    operator = dice.choice(fitting(asked.field))
    if not operator.asks_value:
        return Condition(asked.path, operator)
    many = dice.randrange(1, 4) if operator.asks_several else 1
    return Condition(asked.path, operator, tuple(_value(dice, asked.field, operator) for _ in range(many)))


def _value(dice: random.Random, declared: Field, operator: Operator) -> str:
    if declared.choices is not None:
        return str(dice.choice(list(declared.choices)).value)
    if declared.kind == "money":
        # A sum in a named currency equals what stands there, which no worth says.
        return dice.choice([each for each in AMOUNTS if operator is not Operator.EQUALS or "USD" not in each])
    if declared.numeric:
        return dice.choice(NUMBERS)
    match declared.kind:
        case "date" | "instant":
            return dice.choice([*COMMON, *FURTHER] if operator is Operator.WITHIN else DAYS)
        case "link":
            people = tuple(PEOPLE) if record_type(declared.target).key == "user" else ()
            return dice.choice((*people, "1", "2", "3", "5"))
        case "boolean":
            return dice.choice("01")
        case "country":
            return dice.choice(("DE", "CN", "FR"))
        case "currency_code":
            return dice.choice(("EUR", "USD"))
    return dice.choice(TEXTS)
