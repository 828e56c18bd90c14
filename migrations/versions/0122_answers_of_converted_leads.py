"""A converted lead says when it was first answered: its activities went on to what it became."""

from __future__ import annotations

import json
from itertools import islice

import sqlalchemy as sa
from alembic import op

revision = "0122"
down_revision = "0120"
branch_labels = None
depends_on = None

CONVERSIONS = "SELECT lead_id, written FROM lead_conversions WHERE undone_at IS NULL"
DONE = sa.text(
    """
SELECT id, done_at FROM activities WHERE id IN :keys AND status = 'done' AND done_at IS NOT NULL
 AND deleted_at IS NULL AND kind IN ('call', 'meeting', 'email', 'letter', 'fax') ORDER BY done_at DESC
"""
).bindparams(sa.bindparam("keys", expanding=True))
ANSWERED = """
UPDATE leads SET first_answered_at = :at WHERE id = :key AND COALESCE(assigned_at, created_at) <= :at
 AND (first_answered_at IS NULL OR first_answered_at > :at)
"""
PORTION = 5000


def upgrade() -> None:
    op.add_column("leads", sa.Column("first_answered_at", sa.DateTime(timezone=True)))
    fill()


def fill() -> None:
    """By the activities that each standing conversion says it took along."""
    connection = op.get_bind()
    lead_of: dict[int, int] = {}
    for lead, written in connection.execute(sa.text(CONVERSIONS)):
        kept = json.loads(written) if isinstance(written, str) else written
        lead_of.update(dict.fromkeys(kept.get("activities", ()), lead))
    rest = iter(lead_of)
    while some := list(islice(rest, PORTION)):
        done = connection.execute(DONE, {"keys": some}).all()
        if done:
            connection.execute(sa.text(ANSWERED), [{"key": lead_of[key], "at": at} for key, at in done])


def downgrade() -> None:
    op.drop_column("leads", "first_answered_at")
