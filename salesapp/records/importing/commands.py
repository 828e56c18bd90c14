"""`salesapp import`."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from salesapp.core.access import SYSTEM, Viewer, acting_as, set_viewer
from salesapp.core.concurrency.bulk import writing_much
from salesapp.core.concurrency.jobs import begun_again
from salesapp.core.concurrency.online_copies import on_a_copy
from salesapp.core.db import db, reading
from salesapp.core.errors import RuleBroken
from salesapp.core.events import written_by
from salesapp.core.i18n import _
from salesapp.core.lines import file_type, line_types
from salesapp.core.parsing.numbers import Mark
from salesapp.core.registry import RecordType, record_types
from salesapp.people.models import find_user
from salesapp.records.importing.mapping.encodings import readings_of
from salesapp.records.importing.mapping.guessing import guess_defaults, guess_formats, guess_from
from salesapp.records.importing.mapping.questions import in_words
from salesapp.records.importing.planning.columns import EXACT, unmatched
from salesapp.records.importing.planning.plan import ImportPlan, check_plan, guess_match, with_formats
from salesapp.records.importing.running.refused import refused_csv, refused_rows
from salesapp.records.importing.running.rows import reason_of
from salesapp.records.importing.running.running import Intake, refuse_without_rights
from salesapp.records.importing.running.runs import ImportRun, unfinished
from salesapp.records.notation.dates import DateOrder
from salesapp.records.notation.formats import Ambiguous, Format
from salesapp.records.tables.reading import read_table
from salesapp.records.tables.table import Table, Unreadable

SHOWN = 10
FORMATS: dict[str, dict[str, Any]] = {
    **{order.value: {"order": order} for order in DateOrder},
    "point": {"mark": Mark.POINT},
    "comma": {"mark": Mark.COMMA},
    "fraction": {"fractions": True},
    "percent": {"fractions": False},
}


@click.command("import")
@click.argument("type_key", metavar="TYPE")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="COLUMN=field",
    help="field*1000000 for a column in millions; nothing after = leaves it out.",
)
@click.option(
    "--default",
    "defaults",
    multiple=True,
    metavar="field=value",
    help="For blank cells of new records; {other} stands for the row's own text.",
)
@click.option(
    "--value", "values", multiple=True, metavar="field:OLD=NEW", help="What a text in the file means."
)
@click.option(
    "--match",
    "matches",
    multiple=True,
    metavar="field",
    help="What identifies a record; may be given more than once.",
)
@click.option("--format", "formats", multiple=True, metavar="COLUMN=HOW", help=f"{', '.join(FORMATS)}.")
@click.option(
    "--create",
    "creates",
    multiple=True,
    metavar="field",
    help="Make the record of this link where a row names one that is not there: --create account.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--alone", is_flag=True, help="Faster: nobody else works with the database meanwhile.")
@click.option("--as", "email", metavar="EMAIL", help="With this user's rights.")
@click.option(
    "--refused", type=click.Path(dir_okay=False, path_type=Path), help="Where rows that cannot come in go."
)
@click.option("--encoding", help="Instead of finding it out.")
@click.option("--delimiter", help="The same.")
@click.option("--sheet", help="Of a workbook; otherwise the first.")
@click.option(
    "--header", type=click.IntRange(1), help="The row that holds the headings, where titles stand above."
)
def import_command(type_key: str, file: Path, **options: Any) -> None:
    """Bring a CSV or XLSX file in."""
    wanted = Options(**options)
    by = person(wanted.email)
    set_viewer(by)
    type_ = type_called(type_key)
    refuse_without_rights(by, type_)
    try:
        with reading():  # nobody waits for our lock while the file is looked through
            table = read_table(file, **wanted.source)
            ask_encoding(file, table, wanted)
            plan, total = planned(type_, table, wanted), table.count()
            db.session.rollback()
        with (
            on_a_copy() if wanted.dry_run else nullcontext(),
            writing_much() if wanted.alone else nullcontext(),
        ):
            run = bring_in(plan, file, table, by, total=total, wanted=wanted)
            report(run, wanted.refused or Path(f"{file.stem}-refused.csv"), dry_run=wanted.dry_run)
    except (Unreadable, LookupError) as error:
        raise click.UsageError(str(error)) from error


def ask_encoding(file: Path, table: Table, wanted: Options) -> None:
    """UsageError with the ways the file may be read, where nobody said which; the wizard asks the same."""
    plan = ImportPlan("", source=wanted.source)
    if table.encoding is not None and (readings := readings_of(file.read_bytes(), table, plan)):
        ways = "; ".join(f"--encoding {each.name} → {' · '.join(each.cells)}" for each in readings)
        raise click.UsageError(_("The file can be read in more than one way: %(ways)s", ways=ways))


def type_called(text: str) -> RecordType:
    """The type that a command names; UsageError with the nearest that files bring in for one that does not exist."""
    key, known = text.replace("-", "_"), (*record_types(), *line_types())
    if key in {each.key for each in known}:
        return file_type(key)
    names = [each.key for each in known if each.importable]
    near = get_close_matches(key, names, n=1, cutoff=0)[0]
    raise click.UsageError(
        _("There is no record type “%(text)s”. Did you mean “%(near)s”?", text=text, near=near)
    )


@dataclass(frozen=True)
class Options:
    """What the command line says beside the type and the file."""

    maps: tuple[str, ...]
    defaults: tuple[str, ...]
    values: tuple[str, ...]
    matches: tuple[str, ...]
    formats: tuple[str, ...]
    creates: tuple[str, ...]
    dry_run: bool
    alone: bool
    email: str | None
    refused: Path | None
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    header: int | None

    @property
    def source(self) -> dict[str, Any]:
        """How the file is to be read, as far as it is said."""
        said = {each: getattr(self, each) for each in ("encoding", "delimiter", "sheet", "header")}
        return {name: value for name, value in said.items() if value is not None}


def person(email: str | None) -> Viewer:
    """Whose rights count."""
    if email is None:
        return SYSTEM
    with acting_as(SYSTEM):
        user = find_user(email)
    if user is None or not user.is_active:
        raise RuleBroken(_("There is no active user %(email)s.", email=email))
    return user


def planned(type_: RecordType, table: Table, wanted: Options) -> ImportPlan:
    """The plan of the options; headings that are a field's own name need no `--map`."""
    given = dict(parted(each, "--map COLUMN=field", last=True) for each in wanted.maps)
    guessed = guess_from(type_, table, EXACT, leave=given)
    chosen = {column: field.partition("*")[0] for column, field in given.items() if field}
    mapping = {column: name for column, name in guessed.items() if name not in chosen.values()} | chosen
    plan = ImportPlan(
        type_.key,
        mapping,
        guess_defaults(table, mapping)
        | dict(parted(each, "--default field=value") for each in wanted.defaults),
        replacements(wanted.values),
        wanted.matches or guess_match(type_, mapping),
        guess_formats(type_, table, mapping) | column_formats(wanted.formats),
        column_factors(given),
        creates=wanted.creates,
        source=wanted.source,
    )
    check_plan(plan, table)
    plan, questions = with_formats(plan, table)
    for column, question in questions.items():
        if column not in plan.formats:
            raise click.UsageError(asked(column, question))
    say_mapping(plan, table)
    return plan


