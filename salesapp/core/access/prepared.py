"""Statements of plain columns that are put into SQL once and then sent as they are.

The session takes four times as long to find out anew that nothing is to be done: whose rights, which records to load,
whether it is compiled already. What every page asks goes past that. Such a statement says itself what its reader may
see, and why that is enough, as `execution_options(unscoped=…)` does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from sqlalchemy import CompoundSelect, Select
from sqlalchemy.engine import Dialect

from salesapp.core.db import db

Row = Any
"""A tuple that knows the names of its columns."""
Process = Callable[[Any], Any]
Asked = Select[Any] | Select[*tuple[Any, ...]] | CompoundSelect[Any]


class Prepared:
    """A statement of columns, never of records; `unscoped` says why no rights have to be put into it."""

    def __init__(self, statement: Asked, *, unscoped: str) -> None:
        self._statement, self.unscoped = statement, unscoped
        self._sent: dict[tuple[str, tuple[int, ...]], _Sql] = {}

    def rows(self, values: Mapping[str, Any]) -> list[Row]:
        """What it finds with these values of its parameters. What the session has not written yet is written first."""
        session = db.session()
        if session.autoflush:
            session.flush()
        connection = session.connection()
        given = {name: _padded(each) if _is_list(each) else each for name, each in values.items()}
        key = (connection.dialect.name, tuple(len(each) for each in given.values() if _is_list(each)))
        if key not in self._sent:
            self._sent[key] = _written(self._statement, given, connection.dialect)
        sent = self._sent[key]
        result = connection.exec_driver_sql(sent.text, sent.arguments(given))
        return sent.read(result.cursor)


@dataclass
class _Sql:
    """The statement as a database is sent it, for lists of certain lengths."""

    text: str
    places: list[tuple[str, str | None, int | None, Any, Process | None]]
    """For each parameter: its name, the value it is taken from and its place in a list, else its own value."""
    positional: bool
    columns: list[tuple[str, Any]]
    dialect: Dialect
    row: Callable[[Sequence[Any]], Row] | None = None
    processed: tuple[tuple[int, Process], ...] = ()

    def arguments(self, given: Mapping[str, Any]) -> Any:
        """The parameters in the driver's form."""
        found = [
            process(value) if process else value
            for value, process in (
                (own if name is None else given[name] if at is None else given[name][at], process)
                for _key, name, at, own, process in self.places
            )
        ]
        return (
            tuple(found)
            if self.positional
            else dict(zip((each[0] for each in self.places), found, strict=True))
        )

    def read(self, cursor: Any) -> list[Row]:
        """All rows, with the types of their columns."""
        if self.row is None:
            self._learn(cursor.description)
        rows = cursor.fetchall()
        cursor.close()
        make = cast("Callable[[Sequence[Any]], Row]", self.row)
        if not self.processed:
            return [make(row) for row in rows]
        found = []
        for row in rows:
            values = list(row)
            for at, process in self.processed:
                values[at] = process(values[at])
            found.append(make(values))
        return found

    def _learn(self, description: Sequence[Sequence[Any]]) -> None:
        told = [
            each._cached_result_processor(self.dialect, column[1])
            for (_name, each), column in zip(self.columns, description, strict=True)
        ]
        self.processed = tuple((at, process) for at, process in enumerate(told) if process is not None)
        names = [name if name.isidentifier() else f"column_{at}" for at, (name, _) in enumerate(self.columns)]
        self.row = NamedTuple("Found", [(name, Any) for name in names])._make


def _written(statement: Asked, given: Mapping[str, Any], dialect: Dialect) -> _Sql:
    """The statement in the words of this database."""
    compiled: Any = statement.compile(dialect=dialect)
    whole = compiled.construct_params(given)
    expanded = compiled.construct_expanded_state(given)
    from_list = {
        key: (name, at) for name, keys in expanded.parameter_expansion.items() for at, key in enumerate(keys)
    }
    order = expanded.positiontup if compiled.positional else list(expanded.parameters)
    processors = {**compiled._bind_processors, **expanded.processors}
    places = []
    for key in order:
        name, at = from_list.get(key, (key if key in given else None, None))
        own = None if name is not None else whole[key]
        places.append((key, name, at, own, processors.get(key)))
    columns = [(each.keyname, each.type) for each in compiled._result_columns]
    return _Sql(expanded.statement, places, compiled.positional, columns, dialect)


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple, set, frozenset))


def _padded(values: Any) -> list[Any]:
    """The values to compare with, the last as often as it takes to the next power of two: so forms are few."""
    found = list(values)
    size = 1 << max(len(found) - 1, 0).bit_length()
    return found + found[-1:] * (size - len(found))
