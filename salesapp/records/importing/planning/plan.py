"""What is to be done with a file: which column is which field, and by what a row is known again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import Any

from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l
from salesapp.core.lines import LineType, file_type
from salesapp.core.money import exponent
from salesapp.core.money.currencies import active_currencies
from salesapp.core.parsing.numbers import Mark
from salesapp.core.registry import RecordType, record_type
from salesapp.records.importing.planning.columns import ENOUGH, Target, guess_columns
from salesapp.records.importing.planning.references import links_by_reference, with_references
from salesapp.records.notation.choices import labels, nearest
from salesapp.records.notation.dates import DateOrder
from salesapp.records.notation.formats import DATE_KINDS, NUMBER_KINDS, Ambiguous, Format, detect_formats
from salesapp.records.picklists.picklist import Picklist
from salesapp.records.tables.table import Table

RECORD_ID = Field(kind="integer", name="id", label=_l("Record ID"))
EXTERNAL_ID = Field(kind="text", name="external_id", label=_l("External ID"), length=120)
OWNER = Field(kind="link", name="owner", label=_l("Owner"), target="user")
CREATED = Field(kind="instant", name="created_at", label=_l("Created on"))
REPORT_COLUMNS = ("Row", "Column", "Reason")
"""What the file of refused rows has beside the original columns; coming back, they mean nothing."""

FRACTIONS = 100
"""The factor of percentages that a file writes as fractions of one."""
PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class ImportPlan:
    """Everything a person decided about an import.

    `mapping` is column → field; `defaults` field → text for blank cells of new records, where `{other}` stands for the
    row's own text; `replacements` field → (text in the file → text meant); `match` the fields that identify a record
    (none: rows are known again by their whole contents); `formats` column → how it writes dates and numbers; `factors`
    column → what its numbers are multiplied by (1000 where they are in thousands), as text; `duplicates`
    what becomes of likely duplicates ("warn", "refuse"; empty: as the company says); `creates` the links whose unknown
    names become new records; `source` how the file is read (`encoding`, `delimiter`, `sheet`, `header`) where somebody
    said so.
    """

    record_type: str
    mapping: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    replacements: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    match: tuple[str, ...] = ()
    formats: Mapping[str, Format] = field(default_factory=dict)
    factors: Mapping[str, str] = field(default_factory=dict)
    duplicates: str = ""
    creates: tuple[str, ...] = ()
    source: Mapping[str, Any] = field(default_factory=dict)

    @property
    def type(self) -> RecordType:
        return file_type(self.record_type)

    def as_json(self) -> dict[str, Any]:
        """The plan as it is kept with its run."""
        data = asdict(self)
        del data["record_type"]
        data["formats"] = {column: format_json(each) for column, each in self.formats.items()}
        return data | {"match": list(self.match), "creates": list(self.creates)}

    @classmethod
    def from_json(cls, key: str, data: Mapping[str, Any]) -> ImportPlan:
        """The plan that `as_json` wrote."""
        formats = {column: format_from(each) for column, each in data.get("formats", {}).items()}
        return cls(
            key,
            data.get("mapping", {}),
            data.get("defaults", {}),
            data.get("replacements", {}),
            tuple(data.get("match", ())),
            formats,
            data.get("factors", {}),
            data.get("duplicates", ""),
            tuple(data.get("creates", ())),
            data.get("source", {}),
        )


def format_json(format_: Format) -> dict[str, Any]:
    """A format as plain values."""
    return {
        "order": format_.order and format_.order.value,
        "mark": format_.mark.value,
        "fractions": format_.fractions,
        "factor": str(format_.factor),
    }


def format_from(data: Mapping[str, Any]) -> Format:
    """The format that `format_json` wrote."""
    order = DateOrder(data["order"]) if data["order"] else None
    return Format(order, Mark(data["mark"]), data["fractions"], Decimal(data["factor"]))


def import_fields(type_: RecordType) -> dict[str, Field]:
    """What a column may become, by name: the fields people may edit, what an importer sets, and the ids.

    Behind each link stands the column that says which of several records with the same title it means.
    """
    return {each.name: each for each in with_references(_plain_fields(type_).values())}


def references(type_: RecordType) -> dict[str, Field]:
    """The columns that say which record a link means: name → the link."""
    return links_by_reference(_plain_fields(type_).values())


def _plain_fields(type_: RecordType) -> dict[str, Field]:
    if isinstance(type_, LineType):
        return {each.name: each for each in type_.import_only}
    by_verbs = type_.importer is not None or type_.from_row is not None
    fields = [each for each in type_.offered if each.importable and (each.editable or by_verbs)]
    if hasattr(type_.model, "owner_id") and "owner" not in type_.fields_by_name:
        fields.append(OWNER)
    fields += [*type_.import_only, CREATED, EXTERNAL_ID, RECORD_ID]
    return {each.name: each for each in fields}


def row_attributes(type_: RecordType, values: dict[str, Any], found: Any = None) -> dict[str, Any]:
    """What the values of a row, by field name, give the record that it is about (None: a new one), by attribute."""
    if type_.from_row is not None:
        return type_.from_row(values, found)
    known = import_fields(type_)
    return {known[name].attribute if name in known else name: value for name, value in values.items()}


def targets(type_: RecordType) -> list[Target]:
    """The fields as the guess of columns sees them."""
    links = references(type_)
    return [
        Target(
            each.name,
            each.kind,
            (
                *labels(each.label),
                *each.synonyms,
                *own_name(type_, each),
                *id_names(type_, links.get(each.name)),
            ),
        )
        for each in import_fields(type_).values()
    ]


def id_names(type_: RecordType, link: Field | None) -> Iterator[str]:
    """What a column is called that holds the numbers of linked records: `Account ID`, for the parent of one as well."""
    if link is not None and is_of_another_kind(type_, link):
        for label in called(record_type(link.target)):
            yield f"{label} id"


def own_name(type_: RecordType, declared: Field) -> Iterator[str]:
    """A column called like a record type holds its title, or names the one that is linked: `Account name`, 客户名称."""
    own = declared.name == type_.title
    if declared in type_.import_only and declared.name in type_.fields_by_name:
        return  # it has a name of its own in files, so that it is not taken for something else
    if own or is_of_another_kind(type_, declared):
        for label in called(type_ if own else record_type(declared.target)):
            yield from (label, f"{label} name", f"{label}名称", f"所属{label}", f"associated {label}")
            if not own:
                yield from (f"{label} id", f"{label} code", f"{label}编码")


def is_of_another_kind(type_: RecordType, declared: Field) -> bool:
    """Whether the link is to the customers, deals and the like that a record hangs on."""
    return declared.kind == "link" and declared.target not in {"user", type_.key}


def called(type_: RecordType) -> list[str]:
    """What people and other programs call such a record."""
    return [*labels(type_.label), *type_.synonyms]


def makeable_links(type_: RecordType) -> dict[str, RecordType]:
    """The links that an import can make where a row names what is not there: what needs no more than its name."""
    found = {}
    for name, declared in import_fields(type_).items():
        if (
            declared.kind == "link"
            and declared.target != type_.key
            and is_made_by_name(record_type(declared.target))
        ):
            found[name] = record_type(declared.target)
    return found


def extensible_choices(type_: RecordType) -> dict[str, Field]:
    """The fields whose list of choices an import can extend by what rows say and the list does not have."""
    known = import_fields(type_)
    return {name: each for name, each in known.items() if each.choices and issubclass(each.choices, Picklist)}


def is_made_by_name(type_: RecordType) -> bool:
    """Whether its title is all that somebody has to say of a new record."""
    if (
        type_.few
        or not type_.importable
        or type_.importer is not None
        or type_.title not in type_.fields_by_name
    ):
        return False
    columns = type_.model.__table__.c
    return all(
        each.name == type_.title or columns[each.attribute].default is not None
        for each in type_.fields
        if each.required
    )


def guess_mapping(
    type_: RecordType, columns: Iterable[str], least: float = ENOUGH, *, ours: bool = False
) -> dict[str, str]:
    """Column → field as the headings suggest, for those at least so much alike (0 to 100).

    `ours`: the file came from this installation, so that its record ids are those of the records here.
    """
    wanted = [column for column in columns if column not in REPORT_COLUMNS]
    known = [each for each in targets(type_) if ours or each.name != RECORD_ID.name]
    return guess_columns(wanted, known, least, called(type_))


def guess_match(type_: RecordType, mapping: Mapping[str, str]) -> tuple[str, ...]:
    """The first field mapped that names one record and no other, with the one that it does so within."""
    mapped = [name for name in identifying(type_) if name in mapping.values()][:1]
    within = [type_.known_within] if mapped and mapped[0] in type_.known_by and type_.known_within else []
    return (*mapped, *within)


def identifying(type_: RecordType) -> list[str]:
    """The fields that may name one record and no other, the surest first."""
    fields = import_fields(type_)
    addresses = [each.name for each in fields.values() if each.kind == "email"]
    candidates = ("id", "external_id", *type_.known_by, "number", "code", *addresses)
    return [name for name in dict.fromkeys(candidates) if name in fields]


def with_formats(plan: ImportPlan, table: Table) -> tuple[ImportPlan, dict[str, Ambiguous]]:
    """The plan with the formats its columns leave no doubt about, and the questions about the others.

    What was answered is asked again, for whoever wants to change an answer; `plan.formats` has what was said.
    """
    found: dict[str, Format] = {}
    questions: dict[str, Ambiguous] = {}
    for column, declared in doubtful_columns(plan, table).items():
        answer = detect_formats(column_texts(table, column, plan), declared.kind, places(declared, plan))
        if isinstance(answer, Ambiguous):
            questions[column] = answer
        else:
            found[column] = answer
    fields = import_fields(plan.type)
    scaled = {
        column: in_units(each, plan.factors.get(column, "1"), fields[plan.mapping[column]].kind)
        for column, each in {**found, **plan.formats}.items()
        if column in plan.mapping
    }
    return replace(plan, formats=scaled), questions


def in_units(format_: Format, factor: str, kind: str) -> Format:
    """The format with the column's factor; percentages in fractions of one may have their sign all the same."""
    if kind == "percent" and Decimal(factor) == FRACTIONS:
        return replace(format_, fractions=True, factor=Decimal(1))
    return replace(format_, factor=Decimal(factor))


