"""Surveys for the tests, written as a set-up would."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.surveys.kinds import QuestionKind
from salesapp.surveys.models import Survey

LIKES, FEELS, WHICH, WORDS = range(4)


def survey(by: Any, *, started: bool = True, days: int = 7, **given: Any) -> Survey:
    """A survey with a question of each kind; free text need not be answered."""
    made = Survey(name="How is it?", due_on=today_for() + timedelta(days=days), **given)
    db.session.add(made)
    db.session.flush()
    for text, kind, options in (
        ("Do you like it?", QuestionKind.YES_NO, ()),
        ("It saves time.", QuestionKind.SCALE, ()),
        ("Which part?", QuestionKind.CHOICE, ("Leads", "Quotes")),
        ("Anything else?", QuestionKind.TEXT, ()),
    ):
        required = kind is not QuestionKind.TEXT
        values = {"text": text, "kind": kind, "options": options, "required": required}
        made.put(None, values, by=by)
    if started:
        made.start(by=by)
    db.session.commit()
    return made


def fields(made: Survey, *answers: str) -> dict[str, str]:
    """The fields of its form, filled with these answers in the order of the questions."""
    return {f"q{each.id}": said for each, said in zip(made.questions, answers, strict=False)}
