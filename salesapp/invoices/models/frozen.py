"""Triggers: what was issued, paid or allocated stays as it is, and an invoice is never settled beyond its amount.

The verbs refuse first and say why. The triggers are for whatever forgets to ask them: a script, a bulk update.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import DDL, event, false

from salesapp.records.merging.references import movable

HEAD_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {documents}_frozen_{act} BEFORE {act} ON {documents} WHEN OLD.status <> 'draft'
BEGIN SELECT RAISE(ABORT, '{documents} that were issued are never changed'); END
"""
LINES_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {lines}_frozen_{act} BEFORE {act} ON {lines}
WHEN EXISTS (SELECT 1 FROM {documents} WHERE status <> 'draft' AND id IN ({keys}))
BEGIN SELECT RAISE(ABORT, '{documents} that were issued keep their lines'); END
"""
HEAD_POSTGRES = """
CREATE OR REPLACE FUNCTION {documents}_refuse() RETURNS trigger AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' OR OLD.status <> 'draft'
  THEN RAISE EXCEPTION '{documents} that were issued are never changed'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER {documents}_frozen BEFORE UPDATE OR DELETE ON {documents}
FOR EACH ROW EXECUTE FUNCTION {documents}_refuse();
CREATE OR REPLACE TRIGGER {documents}_kept BEFORE TRUNCATE ON {documents}
FOR EACH STATEMENT EXECUTE FUNCTION {documents}_refuse()
"""
LINES_POSTGRES = """
CREATE OR REPLACE FUNCTION {lines}_refuse() RETURNS trigger AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM {documents} WHERE id = OLD.{parent} AND status <> 'draft')
  THEN RAISE EXCEPTION '{documents} that were issued keep their lines'; END IF;
  IF TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM {documents} WHERE id = NEW.{parent} AND status <> 'draft')
  THEN RAISE EXCEPTION '{documents} that were issued keep their lines'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER {lines}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {lines}
FOR EACH ROW EXECUTE FUNCTION {lines}_refuse()
"""
KEPT_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {rows}_no_{act} BEFORE {act} ON {rows}
BEGIN SELECT RAISE(ABORT, '{rows} are never changed'); END
"""
KEPT_POSTGRES = """
CREATE OR REPLACE FUNCTION {rows}_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{rows} are never changed'; END $$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER {rows}_no_change BEFORE UPDATE OR DELETE ON {rows}
FOR EACH ROW EXECUTE FUNCTION {rows}_refuse();
CREATE OR REPLACE TRIGGER {rows}_kept BEFORE TRUNCATE ON {rows} FOR EACH STATEMENT EXECUTE FUNCTION {rows}_refuse()
"""

# Each line says what must hold once the new row is there.
ALLOWED = """
  (SELECT status = 'issued' FROM invoices WHERE id = NEW.invoice_id)
  AND (SELECT coalesce(sum(amount), 0) FROM allocations WHERE invoice_id = NEW.invoice_id) + NEW.amount
      BETWEEN 0 AND (SELECT payable FROM invoices WHERE id = NEW.invoice_id)
  AND (NEW.write_off_reason IS NULL OR (SELECT coalesce(sum(amount), 0) FROM allocations
       WHERE invoice_id = NEW.invoice_id AND write_off_reason IS NOT NULL) + NEW.amount >= 0)
  AND (NEW.payment_id IS NULL OR (
    (SELECT currency FROM payments WHERE id = NEW.payment_id)
      = (SELECT currency FROM invoices WHERE id = NEW.invoice_id)
    AND (SELECT coalesce(sum(amount), 0) FROM allocations WHERE payment_id = NEW.payment_id) + NEW.amount
        BETWEEN 0 AND (SELECT amount FROM payments WHERE id = NEW.payment_id)
          - (SELECT coalesce(sum(amount), 0) FROM refunds WHERE payment_id = NEW.payment_id)
    AND (SELECT coalesce(sum(amount), 0) FROM allocations
         WHERE payment_id = NEW.payment_id AND invoice_id = NEW.invoice_id) + NEW.amount >= 0
    AND (NEW.amount < 0 OR NOT EXISTS (SELECT 1 FROM payments WHERE reverses_id = NEW.payment_id))))
  AND (NEW.credit_note_id IS NULL OR (
    (SELECT currency FROM credit_notes WHERE id = NEW.credit_note_id)
      = (SELECT currency FROM invoices WHERE id = NEW.invoice_id)
    AND (SELECT coalesce(sum(amount), 0) FROM allocations WHERE credit_note_id = NEW.credit_note_id) + NEW.amount
        BETWEEN 0 AND (SELECT payable FROM credit_notes WHERE id = NEW.credit_note_id)
          - (SELECT coalesce(sum(amount), 0) FROM refunds WHERE credit_note_id = NEW.credit_note_id)
    AND (SELECT coalesce(sum(amount), 0) FROM allocations
         WHERE credit_note_id = NEW.credit_note_id AND invoice_id = NEW.invoice_id) + NEW.amount >= 0))
"""
GUARD_SQLITE = f"""
CREATE TRIGGER IF NOT EXISTS allocations_fit BEFORE INSERT ON allocations WHEN NOT coalesce(({ALLOWED}), 0)
BEGIN SELECT RAISE(ABORT, 'this allocation is more than what is open'); END
"""
# On Postgres the rows are locked first; the sums are then read by a statement of their own, which sees what others
# have committed while this one waited.
GUARD_POSTGRES = f"""
CREATE OR REPLACE FUNCTION allocations_fit() RETURNS trigger AS $$
BEGIN
  PERFORM 1 FROM invoices WHERE id = NEW.invoice_id FOR UPDATE;
  PERFORM 1 FROM payments WHERE id = NEW.payment_id FOR UPDATE;
  PERFORM 1 FROM credit_notes WHERE id = NEW.credit_note_id FOR UPDATE;
  IF NOT coalesce(({ALLOWED}), false)
  THEN RAISE EXCEPTION 'this allocation is more than what is open'; END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER allocations_fit BEFORE INSERT ON allocations
FOR EACH ROW EXECUTE FUNCTION allocations_fit()
"""

