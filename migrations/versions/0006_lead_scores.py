"""Scores of leads, the rules they come from, when each lead was last touched, and what conversions taught."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
OWN_TOUCHES = """
UPDATE leads SET touched_at = COALESCE((
  SELECT MAX(events.at) FROM events
  WHERE events.subject_type = 'lead' AND events.subject_id = leads.id AND events.by_id IS NOT NULL
  AND events.kind NOT IN ('lead_queued', 'lead_assigned', 'lead_routed', 'lead_routed_nowhere', 'deleted', 'restored')
), created_at)
"""
LINKED_TOUCHES = """
UPDATE leads SET touched_at = linked.at FROM (
  SELECT event_links.record_id AS lead_id, MAX(events.at) AS at
  FROM event_links JOIN events ON events.id = event_links.event_id
  WHERE event_links.record_type = 'lead' AND events.by_id IS NOT NULL
  AND events.kind NOT IN ('lead_queued', 'lead_assigned', 'lead_routed', 'lead_routed_nowhere', 'deleted', 'restored')
  GROUP BY event_links.record_id
) AS linked
WHERE linked.lead_id = leads.id AND linked.at > leads.touched_at
"""
SHOWN = "deleted_at IS NULL"


def upgrade() -> None:
    _make_rules()
    _make_limits()
    _make_models()
    # Added in place: a table that others point at is not made anew on SQLite.
    op.add_column("leads", sa.Column("score", sa.Integer(), nullable=False, server_default="0"))
    by_hand = sa.Column("rating_by_hand", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("leads", by_hand)
    op.execute("UPDATE leads SET rating_by_hand = (rating IS NOT NULL)")
    _add_touches()
    op.create_index(
        "ix_leads_list_score",
        "leads",
        ["score", "id"],
        sqlite_where=sa.text(SHOWN),
        postgresql_where=sa.text(SHOWN),
    )


def _add_touches() -> None:
    """SQLite adds a column that is never empty only with a constant default; the rows get theirs right away."""
    beginning = sa.text("'1970-01-01 00:00:00.000000'")
    op.add_column(
        "leads",
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False, server_default=beginning),
    )
    op.execute(OWN_TOUCHES)
    op.execute(LINKED_TOUCHES)


def _make_rules() -> None:
    op.create_table(
        "lead_score_rules",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("asked", JSON_TYPE, nullable=False),
        sa.Column("signal", sa.String(length=40), nullable=True),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.Column("custom", JSON_TYPE, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_score_rules")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_lead_score_rules_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["users.id"], name=op.f("fk_lead_score_rules_changed_by_id_users")
        ),
    )


def _make_limits() -> None:
    op.create_table(
        "lead_limits",
        sa.Column("hot_from", sa.Integer(), nullable=False),
        sa.Column("warm_from", sa.Integer(), nullable=False),
        sa.Column("new_days", sa.Integer(), nullable=True),
        sa.Column("working_days", sa.Integer(), nullable=True),
        sa.Column("nurturing_days", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_limits")),
    )


def _make_models() -> None:
    op.create_table(
        "conversion_models",
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("won", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("learned", JSON_TYPE, nullable=True),
        sa.Column("measured", JSON_TYPE, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversion_models")),
    )


def downgrade() -> None:
    op.drop_index("ix_leads_list_score", "leads")
    for name in ("touched_at", "rating_by_hand", "score"):
        op.drop_column("leads", name)
    for table in ("conversion_models", "lead_limits", "lead_score_rules"):
        op.drop_table(table)
