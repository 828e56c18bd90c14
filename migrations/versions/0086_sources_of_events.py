"""Which piece of work wrote an event, and what was changed many records at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0086"
down_revision = "0087"
branch_labels = None
depends_on = None

RUNS = sa.table("import_runs", sa.column("id"), *map(sa.column, ("by_id", "started_at", "finished_at")))
EVENTS = sa.table("events", *map(sa.column, ("at", "by_id", "source")))


def upgrade() -> None:
    op.add_column("events", sa.Column("source", sa.String(length=40), nullable=True))
    with _events_unlocked():
        _imports_are_known_by()
    op.create_index(
        "ix_events_source",
        "events",
        ["source", "subject_type", "id"],
        sqlite_where=sa.text("source IS NOT NULL"),
        postgresql_where=sa.text("source IS NOT NULL"),
    )
    op.create_table(
        "bulk_edits",
        sa.Column("record_type", sa.String(length=40), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("fields", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("value", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_bulk_edits_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_edits")),
    )
    op.create_index("ix_bulk_edits_by_id", "bulk_edits", ["by_id"])
    op.create_table(
        "bulk_edits_kept",
        sa.Column("bulk_edit_id", sa.Integer(), nullable=False),
        sa.Column("record_type", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bulk_edit_id"], ["bulk_edits.id"], name=op.f("fk_bulk_edits_kept_bulk_edit_id_bulk_edits")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_edits_kept")),
    )
    op.create_index("ix_bulk_edits_kept_bulk_edit_id", "bulk_edits_kept", ["bulk_edit_id"])


def downgrade() -> None:
    op.drop_table("bulk_edits_kept")
    op.drop_table("bulk_edits")
    op.drop_index("ix_events_source", "events")
    op.drop_column("events", "source")


def _imports_are_known_by() -> None:
    """Of imports until now only the time and the person are known: what they did meanwhile is taken for the import's."""
    connection = op.get_bind()
    begun = sa.select(RUNS).where(RUNS.c.started_at.is_not(None))
    for run in connection.execute(begun.order_by(RUNS.c.finished_at.is_(None), RUNS.c.id)).all():
        own = EVENTS.c.by_id.is_(None) if run.by_id is None else EVENTS.c.by_id == run.by_id
        during = EVENTS.c.at >= run.started_at
        if run.finished_at is not None:  # one that goes on after the upgrade has written until now
            during &= EVENTS.c.at <= run.finished_at
        known = EVENTS.update().where(during, own, EVENTS.c.source.is_(None))
        connection.execute(known.values(source=f"import:{run.id}"))


@contextmanager
def _events_unlocked() -> Iterator[None]:
    """Events are never changed but here, where only what wrote them is added."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.execute("ALTER TABLE events DISABLE TRIGGER events_no_change")
        yield
        op.execute("ALTER TABLE events ENABLE TRIGGER events_no_change")
    else:
        asked = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'events_no_UPDATE'")
        trigger = connection.scalar(asked)
        op.execute("DROP TRIGGER events_no_UPDATE")
        yield
        op.execute(sa.text(trigger))
