"""Every record type of the product. The generic packages read it and know no business word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol, cast

from salesapp.core.access import Permission
from salesapp.core.db import Record
from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field, declared_fields, fields_with_history


class Importer(Protocol):
    """What a feature adds to the generic import when a row means more than its fields.

    Values come by field name: ids for links, minor units for money. `create` gives the record, which the import adds
    and writes `imported` into its history; `update` says whether anything changed and records it. Either may raise
    RuleBroken (or ValueError), naming the field. Two attributes may be set: `fills`, the needed fields it finds itself,
    and `builds_only` where `create` neither flushes nor executes changes, so that rows are written together.
    """

    def create(self, values: dict[str, Any], *, by: Any) -> Record: ...
    def update(self, record: Any, values: dict[str, Any], *, by: Any) -> bool: ...


FromRow = Callable[[dict[str, Any], Any], dict[str, Any]]


@dataclass(frozen=True)
class Computed:
    """A column that lists work out for the rows they show."""

    label: str
    texts: Callable[[Sequence[Any]], dict[int, str]]
    """Row id → what stands there; rows without are left blank."""


@dataclass(frozen=True)
class Unfinished:
    """Records of a type that somebody still has to do something about: nothing they hang on goes away unmentioned."""

    criterion: Callable[[], Any]
    words: Callable[[int], str]
    """So many of them: “3 open leads”."""
    filters: dict[str, str] = field(default_factory=dict)
    """What narrows the list of the type to them."""
    keeps: frozenset[str] = frozenset()
    """The links to records that cannot be deleted as long as these are there."""
    moves: bool = True
    """Whether their owner can still be changed."""


@dataclass(frozen=True)
class ShippedView:
    """A view of a list that everybody has from the first day: a name, and the address arguments that show it."""

    key: str
    label: str
    args: dict[str, str] = field(default_factory=dict, compare=False)
    pinned: bool = True
    """Whether it stands above the list until somebody takes it down for themselves."""


@dataclass(frozen=True, eq=False)
class RecordType:
    """One kind of record: its model, its words and how the generic screens treat it."""

    key: str
    model: type[Any]
    plural: str
    label: str
    label_plural: str
    icon: str
    view: Permission
    edit: Permission
    owned_with: Permission | None = None
    """What the role of an owner has to allow, where that is not the right to own what is sold and to whom."""
    title: str = "name"
    subtitle: tuple[str, ...] = ()
    titled_by: tuple[str, ...] = ()
    """The fields a title without a column of its own is made of; lists do not repeat them."""
    named_after: tuple[str, ...] = ()
    """The links that its title and second line read: they come along with the rows of a list."""
    default_sort: str = "-changed_at"
    list_filters: dict[str, str] = field(default_factory=dict, compare=False)
    """Filters that a list begins with until its address names the field; the value `any` takes one away."""
    views: tuple[ShippedView, ...] = ()
    criteria: dict[str, Callable[[str], Any]] = field(default_factory=dict, compare=False)
    """Filters of lists that are no field: the name in the address → the criterion for what stands there."""
    lasting_criteria: frozenset[str] = frozenset()
    """Those of them that ask for nothing but what stands in the address: neither the day nor who asks."""
    criteria_words: dict[str, Callable[[str], str]] = field(default_factory=dict, compare=False)
    """What the chip of such a filter says of what stands in the address, where the list does not say it itself."""
    sections: tuple[tuple[str, str], ...] = ()
    """Form sections after the first one, each (key, label); they fold away."""
    computed: tuple[Computed, ...] = ()
    creatable: bool = True
    """Whether the standard forms write it; documents have verbs of their own instead."""
    deletable: bool = True
    """Whether it can go to the bin; what is booked stays, and is taken back by a verb of its own."""
    transferable: bool = False
    """Whether a list changes who looks after them although they are written on screens of their own."""
    search_weight: int = 50
    few: bool = False
    """So few records that a link to one is a plain select."""
    names: Callable[[], dict[str, int]] | None = None
    """Every name by which files may call its records, folded → id, where that is more than their titles."""
    synonyms: tuple[str, ...] = ()
    """What other programs call such a record, as in the headings of their exports."""
    row_says_all: bool = True
    """Whether one row of a file can hold such a record; none holds the steps of a dialog."""
    importer: Importer | None = None
    import_only: tuple[Field, ...] = ()
    """Columns a file may have beside the record's own fields; the importer or `from_row` makes sense of them, or an
    attribute of the model that is no column."""
    from_row: FromRow | None = None
    """The attributes that a row of a file gives a record, where they are more than the fields people edit; called with
    the values by field name, and the record that is there already or None. Raises RuleBroken or ValueError."""
    to_row: Callable[[Sequence[Any]], dict[int, dict[str, Any]]] | None = None
    """Record id → the values of columns of `import_only` that an export has as well, by their name; ids for links."""
    export_only: tuple[Field, ...] = ()
    """Columns an export file has beside the record's own fields: attributes that are worked out."""
    panels: list[Panel] = field(default_factory=list, compare=False)
    figures: list[Figures] = field(default_factory=list, compare=False)
    made_by_title: bool = False
    """Whether one can be made of its title alone, there where another record is to name it."""
    quick_fields: tuple[str, ...] = ()
    """What the ＋ sheet asks: three fields at most."""
    known_by: tuple[str, ...] = ()
    """Fields whose value names one record and no other, best first: by them an import knows rows again."""
    known_within: str = ""
    """The field that parts the records into those that `known_by` tells apart."""
    distinct: str = ""
    """The field of which no two records have the same value, capitals or not, the bin included."""
    distinct_within: str = ""
    """The field that parts the records into those whose values are compared."""
    within: str = ""
    """The link to what its records stand in and have their order in, as stages do in a process: of several of these
    their names may be the same."""
    mergeable: bool = False
    """Whether several records of it can be found to be the same, and become one."""
    rights: tuple[str, ...] = ()
    """The columns that say whose a record is: one that went up in another one follows it in these."""
    likely_duplicates: Callable[[Sequence[Any]], list[list[Any]]] | None = None
    """For each of several records, made or only typed, those that the viewer sees and that are likely the same: rows of
    `record`, `score` (0 to 100), `reasons` in words, and `kinds` of the fields that say so."""
    known_already: Callable[[Any], list[Any]] | None = None
    """For one record that is typed: whom one has already, in records of any type; such rows as `likely_duplicates`
    gives. Without it `likely_duplicates` answers."""
    known_elsewhere: Callable[[Sequence[Any]], list[list[Any]]] | None = None
    """For each of several records that a file brings: whom one has already as a record of another type."""
    currency_of: Callable[[dict[str, Any]], str] | None = None
    """What the amounts of a new record are in when it names no currency, by the values of its form."""
    unfinished: tuple[Unfinished, ...] = ()
    along: dict[str, frozenset[str]] = field(default_factory=dict, compare=False)
    """What changes along with a field that a verb sets: their Undo is one."""
    before_save: Callable[..., None] | None = None
    """Called as `before_save(record, by=user)` by the generic screens and the import, for the feature's own rule."""
    after_import: list[Callable[..., None]] = field(default_factory=list, compare=False)
    """Each is called as `each(records, by=user)` with what a batch of an import made, once it is written. What stands
    above the record adds its own."""

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return declared_fields(cast("Any", self.model))

    @cached_property
    def fields_by_name(self) -> dict[str, Field]:
        return {each.name: each for each in self.fields}

    @cached_property
    def told_fields(self) -> tuple[Field, ...]:
        """Those whose changes the history tells."""
        return fields_with_history(cast("Any", self.model))

    @property
    def offered(self) -> tuple[Field, ...]:
        """Those that say something in this company."""
        return tuple(each for each in self.fields if each.is_offered)

    def field(self, name: str) -> Field:
        """The field called `name`; KeyError when there is none."""
        return self.fields_by_name[name]

    def set_with(self, name: str) -> frozenset[str]:
        """The field and what changes along with it."""
        return frozenset({name}) | self.along.get(name, frozenset())

    @property
    def importable(self) -> bool:
        """Whether files can bring such records."""
        return self.row_says_all and (self.creatable or self.importer is not None)

    @property
    def slug(self) -> str:
        """The first part of its addresses: `price-books`."""
        return self.plural.replace("_", "-")

    @cached_property
    def is_reached(self) -> bool:
        """Whether its records are somebody who can be called or written to."""
        return any(self.reached_by)

    @cached_property
    def reached_by(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The attributes that hold telephone numbers, and those that hold e-mail addresses; the best first."""
        numbers, addresses = (
            tuple(each.attribute for each in self.fields if each.kind == kind) for kind in ("phone", "email")
        )
        return numbers, addresses

    @property
    def listed(self) -> tuple[Field, ...]:
        return tuple(each for each in self.offered if each.listed)

    @property
    def editable(self) -> tuple[Field, ...]:
        return tuple(each for each in self.offered if each.editable)


@dataclass(frozen=True)
class Panel:
    """A part of another record's page that a higher floor serves: loaded lazily from `endpoint`."""

    key: str
    label: str
    endpoint: str
    permission: Permission
    argument: str
    order: int = 50


@dataclass(frozen=True)
class Figure:
    """A number at the head of a record's page, ready to print."""

    label: str
    value: str
    hint: str = ""
    href: str | None = None
    tone: str | None = None


@dataclass(frozen=True)
class Figures:
    """Numbers that a higher floor counts for a record, from what the viewer sees."""

    permission: Permission
    of: Callable[[Any], Iterable[Figure]]
    order: int


_types: dict[str, RecordType] = {}


def register(record_type_: RecordType) -> RecordType:
    """Makes the type known; the same key twice is a programming error."""
    if record_type_.key in _types and _types[record_type_.key].model is not record_type_.model:
        raise ValueError(f"the record type {record_type_.key} is registered twice")
    _types[record_type_.key] = record_type_
    return record_type_


def record_type(key: str) -> RecordType:
    """The type called `key`; RuleBroken for one that does not exist, since keys come from addresses and commands."""
    try:
        return _types[key]
    except KeyError:
        raise RuleBroken(
            f"There is no record type “{key}”. There are: {', '.join(sorted(_types))}."
        ) from None


def record_types() -> Sequence[RecordType]:
    """All of them, in the order they were registered."""
    return tuple(_types.values())


def choices_called(name: str) -> type[Any]:
    """The enum of that name among the choices of all fields; KeyError when there is none."""
    fields = (each for type_ in record_types() for each in type_.fields if each.choices is not None)
    return next(each.choices for each in fields if each.choices is not None and each.choices.__name__ == name)


def type_of(record: Record) -> RecordType:
    """The record's own type."""
    return _types[record.record_type_key]


def add_figures(
    key: str, permission: Permission, of: Callable[[Any], Iterable[Figure]], order: int = 50
) -> None:
    """Puts numbers at the head of the page of the record type `key`, for those who have the permission."""
    figures = record_type(key).figures
    if all(each.of is not of for each in figures):
        figures.append(Figures(permission, of, order))
        figures.sort(key=lambda each: each.order)


def add_panel(key: str, panel: Panel) -> None:
    """Puts a lazily loaded panel on the page of the record type `key`."""
    panels = record_type(key).panels
    if all(each.key != panel.key for each in panels):
        panels.append(panel)
        panels.sort(key=lambda each: each.order)
