"""The filter of a list, built by tapping: a field, how it compares, with what. Each step is an address of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from flask import Response, abort, request, url_for
from wtforms.form import BaseForm

from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.parsing.addresses import address_parts
from salesapp.core.registry import RecordType, record_type
from salesapp.records.filters.checking import checked, short
from salesapp.records.filters.conditions import Condition, Group, Has, Operator, Part
from salesapp.records.filters.editing import in_rows, part_at, put, without
from salesapp.records.filters.fields import (
    Asked,
    Related,
    asked,
    offered,
    offered_through,
    related,
    related_called,
)
from salesapp.records.filters.notation import read, written
from salesapp.records.filters.operators import DAYS, labels, sort_of
from salesapp.records.filters.periods import COMMON, FURTHER, label
from salesapp.records.filters.readers import PEOPLE
from salesapp.records.filters.words import in_sentence, initial_capital, sentence
from salesapp.records.lists.filters import FILTER
from salesapp.records.lists.listing import Criteria, counted
from salesapp.records.lists.options import filter_options, filter_words
from salesapp.web.forms import LinkField
from salesapp.web.render import render
from salesapp.web.returning import ours

HANGING = "has:"
"""Before the name of what hangs on a record, in the place of a field."""
AT, FIELD, FIND, OPERATOR, VALUE, PERIOD, DAY = (
    f"c-{each}" for each in ("at", "field", "find", "op", "value", "period", "day")
)
"""What the steps ask; no filter of a list is called so."""
THEN = "then"
"""In the address: where the filter is wanted, when that is not the list."""
ASKED_OFTEN = ("activities",)
"""What hangs on a record and is asked for beside its own fields: whom did nobody call?"""
ICONS = {
    "numbers": "hash",
    "days": "calendar",
    "choices": "list",
    "booleans": "square-check",
    "texts": "pencil",
    "paragraphs": "file-text",
}


@dataclass(frozen=True)
class Row:
    """One question as the builder shows it: where it stands in the filter, and what takes it away."""

    text: str
    at: str
    edit_url: str | None
    remove_url: str
    beside: tuple[Row, ...] = ()
    beside_url: str = ""
    """What adds an alternative to it."""


@dataclass(frozen=True)
class Choice:
    """Something to ask about: what it is called in its group, and among others."""

    label: str
    called: str
    url: str
    icon: str


@dataclass(frozen=True)
class Choices:
    """Some of them under a heading that opens; without one they are there at once."""

    heading: str
    choices: list[Choice]


class FilterScreens:
    """The steps for one record type."""

    def __init__(self, type_: RecordType) -> None:
        self.type = type_

    def _url(
        self,
        step: str,
        criteria: Criteria,
        at: str | None = None,
        field: str | None = None,
        op: str | None = None,
    ) -> str:
        arguments: dict[str, Any] = {**criteria.args, AT: at, FIELD: field, OPERATOR: op, **wanted_by()}
        return url_for(f"{self.type.plural}.{step}", **arguments)

    def builder(self) -> Response:
        """The questions so far, the sentence they make, and how many records answer it."""
        return self._builder(spelt_out(Criteria.from_args(self.type, request.args)))

    def _builder(self, criteria: Criteria) -> Response:
        total, capped = counted(criteria)
        return render(
            "records/filters/_builder.html",
            type=self.type,
            criteria=criteria,
            rows=self._rows(criteria),
            said=sentence(self.type, criteria.asked) if not criteria.problem else "",
            total=total,
            capped=capped,
            add_url=self._url("filter_fields", criteria),
            onward=Onward.asked(criteria),
            title=_("Filter"),
        )

    def _rows(self, criteria: Criteria) -> list[Row]:
        """Filters of the type's own first: they are taken away here and chosen on the list."""
        begun = [
            Row(filter_words(self.type, key, value), "", None, self._without(criteria, key))
            for key, value in criteria.filters.items()
        ]
        if criteria.problem:
            return begun
        return begun + [
            self._row(criteria, str(number), part)
            for number, part in enumerate(in_rows(read(criteria.filter)))
        ]

    def _without(self, criteria: Criteria, key: str) -> str:
        left = {name: value for name, value in criteria.filters.items() if name != key}
        return self._url("filters", replace(criteria, filters=left))

    def _row(self, criteria: Criteria, at: str, part: Part) -> Row:
        less = replace(criteria, filter=written(without(read(criteria.filter), at)))
        field = name_of(part)
        edit = self._url("filter_condition", criteria, at=at, field=field) if field else None
        several = part.parts if isinstance(part, Group) and part.any and "." not in at else ()
        beside = tuple(self._row(criteria, f"{at}.{number}", each) for number, each in enumerate(several))
        further = "" if "." in at else self._url("filter_fields", criteria, at=f"{at}.")
        return Row(sentence(self.type, part), at, edit, self._url("filters", less), beside, further)

    def fields(self) -> Response:
        """What to ask about: what the list shows first, then the rest; or all that is called as somebody typed."""
        criteria = spelt_out(Criteria.from_args(self.type, request.args))
        at, typed = request.args.get(AT, ""), request.args.get(FIND, "").strip()
        groups = self._groups(criteria, at)
        if typed:
            every = [each for group in groups for each in group.choices]
            groups = [Choices("", [each for each in every if typed.casefold() in each.called.casefold()])]
        return render(
            "records/filters/_fields.html",
            type=self.type,
            typed=typed,
            carried={**criteria.args, AT: at, **wanted_by()},
            groups=groups,
            back_url=self._url("filters", criteria),
            title=_("Filter by"),
        )

    def _groups(self, criteria: Criteria, at: str) -> list[Choices]:
        def of(each: Asked) -> Choice:
            url = self._url("filter_condition", criteria, at=at, field=each.path)
            return Choice(str(each.field.label), each.label, url, ICONS[sort_of(each.field)])

        def below(each: Related, called: str, op: str | None = None) -> Choice:
            url = self._url("filter_condition", criteria, at=at, field=HANGING + each.name, op=op)
            return Choice(called, called, url, each.type.icon)

        own, hanging = offered(self.type), related(self.type)
        idle = [
            below(hanging[name], initial_capital(sentence(self.type, Has(name, some=False))), "none")
            for name in ASKED_OFTEN
            if name in hanging
        ]
        groups = [
            Choices("", [*(of(each) for each in own if each.field.listed), *idle]),
            Choices(_("Other fields"), [of(each) for each in own if not each.field.listed]),
            Choices(_("Has or has no …"), [below(each, each.label) for each in hanging.values()]),
        ]
        through = offered_through(self.type).items()
        groups += [Choices(f"{name} ›", [of(each) for each in found]) for name, found in through]
        return [each for each in groups if each.choices]

    def condition(self, problem: str = "") -> Response:
        """How the field compares, and with what; without a field, which one."""
        if not request.args.get(FIELD):
            return self.fields()
        criteria = spelt_out(Criteria.from_args(self.type, request.args))
        at, name = request.args.get(AT, ""), request.args.get(FIELD, "")
        there = part_at(read(criteria.filter), at) if not criteria.problem else None
        begun = begun_part(self.type, request.args) or there
        hanging = name.startswith(HANGING)
        asks = _or_404(lambda: self._hanging(name, begun) if hanging else self._compared(name, begun))
        return render(
            "records/filters/_hanging.html" if hanging else "records/filters/_condition.html",
            type=self.type,
            criteria=criteria,
            place={**criteria.args, AT: at, FIELD: name, **wanted_by()},
            back_url=self._url("filter_fields", criteria, at=at),
            args=request.args,
            problem=problem,
            status=422 if problem else 200,
            **asks,
        )

    def _hanging(self, name: str, begun: Part | None) -> dict[str, Any]:
        """What is asked of records that hang on this one: whether there are any, and since when."""
        below = related_called(self.type, name.removeprefix(HANGING))
        return {
            "title": below.label,
            "what": in_sentence(below.label),
            "days": [each.field for each in offered(below.type) if each.field.kind in DAYS],
            "chosen": begun if isinstance(begun, Has) else Has(below.name),
            **periods_offered(),
        }

    def _compared(self, name: str, begun: Part | None) -> dict[str, Any]:
        """What is asked of a field."""
        found = asked(self.type, name)
        operators = labels(found.field)
        kept = isinstance(begun, Condition) and begun.field == name and begun.operator in dict(operators)
        chosen = begun if kept else Condition(name, operators[0][0])
        return {"title": found.label, "operators": operators, "chosen": chosen, **self._asks(found)}

    def _asks(self, found: Asked) -> dict[str, Any]:
        """What a value is chosen or typed with."""
        declared = found.field
        of = self.type if found.through is None else record_type(found.through.target)
        asks: dict[str, Any] = {"sort": sort_of(declared), "options": [], "picker": None}
        if sort_of(declared) == "days":
            asks |= periods_offered()
        elif declared.kind == "link" and not record_type(declared.target).few:
            asks["picker"] = Picker(declared, request.args.get(f"{VALUE}_text", ""))
        elif declared.kind in {"choice", "link", "boolean"}:
            people = list(PEOPLE.items()) if declared.target == "user" else []
            asks["options"] = [*people, *filter_options(of, declared)]
        return asks

    def apply(self) -> Response:
        """The filter with the condition that was chosen; what makes no sense says why."""
        criteria = spelt_out(Criteria.from_args(self.type, request.args))
        if not request.args.get(FIELD):
            return self._builder(criteria)
        try:
            part = checked(self.type, typed_part(self.type, request.args))
            group = put(read(criteria.filter), request.args.get(AT, ""), part)
            return self._builder(replace(criteria, filter=written(read(written(group)))))
        except RuleBroken as broken:
            return self.condition(str(broken))


