"""Records are found by names and numbers written otherwise: the worker writes the words of old records anew."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0125"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    if connection.scalar(sa.text("SELECT 1 FROM search_words LIMIT 1")) is None:
        return
    outbox = sa.table(
        "outbox",
        *(sa.column(name) for name in ("kind", "tries")),
        sa.column("payload", sa.JSON),
        sa.column("created_at", sa.DateTime(timezone=True)),
        sa.column("due_at", sa.DateTime(timezone=True)),
    )
    now = datetime.now(UTC)
    row = {"payload": {}, "tries": 0, "created_at": now, "due_at": now}
    op.bulk_insert(outbox, [{"kind": "search_words"} | row])
