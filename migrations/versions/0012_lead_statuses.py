"""What the company calls the states of its leads, and which of their fields go where when they are converted."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BEGUN = (
    ("new", "accent", "new_days", 3),
    ("working", "warn", "working_days", 7),
    ("nurturing", "neutral", "nurturing_days", 30),
    ("converted", "good", None, None),
    ("disqualified", "bad", None, None),
)
"""State, colour, the column of the limits that held its days, and the days where nobody set limits."""

ADDRESS = ("street", "city", "state", "postal_code", "country")
MAPPED = (
    ("phone", "account", "phone"),
    ("website", "account", "website"),
    *((part, "account", f"billing_{part}") for part in ADDRESS),
    ("source", "account", "source"),
    ("job_title", "contact", "job_title"),
    ("email", "contact", "email"),
    ("phone", "contact", "phone"),
    ("mobile", "contact", "mobile"),
    *((part, "contact", part) for part in ADDRESS),
    ("estimated_amount", "opportunity", "amount"),
    ("description", "opportunity", "description"),
    ("source", "opportunity", "source"),
    ("campaign", "opportunity", "campaign"),
)
"""Where the fields went until now."""
STATUSES = sa.table(
    "lead_statuses",
    sa.column("state", sa.String()),
    sa.column("tone", sa.String()),
    sa.column("stale_days", sa.Integer()),
    sa.column("position", sa.Integer()),
    sa.column("in_use", sa.Boolean()),
    sa.column("is_default", sa.Boolean()),
    sa.column("version", sa.Integer()),
    sa.column("created_at", sa.DateTime(timezone=True)),
    sa.column("changed_at", sa.DateTime(timezone=True)),
    sa.column("custom", JSON_TYPE),
)


def upgrade() -> None:
    _make_statuses()
    _fill_statuses()
    # A table that others point at is not made anew on SQLite: both databases take the column like this.
    op.execute(
        "ALTER TABLE leads ADD COLUMN status_id INTEGER"
        " CONSTRAINT fk_leads_status_id_lead_statuses REFERENCES lead_statuses (id)"
    )
    op.execute(
        "UPDATE leads SET status_id = (SELECT id FROM lead_statuses WHERE lead_statuses.state = leads.status)"
    )
    op.create_index("ix_leads_named_status", "leads", ["status_id", "changed_at"])
    for _state, _tone, column, _days in BEGUN:
        if column is not None:
            op.drop_column("lead_limits", column)
    _make_mappings()


def _make_statuses() -> None:
    op.create_table(
        "lead_statuses",
        sa.Column("name", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("tone", sa.String(length=40), nullable=False),
        sa.Column("stale_days", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.Column("custom", JSON_TYPE, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_statuses")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_lead_statuses_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["users.id"], name=op.f("fk_lead_statuses_changed_by_id_users")
        ),
    )


def _fill_statuses() -> None:
    """One for each state, without a name of its own: it is called as the state is in the reader's language.

    A company that wants a state never to go stale keeps that.
    """
    kept = op.get_bind().execute(sa.text("SELECT * FROM lead_limits")).mappings().first()
    now = datetime.now(UTC)
    rows = [
        {
            "state": state,
            "tone": tone,
            "stale_days": None if column is None else begun if kept is None else kept[column],
            "position": position,
            "in_use": True,
            "is_default": True,
            "version": 1,
            "created_at": now,
            "changed_at": now,
            "custom": {},
        }
        for position, (state, tone, column, begun) in enumerate(BEGUN, start=1)
    ]
    op.bulk_insert(STATUSES, rows)


def _make_mappings() -> None:
    names = ("lead_field", "target_type", "target_field")
    made = op.create_table(
        "lead_mappings",
        sa.Column("lead_field", sa.String(length=60), nullable=False),
        sa.Column("target_type", sa.String(length=40), nullable=False),
        sa.Column("target_field", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_mappings")),
        sa.UniqueConstraint(
            "lead_field", "target_type", name=op.f("uq_lead_mappings_lead_field_target_type")
        ),
        sa.UniqueConstraint(
            "target_type", "target_field", name=op.f("uq_lead_mappings_target_type_target_field")
        ),
    )
    op.bulk_insert(made, [dict(zip(names, each, strict=True)) for each in MAPPED])


def downgrade() -> None:
    op.drop_table("lead_mappings")
    for state, _tone, column, _days in BEGUN:
        if column is not None:
            op.add_column("lead_limits", sa.Column(column, sa.Integer(), nullable=True))
            days = sa.select(STATUSES.c.stale_days).where(STATUSES.c.state == state, STATUSES.c.is_default)
            limits = sa.table("lead_limits", sa.column(column))
            op.execute(limits.update().values({column: days.scalar_subquery()}))
    op.drop_index("ix_leads_named_status", "leads")
    op.drop_column("leads", "status_id")
    op.drop_table("lead_statuses")
