"""A careless hand at the database: what gets past the application, so that the audit can be seen to find it."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from salesapp.core.db import db

HAND = {"unscoped": "a careless hand at the database"}


def unguarded(session: Session) -> list[str]:
    """What takes away the triggers, the links between rows, and the indexes that stand against doubles."""
    indexes = [f"DROP INDEX IF EXISTS {name}" for name in ("uq_quotes_current", "uq_orders_quote")]
    if db.engine.dialect.name == "postgresql":
        unique = (("quotes", "uq_quotes_number_revision"), ("invoices", "uq_invoices_hash"))
        without = [f"ALTER TABLE {table} DROP CONSTRAINT {name}" for table, name in unique]
        return [*indexes, *without, "SET LOCAL session_replication_role = replica"]
    triggers = session.execute(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger'"), execution_options=HAND
    )
    return [*indexes, *(f"DROP TRIGGER {name}" for (name,) in triggers), "PRAGMA defer_foreign_keys = ON"]
