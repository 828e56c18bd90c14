"""How far a survey is, and how its questions are answered."""

from __future__ import annotations

from enum import StrEnum

from salesapp.core.i18n import _l

FEWEST = 3
"""Answers without names are shown from so many on: of fewer, everybody could guess whose they are."""
SCALE = ("1", "2", "3", "4", "5")
YES, NO = "yes", "no"
LONGEST = 2_000


class SurveyStatus(StrEnum):
    """A survey is written, runs, and is closed for good."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {"draft": _l("Draft"), "open": _l("Running"), "closed": _l("Closed")}[self.value]

    @property
    def tone(self) -> str:
        return {"draft": "neutral", "open": "good", "closed": "neutral"}[self.value]


class QuestionKind(StrEnum):
    """How a question is answered."""

    SCALE = "scale"
    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXT = "text"

    @property
    def label(self) -> str:
        return {
            "scale": _l("Scale from 1 to 5"),
            "yes_no": _l("Yes or no"),
            "choice": _l("Single choice"),
            "text": _l("Free text"),
        }[self.value]
