"""Queues in which leads wait, the rules that give leads to people, and web forms that bring them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def record_columns(table: str) -> list[sa.schema.SchemaItem]:
    """What every record type has."""
    return [
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.Column("custom", JSON_TYPE, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        link(table, "created_by_id", "users"),
        link(table, "changed_by_id", "users"),
    ]


def link(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "lead_queues",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("description", sa.String(length=255), nullable=True),
        *record_columns("lead_queues"),
    )
    op.create_table(
        "lead_queue_members",
        sa.Column("queue_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        link("lead_queue_members", "queue_id", "lead_queues", ondelete="CASCADE"),
        link("lead_queue_members", "user_id", "users"),
        sa.PrimaryKeyConstraint("queue_id", "user_id", name=op.f("pk_lead_queue_members")),
    )
    op.create_index(op.f("ix_lead_queue_members_user_id"), "lead_queue_members", ["user_id"])
    # A table that others point at is not made anew on SQLite: both databases take the column like this.
    op.execute(
        "ALTER TABLE leads ADD COLUMN queue_id INTEGER"
        " CONSTRAINT fk_leads_queue_id_lead_queues REFERENCES lead_queues (id)"
    )
    op.create_index(op.f("ix_leads_queue_id"), "leads", ["queue_id"])
    op.add_column("users", sa.Column("away_until", sa.Date(), nullable=True))
    op.add_column("users", sa.Column("lead_capacity", sa.Integer(), nullable=True))
    make_rules()
    make_web_forms()


def make_rules() -> None:
    op.create_table(
        "assignment_rules",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("asked", JSON_TYPE, nullable=False),
        sa.Column("receiver", sa.String(length=40), nullable=False),
        sa.Column("team", sa.String(length=80), nullable=True),
        sa.Column("queue_id", sa.Integer(), nullable=True),
        sa.Column("sharing", sa.String(length=40), nullable=False),
        link("assignment_rules", "queue_id", "lead_queues"),
        *record_columns("assignment_rules"),
    )
    op.create_index(op.f("ix_assignment_rules_queue_id"), "assignment_rules", ["queue_id"])
    op.create_table(
        "assignment_rule_people",
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        link("assignment_rule_people", "rule_id", "assignment_rules", ondelete="CASCADE"),
        link("assignment_rule_people", "user_id", "users"),
        sa.PrimaryKeyConstraint("rule_id", "user_id", name=op.f("pk_assignment_rule_people")),
    )
    op.create_index(op.f("ix_assignment_rule_people_user_id"), "assignment_rule_people", ["user_id"])
    op.create_table(
        "assignment_turns",
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        link("assignment_turns", "rule_id", "assignment_rules", ondelete="CASCADE"),
        link("assignment_turns", "user_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_turns")),
        sa.UniqueConstraint("rule_id", name=op.f("uq_assignment_turns_rule_id")),
    )


def make_web_forms() -> None:
    op.create_table(
        "web_forms",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("secret", sa.String(length=43), nullable=False),
        sa.Column("asked", JSON_TYPE, nullable=False),
        sa.Column("required", JSON_TYPE, nullable=False),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("destination", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("queue_id", sa.Integer(), nullable=True),
        sa.Column("thanks", sa.Text(), nullable=True),
        sa.Column("sites", sa.Text(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        link("web_forms", "person_id", "users"),
        link("web_forms", "queue_id", "lead_queues"),
        *record_columns("web_forms"),
        sa.UniqueConstraint("secret", name=op.f("uq_web_forms_secret")),
    )
    op.create_index(op.f("ix_web_forms_person_id"), "web_forms", ["person_id"])
    op.create_index(op.f("ix_web_forms_queue_id"), "web_forms", ["queue_id"])
    op.create_table(
        "web_form_answers",
        sa.Column("web_form_id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("values", JSON_TYPE, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        link("web_form_answers", "web_form_id", "web_forms", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_form_answers")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_web_form_answers_secret_hash")),
    )
    op.create_index("ix_web_form_answers_form", "web_form_answers", ["web_form_id", "email", "created_at"])


def downgrade() -> None:
    for table in ("web_form_answers", "web_forms"):
        op.drop_table(table)
    for table in ("assignment_turns", "assignment_rule_people", "assignment_rules"):
        op.drop_table(table)
    op.drop_column("users", "lead_capacity")
    op.drop_column("users", "away_until")
    op.drop_index(op.f("ix_leads_queue_id"), "leads")
    op.drop_column("leads", "queue_id")
    op.drop_table("lead_queue_members")
    op.drop_table("lead_queues")