def doubtful_columns(plan: ImportPlan, table: Table) -> dict[str, Field]:
    """The mapped columns of dates and numbers."""
    fields = import_fields(plan.type)
    return {
        column: fields[name]
        for column, name in plan.mapping.items()
        if column in table.columns and fields[name].kind in DATE_KINDS | NUMBER_KINDS
    }


def column_texts(table: Table, column: str, plan: ImportPlan) -> Iterator[str]:
    """The column's cells, without those that are replaced anyway."""
    place = table.columns.index(column)
    replaced = plan.replacements.get(plan.mapping[column], {})
    return (row.cells[place].strip() for row in table.rows() if row.cells[place].strip() not in replaced)


MOST_DECIMALS = 3
"""Of the currencies that amounts are written in (dinars)."""


def places(declared: Field, plan: ImportPlan) -> int | None:
    """How many decimals a value of the field has at most, where that is known; rows may name any currency."""
    if declared.kind != "money":
        return None
    if declared.currency in plan.mapping.values():
        return MOST_DECIMALS
    return max(exponent(each) for each in active_currencies())


def check_plan(plan: ImportPlan, table: Table) -> None:
    """Refuse a plan that names what does not exist. Raises RuleBroken with one sentence."""
    fields = import_fields(plan.type)
    for column in (*plan.mapping, *plan.formats, *plan.factors):
        refuse_unknown(column, table.columns, _("The file has no column “%(name)s”.", name=column))
    for name in (*plan.mapping.values(), *plan.defaults, *plan.replacements, *plan.match):
        refuse_unknown(name, fields, _("%(type)s has no field “%(name)s”.", type=plan.type.label, name=name))
    for name in plan.match:
        if name not in plan.mapping.values() and name not in plan.defaults:
            raise RuleBroken(
                _(
                    "Rows are matched by “%(name)s”, but no column is mapped to it. Map a column, or match by "
                    "another field.",
                    name=name,
                )
            )
    if len(set(plan.mapping.values())) < len(plan.mapping):
        twice = next(name for name in plan.mapping.values() if list(plan.mapping.values()).count(name) > 1)
        raise RuleBroken(_("Two columns are mapped to “%(name)s”.", name=fields[twice].label))
    if not plan.mapping:
        raise RuleBroken(_("No column is mapped to a field. Map at least one."))
    refuse_unmakeable(plan)
    for text in plan.defaults.values():
        for name in PLACEHOLDER.findall(text):
            refuse_unknown(name, (*fields, *table.columns), _("There is no column “%(name)s”.", name=name))


def refuse_unmakeable(plan: ImportPlan) -> None:
    """Raise RuleBroken where the plan creates what needs more than a name."""
    makeable = {*makeable_links(plan.type), *extensible_choices(plan.type)}
    for name in plan.creates:
        if name not in makeable:
            raise RuleBroken(_("Records for “%(name)s” can’t be created from a name alone.", name=name))


def refuse_unknown(name: str, known: Iterable[str], sentence: str) -> None:
    """Raise RuleBroken with the sentence and the nearest name, unless the name is known."""
    names = list(known)
    if name not in names:
        near = nearest(name, names)
        raise RuleBroken(f"{sentence} {_('Did you mean “%(near)s”?', near=near)}" if near else sentence)
