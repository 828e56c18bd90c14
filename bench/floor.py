"""The least that the work can cost on this machine: hand-written SQL on a bare connection, behind a bare Flask view.

A floor has no log-in, rights, forms, versions, history or translation; what the product adds shows as the ratio.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response
from jinja2 import Template
from sqlalchemy import Engine, event

from bench.people import InProcess
from bench.timing import Cost

Query = tuple[str, Sequence[Any]]


@dataclass(frozen=True)
class Shape:
    """Where an answer of the product repeats: everything before the first row and after the last, and how many."""

    head: str
    tail: str
    rows: int
    bytes: int

    @classmethod
    def of(cls, html: str, row: str) -> Shape:
        """`row` is a pattern that matches one whole row."""
        found = list(re.finditer(row, html, re.DOTALL))
        if not found:
            raise LookupError(f"no rows like {row} on the page")
        return cls(html[: found[0].start()], html[found[-1].end() :], len(found), len(html.encode()))


def page_view(
    bare: BareApp, queries: Sequence[Query], shape: Shape, slots: Sequence[int], put: int = 0
) -> None:
    """Answers `/` with the rows of `queries[put]`, its columns `slots` escaped by Jinja, in as many bytes as `shape`.

    What is the same on every page is sent as one text, which no product can beat.
    """
    rest = shape.bytes - len((shape.head + shape.tail).encode())
    empty = "<li>" + "".join(f"<p>{{{{ row[{slot}] }}}}</p>" for slot in slots)
    shown = sum(len(str(row[slot])) for row in bare.rows(*queries[put])[: shape.rows] for slot in slots)
    room = max(0, (rest - shown) // shape.rows - len(re.sub(r"\{\{.*?\}\}", "", empty)) - 5)
    template = Template("{% for row in rows %}" + empty + "x" * room + "</li>{% endfor %}", autoescape=True)

    def view() -> Response:
        found = [bare.rows(*query) for query in queries]
        return Response(shape.head + template.render(rows=found[put][: shape.rows]) + shape.tail)

    bare.flask.add_url_rule("/", view_func=view)


class BareApp:
    """A Flask application with one view and one connection of the driver."""

    def __init__(self, engine: Engine) -> None:
        self.flask = Flask("floor")
        taken = engine.raw_connection()
        driver: Any = taken.driver_connection
        self.connection = driver
        taken.detach()
        if engine.dialect.name != "sqlite":
            self.connection.autocommit = True
        self.transport = InProcess(self.flask)

    def rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[Any]:
        cursor = (
            self.connection.execute(statement, parameters)
            if parameters
            else self.connection.execute(statement)
        )
        found: list[Any] = cursor.fetchall()
        cursor.close()
        return found

    def open(self) -> Cost:
        """One request; what it cost."""
        answer = self.transport.send("GET", "/", b"", {})
        if answer.status != 200:
            raise RuntimeError(answer.text)
        return answer.cost

    def close(self) -> None:
        self.connection.close()


Told = list[tuple[str, Any]]
"""Statements as the driver got them: text and parameters, a list where there are many rows."""


class Recorder:
    """Keeps every statement that the product sends, to be sent again by hand on a twin of its database."""

    def __init__(self, engine: Engine) -> None:
        self._told: Told = []
        event.listen(engine, "before_cursor_execute", self._note)
        event.listen(engine, "commit", lambda _connection: self._told.append(("COMMIT", ())))
        event.listen(engine, "rollback", lambda _connection: self._told.append(("ROLLBACK", ())))
        if engine.dialect.name != "sqlite":
            event.listen(engine, "begin", lambda _connection: self._told.append(("BEGIN", ())))

    def _note(self, _connection: Any, _cursor: Any, statement: str, parameters: Any, *_others: Any) -> None:
        self._told.append((statement, parameters))

    def taken(self) -> Told:
        """What was sent since the last time this was asked."""
        found, self._told = self._told, []
        return found


class Twin:
    """Sends the product's statements again, by hand, on a copy of its database: the floor of what changes something."""

    def __init__(self, product: Engine, twin: Engine) -> None:
        self._recorder = Recorder(product)
        self._bare = BareApp(twin)
        self._told: Told = []
        self._page = b""
        self._bare.flask.add_url_rule("/", view_func=self._view)

    def follow(self, page: bytes = b"") -> Cost:
        """Does what the product did since the last time, and answers `page`; what it cost."""
        self._told, self._page = self._recorder.taken(), page
        return self._bare.open()

    def close(self) -> None:
        self._bare.close()

    def _view(self) -> Response:
        cursor = self._bare.connection.cursor()
        for statement, parameters in self._told:
            # Rows that come with RETURNING go one by one, although SQLAlchemy counts them as many.
            (cursor.executemany if isinstance(parameters, list) else cursor.execute)(statement, parameters)
            if cursor.description:
                cursor.fetchall()
        return Response(self._page)
