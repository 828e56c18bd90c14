"""Surveys: questions to colleagues, who took part, and what was answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0108"
down_revision = "0114"
branch_labels = None
depends_on = None

SORTED = sa.String(1000).with_variant(sa.String(1000, collation="C"), "postgresql")
JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def link(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    _surveys()
    _questions()
    _answers()


def _surveys() -> None:
    op.create_table(
        "surveys",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("roles", JSON_TYPE, nullable=False),
        sa.Column("teams", JSON_TYPE, nullable=False),
        sa.Column("name_sort", SORTED, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.Column("custom", JSON_TYPE, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
        link("surveys", "created_by_id", "users"),
        link("surveys", "changed_by_id", "users"),
    )


def _questions() -> None:
    op.create_table(
        "survey_questions",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("options", JSON_TYPE, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_questions")),
        link("survey_questions", "survey_id", "surveys", ondelete="CASCADE"),
    )
    op.create_index(op.f("ix_survey_questions_survey_id"), "survey_questions", ["survey_id"])


def _answers() -> None:
    op.create_table(
        "survey_participants",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_participants")),
        sa.UniqueConstraint("survey_id", "user_id", name=op.f("uq_survey_participants_survey_id_user_id")),
        link("survey_participants", "survey_id", "surveys", ondelete="CASCADE"),
        link("survey_participants", "user_id", "users"),
    )
    op.create_index(op.f("ix_survey_participants_user_id"), "survey_participants", ["user_id"])
    op.create_table(
        "survey_responses",
        # Drawn by lot: a number in order would say who answered when.
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("given", JSON_TYPE, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_responses")),
        link("survey_responses", "survey_id", "surveys", ondelete="CASCADE"),
        link("survey_responses", "user_id", "users"),
    )
    for column in ("survey_id", "user_id"):
        op.create_index(op.f(f"ix_survey_responses_{column}"), "survey_responses", [column])


def downgrade() -> None:
    for table in ("survey_responses", "survey_participants", "survey_questions", "surveys"):
        op.drop_table(table)