@dataclass(frozen=True)
class Onward:
    """Where the filter is wanted, when that is not the list: a page of ours, and what its address says besides."""

    path: str
    inputs: list[tuple[str, str]]

    @classmethod
    def asked(cls, criteria: Criteria) -> Onward | None:
        """As the address says it; None for the list itself."""
        then = address_parts(wanted_by().get(THEN, ""))
        if not then.path:
            return None
        carried = [(name, value) for name, value in parse_qsl(then.query) if name != FILTER]
        return cls(then.path, [*carried, *([(FILTER, criteria.filter)] if criteria.filter else [])])


def wanted_by() -> dict[str, str]:
    """The argument that carries it from step to step."""
    then = ours(request.args.get(THEN, ""))
    return {THEN: then} if then else {}


class Picker:
    """What the macro of record pickers asks of a field."""

    id = name = VALUE
    errors: tuple[str, ...] = ()
    flags: Any = type("Flags", (), {"required": False})
    description, makes = "", None

    def __init__(self, declared: Field, typed: str) -> None:
        self.label = type("Label", (), {"text": declared.label})
        self.search_url = url_for(f"{record_type(declared.target).plural}.pick")
        self.text, self.data = typed, None


def _or_404(find: Any) -> Any:
    try:
        return find()
    except RuleBroken:
        abort(404)