def parted(text: str, usage: str, *, last: bool = False) -> tuple[str, str]:
    """Both sides of an option's equals sign."""
    name, sign, value = text.rpartition("=") if last else text.partition("=")
    if not sign or not name:
        raise click.UsageError(_("“%(text)s” doesn’t match the form %(usage)s.", text=text, usage=usage))
    return name.strip(), value.strip()


def replacements(values: Iterable[str]) -> dict[str, dict[str, str]]:
    """Field → (old → new) of the `--value` options."""
    found: dict[str, dict[str, str]] = {}
    for text in values:
        name, colon, rest = text.partition(":")
        if not colon:
            raise click.UsageError(
                _("“%(text)s” doesn’t match the form %(usage)s.", text=text, usage="--value field:OLD=NEW")
            )
        old, new = parted(rest, "--value field:OLD=NEW")
        found.setdefault(name.strip(), {})[old] = new
    return found


def column_formats(formats: Iterable[str]) -> dict[str, Format]:
    """Column → format of the `--format` options."""
    found: dict[str, Format] = {}
    for column, how in (parted(each, "--format COLUMN=HOW", last=True) for each in formats):
        if how not in FORMATS:
            raise click.UsageError(_("“%(how)s” isn’t one of %(known)s.", how=how, known=", ".join(FORMATS)))
        found[column] = replace(found.get(column, Format()), **FORMATS[how])
    return found


