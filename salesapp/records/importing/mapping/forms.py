"""The forms of the wizard; the one for the columns is made for the file at hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from salesapp.core.access import Permission, Viewer, allows
from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l
from salesapp.core.lines import line_types
from salesapp.core.registry import RecordType, record_types
from salesapp.records.capturing import REFUSE, WARN, refuses_duplicates
from salesapp.records.importing.mapping.encodings import ENCODINGS
from salesapp.records.importing.mapping.questions import (
    MOST_WORDS,
    Questions,
    UnknownWord,
    in_words,
    meanings,
)
from salesapp.records.importing.planning.plan import (
    ImportPlan,
    extensible_choices,
    identifying,
    import_fields,
    makeable_links,
    references,
)
from salesapp.records.notation.formats import NUMBER_KINDS, Ambiguous, Format
from salesapp.records.tables.table import Table
from salesapp.web.forms import Form
from salesapp.web.guards import can
from salesapp.web.inputs.rules import WholeField
from salesapp.web.inputs.select import SelectField

WHOLE_ROW = "-"
"""The choice of matching rows by their whole contents."""
KEPT_DEFAULTS = ("id", "external_id")
"""Nobody is asked what all rows have there: no two have the same."""
BLANK = "(blank)"
"""The choice of a word that means nothing."""


class UploadForm(Form):
    """What kind of records, and the file."""

    type = SelectField(_l("What is in the file"))
    file = FileField(_l("CSV, Excel or vCard file"), validators=[FileRequired(_l("Choose a file."))])


def upload_form(by: Viewer, chosen: str | None = None) -> UploadForm:
    """The form with the record types this person may bring in."""
    form = UploadForm(data={"type": chosen} if chosen else None)
    form.type.choices = [SelectChoice(each.key, each.label_plural) for each in importable_types(by)]
    return form


def importable_types(by: Viewer) -> list[RecordType]:
    """The record types this person may import."""
    if not allows(by, Permission.DATA_IMPORT):
        return []
    types = (*record_types(), *line_types())
    return [each for each in types if allows(by, each.edit) and each.importable]


DELIMITERS = ((",", _l("Comma")), (";", _l("Semicolon")), ("\t", _l("Tab")), ("|", _l("Vertical bar")))


class SourceForm(Form):
    """How the file is read, where what was found out is not right."""

    sheet_name = SelectField(_l("Sheet"))
    header = WholeField(_l("Header row"), validators=[Optional(), NumberRange(1, 10_000)])
    encoding = SelectField(_l("Encoding"))
    delimiter = SelectField(_l("Delimiter"))

    def source(self) -> dict[str, Any]:
        """What somebody said, in the words of `read_table`."""
        said = {name.removesuffix("_name"): value for name, value in self.values().items()}
        return {name: value for name, value in said.items() if value not in (None, "")}


def source_form(plan: ImportPlan, table: Table) -> SourceForm:
    """The form, with what goes for this kind of file."""
    found = {"header": table.header, "sheet_name": table.sheet, "encoding": "", "delimiter": ""}
    form = SourceForm(data=found | dict(plan.source))
    by_itself = SelectChoice("", _("Detect automatically"))
    if table.sheet is None:
        del form.sheet_name
        form.encoding.choices = [by_itself, *(SelectChoice(*each) for each in ENCODINGS)]
        form.delimiter.choices = [by_itself, *(SelectChoice(mark, str(label)) for mark, label in DELIMITERS)]
    else:
        del form.encoding, form.delimiter
        form.sheet_name.choices = [SelectChoice(each, each) for each in table.sheets]
    return form


def columns_form(questions: Questions, table: Table) -> Form:
    """A choice of field per column, an answer per question, and how rows are known again."""
    plan = questions.plan
    made: dict[str, Any] = {}
    fields = [SelectChoice("", _("Don’t import"))]
    fields += [SelectChoice(name, str(each.label)) for name, each in import_fields(plan.type).items()]
    for place, column in enumerate(table.columns):
        made[f"column_{place}"] = SelectField(column, choices=fields, default=plan.mapping.get(column, ""))
        if column in questions.formats:
            made[f"format_{place}"] = format_choice(
                column, questions.formats[column], plan.formats.get(column)
            )
        if kind_of(plan, column) in NUMBER_KINDS:
            made[f"factor_{place}"] = factor_choice(plan, column)
    for place, word in enumerate(questions.words[:MOST_WORDS]):
        made[f"word_{place}"] = word_choice(word)
    for name in unmapped_fields(plan):
        made[f"default_{name}"] = default_choice(plan, name)
    for name, target in makeable_links(plan.type).items():
        made[f"create_{name}"] = BooleanField(
            _("Create %(type)s that don’t exist yet", type=target.label_plural),
            default=name in plan.creates,
        )
    for name in extensible_choices(plan.type) if can(Permission.SETUP) else ():
        made[f"create_{name}"] = BooleanField(
            _("Add unknown values to the list"), default=name in plan.creates
        )
    made["match"] = match_choice(plan)
    if plan.type.likely_duplicates is not None:
        made["duplicates"] = duplicates_choice(plan)
    return cast("Form", type("ColumnsForm", (Form,), made)())


def unmapped_fields(plan: ImportPlan) -> list[str]:
    """The fields that no column gives, the needed ones first: all rows may have the same value there."""
    mapped = {*plan.mapping.values(), *KEPT_DEFAULTS, *references(plan.type)}
    free = [each for name, each in import_fields(plan.type).items() if name not in mapped]
    return [each.name for each in sorted(free, key=lambda each: not is_needed(each))]


def is_needed(declared: Field) -> bool:
    """Whether a new record cannot do without it, so that the page asks for it at once."""
    return declared.required and declared.kind != "link"


def default_choice(plan: ImportPlan, name: str) -> SelectField | StringField:
    """What stands in all new records, one of the choices where there are such."""
    declared = import_fields(plan.type)[name]
    own = plan.defaults.get(name, "")
    known = meanings(declared)
    if not known:
        return StringField(declared.label, default=own)
    choices = [SelectChoice(*each) for each in known]
    return SelectField(
        declared.label,
        choices=[SelectChoice("", _("No value")), *choices],
        default=own,
        validate_choice=False,
    )


def format_choice(column: str, question: Ambiguous, said: Format | None) -> RadioField:
    """In which of several ways a column is to be read; what reads most of it is chosen where nothing reads all."""
    answers = {
        str(place): each.shown if question.example else in_words(each)
        for place, each in enumerate(question.readings)
    }
    own = [
        str(place) for place, each in enumerate(question.readings) if said and same_writing(each.format, said)
    ]
    label = (
        _("“%(text)s” in %(column)s means", text=question.example, column=column)
        if question.example
        else _("%(column)s is written in several ways", column=column)
    )
    default = next(iter(own), None if question.example else "0")
    choices = [SelectChoice(*each) for each in answers.items()]
    return RadioField(label, choices=choices, default=default, validate_choice=False)


def same_writing(one: Format, other: Format) -> bool:
    """Whether both read a text alike, whatever its number is multiplied by."""
    return (one.order, one.mark, one.fractions) == (other.order, other.mark, other.fractions)


FACTORS = (
    ("1", _l("As written")),
    ("1000", _l("In thousands")),
    ("10000", _l("In ten thousands")),
    ("1000000", _l("In millions")),
    ("0.01", _l("In hundredths (cents)")),
)
PERCENT_FACTORS = (("1", _l("In percent: 25 means 25%")), ("100", _l("As decimals: 0.25 means 25%")))


def kind_of(plan: ImportPlan, column: str) -> str:
    """The kind of what a column becomes; empty where it is left out."""
    name = plan.mapping.get(column)
    return import_fields(plan.type)[name].kind if name else ""


def factor_choice(plan: ImportPlan, column: str) -> SelectField:
    """In what the numbers of a column are counted; what the command line said stays among it."""
    known = PERCENT_FACTORS if kind_of(plan, column) == "percent" else FACTORS
    own = plan.factors.get(column, "1")
    choices = [SelectChoice(factor, str(label)) for factor, label in known]
    if own not in dict(known):
        choices.append(SelectChoice(own, f"× {own}"))
    return SelectField(_("Numbers in %(column)s are", column=column), choices=choices, default=own)


def word_choice(word: UnknownWord) -> SelectField | StringField:
    """What a word means that is none of the choices."""
    label = _("“%(text)s” in %(field)s means", text=word.text, field=word.field.label)
    if word.choices:
        own = [("", _("Reject these rows")), (BLANK, _("Leave it blank")), *word.choices]
        hint = _("Did you mean “%(near)s”?", near=word.near) if word.near else ""
        return SelectField(label, choices=[SelectChoice(*each) for each in own], default="", description=hint)
    return StringField(
        label, description=_("Leave empty to reject these rows. (blank) means an empty value.")
    )


def match_choice(plan: ImportPlan) -> SelectField:
    """By what a row is known again."""
    fields = import_fields(plan.type)
    names = dict.fromkeys([*identifying(plan.type), *plan.match, plan.type.title])
    choices = [SelectChoice(name, str(fields[name].label)) for name in names if name in fields]
    choices.append(SelectChoice(WHOLE_ROW, _("The whole row")))
    return SelectField(
        _("Match rows by"),
        choices=choices,
        default=plan.match[0] if plan.match else WHOLE_ROW,
        description=_("Rows that match an existing record update it instead of creating a second one."),
    )


def duplicates_choice(plan: ImportPlan) -> SelectField:
    """What becomes of rows that are likely there already."""
    choices = [
        SelectChoice(WARN, _("Import and count them")),
        SelectChoice(REFUSE, _("Skip and list them")),
    ]
    own = REFUSE if refuses_duplicates(plan.record_type) else WARN
    return SelectField(
        _("Rows that may already exist"),
        choices=choices,
        default=plan.duplicates or own,
        description=_(
            "The same e-mail, phone or web address, or a similar name, among the records you can see."
        ),
    )


def answered_plan(form: Form, questions: Questions, table: Table) -> ImportPlan:
    """The plan with what the form says."""
    values = form.values()
    mapping = {
        column: values[f"column_{place}"]
        for place, column in enumerate(table.columns)
        if values.get(f"column_{place}")
    }
    match = values.get("match") or WHOLE_ROW
    return replace(
        questions.plan,
        mapping=mapping,
        match=() if match == WHOLE_ROW else (match,),
        duplicates=values.get("duplicates") or "",
        factors=answered_factors(values, table),
        creates=tuple(name for name in import_fields(questions.plan.type) if values.get(f"create_{name}")),
        formats=kept_formats(questions.plan, mapping) | answered_formats(values, questions, table),
        replacements=answered_words(values, questions),
        defaults={name: text for name, text in questions.plan.defaults.items() if name in KEPT_DEFAULTS}
        | {
            name.removeprefix("default_"): value
            for name, value in values.items()
            if name.startswith("default_") and value
        },
    )


def kept_formats(plan: ImportPlan, mapping: dict[str, str]) -> dict[str, Format]:
    """The formats of columns that are still what they were."""
    return {
        column: each
        for column, each in plan.formats.items()
        if mapping.get(column) == plan.mapping.get(column)
    }


def answered_formats(values: dict[str, Any], questions: Questions, table: Table) -> dict[str, Format]:
    """The formats chosen."""
    found: dict[str, Format] = {}
    for column, question in questions.formats.items():
        answer = values.get(f"format_{table.columns.index(column)}") or ""
        if answer.isdigit() and int(answer) < len(question.readings):
            found[column] = question.readings[int(answer)].format
    return found


def answered_factors(values: dict[str, Any], table: Table) -> dict[str, str]:
    """What the numbers of columns are multiplied by, where that is something."""
    factors = {column: values.get(f"factor_{place}") for place, column in enumerate(table.columns)}
    return {column: factor for column, factor in factors.items() if factor and factor != "1"}


def answered_words(values: dict[str, Any], questions: Questions) -> dict[str, dict[str, str]]:
    """Field → (word → what it means), with the answers given before."""
    found = {name: dict(words) for name, words in questions.plan.replacements.items()}
    for place, word in enumerate(questions.words[:MOST_WORDS]):
        answer = values.get(f"word_{place}")
        if answer:
            found.setdefault(word.field.name, {})[word.text] = "" if answer == BLANK else answer
    return found
