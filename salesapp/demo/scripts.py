"""The guided dialogs of the demo company, and two conversations that followed them."""

from __future__ import annotations

from typing import Any

from salesapp.core.db import db
from salesapp.dialogs.actions import begin, conclude
from salesapp.dialogs.models import About, Asking, Dialog, DialogAnswer, DialogQuestion, Outcome

LATER = 30
FIRST_CALL: tuple[dict[str, Any], ...] = (
    {
        "text": "Who decides on such purchases?",
        "answers": (
            {"text": "The person we talk to"},
            {"text": "Somebody else", "next_step": "Find out who decides", "next_step_in": 2},
        ),
    },
    {
        "text": "What is it for?",
        "field_name": "product_interest",
        "hint": "The use in one line, in their own words.",
    },
    {
        "text": "Is there money for it this year?",
        "field_name": "rating",
        "answers": (
            {"text": "Yes, set aside", "value": "hot"},
            {"text": "It can be found", "value": "warm"},
            {"text": "No, and none next year", "outcome": Outcome.DISQUALIFY},
        ),
    },
    {"text": "What may it cost?", "field_name": "estimated_amount", "required": False},
    {
        "text": "When do they want to begin?",
        "answers": (
            {"text": "This quarter", "outcome": Outcome.QUALIFY},
            {"text": "Later", "next_step": "Call again about the date", "next_step_in": LATER},
        ),
    },
)
BEFORE_AN_OFFER: tuple[dict[str, Any], ...] = (
    {"text": "What happens if they change nothing?", "hint": "The cost of waiting is our best argument."},
    {"text": "Who else is asked for an offer?", "field_name": "competitor", "required": False},
    {
        "text": "Do they want a trial first?",
        "answers": ({"text": "Yes", "next_step": "Arrange the trial", "next_step_in": 3}, {"text": "No"}),
    },
    {"text": "By when do they decide?", "field_name": "close_on"},
)


def write_dialogs() -> tuple[Dialog, Dialog]:
    """One for the first talk with a lead, one before an offer is written."""
    first = _dialog(
        "First conversation", About.LEAD, "On the telephone or at the stand; five minutes.", FIRST_CALL
    )
    offer = _dialog(
        "Before an offer", About.OPPORTUNITY, "What one should know before writing it.", BEFORE_AN_OFFER
    )
    return first, offer


def _dialog(name: str, about: About, description: str, questions: tuple[dict[str, Any], ...]) -> Dialog:
    made = Dialog(name=name, about=about, description=description, active=True)
    made.questions = [_question(place, **each) for place, each in enumerate(questions, start=1)]
    db.session.add(made)
    db.session.flush()
    return made


def _question(position: int, answers: tuple[dict[str, Any], ...] = (), **given: Any) -> DialogQuestion:
    asking = Asking.CHOICE if answers else Asking.FIELD if "field_name" in given else Asking.WORDS
    made = DialogQuestion(position=position, asking=asking, **{"required": True, **given})
    made.answers = [DialogAnswer(position=place, ends=False, **each) for place, each in enumerate(answers)]
    return made


def talk(dialog: Dialog, subject: Any, answers: tuple[Any, ...], *, by: Any, finish: bool = True) -> None:
    """Goes through it: the place of an answer to tap, or what was said; `finish` where all is answered."""
    run = begin(dialog, subject, by=by)
    for said in answers:
        question = dialog.question(run.course.waiting)
        if question is not None:
            run.give(
                question, **({"answer": question.answers[said].id} if question.answers else {"value": said})
            )
    if finish and run.course.is_through:
        conclude(run, subject, by=by)