REFUNDABLE = """
  (NEW.reverses_id IS NULL OR NEW.amount = -(SELECT amount FROM refunds WHERE id = NEW.reverses_id))
  AND (NEW.payment_id IS NULL OR (
    (SELECT coalesce(sum(amount), 0) FROM refunds WHERE payment_id = NEW.payment_id) + NEW.amount
      BETWEEN 0 AND (SELECT amount FROM payments WHERE id = NEW.payment_id)
        - (SELECT coalesce(sum(amount), 0) FROM allocations WHERE payment_id = NEW.payment_id)
    AND (NEW.amount < 0 OR NOT EXISTS (SELECT 1 FROM payments WHERE reverses_id = NEW.payment_id))))
  AND (NEW.credit_note_id IS NULL OR (
    (SELECT coalesce(sum(amount), 0) FROM refunds WHERE credit_note_id = NEW.credit_note_id) + NEW.amount
      BETWEEN 0 AND (SELECT payable FROM credit_notes WHERE id = NEW.credit_note_id)
        - (SELECT coalesce(sum(amount), 0) FROM allocations WHERE credit_note_id = NEW.credit_note_id)))
"""
REFUNDS_SQLITE = f"""
CREATE TRIGGER IF NOT EXISTS refunds_fit BEFORE INSERT ON refunds WHEN NOT coalesce(({REFUNDABLE}), 0)
BEGIN SELECT RAISE(ABORT, 'this refund is more than what is free'); END
"""
REFUNDS_POSTGRES = f"""
CREATE OR REPLACE FUNCTION refunds_fit() RETURNS trigger AS $$
BEGIN
  PERFORM 1 FROM payments WHERE id = NEW.payment_id FOR UPDATE;
  PERFORM 1 FROM credit_notes WHERE id = NEW.credit_note_id FOR UPDATE;
  IF NOT coalesce(({REFUNDABLE}), false)
  THEN RAISE EXCEPTION 'this refund is more than what is free'; END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER refunds_fit BEFORE INSERT ON refunds
FOR EACH ROW EXECUTE FUNCTION refunds_fit()
"""


def freeze(documents: Any, lines: Any, *, parent: str) -> None:
    """Makes triggers with the tables: documents that are no drafts, and their lines, are neither changed nor deleted.

    `parent` is the lines' column that holds the document's id.
    """
    for act in ("UPDATE", "DELETE"):
        _after(documents, HEAD_SQLITE.format(act=act, documents=documents.name), "sqlite")
    movable(documents, documents.c.status == "draft")
    _after(documents, HEAD_POSTGRES.format(documents=documents.name), "postgresql")
    freeze_rows(documents, lines, parent=parent)


def freeze_rows(documents: Any, lines: Any, *, parent: str) -> None:
    """Makes the triggers of the lines, or of other rows that a document says."""
    names = {"documents": documents.name, "lines": lines.name, "parent": parent}
    rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
    for act, sides in rows.items():
        keys = ", ".join(f"{side}.{parent}" for side in sides)
        _after(lines, LINES_SQLITE.format(act=act, keys=keys, **names), "sqlite")
    _after(lines, LINES_POSTGRES.format(**names), "postgresql")


def append_only(rows: Any) -> None:
    """Makes triggers with the table: its rows are neither changed nor deleted."""
    movable(rows, false())
    for act in ("UPDATE", "DELETE"):
        _after(rows, KEPT_SQLITE.format(act=act, rows=rows.name), "sqlite")
    _after(rows, KEPT_POSTGRES.format(rows=rows.name), "postgresql")


def guard_allocations(allocations: Any) -> None:
    """Makes the trigger by which no invoice, payment or credit note is allocated beyond its amount."""
    _after(allocations, GUARD_SQLITE, "sqlite")
    _after(allocations, GUARD_POSTGRES, "postgresql")


def guard_refunds(refunds: Any) -> None:
    """Makes the trigger by which no more is refunded than a payment or a credit note has free."""
    _after(refunds, REFUNDS_SQLITE, "sqlite")
    _after(refunds, REFUNDS_POSTGRES, "postgresql")


def _after(table: Any, statement: str, dialect: str) -> None:
    event.listen(table, "after_create", DDL(statement.replace("%", "%%")).execute_if(dialect=dialect))