def periods_offered() -> dict[str, list[tuple[str, str]]]:
    """(word, label) of the periods to choose from: the common ones, and the further ones."""
    return {
        "periods": [(each, label(each)) for each in COMMON],
        "further": [(each, label(each)) for each in FURTHER],
    }


def spelt_out(criteria: Criteria) -> Criteria:
    """The same list with its short filters in the long one, where they can be changed; those of the type's own stay."""
    if criteria.problem:
        return criteria
    own = {
        key: value
        for key, value in criteria.filters.items()
        if key.partition("__")[0] in criteria.type.criteria
    }
    moved = [short(criteria.type, key, value) for key, value in criteria.filters.items() if key not in own]
    group = Group((*moved, *in_rows(read(criteria.filter))))
    return replace(criteria, filters=own, filter=written(group))


def name_of(part: Part) -> str:
    """By what name the builder changes the part; empty for one that it cannot have made."""
    match part:
        case Condition():
            return part.field
        case Has():
            dated = all(
                isinstance(each, Condition) and each.operator is Operator.WITHIN for each in part.parts
            )
            return HANGING + part.related if len(part.parts) < 2 and dated else ""
    return ""


def typed_part(type_: RecordType, args: Any) -> Part:
    """What the form of a condition says. RuleBroken where it says nothing."""
    name, operator = args.get(FIELD, ""), args.get(OPERATOR, "")
    if name.startswith(HANGING):
        day, period = args.get(DAY, ""), args.get(PERIOD, "")
        within = (Condition(day, Operator.WITHIN, (period,)),) if period and day else ()
        return Has(name.removeprefix(HANGING), operator != "none", within)
    found = asked(type_, name)
    if operator not in set(Operator):
        raise RuleBroken(_("Choose how to compare."), field="conditions")
    compared = Operator(operator)
    return Condition(
        name, compared, tuple(_typed_values(found.field, compared, args)) if compared.asks_value else ()
    )


def begun_part(type_: RecordType, args: Any) -> Part | None:
    """What the form says so far, to show it again where it was refused; None where nothing can be made of it."""
    try:
        return typed_part(type_, args) if args.get(OPERATOR) else None
    except RuleBroken:
        return None


def _typed_values(declared: Field, operator: Operator, args: Any) -> list[str]:
    if declared.kind in DAYS:
        return [args.get(PERIOD if operator is Operator.WITHIN else DAY, "")]
    values = [each for each in args.getlist(VALUE) if each.strip()]
    typed = args.get(f"{VALUE}_text", "").strip()
    if declared.kind == "link" and not values and typed:
        values = [_by_title(declared, typed)]
    if operator.asks_several and sort_of(declared) == "texts":
        return [each for value in values for each in value.split(",")]
    return values


def _by_title(declared: Field, typed: str) -> str:
    """The id of the record with that title, for browsers without script."""
    field: Any = BaseForm({VALUE: LinkField(target=declared.target)})[VALUE]
    field.process({f"{VALUE}_text": typed})
    return typed if field.data is None else str(field.data)