def column_factors(given: dict[str, str]) -> dict[str, str]:
    """Column → factor of the `--map` options."""
    parts = {column: field.partition("*") for column, field in given.items()}
    return {column: factor_of(factor) for column, (_name, star, factor) in parts.items() if star}


def factor_of(text: str) -> str:
    """What every number of a column is multiplied by."""
    with suppress(InvalidOperation):
        if Decimal(text).is_finite():
            return text.strip()
    raise click.UsageError(_("“%(text)s” isn’t a number.", text=text))


def asked(column: str, question: Ambiguous) -> str:
    """The question about a column, with the options that answer it."""
    ways = "; ".join(
        f"--format {column}={name} → {each.shown if question.example else in_words(each)}"
        for each in question.readings
        for name in ([each.format.order.value] if each.format.order else number_names(each.format))
    )
    if not question.example:
        return _("%(column)s is written in several ways: %(ways)s", column=column, ways=ways)
    return _(
        "“%(text)s” in %(column)s can be read in several ways: %(ways)s",
        text=question.example,
        column=column,
        ways=ways,
    )


def number_names(format_: Format) -> list[str]:
    """How `--format` calls this way of writing numbers."""
    if format_.fractions:
        return ["fraction"]
    return ["comma" if format_.mark is Mark.COMMA else "point"]


def say_mapping(plan: ImportPlan, table: Table) -> None:
    """Tell what becomes of each column."""
    pairs = ", ".join(f"{column} → {name}" for column, name in plan.mapping.items())
    click.echo(_("Columns: %(pairs)s", pairs=pairs), err=True)
    left = unmatched(table.columns, plan.mapping)
    if left:
        click.echo(_("Not imported: %(columns)s", columns=", ".join(left)), err=True)


def begun(plan: ImportPlan, file: Path, table: Table, by: Viewer) -> ImportRun:
    """The run: one that was interrupted goes on, else a new one begins."""
    digest = file_digest(file)
    run = unfinished(plan.record_type, digest, plan, by)
    if run is None:
        run = ImportRun(record_type=plan.record_type, file_name=file.name, digest=digest, by_id=by.id)
        run.plan, run.columns = plan, list(table.columns)
        db.session.add(run)
        db.session.flush()
    elif run.position:
        click.echo(_("An interrupted import resumes after row %(row)s.", row=run.position), err=True)
    return run


def file_digest(file: Path) -> str:
    """SHA-256 of the file, which is read piece by piece."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@begun_again
def bring_in(
    plan: ImportPlan, file: Path, table: Table, by: Viewer, *, total: int, wanted: Options
) -> ImportRun:
    """The run, carried out: it goes on behind its last batch when a colleague's work got in the way of one."""
    run = begun(plan, file, table, by)
    run.total = total
    carry_out(run, table, wanted)
    return run


def carry_out(run: ImportRun, table: Table, wanted: Options) -> None:
    """Do the work, committing each batch; of a dry run, to the copy that is thrown away."""
    intake = Intake(run, table, alone=wanted.alone or wanted.dry_run)
    steps = intake.batches()
    next(steps)  # the run has its id from here on; nothing of the file is in yet
    shown = click.progressbar(length=run.total, label=run.file_name, file=sys.stderr)
    with written_by(run.source), shown as bar:
        bar.update(run.dealt_with)
        db.session.commit()
        for step in intake.turns.giving_way(steps):
            done = step.dealt_with
            db.session.commit()
            bar.update(done - bar.pos)


def report(run: ImportRun, refused: Path, *, dry_run: bool) -> None:
    """Counts on stdout, the first refused rows, and all of them in a file."""
    click.echo(
        _(
            "Created: %(created)s. Updated: %(updated)s. Unchanged: %(unchanged)s. Refused: "
            "%(refused)s. Rows: %(total)s.",
            created=run.created,
            updated=run.updated,
            unchanged=run.unchanged,
            refused=run.refused,
            total=run.total,
        )
    )
    for row, _place in zip(refused_rows(run), range(SHOWN), strict=False):
        for problem in row.problems or []:
            where = f"{problem['column']} " if problem["column"] else ""
            click.echo(f"{_('Row %(number)s', number=row.number)}: {where}{reason_of(problem)}", err=True)
    if run.refused:
        with refused.open("w", encoding="utf-8", newline="") as file:
            file.writelines(refused_csv(run))
        click.echo(_("Rejected rows with reasons: %(file)s", file=refused), err=True)
    if dry_run:
        click.echo(_("This was a dry run. Nothing was changed."), err=True)
