"""A lead says since when it is its owner's; of the past, what the events tell."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0118"
down_revision = "0105"
branch_labels = None
depends_on = None

CHANGES = """
SELECT events.subject_id, events.at, events.changes FROM events
JOIN leads ON leads.id = events.subject_id
WHERE events.subject_type = 'lead' AND leads.owner_id IS NOT NULL
 AND CAST(events.changes AS TEXT) LIKE '%"owner"%' ORDER BY events.id
"""


ASSIGNED = "UPDATE leads SET assigned_at = :at WHERE id = :key"
PORTION = 5000


def upgrade() -> None:
    op.add_column("leads", sa.Column("assigned_at", sa.DateTime(timezone=True)))
    fill()


def fill() -> None:
    """The last change of owner; a lead that is still whose it was at first has none."""
    connection = op.get_bind()
    last: dict[int, Any] = {}
    for key, at, changes in connection.execute(sa.text(CHANGES)):
        said = json.loads(changes) if isinstance(changes, str) else changes
        if any(each.get("field") == "owner" for each in said):
            last[key] = at
    rest = iter(last.items())
    while some := list(islice(rest, PORTION)):
        connection.execute(sa.text(ASSIGNED), [{"key": key, "at": at} for key, at in some])


def downgrade() -> None:
    op.drop_column("leads", "assigned_at")
