"""Rows that nobody fetched.

An answer that is not read to its end keeps SQLite's reading open after the commit: the next writer who gets that
connection is told at once that the database is locked, however long it was ready to wait.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import event

from salesapp.core.db import sqlite_module

ASKED = "asked"


class Unfetched:
    """Statements whose rows were still waiting when their connection went back to `engine`'s pool."""

    def __init__(self, engine: Any) -> None:
        self.statements: list[str] = []
        if engine.dialect.name == "sqlite":
            event.listen(engine, "before_cursor_execute", self._remember)
            event.listen(engine, "reset", self._look)

    @staticmethod
    def _remember(connection: Any, cursor: Any, statement: str, *_rest: object) -> None:
        connection.info.setdefault(ASKED, WeakKeyDictionary())[cursor] = statement

    def _look(self, _connection: object, record: Any, _state: object) -> None:
        for cursor, statement in list(record.info.pop(ASKED, {}).items()):
            try:
                left = cursor.fetchone()
            except sqlite_module().ProgrammingError:  # it is closed
                continue
            if left is not None:
                self.statements.append(statement)

    def check(self) -> None:
        """Fails on what was found since the last time."""
        found, self.statements = self.statements, []
        assert not found, f"fetch the rows, or close the answer, of: {found}"
