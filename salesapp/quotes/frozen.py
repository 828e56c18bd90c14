"""Once a document has left the house, the database itself refuses to change what it says.

The verbs refuse first and say why. The triggers are for whatever forgets to ask them: a script, a bulk update.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import DDL, Table, event

from salesapp.records.merging.references import movable

LINES_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {lines}_frozen_{act} BEFORE {act} ON {lines}
WHEN (SELECT status FROM {documents} WHERE id = {row}.{parent}) <> 'draft'
BEGIN SELECT RAISE(ABORT, '{documents} that are no drafts keep their lines'); END
"""
HEAD_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {documents}_frozen BEFORE UPDATE OF status, {columns} ON {documents}
WHEN OLD.status NOT IN ('draft', 'in_approval') AND (NEW.status IN ('draft', 'in_approval') OR {differs})
  OR OLD.status = 'in_approval' AND ({decided_on})
BEGIN SELECT RAISE(ABORT, '{documents} that are no drafts keep what they say'); END
"""
LINES_POSTGRES = """
CREATE OR REPLACE FUNCTION {lines}_refuse() RETURNS trigger AS $$
BEGIN
  IF (SELECT status FROM {documents}
      WHERE id = CASE TG_OP WHEN 'INSERT' THEN NEW.{parent} ELSE OLD.{parent} END) <> 'draft'
  THEN RAISE EXCEPTION '{documents} that are no drafts keep their lines'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER {lines}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {lines}
FOR EACH ROW EXECUTE FUNCTION {lines}_refuse()
"""
HEAD_POSTGRES = """
CREATE OR REPLACE FUNCTION {documents}_refuse() RETURNS trigger AS $$
BEGIN
  IF OLD.status NOT IN ('draft', 'in_approval') AND (NEW.status IN ('draft', 'in_approval') OR {differs})
    OR OLD.status = 'in_approval' AND ({decided_on})
  THEN RAISE EXCEPTION '{documents} that are no drafts keep what they say'; END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER {documents}_frozen BEFORE UPDATE ON {documents}
FOR EACH ROW EXECUTE FUNCTION {documents}_refuse()
"""


DECIDED_ON = ("currency", "discount", "total")
"""What stays of the head while somebody decides on it; the lines stay as well."""


def freeze(
    documents: Any, lines: Any, *, parent: str, columns: Sequence[str], once: Sequence[str] = ()
) -> None:
    """Makes the triggers with the tables: `columns` of a document that is no draft, and all its lines, stay.

    `parent` is the lines' column that holds the document's id. What is in `once` is written later, and then stays.
    """
    names = {"documents": documents.name, "columns": ", ".join([*columns, *once])}
    freeze_lines(documents, lines, parent=parent)
    _after(lines, HEAD_SQLITE.format(**_differing("IS NOT", columns, once), **names), "sqlite")
    movable(documents, documents.c.status.in_(["draft", "in_approval"]))
    _after(
        lines, HEAD_POSTGRES.format(**_differing("IS DISTINCT FROM", columns, once), **names), "postgresql"
    )


def freeze_lines(documents: Any, lines: Any, *, parent: str) -> None:
    """Makes the triggers with the table of lines, or of others that belong to documents: all of them stay."""
    names = {"documents": documents.name, "lines": lines.name, "parent": parent}
    for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        _after(lines, LINES_SQLITE.format(act=act, row=row, **names), "sqlite")
    _after(lines, LINES_POSTGRES.format(**names), "postgresql")


def _differing(operator: str, columns: Sequence[str], once: Sequence[str]) -> dict[str, str]:
    """What must stay of a document that was issued, and of one that somebody decides on."""

    def any_of(names: Sequence[str]) -> str:
        return " OR ".join(f"OLD.{name} {operator} NEW.{name}" for name in names)

    written = [f"OLD.{name} IS NOT NULL AND OLD.{name} {operator} NEW.{name}" for name in once]
    return {"differs": " OR ".join([any_of(columns), *written]), "decided_on": any_of(DECIDED_ON)}


def _after(table: Table, statement: str, dialect: str) -> None:
    event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))
