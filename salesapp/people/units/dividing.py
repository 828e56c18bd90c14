"""What belongs to a business unit and those below it: a filter of lists, and the numbers at the head of its page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, func, select

from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.core.registry import Figure, RecordType, add_figures
from salesapp.people.units.models import BUSINESS_UNIT, below, units
from salesapp.web.filters import number
from salesapp.web.guards import can

WITHIN = "within_unit"


def divide_by_units(type_: RecordType) -> None:
    """Lists of the type understand `within_unit=7`, and the page of a unit counts its records."""
    type_.criteria[WITHIN] = partial(_within, type_)
    type_.criteria_words[WITHIN] = _words
    add_figures(BUSINESS_UNIT.key, type_.view, partial(_counted, type_), order=len(type_.key))


def unit_context(unit: Any) -> dict[str, Any]:
    """What the page of a unit needs: the units directly below, and what belongs to it and them."""
    figures = BUSINESS_UNIT.figures
    return {
        "below": [each for each in units() if each.parent_id == unit.id and each.deleted_at is None],
        "figures": [figure for each in figures if can(each.permission) for figure in each.of(unit)],
    }


def _within(type_: RecordType, asked: str) -> ColumnElement[bool]:
    """Those of the unit and of every unit below it."""
    found: ColumnElement[bool] = type_.model.business_unit_id.in_(sorted(below(key_in(asked) or 0)))
    return found


def _words(asked: str) -> str:
    name = next((each.name for each in units() if str(each.id) == asked), asked)
    return _("%(name)s and units below", name=name)


def _counted(type_: RecordType, unit: Any) -> Iterator[Figure]:
    query = select(func.count(type_.model.id)).where(_within(type_, str(unit.id)))
    url = url_for(f"{type_.plural}.index", **{WITHIN: unit.id})
    yield Figure(str(type_.label_plural), number(db.session.scalar(query)), href=url)
