"""The application's routes with an address for each, filled with somebody's records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

from salesapp.core.db import Base, Record, db
from salesapp.core.registry import record_types
from tests.architecture.examples import type_by_slug

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Route:
    """One method of one address."""

    method: str
    rule: Rule
    record_type: str | None
    """Key of the record type whose id is in the address."""

    @property
    def endpoint(self) -> str:
        return str(self.rule.endpoint)

    def address(self, app: Flask, records: Mapping[str, Record]) -> str:
        """The address with the ids of `records`; what names no record is filled with 1 or "x"."""
        values = {argument: self._value(argument, records) for argument in self.rule.arguments}
        with app.test_request_context():
            return app.url_for(self.endpoint, _method=self.method, **values)

    def _value(self, argument: str, records: Mapping[str, Record]) -> object:
        key = named_type(self.rule, argument)
        if key in records:
            return records[key].id
        return some_value(self.rule._converters[argument])


def some_value(converter: BaseConverter) -> object:
    """Something that the converter takes."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "x"


def named_type(rule: Rule, argument: str) -> str | None:
    """`account_id` stands for an account; `key` for the type that stands before it or begins the address."""
    keys = {type_.key for type_ in record_types()}
    name = argument.removesuffix("_id")
    if name in keys:
        return name
    parts = [part for part in rule.rule.split("/") if part not in {"", "api", "v1"}]
    at = next((place for place, part in enumerate(parts) if part.endswith(f"{argument}>")), 0)
    if argument != "key" or at == 0:
        return None
    slugs = {slug: type_.key for slug, type_ in type_by_slug().items()}
    return next(
        (slugs.get(part, part) for part in (parts[at - 1], parts[0]) if part in slugs.keys() | keys), None
    )


def routes(app: Flask) -> Iterator[Route]:
    """Every route of the application."""
    for rule in app.url_map.iter_rules():
        keys = [key for argument in sorted(rule.arguments) if (key := named_type(rule, argument))]
        for method in METHODS:
            if method in (rule.methods or ()):
                yield Route(method, rule, keys[0] if keys else None)


def state_of_the_database() -> dict[str, str]:
    """Table → hash of all its rows, but for when a browser was last seen."""
    found = {}
    with db.engine.connect() as connection:
        for name, table in Base.metadata.tables.items():
            if name != "login_sessions":
                rows = connection.execute(sa.select(table).order_by(*table.primary_key.columns)).all()
                found[name] = hashlib.md5(repr(rows).encode(), usedforsecurity=False).hexdigest()
    return found
