"""Going through a dialog: begun on a record, answered question by question, and done to the record at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from salesapp.activities.actions import add_task
from salesapp.core import clock
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import CHANGED, changes, record
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.dialogs.models import (
    DIALOG_DONE,
    About,
    Asking,
    Dialog,
    DialogAnswer,
    DialogQuestion,
    DialogRun,
    Outcome,
)
from salesapp.dialogs.values import read, words
from salesapp.records.editing import finish


@dataclass
class Consequences:
    """What the answers so far will do to the record."""

    values: dict[str, Any] = field(default_factory=dict)
    """Field name → value."""
    next_steps: list[tuple[str, int]] = field(default_factory=list)
    """What is to be done, and in how many days."""
    decided_by: DialogAnswer | None = None
    """The last answer that qualifies or disqualifies."""

    @property
    def outcome(self) -> Outcome | None:
        return None if self.decided_by is None else self.decided_by.outcome


def begin(dialog: Dialog, subject: Any, *, by: Any) -> DialogRun:
    """Begins it with a record, or goes on where it was left; a colleague's is gone on with as well."""
    _must_fit(dialog, subject)
    waiting = select(DialogRun).where(
        DialogRun.dialog_id == dialog.id,
        DialogRun.subject_type == subject.record_type_key,
        DialogRun.subject_id == subject.id,
        DialogRun.finished_at.is_(None),
    )
    found = db.session.scalars(waiting).first()
    if found is not None:
        return found
    begun = DialogRun(
        dialog=dialog,
        subject_type=subject.record_type_key,
        subject_id=subject.id,
        begun_by_id=by.id,
        given={},
    )
    db.session.add(begun)
    db.session.flush()
    return begun


def _must_fit(dialog: Dialog, subject: Any) -> None:
    subject.refuse_change()
    if not subject.is_open:
        raise RuleBroken(_("Guided dialogs work only on open records."))
    if subject.record_type_key != dialog.about.value:
        raise RuleBroken(_("This dialog isn’t for this type of record."))
    if not dialog.active or not dialog.questions:
        raise RuleBroken(_("This dialog isn’t in use."))


def consequences(run: DialogRun) -> Consequences:
    """What the answers on the way do; of two that fill the same field the later one counts."""
    found = Consequences()
    for question in run.asked:
        given = run.given_to(question)
        answer = question.answer(given.get("answer"))
        if answer is not None:
            _add(found, question, answer)
        elif question.asking is Asking.FIELD and question.field is not None and "value" in given:
            found.values[question.field.name] = _readable(question.field, given["value"])
    return found


def _add(found: Consequences, question: DialogQuestion, answer: DialogAnswer) -> None:
    if question.field is not None and answer.value:
        found.values[question.field.name] = _readable(question.field, answer.value)
    if answer.next_step:
        found.next_steps.append((answer.next_step, answer.next_step_in or 0))
    if answer.outcome is not None:
        found.decided_by = answer


def _readable(declared: Field, kept: Any) -> Any:
    try:
        return read(declared, kept)
    except ValueError:
        raise RuleBroken(
            _("%(field)s no longer accepts this answer. Answer the question again.", field=declared.label)
        ) from None


def differences(run: DialogRun, subject: Any) -> Iterator[tuple[str, str, str]]:
    """(label, before, after) of each field that the answers change."""
    type_ = run.dialog.subject_type
    currency = getattr(subject, "currency", None) or company().currency
    for name, value in consequences(run).values.items():
        declared = type_.field(name)
        before = getattr(subject, declared.attribute)
        if before != value:
            yield str(declared.label), words(declared, before, currency), words(declared, value, currency)


def conclude(run: DialogRun, subject: Any, *, by: Any) -> Outcome | None:
    """Does to the record what the answers say, and keeps them with it. RuleBroken while questions are open."""
    _must_fit(run.dialog, subject)
    if not run.is_open:
        raise RuleBroken(_("This dialog is already finished."))
    if not run.course.is_through:
        raise RuleBroken(_("Answer the remaining questions first."))
    doing = consequences(run)
    run.told = [[each.text, said(run, each, subject)] for each in run.asked]
    run.finished_at = clock.now()
    body = "\n".join(f"{question}\n→ {answer or '–'}" for question, answer in run.told)
    _fill(run, subject, doing.values, by=by)
    record(subject, DIALOG_DONE, by=by, dialog=run.dialog.name, body=body)
    for title, days in doing.next_steps:
        add_task(subject, title, today_for(by) + timedelta(days=days), by, by=by)
    if (
        doing.outcome is Outcome.DISQUALIFY
        and run.dialog.about is About.LEAD
        and doing.decided_by is not None
    ):
        asked = doing.decided_by.question.text
        subject.disqualify(f"{asked} {doing.decided_by.text}"[:500], by=by)
    return doing.outcome


def _fill(run: DialogRun, subject: Any, values: dict[str, Any], *, by: Any) -> None:
    type_ = run.dialog.subject_type
    for name, value in values.items():
        attribute = type_.field(name).attribute
        if getattr(subject, attribute) != value:
            setattr(subject, attribute, value)
    finish(type_, subject, by=by)
    if changes(subject):
        record(subject, CHANGED, by=by)


def said(run: DialogRun, question: DialogQuestion, subject: Any) -> str:
    """The answer as people read it; empty where the question was passed over."""
    given = run.given_to(question)
    answer = question.answer(given.get("answer"))
    if answer is not None:
        return answer.text
    if question.asking is Asking.FIELD and question.field is not None:
        currency = getattr(subject, "currency", None) or company().currency
        return words(question.field, _readable(question.field, given.get("value")), currency)
    return str(given.get("value") or "")
