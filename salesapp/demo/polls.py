"""A survey that colleagues answered, and a draft of the next one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from itertools import cycle

from salesapp.people.models import User
from salesapp.surveys.answering import answer
from salesapp.surveys.kinds import QuestionKind
from salesapp.surveys.models import SurveyQuestion
from salesapp.surveys.shipped import BY_KEY, begin_from

WISHES = (
    "More reports on the phone",
    "Search in Chinese is great, keep it",
    "Fewer required fields on leads",
)


def tell(people: Mapping[str, User]) -> None:
    """Everybody said how satisfied they are; where training would help is still to be asked."""
    admin = people["admin"]
    begin_from(BY_KEY["training"], by=admin).due_on += timedelta(days=60)
    survey = begin_from(BY_KEY["satisfaction"], by=admin)
    survey.start(by=admin)
    points, wishes = cycle((5, 4, 4, 3, 5, 4, 2)), iter(WISHES)
    for person in people.values():
        given = {each.id: _said(each, next(points)) for each in survey.questions}
        given[survey.questions[-1].id] = next(wishes, None)
        answer(survey, given, by=person)
    survey.close(by=admin)


def _said(question: SurveyQuestion, points: int) -> str | None:
    match question.kind:
        case QuestionKind.SCALE:
            return str(points)
        case QuestionKind.YES_NO:
            return "yes" if points > 2 else "no"
    return None
