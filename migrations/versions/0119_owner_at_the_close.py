"""A closing says whose the opportunity was then; of the past, what the events tell."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0119"
down_revision = "0109"
branch_labels = None
depends_on = None

NOW = """
UPDATE opportunity_closes SET owner_id =
  (SELECT owner_id FROM opportunities WHERE opportunities.id = opportunity_closes.opportunity_id)
"""
SINCE = """
SELECT opportunity_closes.id, events.changes FROM opportunity_closes
JOIN events ON events.subject_type = 'opportunity' AND events.subject_id = opportunity_closes.opportunity_id
 AND events.at > opportunity_closes.at
WHERE CAST(events.changes AS TEXT) LIKE '%"owner"%' ORDER BY opportunity_closes.id, events.id DESC
"""


def upgrade() -> None:
    op.execute(
        "ALTER TABLE opportunity_closes ADD COLUMN owner_id INTEGER"
        " CONSTRAINT fk_opportunity_closes_owner_id_users REFERENCES users (id)"
    )
    op.create_index(op.f("ix_opportunity_closes_owner_id"), "opportunity_closes", ["owner_id"])
    fill()


def fill() -> None:
    """Whose each is now, but for those that were given away since: there the first who gave it away."""
    connection = op.get_bind()
    connection.execute(sa.text(NOW))
    for key, changes in connection.execute(sa.text(SINCE)).all():  # the first change since comes last
        said = json.loads(changes) if isinstance(changes, str) else changes
        for each in said:
            if each.get("field") == "owner":
                connection.execute(
                    sa.text("UPDATE opportunity_closes SET owner_id = :owner WHERE id = :key"),
                    {"owner": _key(each.get("before")), "key": key},
                )


def _key(before: Any) -> int | None:
    return int(before["record"][1]) if isinstance(before, dict) else None


def downgrade() -> None:
    op.drop_index(op.f("ix_opportunity_closes_owner_id"), "opportunity_closes")
    op.drop_column("opportunity_closes", "owner_id")
