"""The choices that a filter of a list is picked from, and what its chip says."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, or_, select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.registry import RecordType, record_type
from salesapp.core.relations.owners import owners
from salesapp.records.filters.checking import filter_from, short
from salesapp.records.filters.editing import in_rows, without
from salesapp.records.filters.notation import written
from salesapp.records.filters.words import sentence
from salesapp.records.lists.listing import Criteria
from salesapp.records.lists.order import order_of, title_order


def filter_options(of: RecordType, declared: Field) -> list[tuple[str, str]]:
    """(value, label) of what a filter of the type `of` can ask for."""
    if declared.kind == "boolean":
        return [("1", _("Yes")), ("0", _("No"))]
    if declared.choices is not None:
        return [(each.value, str(getattr(each, "label", each.value))) for each in declared.choices]
    type_ = record_type(declared.target)
    if type_.few:
        order = order_of(type_, type_.default_sort).terms
        query = select(type_.model).order_by(*order)
        if declared.name == "owner":
            query = query.where(or_(owners(of), owns_some(of)))
        return [(str(each.id), each.title) for each in db.session.scalars(query)]
    column = getattr(type_.model, type_.title)
    named = select(type_.model.id, column).where(column.is_not(None)).order_by(*title_order(type_)).limit(200)
    return [(str(key), str(title)) for key, title in db.session.execute(named)]


def owns_some(type_: RecordType) -> ColumnElement[bool]:
    """The users who own records of the type that the viewer sees, also when they could not be given any today."""
    model, user = type_.model, record_type("user").model
    return exists(select(model.id).where(model.owner_id == user.id))


def filter_words(type_: RecordType, name: str, text: str) -> str:
    """`Owner is Ada`: a chosen filter as its chip says it; what cannot be read as it was typed."""
    try:
        return sentence(type_, short(type_, name, text))
    except RuleBroken:
        return text


def filter_parts(criteria: Criteria) -> list[tuple[str, str]]:
    """(sentence, the filter without it) of each part of the list's filter of any shape."""
    if criteria.problem or not criteria.filter:
        return []
    group = filter_from(criteria.type, criteria.filter)
    return [
        (sentence(criteria.type, part), written(without(group, str(number))))
        for number, part in enumerate(in_rows(group))
    ]
