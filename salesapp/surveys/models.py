"""A survey, its questions, who took part and what was answered.

An anonymous answer names nobody: who took part is one row, what was answered another one, and nothing leads from one to
the other, no number in order and no time (`docs/surveys.md`).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint, false, func, select, true
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import flag_modified

from salesapp.core import fields as f
from salesapp.core.access import Permission, Role, Scoped, Shared, Viewer, allows
from salesapp.core.company import today_for
from salesapp.core.db import Base, Record, ShortText, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.fields import enum_of
from salesapp.core.flushing.written import has_changed
from salesapp.core.i18n import _, _l, in_a_list
from salesapp.core.registry import RecordType, register
from salesapp.people.models import User
from salesapp.surveys.kinds import FEWEST, NO, SCALE, YES, QuestionKind, SurveyStatus

STARTED = event_kind("survey_started", _l("%(by)s started the survey"), icon="send")
CLOSED = event_kind("survey_closed", _l("%(by)s closed the survey"), icon="lock")
ADDRESSED = event_kind("survey_addressed", _l("%(by)s set who is asked: %(whom)s"), icon="users")
QUESTION_ADDED = event_kind(
    "survey_question_added", _l("%(by)s added the question %(question)s"), icon="plus"
)
QUESTION_CHANGED = event_kind(
    "survey_question_changed", _l("%(by)s changed the question %(question)s"), icon="pencil"
)
QUESTION_REMOVED = event_kind(
    "survey_question_removed", _l("%(by)s removed the question %(question)s"), icon="trash-2"
)
QUESTION_MOVED = event_kind(
    "survey_question_moved", _l("%(by)s moved the question %(question)s"), icon="arrow-down-up"
)
MOST_OPTIONS = 12
LONGEST_OPTION = 120
MOST_QUESTIONS = 30
"""More are not answered on a phone in a minute."""


class Survey(Shared, Record):
    """Questions to colleagues, answered by each of them once until a day."""

    __tablename__ = "surveys"
    record_type_key = "survey"

    name: Mapped[str] = f.text(_l("Name"), required=True, listed=True, length=120)
    introduction: Mapped[str | None] = f.long_text(
        _l("Introduction"), hint=_l("What it is for; shown above the questions")
    )
    due_on: Mapped[date] = f.date_(_l("Answers until"), required=True, listed=True)
    anonymous: Mapped[bool] = f.boolean(
        _l("Anonymous"),
        default=True,
        listed=True,
        hint=_l("No one, administrators included, can see who answered what"),
    )
    status: Mapped[SurveyStatus] = f.choice(
        SurveyStatus, _l("Status"), required=True, listed=True, editable=False, default=SurveyStatus.DRAFT
    )
    roles: Mapped[list[Any]] = mapped_column(default=list)
    """Those that are asked; none: all of them."""
    teams: Mapped[list[Any]] = mapped_column(default=list)

    questions: Mapped[list[SurveyQuestion]] = relationship(
        back_populates="survey", order_by="SurveyQuestion.position", cascade="all, delete-orphan"
    )

    def is_open(self, today: date) -> bool:
        """Whether it takes answers on that day."""
        return self.status is SurveyStatus.OPEN and self.due_on >= today

    def asks(self, user: Any) -> bool:
        """Whether it is put to this person."""
        of_role = not self.roles or user.role.value in self.roles
        return of_role and (not self.teams or user.team in self.teams)

    @property
    def whom(self) -> str:
        """Who is asked, in words."""
        said = [str(Role(each).label) for each in self.roles] + [str(each) for each in self.teams]
        return in_a_list(said) if said else _("Everyone")

    def audience(self) -> list[User]:
        """Everybody who is asked and has access."""
        users = db.session.scalars(select(User).where(User.active).order_by(User.name, User.id))
        return [each for each in users if self.asks(each)]

    def start(self, *, by: Viewer) -> None:
        """From now on it is put to everybody who is asked."""
        self._must_be_draft()
        if not self.questions:
            raise RuleBroken(_("Add at least one question first."))
        if self.due_on < today_for(by):
            raise RuleBroken(_("The last day for answers has passed. Set a later one first."))
        if self.anonymous and len(self.audience()) < FEWEST:
            raise RuleBroken(
                _("An anonymous survey is for %(num)s people or more. Ask more of them.", num=FEWEST)
            )
        self.status = SurveyStatus.OPEN
        record(self, STARTED, by=by)

    def close(self, *, by: Viewer) -> None:
        """Takes no further answers."""
        if self.status is not SurveyStatus.OPEN:
            raise RuleBroken(_("Only a running survey can be closed."))
        self.status = SurveyStatus.CLOSED
        record(self, CLOSED, by=by)

    def address(self, roles: Sequence[str], teams: Sequence[str], *, by: Viewer) -> None:
        """Sets whom it asks: whoever has one of these roles and is in one of these teams."""
        self._must_be_draft()
        self.roles, self.teams = sorted({Role(each).value for each in roles}), sorted(set(teams))
        record(self, ADDRESSED, by=by, whom=self.whom)

    def question(self, key: int) -> SurveyQuestion | None:
        """Its question of that id."""
        return next((each for each in self.questions if each.id == key), None)

    def put(self, question: SurveyQuestion | None, values: dict[str, Any], *, by: Viewer) -> None:
        """Adds a question with these values, or changes one of them."""
        self._must_be_draft()
        options = list(values["options"]) if values["kind"] is QuestionKind.CHOICE else []
        _check_options(values["kind"], options)
        if question is None and len(self.questions) >= MOST_QUESTIONS:
            raise RuleBroken(_("A survey has at most %(num)s questions.", num=MOST_QUESTIONS))
        kind = QUESTION_ADDED if question is None else QUESTION_CHANGED
        target = question or SurveyQuestion(position=len(self.questions) + 1)
        target.text, target.kind, target.required = values["text"], values["kind"], values["required"]
        target.options = options
        if question is None:
            self.questions.append(target)
        self._changed(kind, target, by)

    def move(self, question: SurveyQuestion, by_places: int, *, by: Viewer) -> None:
        """Changes places with the question before (-1) or after (1); nothing happens at either end."""
        self._must_be_draft()
        ordered = list(self.questions)
        here = ordered.index(question)
        there = here + by_places
        if not 0 <= there < len(ordered):
            return
        ordered[here], ordered[there] = ordered[there], ordered[here]
        for position, each in enumerate(ordered, start=1):
            each.position = position
        self._changed(QUESTION_MOVED, question, by)

    def drop(self, question: SurveyQuestion, *, by: Viewer) -> None:
        """Removes a question."""
        self._must_be_draft()
        self._changed(QUESTION_REMOVED, question, by)
        self.questions.remove(question)

    def _changed(self, kind: str, question: SurveyQuestion, by: Viewer) -> None:
        flag_modified(self, "changed_at")  # the survey's version counts for its questions
        record(self, kind, by=by, question=question.text)

    def _must_be_draft(self) -> None:
        if self.status is not SurveyStatus.DRAFT:
            raise RuleBroken(_("This survey has been started; its questions and people stay as they are."))


def _check_options(kind: QuestionKind, options: list[str]) -> None:
    if kind is not QuestionKind.CHOICE:
        return
    if not 1 < len(options) <= MOST_OPTIONS or len(set(options)) != len(options):
        raise RuleBroken(
            _("Enter between 2 and %(num)s different answers, one per line.", num=MOST_OPTIONS),
            field="options",
        )
    if max(map(len, options)) > LONGEST_OPTION:
        raise RuleBroken(_("An answer has at most %(num)s characters.", num=LONGEST_OPTION), field="options")


class SurveyQuestion(Base):
    """One question of a survey."""

    __tablename__ = "survey_questions"

    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column()
    text: Mapped[str] = mapped_column(ShortText(255))
    kind: Mapped[QuestionKind] = mapped_column(enum_of(QuestionKind))
    required: Mapped[bool] = mapped_column(default=True)
    options: Mapped[list[Any]] = mapped_column(default=list)
    """Of a choice: the answers in their order."""

    survey: Mapped[Survey] = relationship(back_populates="questions")

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What can be tapped: value and words. A choice is kept by its words; none for free text."""
        match self.kind:
            case QuestionKind.SCALE:
                return [(each, each) for each in SCALE]
            case QuestionKind.YES_NO:
                return [(YES, _("Yes")), (NO, _("No"))]
            case QuestionKind.CHOICE:
                return [(each, each) for each in self.options]
        return []


