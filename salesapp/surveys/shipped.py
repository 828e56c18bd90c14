"""Surveys to begin with: each becomes a draft of one's own, in the language of whoever takes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from salesapp.core.access import Viewer
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.events import CREATED, record
from salesapp.core.i18n import _l
from salesapp.surveys.kinds import QuestionKind
from salesapp.surveys.models import Survey, SurveyQuestion

DAYS = 14
"""So long colleagues have to answer, unless somebody says otherwise."""


@dataclass(frozen=True)
class ReadyQuestion:
    """A question with its answers, where it is a choice."""

    text: str
    kind: QuestionKind = QuestionKind.SCALE
    options: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True)
class ReadySurvey:
    """A survey that everybody has from the first day."""

    key: str
    name: str
    introduction: str
    icon: str
    questions: tuple[ReadyQuestion, ...]

    @property
    def count(self) -> int:
        return len(self.questions)


_YES_NO, _CHOICE = QuestionKind.YES_NO, QuestionKind.CHOICE
_IMPROVE = ReadyQuestion(_l("What should we improve first?"), QuestionKind.TEXT, required=False)
READY = (
    ReadySurvey(
        "satisfaction",
        _l("Satisfaction with the system"),
        _l(
            "How well the system helps you in your daily work. 1 means “I disagree”, 5 means “I fully agree”."
        ),
        "thumbs-up",
        (
            ReadyQuestion(_l("Overall, I’m satisfied with the system.")),
            ReadyQuestion(_l("The system saves me time.")),
            ReadyQuestion(_l("I quickly find information about competitors.")),
            ReadyQuestion(_l("Working together in the system helps us close deals faster.")),
            ReadyQuestion(_l("I can do my work well on my phone."), _YES_NO),
            _IMPROVE,
        ),
    ),
    ReadySurvey(
        "data-quality",
        _l("Data quality"),
        _l("How far you can rely on our data. 1 means “I disagree”, 5 means “I fully agree”."),
        "database",
        (
            ReadyQuestion(_l("Our customer data is complete and up to date.")),
            ReadyQuestion(_l("The quality of our leads has improved.")),
            ReadyQuestion(
                _l("How often do you come across duplicates?"),
                _CHOICE,
                (_l("Never"), _l("Sometimes"), _l("Every week"), _l("Every day")),
            ),
            ReadyQuestion(
                _l("Which data is wrong most often?"),
                _CHOICE,
                (_l("Addresses"), _l("Contacts"), _l("Amounts and close dates"), _l("Something else")),
            ),
            ReadyQuestion(_l("Do you update records on the same day?"), _YES_NO),
            _IMPROVE,
        ),
    ),
    ReadySurvey(
        "training",
        _l("Training needs"),
        _l("Where training would help you. 1 means “I disagree”, 5 means “I fully agree”."),
        "book-open",
        (
            ReadyQuestion(_l("Have you attended a training course on the system?"), _YES_NO),
            ReadyQuestion(_l("The training so far was useful."), required=False),
            ReadyQuestion(_l("I feel confident using the system.")),
            ReadyQuestion(
                _l("Where would training help you most?"),
                _CHOICE,
                (
                    _l("Leads"),
                    _l("Opportunities and forecasts"),
                    _l("Quotes and invoices"),
                    _l("Reports"),
                    _l("Working on the phone"),
                ),
            ),
            ReadyQuestion(
                _l("How do you like to learn?"),
                _CHOICE,
                (_l("Short videos"), _l("Written guides"), _l("Live sessions"), _l("From a colleague")),
            ),
            ReadyQuestion(_l("What would you like to learn?"), QuestionKind.TEXT, required=False),
        ),
    ),
    ReadySurvey(
        "process-fit",
        _l("Process fit"),
        _l("Whether our processes fit the way you sell. 1 means “I disagree”, 5 means “I fully agree”."),
        "workflow",
        (
            ReadyQuestion(_l("Our sales process in the system fits the way we sell.")),
            ReadyQuestion(_l("The information we have to enter is worth the effort.")),
            ReadyQuestion(_l("Approvals are quick enough.")),
            ReadyQuestion(
                _l("Which step takes too much of your time?"),
                _CHOICE,
                (
                    _l("Qualifying leads"),
                    _l("Preparing quotes"),
                    _l("Getting approvals"),
                    _l("Orders and invoices"),
                    _l("None of them"),
                ),
            ),
            ReadyQuestion(_l("Do you keep important information outside the system?"), _YES_NO),
            _IMPROVE,
        ),
    ),
)
BY_KEY = {each.key: each for each in READY}


def begin_from(ready: ReadySurvey, *, by: Viewer) -> Survey:
    """A draft with its questions, anonymous and for everyone until somebody says otherwise."""
    made = Survey(
        name=str(ready.name),
        introduction=str(ready.introduction),
        due_on=today_for(by) + timedelta(days=DAYS),
        anonymous=True,
    )
    made.questions = [_question(place, each) for place, each in enumerate(ready.questions, start=1)]
    db.session.add(made)
    db.session.flush()
    record(made, CREATED, by=by)
    return made


def _question(place: int, ready: ReadyQuestion) -> SurveyQuestion:
    values: dict[str, Any] = {"kind": ready.kind, "required": ready.required}
    return SurveyQuestion(
        position=place, text=str(ready.text), options=[str(each) for each in ready.options], **values
    )
