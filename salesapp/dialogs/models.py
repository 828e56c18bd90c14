"""A guided dialog: questions with branches that a rep asks, and what the answers do to the lead or opportunity."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Enum, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core import fields as f
from salesapp.core.access import AboutRecord, Permission, Shared, Viewer
from salesapp.core.db import Base, Json, LongText, Record, ShortText
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind
from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l
from salesapp.core.registry import RecordType, record_type, register
from salesapp.dialogs.course import END, Course, course
from salesapp.people.models import User

DIALOG_DONE = event_kind("dialog_finished", _l("%(by)s completed %(dialog)s"), icon="list-checks")
QUESTION_ADDED = event_kind(
    "dialog_question_added", _l("%(by)s added the question %(question)s"), icon="plus"
)
QUESTION_CHANGED = event_kind(
    "dialog_question_changed", _l("%(by)s changed the question %(question)s"), icon="pencil"
)
QUESTION_REMOVED = event_kind(
    "dialog_question_removed", _l("%(by)s removed the question %(question)s"), icon="trash-2"
)
QUESTION_MOVED = event_kind(
    "dialog_question_moved", _l("%(by)s moved the question %(question)s"), icon="arrow-down-up"
)

ASKABLE = frozenset(
    {
        "text", "long_text", "email", "phone", "url", "country", "currency_code",
        "integer", "quantity", "percent", "money", "date", "boolean", "choice",
    }
)  # fmt: skip
"""The kinds of fields that an answer can fill."""


class About(StrEnum):
    """What kind of record a dialog is about; the values are keys of record types."""

    LEAD = "lead"
    OPPORTUNITY = "opportunity"

    @property
    def label(self) -> str:
        return {"lead": _l("Leads"), "opportunity": _l("Opportunities")}[self.value]


class Asking(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    FIELD = "field"
    WORDS = "words"

    @property
    def label(self) -> str:
        return {
            "choice": _l("Single choice"),
            "field": _l("Record field"),
            "words": _l("Free text"),
        }[self.value]


class Outcome(StrEnum):
    """What an answer means for the whole."""

    QUALIFY = "qualify"
    DISQUALIFY = "disqualify"

    @property
    def label(self) -> str:
        return {"qualify": _l("Qualifies"), "disqualify": _l("Disqualifies and ends")}[self.value]


def _enum(choices: type[StrEnum]) -> Enum:
    return Enum(
        choices,
        native_enum=False,
        length=40,
        values_callable=lambda members: [each.value for each in members],
        create_constraint=False,
    )


class Dialog(Shared, Record):
    """A script for a conversation, gone through question by question."""

    __tablename__ = "dialogs"
    record_type_key = "dialog"

    name: Mapped[str] = f.text(_l("Name"), required=True, listed=True, length=80)
    about: Mapped[About] = f.choice(About, _l("For"), required=True, listed=True, default=About.LEAD)
    active: Mapped[bool] = f.boolean(_l("Active"), default=True, listed=True)
    description: Mapped[str | None] = f.long_text(_l("When to use it"))

    questions: Mapped[list[DialogQuestion]] = relationship(
        back_populates="dialog", order_by="DialogQuestion.position", cascade="all, delete-orphan"
    )

    @property
    def subject_type(self) -> RecordType:
        """The type of the records it is about."""
        return record_type(self.about.value)

    def question(self, key: int | None) -> DialogQuestion | None:
        """Its question of that id."""
        return next((each for each in self.questions if each.id == key), None)

    def course(self, given: dict[int, int | None]) -> Course:
        """The way that these answers take: question id → answer id, None for one without."""
        jumps = {
            (q.id, a.id): target for q in self.questions for a in q.answers if (target := a.jump) is not None
        }
        return course([each.id for each in self.questions], jumps, given)

    def move(self, question: DialogQuestion, by_places: int) -> bool:
        """Changes places with the question before (-1) or after (1); False at either end."""
        here = self.questions.index(question)
        there = here + by_places
        if not 0 <= there < len(self.questions):
            return False
        ordered = list(self.questions)
        ordered[here], ordered[there] = ordered[there], ordered[here]
        for position, each in enumerate(ordered, start=1):
            each.position = position
        self.questions.sort(key=lambda each: each.position)
        return True


class DialogQuestion(Base):
    """One question, and how it is answered."""

    __tablename__ = "dialog_questions"

    dialog_id: Mapped[int] = mapped_column(ForeignKey("dialogs.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column()
    text: Mapped[str] = mapped_column(ShortText(255))
    hint: Mapped[str | None] = mapped_column(LongText())
    asking: Mapped[Asking] = mapped_column(_enum(Asking))
    field_name: Mapped[str | None] = mapped_column(ShortText(60))
    """The field that the answer fills; answers to tap say themselves what they set it to."""
    required: Mapped[bool] = mapped_column(default=True)

    dialog: Mapped[Dialog] = relationship(back_populates="questions")
    answers: Mapped[list[DialogAnswer]] = relationship(
        back_populates="question",
        order_by="DialogAnswer.position",
        cascade="all, delete-orphan",
        foreign_keys="DialogAnswer.question_id",
    )

    @property
    def field(self) -> Field | None:
        """The declared field it fills."""
        return self.dialog.subject_type.fields_by_name.get(self.field_name or "")

    def answer(self, key: Any) -> DialogAnswer | None:
        """Its answer of that id."""
        return next((each for each in self.answers if each.id == key), None)


class DialogAnswer(Base):
    """An answer to tap: where it leads, what it fills and what it means."""

    __tablename__ = "dialog_answers"

    question_id: Mapped[int] = mapped_column(
        ForeignKey("dialog_questions.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column()
    text: Mapped[str] = mapped_column(ShortText(120))
    value: Mapped[str | None] = mapped_column(ShortText(255))
    goes_to_id: Mapped[int | None] = mapped_column(
        ForeignKey("dialog_questions.id", ondelete="SET NULL"), index=True
    )
    ends: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[Outcome | None] = mapped_column(_enum(Outcome))
    next_step: Mapped[str | None] = mapped_column(ShortText(255))
    next_step_in: Mapped[int | None] = mapped_column()
    """Days from the day it is answered."""

    question: Mapped[DialogQuestion] = relationship(back_populates="answers", foreign_keys=[question_id])

    @property
    def jump(self) -> int | None:
        """The question it leads to, `END`, or None for the next one."""
        return END if self.ends or self.outcome is Outcome.DISQUALIFY else self.goes_to_id


class DialogRun(AboutRecord, Base):
    """One time that a dialog is gone through with a record; it waits where it was left."""

    __tablename__ = "dialog_runs"

    dialog_id: Mapped[int] = mapped_column(ForeignKey("dialogs.id"), index=True)
    subject_type: Mapped[str] = mapped_column(ShortText(40))
    subject_id: Mapped[int] = mapped_column()
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    begun_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None] = mapped_column()
    given: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Question id → `{"answer": id}`, `{"value": …}` or `{}` for one that was passed over."""
    told: Mapped[list[Any]] = mapped_column(Json, default=list)
    """After the end: `[question, answer]` as they read then."""

    dialog: Mapped[Dialog] = relationship()
    begun_by: Mapped[User | None] = relationship()

    __table_args__ = (Index("ix_dialog_runs_subject", "subject_type", "subject_id"),)

    @property
    def is_open(self) -> bool:
        return self.finished_at is None

    @property
    def course(self) -> Course:
        """How far it has come."""
        return self.dialog.course({int(key): each.get("answer") for key, each in self.given.items()})

    @property
    def asked(self) -> Sequence[DialogQuestion]:
        """The questions on the way so far, in order."""
        return [each for key in self.course.asked if (each := self.dialog.question(key)) is not None]

    def given_to(self, question: DialogQuestion) -> dict[str, Any]:
        """What was answered; empty where nothing was."""
        found: dict[str, Any] = self.given.get(str(question.id), {})
        return found

    def give(self, question: DialogQuestion, **given: Any) -> None:
        """Keeps an answer: `answer=id`, `value=…`, or nothing for a question that is passed over."""
        if not self.is_open:
            raise RuleBroken(_("This dialog is already finished."))
        if question.required and not given:
            raise RuleBroken(_("This question needs an answer."), field="answer")
        if "answer" in given and question.answer(given["answer"]) is None:
            raise RuleBroken(_("This answer is no longer available."), field="answer")
        self.given = {**self.given, str(question.id): given}


def settle_dialog(dialog: Dialog, *, by: Viewer) -> None:  # noqa: ARG001  the registry passes who saves
    """Whose fields it fills stays the same once it has questions."""
    for question in dialog.questions:
        if question.field_name and question.field is None:
            raise RuleBroken(
                _("“%(question)s” fills a field that these records don’t have.", question=question.text),
                field="about",
            )


DIALOG = register(
    RecordType(
        key="dialog",
        model=Dialog,
        plural="dialogs",
        label=_l("Guided dialog"),
        label_plural=_l("Guided dialogs"),
        icon="list-checks",
        view=Permission.SETUP,
        edit=Permission.SETUP,
        default_sort="name",
        search_weight=5,
        before_save=settle_dialog,
        row_says_all=False,
    )
)