class SurveyParticipant(Scoped, Base):
    """Somebody who answered a survey. Nothing here says what."""

    __tablename__ = "survey_participants"

    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)

    __table_args__ = (UniqueConstraint("survey_id", "user_id"),)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return true() if allows(viewer, Permission.SETUP) else cls.user_id == viewer.id


def _any_number() -> int:
    """A number that says nothing of when the row was made."""
    return secrets.randbelow(2**31 - 2) + 1


class SurveyResponse(Scoped, Base):
    """What one person answered; of an anonymous survey without the person, under a number drawn by lot."""

    __tablename__ = "survey_responses"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=_any_number)
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    given: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Question id → what was answered."""

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return true() if allows(viewer, Permission.SETUP) else false()


def count_participants(survey: Survey) -> int:
    """How many have answered."""
    query = select(func.count(SurveyParticipant.id)).where(SurveyParticipant.survey_id == survey.id)
    return db.session.scalar(query) or 0


def settle_survey(survey: Survey, *, by: Viewer) -> None:  # noqa: ARG001  the registry passes who saves
    """What people were promised when they answered stays so."""
    if survey.status in {SurveyStatus.OPEN, SurveyStatus.CLOSED} and has_changed(survey, "anonymous"):
        raise RuleBroken(
            _("Whether answers are anonymous can’t change once the survey has been started."),
            field="anonymous",
        )
    if survey.status is SurveyStatus.CLOSED and has_changed(survey, "due_on"):
        raise RuleBroken(_("This survey is closed."), field="due_on")


SURVEY = register(
    RecordType(
        key="survey",
        model=Survey,
        plural="surveys",
        label=_l("Survey"),
        label_plural=_l("Surveys"),
        icon="clipboard-list",
        view=Permission.SETUP,
        edit=Permission.SETUP,
        default_sort="-due_on",
        search_weight=5,
        before_save=settle_survey,
        row_says_all=False,
    )
)
