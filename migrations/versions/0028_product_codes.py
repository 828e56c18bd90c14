"""An index by which a product's code is found in any capitals."""

from __future__ import annotations

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_products_code_sort", "products", ["code_sort"])


def downgrade() -> None:
    op.drop_index("ix_products_code_sort", "products")
