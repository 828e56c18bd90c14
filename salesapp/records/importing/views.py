"""The import wizard: file, columns, trial, progress, report. It does what `salesapp import` does."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select

from salesapp.core.access import Permission, allows
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.lines import LineType, file_type
from salesapp.core.registry import record_type
from salesapp.records.importing.mapping.encodings import readings_of
from salesapp.records.importing.mapping.forms import (
    SourceForm,
    answered_plan,
    columns_form,
    is_needed,
    source_form,
    upload_form,
)
from salesapp.records.importing.mapping.guessing import guessed_plan
from salesapp.records.importing.mapping.questions import Questions, new_words, questions_about
from salesapp.records.importing.mapping.rereading import carried_over
from salesapp.records.importing.planning.plan import ImportPlan, check_plan, import_fields
from salesapp.records.importing.running.jobs import post_import
from salesapp.records.importing.running.reasons import (
    left_along,
    left_behind,
    likely_duplicates,
    reason_at,
    reasons_of,
    rows_with,
)
from salesapp.records.importing.running.refused import refused_csv
from salesapp.records.importing.running.rows import reason_of
from salesapp.records.importing.running.running import cell_of, refuse_without_rights
from salesapp.records.importing.running.runs import ImportRun, Outcome, RunState, keep_file, kept_file
from salesapp.records.importing.running.trial import TRIED, outcome_label, try_out
from salesapp.records.importing.undoing.acts import ask_undo, can_undo
from salesapp.records.tables.reading import read_table
from salesapp.records.tables.table import Table, Unreadable
from salesapp.web.attachments import attachment, pieces, scratch_file, write_text
from salesapp.web.forms import Form
from salesapp.web.guards import requires, visible_or_none
from salesapp.web.once import reading_first
from salesapp.web.render import committed, redirect_to, render

imports = Blueprint("imports", __name__, url_prefix="/imports")


SHOWN_RUNS = 50


@imports.get("")
@requires(Permission.DATA_IMPORT)
def index() -> Response:
    """What this person brought in."""
    query = select(ImportRun).order_by(ImportRun.id.desc()).limit(SHOWN_RUNS)
    return render("records/importing/index.html", runs=list(db.session.scalars(query)), title=_("Imports"))


@imports.get("/new")
@requires(Permission.DATA_IMPORT)
def new() -> Response:
    form = upload_form(current_user, request.args.get("type"))
    return render("records/importing/new.html", form=form, title=_("Import a file"))


@imports.post("")
@requires(Permission.DATA_IMPORT)
def create() -> Response:
    form = upload_form(current_user)
    if form.validate_on_submit():
        try:
            run = uploaded(form.type.data, form.file.data.filename or "", form.file.data.read())
        except Unreadable as refused:
            form.refuse(RuleBroken(str(refused), field="file"))
        else:
            return committed(redirect_to(url_for("imports.columns", key=run.id)))
    return render("records/importing/new.html", form=form, title=_("Import a file"), status=422)


def uploaded(type_key: str, name: str, content: bytes) -> ImportRun:
    """The run of a file just uploaded, with a first guess at its columns."""
    type_ = file_type(type_key)
    refuse_without_rights(current_user, type_)
    run = ImportRun(
        record_type=type_key,
        file_name=name.replace("\\", "/").rpartition("/")[2][:255] or "-",
        digest=hashlib.sha256(content).hexdigest(),
        by_id=current_user.id,
    )
    with reading_first():
        table = read_table(content)
        if table.sheet is None:
            table.count()  # a quotation mark never closed is named now, and not when half of the rows are in
        run.columns = list(table.columns)
        run.plan = chosen_before(run, table) or guessed_plan(type_, table)
    db.session.add(run)
    keep_file(run, content)
    return run


def chosen_before(run: ImportRun, table: Table) -> ImportPlan | None:
    """What this person chose for their last file of the same columns; how it writes dates and numbers is seen anew."""
    query = select(ImportRun).where(ImportRun.record_type == run.record_type, ImportRun.by_id == run.by_id)
    for earlier in db.session.scalars(query.order_by(ImportRun.id.desc()).limit(SHOWN_RUNS)):
        if earlier.columns == run.columns and earlier.preview is not None:
            plan = replace(earlier.plan, formats={}, source={})
            with suppress(RuleBroken):
                check_plan(plan, table)
                return plan
    return None


@imports.post("/<int:key>/source")
@requires(Permission.DATA_IMPORT)
def choose_source(key: int) -> Response:
    """Read the file in another way; what nobody has answered about its columns is guessed anew."""
    with reading_first():
        run, table = draft_or_404(key)
        questions = questions_about(run.plan, table)
        form, answers = source_form(run.plan, table), columns_form(questions, table)
        read = read_again(run, table, form, answers, questions)
        if read is None:
            return columns_page(Page(run, table, questions, answers, form), status=422)
    run = draft_run_or_404(key)
    run.columns, run.plan = read
    return committed(redirect_to(url_for("imports.columns", key=key)))


def read_again(
    run: ImportRun, before: Table, form: SourceForm, answers: Form, questions: Questions
) -> tuple[list[str], ImportPlan] | None:
    """The columns and the plan of the file read as the form says; None where it cannot be."""
    if not form.validate_on_submit():
        return None
    source = form.source()
    try:
        table = read_table(kept_file(run), **source)
    except (Unreadable, LookupError) as refused:
        form.refuse(RuleBroken(str(refused), field="header"))
        return None
    sent = "column_0" in request.form and answers.validate()
    answered = answered_plan(answers, questions, before) if sent else run.plan
    guessed = guessed_plan(run.plan.type, table, source)
    return list(table.columns), carried_over(answered, before, guessed, table)


@imports.get("/<int:key>/columns")
@requires(Permission.DATA_IMPORT)
def columns(key: int) -> Response:
    run, table = draft_or_404(key)
    questions = questions_about(run.plan, table)
    return columns_page(Page(run, table, questions, columns_form(questions, table)))


@imports.post("/<int:key>/columns")
@requires(Permission.DATA_IMPORT)
def choose_columns(key: int) -> Response:
    """Keep the answers; when nothing is in doubt any more, try the first rows."""
    with reading_first():
        run, table = draft_or_404(key)
        questions = questions_about(run.plan, table)
        form = columns_form(questions, table)
        plan = checked_plan(form, questions, table)
        if plan is None:
            return columns_page(Page(run, table, questions, form), status=422)
        left = questions_about(plan, table)
        head, total = table.head(TRIED), table.count()
    run = draft_run_or_404(key)
    run.plan = left.plan
    if left.open_formats or new_words(left, questions):
        said = _("Some values can be read in more than one way. Choose what they mean.")
        return committed(redirect_to(url_for("imports.columns", key=key), toast=said))
    run.preview = try_out(run, table, head, total)
    return committed(redirect_to(url_for("imports.preview", key=key)))


def checked_plan(form: Form, questions: Questions, table: Table) -> ImportPlan | None:
    """The plan with the answers; None where the form has to be looked at again."""
    if not form.validate_on_submit():
        return None
    plan = answered_plan(form, questions, table)
    try:
        check_plan(plan, table)
    except RuleBroken as broken:
        form.refuse(broken)
        return None
    return plan


@dataclass(frozen=True)
class Page:
    """What the page of the columns is made of."""

    run: ImportRun
    table: Table
    questions: Questions
    form: Form
    source: SourceForm | None = None


def columns_page(page: Page, status: int = 200) -> Response:
    """The page on which columns become fields."""
    run, table, questions, form = page.run, page.table, page.questions, page.form
    head = table.head(3)
    samples = [
        [row.cells[place] for row in head if row.cells[place].strip()] for place in range(len(table.columns))
    ]
    fields = import_fields(run.plan.type)
    needed = {f"default_{name}" for name, each in fields.items() if is_needed(each)}
    return render(
        "records/importing/columns.html",
        run=run,
        table=table,
        form=form,
        source=page.source or source_form(run.plan, table),
        samples=samples,
        readings=readings_of(kept_file(run), table, run.plan),
        questions=questions,
        needed=needed,
        has_defaults=any(
            field.data for field in form if field.name.startswith("default_") and field.name not in needed
        ),
        title=_("Columns of %(file)s", file=run.file_name),
        status=status,
    )


@imports.get("/<int:key>/preview")
@requires(Permission.DATA_IMPORT)
def preview(key: int) -> Response:
    run = run_or_404(key)
    if run.state != RunState.DRAFT or run.preview is None:
        return redirect_to(url_for("imports.show", key=key))
    tried = run.preview
    return render(
        "records/importing/preview.html",
        run=run,
        preview=tried,
        coming=coming(tried),
        all_refused=tried["counts"].get(Outcome.REFUSED, 0) == tried["tried"],
        untried=tried["total"] > tried["tried"],
        heads=[{"label": _("Row")}, *({"label": each} for each in run.preview["headings"])],
        likely=[(each, *alike(each)) for each in tried.get("likely", ())],
        outcome_label=outcome_label,
        reason_of=reason_of,
        form=Form(),
        title=_("Import preview"),
    )


def coming(tried: dict[str, Any]) -> int:
    """How many rows may come in, as far as they were tried."""
    return int(tried["total"]) - int(tried["counts"].get(Outcome.REFUSED, 0))


def alike(found: dict[str, Any]) -> tuple[str, str | None]:
    """What a row of the preview likely is a second time, and its page, if the user sees it."""
    there: Any = None
    type_ = record_type(found["type"]) if "type" in found else None
    if type_ is not None and allows(current_user, type_.view):
        there = visible_or_none(type_.model, found["id"])
    if type_ is None or there is None:
        return found["value"] or _("Another row of the file"), None
    return there.title, url_for(f"{type_.plural}.show", key=there.id)


@imports.post("/<int:key>/start")
@requires(Permission.DATA_IMPORT)
def start(key: int) -> Response:
    run = run_or_404(key)
    if run.preview is None:
        raise RuleBroken(_("Review the columns first."))
    if coming(run.preview) == 0:
        raise RuleBroken(
            _("No row of this file can be imported. Correct the file or how its columns are read.")
        )
    run.start()
    run.total = run.preview["total"]
    post_import(run)
    return committed(redirect_to(url_for("imports.show", key=key)))


@imports.get("/<int:key>")
@requires(Permission.DATA_IMPORT)
def show(key: int) -> Response:
    """Progress while it runs, the report afterwards."""
    run = run_or_404(key)
    if run.state == RunState.DRAFT:
        return redirect_to(url_for("imports.columns", key=key))
    return render("records/importing/show.html", title=run.file_name, **report(run))


@imports.get("/<int:key>/progress")
@requires(Permission.DATA_IMPORT)
def progress(key: int) -> Response:
    """The same for htmx, which asks every second until the run has ended."""
    run = run_or_404(key)
    return render("records/importing/_progress.html", title=run.file_name, **report(run))


def report(run: ImportRun) -> dict[str, Any]:
    """What the progress and the report show."""
    type_ = run.plan.type
    listed = type_.owner if isinstance(type_, LineType) else type_
    likely = likely_duplicates(run) if run.duplicates else []
    return {
        "run": run,
        "type": listed,
        "reasons": reasons_of(run),
        "likely": likely,
        "can_undo": can_undo(run),
        "left": left_behind(run) if run.left else [],
        "along": left_along(run) if run.undo_asked_at else ([], 0),
        "form": Form(),
    }


@imports.get("/<int:key>/refused/<int:first>/<int:place>")
@requires(Permission.DATA_IMPORT)
def refused_by(key: int, first: int, place: int) -> Response:
    """The rows that one reason keeps out: that of a row, which may have several."""
    run = run_or_404(key)
    reason = reason_at(run, first, place) or abort(404)
    after = request.args.get("after", -1, int)
    rows, last = rows_with(run, reason, after)
    return render(
        "records/importing/refused.html",
        run=run,
        reason=reason,
        rows=[(row.number, [cell_of(each) for each in row.cells or ()]) for row in rows],
        next_url=None
        if last is None
        else url_for("imports.refused_by", key=key, first=first, place=place, after=last),
        title=_("Rejected rows"),
    )


@imports.post("/<int:key>/cancel")
@requires(Permission.DATA_IMPORT)
def cancel(key: int) -> Response:
    run = run_or_404(key)
    run.cancel()
    said = _("The import was cancelled. Records already imported stay.")
    return committed(redirect_to(url_for("imports.show", key=key), toast=said))


@imports.post("/<int:key>/undo")
@requires(Permission.DATA_IMPORT)
def undo(key: int) -> Response:
    """Takes back what it did; how far that is and what was left stand in the report."""
    ask_undo(run_or_404(key), by=current_user)
    return committed(redirect_to(url_for("imports.show", key=key)))


@imports.get("/<int:key>/refused.csv")
@requires(Permission.DATA_IMPORT)
def refused(key: int) -> Response:
    """The rows that did not come in, to mend and bring again."""
    lines = refused_csv(run_or_404(key))
    file = scratch_file()
    write_text(lines, file)
    return attachment(pieces(file), f"refused-{key}.csv")


def run_or_404(key: int) -> ImportRun:
    """The run if it is this person's own (or they are the administrator); others do not exist for them."""
    run = db.session.scalar(select(ImportRun).where(ImportRun.id == key))
    if run is None:
        abort(404)
    return run


def draft_run_or_404(key: int) -> ImportRun:
    """A run that has not begun."""
    run = run_or_404(key)
    if run.state != RunState.DRAFT:
        abort(404)
    return run


def draft_or_404(key: int) -> tuple[ImportRun, Table]:
    """A run that has not begun, and its file."""
    run = draft_run_or_404(key)
    try:
        return run, read_table(kept_file(run), **run.plan.source)
    except Unreadable as refused:
        raise RuleBroken(str(refused)) from refused
