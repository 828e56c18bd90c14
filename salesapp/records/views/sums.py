"""What stands under a list: the sum of each column that adds up, and of how many rows, from the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.money import mean_rate
from salesapp.core.money.currencies import worth
from salesapp.records.lists.columns import shown_columns
from salesapp.records.lists.listing import Criteria
from salesapp.web.filters import money, number


@dataclass(frozen=True)
class Sum:
    """The sum of a column in words, and of how many rows it is; of several currencies what each comes to."""

    label: str
    text: str
    count: int
    parts: tuple[tuple[str, str], ...] = ()


def _fields(criteria: Criteria) -> list[Field]:
    return [each for each in shown_columns(criteria.type, criteria.chosen) if each.adds_up]


def is_summed(criteria: Criteria) -> bool:
    """Whether the list has a column that adds up."""
    return bool(_fields(criteria))


def sums_of(criteria: Criteria) -> list[Sum]:
    """The sums of the list's columns over all its rows, amounts by their worth in the company's currency."""
    return [
        _of_currencies(criteria, each) if _has_currency(criteria, each) else _of_one(criteria, each)
        for each in _fields(criteria)
    ]


def _has_currency(criteria: Criteria, declared: Field) -> bool:
    return declared.kind == "money" and declared.currency in criteria.type.model.__mapper__.columns


def _of_one(criteria: Criteria, declared: Field) -> Sum:
    column = getattr(criteria.type.model, declared.attribute)
    query = criteria.statement().with_only_columns(func.sum(column), func.count(column)).order_by(None)
    total, count = db.session.execute(query).one()
    text = money(int(total or 0), company().currency) if declared.kind == "money" else number(total or 0)
    return Sum(str(declared.label), text, count)


def _of_currencies(criteria: Criteria, declared: Field) -> Sum:
    """Amounts in different currencies are added by their worth alone; the parts say at which rates."""
    model, own = criteria.type.model, company().currency
    column = getattr(model, declared.shown or declared.attribute)
    code = func.coalesce(getattr(model, declared.currency), own).label("code")
    amount, worths = func.sum(column), func.sum(worth(model, declared))
    asked = criteria.statement().with_only_columns(code, amount, worths, func.count(column))
    query = asked.where(column.is_not(None)).group_by(code).order_by(code)
    rows = db.session.execute(query).all()
    several = {row[0] for row in rows} - {own}
    return Sum(
        str(declared.label),
        money(sum(int(row[2] or 0) for row in rows), own),
        sum(row[3] for row in rows),
        tuple(_part(row, own) for row in rows) if several else (),
    )


def _part(row: Sequence[Any], own: str) -> tuple[str, str]:
    """`USD · 3`: `$1,000.00 × 0.9 = €900.00`."""
    code, amount, total, count = row
    label, itself = f"{code} · {number(count)}", money(int(amount), code)
    if code == own:
        return label, itself
    if total is None:
        return label, _("%(amount)s, no exchange rate", amount=itself)
    if not amount:
        return label, itself
    rate = mean_rate(int(amount), code, int(total), own)
    return label, f"{itself} × {number(rate)} = {money(int(total), own)}"
