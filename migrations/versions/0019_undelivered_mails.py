"""E-mails that did not arrive, until somebody sends them again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "undelivered_mails",
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("mail_subject", sa.String(length=255), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("subject_type", sa.String(length=40), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["outbox_id"], ["outbox.id"], name=op.f("fk_undelivered_mails_outbox_id_outbox")
        ),
        sa.ForeignKeyConstraint(
            ["sender_id"], ["users.id"], name=op.f("fk_undelivered_mails_sender_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undelivered_mails")),
    )
    op.create_index(op.f("ix_undelivered_mails_outbox_id"), "undelivered_mails", ["outbox_id"])
    op.create_index("ix_undelivered_mails_sender", "undelivered_mails", ["sender_id", "settled_at"])
    op.create_index("ix_undelivered_mails_about", "undelivered_mails", ["subject_type", "subject_id"])


def downgrade() -> None:
    op.drop_table("undelivered_mails")
