"""Dialogs for the tests, written as a set-up would."""

from __future__ import annotations

from typing import Any

from salesapp.core.db import db
from salesapp.dialogs.models import About, Asking, Dialog, DialogAnswer, DialogQuestion, DialogRun


def dialog(*questions: dict[str, Any], about: About = About.LEAD, name: str = "First call") -> Dialog:
    """Each question by its words; `answers` to tap or `field_name`, else own words."""
    made = Dialog(name=name, about=about, active=True)
    made.questions = [question(place, **each) for place, each in enumerate(questions, start=1)]
    db.session.add(made)
    db.session.commit()
    return made


def question(position: int, answers: tuple[dict[str, Any], ...] = (), **given: Any) -> DialogQuestion:
    """A question; what is not said goes without saying."""
    asking = Asking.CHOICE if answers else Asking.FIELD if "field_name" in given else Asking.WORDS
    made = DialogQuestion(position=position, asking=asking, **{"required": True, **given})
    made.answers = [
        DialogAnswer(position=place, **{"ends": False, **each}) for place, each in enumerate(answers)
    ]
    return made


def give(run: DialogRun, *answers: Any) -> None:
    """Answers one question after the other: by place, by value, or None to pass over."""
    for said in answers:
        waiting = run.dialog.question(run.course.waiting)
        assert waiting is not None
        if said is None:
            run.give(waiting)
        else:
            run.give(
                waiting, **({"answer": waiting.answers[said].id} if waiting.answers else {"value": said})
            )
