"""Date of supply, buyer reference, e-mail for invoices, the form of e-invoices, register lines; the files themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0062"
branch_labels = None
depends_on = None

COLUMNS = {
    "accounts": (
        ("invoice_email", sa.String(254)),
        ("e_invoice", sa.String(40)),
        ("buyer_reference", sa.String(120)),
    ),
    "companies": (("register_number", sa.String(60)), ("legal_lines", sa.Text())),
    "invoices": (("supply_from", sa.Date()), ("supply_to", sa.Date()), ("buyer_reference", sa.String(120))),
    "credit_notes": (
        ("supply_from", sa.Date()),
        ("supply_to", sa.Date()),
        ("buyer_reference", sa.String(120)),
    ),
    "invoice_lines": (("supply_from", sa.Date()), ("supply_to", sa.Date())),
    "credit_note_lines": (("supply_from", sa.Date()), ("supply_to", sa.Date())),
}

SQLITE = tuple(
    f"CREATE TRIGGER issued_e_invoices_no_{act} BEFORE {act} ON issued_e_invoices "
    "BEGIN SELECT RAISE(ABORT, 'issued_e_invoices are never changed'); END"
    for act in ("UPDATE", "DELETE")
)
POSTGRES = """
CREATE OR REPLACE FUNCTION issued_e_invoices_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'issued_e_invoices are never changed'; END $$ LANGUAGE plpgsql;
CREATE TRIGGER issued_e_invoices_no_change BEFORE UPDATE OR DELETE ON issued_e_invoices
FOR EACH ROW EXECUTE FUNCTION issued_e_invoices_refuse();
CREATE TRIGGER issued_e_invoices_kept BEFORE TRUNCATE ON issued_e_invoices
FOR EACH STATEMENT EXECUTE FUNCTION issued_e_invoices_refuse()
"""


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, type_ in columns:
            op.add_column(table, sa.Column(name, type_, nullable=True))
    op.create_table(
        "issued_e_invoices",
        sa.Column("document_type", sa.String(40), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("ubl", sa.Text(), nullable=False),
        sa.Column("cii", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_e_invoices")),
        sa.UniqueConstraint(
            "document_type", "document_id", name=op.f("uq_issued_e_invoices_document_type_document_id")
        ),
    )
    for statement in (POSTGRES,) if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("issued_e_invoices")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION issued_e_invoices_refuse()")
    for table, columns in COLUMNS.items():
        for name, _type in reversed(columns):
            op.drop_column(table, name)
