"""A filter as SQL, for the rows that whoever asks sees: what they do not see counts as not there."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select, true
from sqlalchemy.orm import aliased

from salesapp.core.company import company
from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.money.currencies import worth
from salesapp.core.ordering.collation import contains, folded
from salesapp.core.ordering.cursors import fitting, plain_text
from salesapp.core.registry import RecordType, record_type
from salesapp.core.relations.parts import PartType
from salesapp.records.filters.amounts import amount_of
from salesapp.records.filters.conditions import YES, Condition, Group, Has, Part
from salesapp.records.filters.fields import asked, own_fields, related_called
from salesapp.records.filters.operators import Operator, sort_of
from salesapp.records.filters.readers import PEOPLE, Reader
from salesapp.records.several import linked_beside
from salesapp.web.inputs.money import worth_of_typed

POSITIVE = {
    Operator.EMPTY: Operator.FILLED,
    Operator.NONE_OF: Operator.ONE_OF,
    Operator.LACKS: Operator.CONTAINS,
}
"""What holds just where the other does not: also of a record that has no such value."""


def criterion(type_: RecordType, part: Part, reader: Reader | None = None) -> ColumnElement[bool]:
    """The rows of the type of which the part holds. RuleBroken for what cannot be asked."""
    return _Statement(reader or Reader.now()).where(type_, type_.model, part, frozenset({type_.model}))


def lasts(type_: RecordType, part: Part) -> bool:
    """Whether it asks for the same whenever and whoever asks: periods, people, instants and worth depend on both."""
    if isinstance(part, Group):
        return all(lasts(type_, each) for each in part.parts)
    if isinstance(part, Has):
        return False
    if part.operator is Operator.LISTED:
        return part.field in type_.lasting_criteria
    declared = own_fields(type_).get(part.field)
    if declared is None or declared.kind in {"instant", "money"} or part.operator is Operator.WITHIN:
        return False
    return declared.target != "user" or not PEOPLE.keys() & set(part.wanted)


class _Statement:
    """Builds the criterion for one reader; `seen` are the models that stand around, which are not named twice."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def where(self, type_: RecordType, model: Any, part: Part, seen: frozenset[Any]) -> ColumnElement[bool]:
        match part:
            case Group():
                parts = [self.where(type_, model, each, seen) for each in part.parts]
                return or_(false(), *parts) if part.any else and_(true(), *parts)
            case Has():
                return self._has(type_, model, part, seen)
        if part.operator is Operator.LISTED:
            return _listed(type_, model, part)
        found = asked(type_, part.field)
        if found.through is None:
            return self._of(model, found.field, part)
        return self._through(model, found.through, found.field, part, seen)

    def _has(self, type_: RecordType, model: Any, part: Has, seen: frozenset[Any]) -> ColumnElement[bool]:
        below = related_called(type_, part.related)
        if isinstance(below.type, PartType):
            rows, inner = below.type.rows(), seen
            named = getattr(rows, below.type.of)
        else:
            rows, inner = _named_once(below.type.model, seen), seen | {below.type.model}
            named = rows.id
        asked_ = [self.where(below.type, rows, each, inner) for each in part.parts]
        found = select(named).where(below.on(model, rows), *asked_).exists()
        return found if part.some else not_(found)

    def _through(
        self, model: Any, link: Field, declared: Field, part: Condition, seen: frozenset[Any]
    ) -> ColumnElement[bool]:
        """Of the linked record: none, or one that is not seen, answers like one without a value."""
        linked = _named_once(record_type(link.target).model, seen)
        positive = Condition(part.field, POSITIVE.get(part.operator, part.operator), part.wanted)
        there = linked.id == getattr(model, link.attribute)
        if link.also:
            there = or_(there, linked_beside(model, link, [linked.id]))
        found = select(linked.id).where(there, self._of(linked, declared, positive)).exists()
        return not_(found) if part.operator in POSITIVE else found

    def _of(self, model: Any, declared: Field, part: Condition) -> ColumnElement[bool]:
        """The condition on a column; never NULL where it asks for what is not there."""
        if declared.also:
            return self._linked(model, declared, part)
        column = getattr(model, declared.shown or declared.attribute)
        if part.operator is Operator.FILLED:
            written = column != "" if sort_of(declared) in {"texts", "paragraphs"} else true()
            return and_(column.is_not(None), written)
        if part.operator in POSITIVE:
            positive = Condition(part.field, POSITIVE[part.operator], part.wanted)
            found = not_(self._of(model, declared, positive))
            return found if part.operator is Operator.EMPTY else or_(column.is_(None), found)
        if declared.kind == "link":
            users = (self.reader.users(each) for each in part.wanted)
            return column.in_(sorted(frozenset().union(*users)))  # type: ignore[no-any-return]
        if declared.choices is not None:
            return column.in_([declared.choices(each) for each in part.wanted])  # type: ignore[no-any-return]
        if declared.kind == "boolean":
            return column.is_(part.wanted[0] in YES)  # type: ignore[no-any-return]
        if declared.kind == "date":
            return self._day(column, part)
        if declared.kind == "instant":
            return self._instant(column, part)
        if declared.kind == "money":
            return _money(model, declared, column, part)
        return _number(column, part) if declared.numeric else _text(column, part)

    def _linked(self, model: Any, declared: Field, part: Condition) -> ColumnElement[bool]:
        """A link of which there can be several: one of them is enough."""
        if part.operator in POSITIVE:
            return not_(
                self._linked(model, declared, Condition(part.field, POSITIVE[part.operator], part.wanted))
            )
        column = getattr(model, declared.attribute)
        if part.operator is Operator.FILLED:
            return or_(column.is_not(None), linked_beside(model, declared))
        users = (self.reader.users(each) for each in part.wanted)
        keys = sorted(frozenset[int]().union(*users))
        return or_(and_(column.is_not(None), column.in_(keys)), linked_beside(model, declared, keys))

    def _day(self, column: Any, part: Condition) -> ColumnElement[bool]:
        if part.operator is Operator.WITHIN:
            span = self.reader.span(part.wanted[0])
            first = [] if span.first is None else [column >= span.first]
            return and_(true(), *first, *([] if span.last is None else [column <= span.last]))
        return _compared(column, part.operator, date.fromisoformat(part.wanted[0]))

    def _instant(self, column: Any, part: Condition) -> ColumnElement[bool]:
        """Beside an instant, or beside whole days on the reader's clocks."""
        reader, wanted = self.reader, part.wanted[0]
        if part.operator is Operator.WITHIN:
            span = reader.span(wanted)
            first = [] if span.first is None else [column >= reader.begin_of(span.first)]
            return and_(true(), *first, *([] if span.last is None else [column < reader.end_of(span.last)]))
        if "T" in wanted:
            return _compared(column, part.operator, reader.instant(datetime.fromisoformat(wanted)))
        begin, end = reader.begin_of(date.fromisoformat(wanted)), reader.end_of(date.fromisoformat(wanted))
        if part.operator is Operator.EQUALS:
            return and_(column >= begin, column < end)
        return column >= begin if part.operator is Operator.AT_LEAST else column < end  # type: ignore[no-any-return]


