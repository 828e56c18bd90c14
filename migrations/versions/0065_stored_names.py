"""What is stored is called what screens and code call it: kinds of events, verdicts, and duplicates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0065"
down_revision = "0048"
branch_labels = None
depends_on = None

KINDS = {
    "activity_passed_on": "activity_transferred",
    "apart_no_more": "not_duplicate_undone",
    "doubles_changed": "duplicates_changed",
    "fair_begun": "trade_fair_started",
    "fair_ended": "trade_fair_ended",
    "gave_way": "default_replaced",
    "lead_came_in": "lead_submitted",
    "lead_limits_changed": "lead_thresholds_changed",
    "lead_rating_freed": "lead_rating_follows_score",
    "lead_routed_nowhere": "lead_unrouted",
    "lead_sent_on": "lead_assigned_by_form",
    "lead_status_retired": "lead_status_archived",
    "lead_status_revived": "lead_status_unarchived",
    "mail_given_up": "mail_undelivered",
    "opportunity_put_off": "opportunity_close_date_set",
    "opportunity_specialist_asked": "opportunity_specialist_requested",
    "opportunity_specialist_taken_back": "opportunity_specialist_withdrawn",
    "opportunity_win_asked": "opportunity_win_requested",
    "opportunity_win_taken_back": "opportunity_win_withdrawn",
    "payment_taken_back": "payment_reversed",
    "picklist_entry_revived": "picklist_entry_unarchived",
    "quote_change_asked": "quote_change_requested",
    "told_apart": "marked_not_duplicate",
}
VERDICTS = {"taken_back": "withdrawn"}
PAIR = ("record_type", "one_id", "other_id", "score")
SCAN = ("record_type", "changed_at", "last_id", "looked_at", "busy")
REQUESTS = {
    "win_requests": "verdict",
    "quote_approvals": "verdict",
    "order_approvals": "verdict",
    "specialist_requests": "answered",
}


JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _rename(KINDS, VERDICTS)
    _move_tables("double", "duplicate")
    _rename_columns(
        {"companies": ("doubles", "duplicate_handling"), "import_runs": ("doubles", "duplicates")}
    )
    _replace("outbox", "kind", {"doubles": "duplicates"})
    _rename_in_plans("doubles", "duplicates")


def downgrade() -> None:
    _rename_in_plans("duplicates", "doubles")
    _replace("outbox", "kind", {"duplicates": "doubles"})
    _rename_columns(
        {"companies": ("duplicate_handling", "doubles"), "import_runs": ("duplicates", "doubles")}
    )
    _move_tables("duplicate", "double")
    _rename({new: old for old, new in KINDS.items()}, {new: old for old, new in VERDICTS.items()})


def _move_tables(old: str, new: str) -> None:
    """The tables are made anew, so that their constraints and indexes are called after them too."""
    op.create_table(
        f"{new}_pairs",
        sa.Column("record_type", sa.String(40), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{new}_pairs")),
        sa.UniqueConstraint(
            "record_type", "one_id", "other_id", name=op.f(f"uq_{new}_pairs_record_type_one_id_other_id")
        ),
    )
    op.create_table(
        f"{new}_scans",
        sa.Column("record_type", sa.String(40), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True)),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True)),
        sa.Column("busy", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{new}_scans")),
        sa.UniqueConstraint("record_type", name=op.f(f"uq_{new}_scans_record_type")),
    )
    for table, columns in {"pairs": PAIR, "scans": SCAN}.items():
        old_rows, new_rows = (sa.table(f"{each}_{table}", *map(sa.column, columns)) for each in (old, new))
        op.execute(new_rows.insert().from_select(columns, sa.select(old_rows)))
        op.drop_table(f"{old}_{table}")
    op.create_index(op.f(f"ix_{new}_pairs_score"), f"{new}_pairs", ["record_type", "score", "id"])
    op.create_index(op.f(f"ix_{new}_pairs_other_id"), f"{new}_pairs", ["other_id"])


def _rename_columns(columns: Mapping[str, tuple[str, str]]) -> None:
    for table, (old, new) in columns.items():
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")


def _rename_in_plans(old: str, new: str) -> None:
    """In the plans of imports, which may still be waiting for their turn."""
    runs = sa.table("import_runs", sa.column("id", sa.Integer()), sa.column("plan_data", JSON_TYPE))
    for key, plan in op.get_bind().execute(sa.select(runs.c.id, runs.c.plan_data)).all():
        if old in plan:
            renamed = {new if name == old else name: value for name, value in plan.items()}
            op.execute(runs.update().where(runs.c.id == key).values(plan_data=renamed))


def _rename(kinds: Mapping[str, str], verdicts: Mapping[str, str]) -> None:
    with _events_unlocked():
        _replace("events", "kind", kinds)
    for table, column in REQUESTS.items():
        _replace(table, column, verdicts)


def _replace(table: str, column: str, values: Mapping[str, str]) -> None:
    rows = sa.table(table, sa.column(column, sa.String()))
    held = rows.c[column]
    op.execute(rows.update().where(held.in_(list(values))).values({column: sa.case(values, value=held)}))


@contextmanager
def _events_unlocked() -> Iterator[None]:
    """Events are never changed but here, where only the name of their kind is."""
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
