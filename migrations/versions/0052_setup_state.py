"""What tells that something was set up since a process read it."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("companies", sa.Column("setup_state", sa.String(24), nullable=False, server_default=""))
    companies = sa.table("companies", sa.column("setup_state"))
    op.execute(companies.update().values(setup_state=secrets.token_hex(12)))


def downgrade() -> None:
    op.drop_column("companies", "setup_state")
