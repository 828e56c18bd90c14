"""Guided dialogs: their questions and answers, and each time one is gone through."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def link(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    _dialogs()
    _questions()
    _runs()


def _dialogs() -> None:
    op.create_table(
        "dialogs",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.Column("custom", JSON_TYPE, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogs")),
        link("dialogs", "created_by_id", "users"),
        link("dialogs", "changed_by_id", "users"),
    )


def _questions() -> None:
    op.create_table(
        "dialog_questions",
        sa.Column("dialog_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=255), nullable=False),
        sa.Column("hint", sa.Text(), nullable=True),
        sa.Column("asking", sa.String(length=40), nullable=False),
        sa.Column("field_name", sa.String(length=60), nullable=True),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialog_questions")),
        link("dialog_questions", "dialog_id", "dialogs", ondelete="CASCADE"),
    )
    op.create_index(op.f("ix_dialog_questions_dialog_id"), "dialog_questions", ["dialog_id"])
    op.create_table(
        "dialog_answers",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=120), nullable=False),
        sa.Column("value", sa.String(length=255), nullable=True),
        sa.Column("goes_to_id", sa.Integer(), nullable=True),
        sa.Column("ends", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("next_step", sa.String(length=255), nullable=True),
        sa.Column("next_step_in", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialog_answers")),
        link("dialog_answers", "question_id", "dialog_questions", ondelete="CASCADE"),
        link("dialog_answers", "goes_to_id", "dialog_questions", ondelete="SET NULL"),
    )
    op.create_index(op.f("ix_dialog_answers_question_id"), "dialog_answers", ["question_id"])
    op.create_index(op.f("ix_dialog_answers_goes_to_id"), "dialog_answers", ["goes_to_id"])


def _runs() -> None:
    op.create_table(
        "dialog_runs",
        sa.Column("dialog_id", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given", JSON_TYPE, nullable=False),
        sa.Column("told", JSON_TYPE, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialog_runs")),
        link("dialog_runs", "dialog_id", "dialogs"),
        link("dialog_runs", "begun_by_id", "users"),
    )
    op.create_index(op.f("ix_dialog_runs_dialog_id"), "dialog_runs", ["dialog_id"])
    op.create_index("ix_dialog_runs_subject", "dialog_runs", ["subject_type", "subject_id"])


def downgrade() -> None:
    for table in ("dialog_runs", "dialog_answers", "dialog_questions", "dialogs"):
        op.drop_table(table)