def _named_once(model: Any, seen: frozenset[Any]) -> Any:
    """The model, or another name for it where the statement around speaks of it already."""
    return aliased(model) if model in seen else model


def _listed(type_: RecordType, model: Any, part: Condition) -> ColumnElement[bool]:
    """A filter of the type's own speaks of the rows of its list, and of no others."""
    if part.field not in type_.criteria or model is not type_.model:
        raise RuleBroken(_("There is no field “%(name)s” to filter by.", name=part.field), field="filter")
    return type_.criteria[part.field](part.wanted[0])  # type: ignore[no-any-return]


def _money(model: Any, declared: Field, column: Any, part: Condition) -> ColumnElement[bool]:
    """Amounts of several currencies by their worth; one in a named currency, if it is to be equal, as it stands."""
    wanted, code = amount_of(part.wanted[0]), getattr(model, declared.currency, None)
    foreign = wanted.currency not in {None, company().currency} and hasattr(code, "property")
    if foreign and part.operator is Operator.EQUALS:
        minor = fitting(wanted.minor(str(wanted.currency)), column.type)
        return and_(column == minor, cast("ColumnElement[bool]", code == wanted.currency))
    by = worth(model, declared)
    return _compared(by, part.operator, fitting(worth_of_typed(wanted), by.type))


def _number(column: Any, part: Condition) -> ColumnElement[bool]:
    wanted: Any = Decimal(part.wanted[0])
    if wanted == wanted.to_integral_value():
        wanted = wanted if hasattr(column.type, "places") else int(wanted)
    return _compared(column, part.operator, fitting(wanted, column.type))


def _text(column: Any, part: Condition) -> ColumnElement[bool]:
    wanted = [plain_text(each) for each in part.wanted]
    if part.operator is Operator.CONTAINS:
        return contains(column, wanted[0])  # type: ignore[no-any-return]
    if part.operator is Operator.BEGINS:
        return func.folded(column).startswith(folded(wanted[0]), autoescape=True)
    return func.folded(column).in_([folded(each) for each in wanted])


def _compared(column: Any, operator: Operator, value: Any) -> ColumnElement[bool]:
    match operator:
        case Operator.GREATER:
            return column > value  # type: ignore[no-any-return]
        case Operator.LESS:
            return column < value  # type: ignore[no-any-return]
        case Operator.AT_LEAST:
            return column >= value  # type: ignore[no-any-return]
        case Operator.AT_MOST:
            return column <= value  # type: ignore[no-any-return]
    return column == value  # type: ignore[no-any-return]
