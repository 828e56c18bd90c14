"""Competitors, the opportunities in which one meets them, and to whom one was lost: made from the names typed so far."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
SHOWN = sa.text("deleted_at IS NULL")
COMPETITORS = sa.table(
    "competitors",
    sa.column("id", sa.Integer()),
    sa.column("name", sa.String()),
    sa.column("version", sa.Integer()),
    sa.column("created_at", sa.DateTime(timezone=True)),
    sa.column("changed_at", sa.DateTime(timezone=True)),
    sa.column("custom", JSON_TYPE),
)
OPPORTUNITIES = sa.table("opportunities", sa.column("id", sa.Integer()), sa.column("competitor", sa.String()))
CLOSES = sa.table(
    "opportunity_closes",
    sa.column("opportunity_id", sa.Integer()),
    sa.column("competitor", sa.String()),
    sa.column("competitor_id", sa.Integer()),
)
MET = sa.table(
    "opportunity_competitors",
    sa.column("opportunity_id", sa.Integer()),
    sa.column("competitor_id", sa.Integer()),
)


def link(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    _competitors()
    _met()
    # Added in place on both databases: a copy of the table would lose what hangs on it.
    op.execute(
        "ALTER TABLE opportunity_closes ADD COLUMN competitor_id INTEGER"
        " CONSTRAINT fk_opportunity_closes_competitor_id_competitors REFERENCES competitors (id)"
    )
    op.create_index(op.f("ix_opportunity_closes_competitor_id"), "opportunity_closes", ["competitor_id"])
    fill()


def _competitors() -> None:
    texts = ("street", "street2", "street3")
    op.create_table(
        "competitors",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("key_product", sa.String(length=255), nullable=True),
        sa.Column("website", sa.String(length=500), nullable=True),
        sa.Column("reported_revenue", sa.BigInteger(), nullable=True),
        sa.Column("ticker", sa.String(length=20), nullable=True),
        *(
            sa.Column(name, sa.Text(), nullable=True)
            for name in ("overview", "products", "strengths", "weaknesses", "opportunities", "threats")
        ),
        *(sa.Column(name, sa.String(length=255), nullable=True) for name in texts),
        sa.Column("city", sa.String(length=120), nullable=True),
        sa.Column("state", sa.String(length=120), nullable=True),
        sa.Column("postal_code", sa.String(length=20), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.Column("custom", JSON_TYPE, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competitors")),
        link("competitors", "created_by_id", "users"),
        link("competitors", "changed_by_id", "users"),
    )
    op.create_index("ix_competitors_external", "competitors", ["external_id"])
    for name, column in (("name", "name"), ("changed", "changed_at")):
        op.create_index(
            f"ix_competitors_list_{name}",
            "competitors",
            [column, "id"],
            sqlite_where=SHOWN,
            postgresql_where=SHOWN,
        )


def _met() -> None:
    op.create_table(
        "opportunity_competitors",
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("competitor_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=255), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunity_competitors")),
        link("opportunity_competitors", "opportunity_id", "opportunities"),
        link("opportunity_competitors", "competitor_id", "competitors"),
        sa.UniqueConstraint(
            "opportunity_id",
            "competitor_id",
            name=op.f("uq_opportunity_competitors_opportunity_id_competitor_id"),
        ),
    )
    for column in ("opportunity_id", "competitor_id"):
        op.create_index(op.f(f"ix_opportunity_competitors_{column}"), "opportunity_competitors", [column])


def fill() -> None:
    """A competitor for each name that was typed, however it was spelt; met where it stands, lost to where it says so."""
    connection = op.get_bind()
    typed = sa.union(
        sa.select(OPPORTUNITIES.c.id, OPPORTUNITIES.c.competitor),
        sa.select(CLOSES.c.opportunity_id, CLOSES.c.competitor),
    )
    rows = [(key, text) for key, text in connection.execute(typed) if text and text.strip()]
    keys = _make(sorted({text for _key, text in rows}))
    met = sorted({(key, keys[folded(text)]) for key, text in rows})
    if met:
        connection.execute(
            MET.insert(), [{"opportunity_id": key, "competitor_id": competitor} for key, competitor in met]
        )
    for text in {text for _key, text in rows}:
        changed = CLOSES.update().where(CLOSES.c.competitor == text)
        connection.execute(changed.values(competitor_id=keys[folded(text)]))


def _make(texts: Iterable[str]) -> dict[str, int]:
    """Folded name → the id of its new competitor."""
    connection, now = op.get_bind(), datetime.now(UTC)
    names = {folded(text): text.strip() for text in texts}
    for name in names.values():
        made = {"name": name, "version": 1, "created_at": now, "changed_at": now, "custom": {}}
        connection.execute(COMPETITORS.insert().values(made))
    return {
        folded(name): key for key, name in connection.execute(sa.select(COMPETITORS.c.id, COMPETITORS.c.name))
    }


def folded(text: str) -> str:
    return text.strip().casefold()


def downgrade() -> None:
    op.drop_index(op.f("ix_opportunity_closes_competitor_id"), "opportunity_closes")
    op.drop_column("opportunity_closes", "competitor_id")
    op.drop_table("opportunity_competitors")
    op.drop_table("competitors")
