"""More legal forms are left out of the keys that duplicates are found by: the worker writes those of old records anew."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0125"
down_revision = "0123"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    if connection.scalar(sa.text("SELECT 1 FROM match_keys LIMIT 1")) is None:
        return
    outbox = sa.table(
        "outbox",
        *(sa.column(name) for name in ("kind", "tries")),
        sa.column("payload", sa.JSON),
        sa.column("created_at", sa.DateTime(timezone=True)),
        sa.column("due_at", sa.DateTime(timezone=True)),
    )
    now = datetime.now(UTC)
    op.bulk_insert(
        outbox, [{"kind": "match_keys", "payload": {}, "tries": 0, "created_at": now, "due_at": now}]
    )
