"""What stands under a list: the sum of each numeric column, and how many rows have a value, from the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.fields import Field
from salesapp.core.money.currencies import worth
from salesapp.records.lists.columns import shown_columns
from salesapp.records.lists.listing import Criteria
from salesapp.web.filters import money, number

SUMMED = frozenset({"money", "integer", "quantity"})
"""Kinds that add up; percentages, rates and prices of one unit do not."""


@dataclass(frozen=True)
class Sum:
    """The sum of a column in words, and of how many rows it is."""

    label: str
    text: str
    count: int


def _fields(criteria: Criteria) -> list[Field]:
    return [each for each in shown_columns(criteria.type, criteria.chosen) if each.kind in SUMMED]


def is_summed(criteria: Criteria) -> bool:
    """Whether the list has a column that adds up."""
    return bool(_fields(criteria))


def sums_of(criteria: Criteria) -> list[Sum]:
    """The sums of the list's columns over all its rows, amounts by their worth in the company's currency."""
    fields = _fields(criteria)
    if not fields:
        return []
    columns = [_summed(criteria, each) for each in fields]
    parts = [part for column in columns for part in (func.sum(column), func.count(column))]
    query = criteria.statement().with_only_columns(*parts).order_by(None)
    row = db.session.execute(query).one()
    return [
        Sum(str(each.label), _text(each, row[2 * at] or 0), row[2 * at + 1]) for at, each in enumerate(fields)
    ]


def _summed(criteria: Criteria, declared: Field) -> Any:
    if declared.kind == "money":
        return worth(criteria.type.model, declared)
    return getattr(criteria.type.model, declared.attribute)


def _text(declared: Field, total: int) -> str:
    return money(int(total), company().currency) if declared.kind == "money" else number(total)
