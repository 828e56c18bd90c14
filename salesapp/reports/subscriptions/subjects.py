"""What can be subscribed to, a report or a dashboard, as far as its reader may see it; and what it answers them."""

from __future__ import annotations

from dataclasses import dataclass

from salesapp.core.errors import RuleBroken
from salesapp.records.filters.words import sentence
from salesapp.reports.dashboards import shelf as dashboards
from salesapp.reports.dashboards.tiles import report_of
from salesapp.reports.drawing import Drawn
from salesapp.reports.running import Result, run
from salesapp.reports.saved import shelf as reports
from salesapp.reports.saved.shelf import Kept
from salesapp.reports.shipped import BY_KEY

REPORT, DASHBOARD = "report", "dashboard"


@dataclass(frozen=True)
class Subject:
    """`key` is `report:7` or `dashboard:team`; `reports` are those of it that the reader sees."""

    key: str
    name: str
    reports: tuple[Kept, ...]
    is_data: bool
    """Whether the name is one that somebody typed."""
    left_out: bool = False
    """Whether tiles of it are not sent: lists, forecasts and texts."""

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]

    @property
    def number(self) -> str:
        """The key in the address of its page."""
        return self.key.partition(":")[2]

    @property
    def endpoint(self) -> str:
        """Its page."""
        return "dashboards.show" if self.kind == DASHBOARD else "reports.show"


def subject_of(key: str) -> Subject | None:
    """What is called so; None where there is none for whoever asks."""
    kind, _colon, number = key.partition(":")
    if kind == REPORT:
        kept = reports.kept_as(number)
        return None if kept is None else Subject(key, kept.question, (kept,), kept.saved is not None)
    board = dashboards.found(number) if kind == DASHBOARD else None
    if board is None:
        return None
    found = tuple(kept for each in board.tiles if (kept := report_of(each)) is not None)
    return Subject(key, board.name, found, board.saved is not None, len(found) < len(board.tiles))


def shipped_name(key: str) -> str:
    """What is called so from the first day, whoever asks; empty for what somebody made."""
    kind, _colon, number = key.partition(":")
    if kind == REPORT:
        return str(BY_KEY[number].question) if number in BY_KEY else ""
    return str(dashboards.SHIPPED[number][0]) if number in dashboards.SHIPPED else ""


@dataclass(frozen=True)
class Answer:
    """A report with what it found for whoever asked; without a result where it cannot be asked any more."""

    kept: Kept
    result: Result | None
    problem: str = ""

    @property
    def drawn(self) -> Drawn:
        if self.result is None:
            raise LookupError(self.kept.key)
        return Drawn(self.result)

    @property
    def said(self) -> str:
        """Its filter in words."""
        report = self.kept.report
        return sentence(report.type, report.criteria.asked)


def answers(subject: Subject) -> list[Answer]:
    """What each of its reports finds now, under the rights of whoever asks."""
    return [_answer(each) for each in subject.reports]


def _answer(kept: Kept) -> Answer:
    try:
        return Answer(kept, run(kept.report))
    except RuleBroken as broken:  # a field is gone: the others still answer
        return Answer(kept, None, str(broken))
