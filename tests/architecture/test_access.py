"""The access matrix: every route × everybody of the cast × whose record it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import product
from typing import Any

import pytest
from flask import Flask

from salesapp.core.access import ROLES, Owned, Permission, Role
from salesapp.core.db import Record
from salesapp.core.registry import record_type
from salesapp.people.models import User
from tests import cast as stage
from tests.architecture.access_records import CHANGING, RECORDS, SEEING
from tests.architecture.access_table import PUBLIC, sees, table
from tests.architecture.examples import Examples
from tests.architecture.routes import Route, routes, state_of_the_database
from tests.architecture.source import refuse
from tests.clients import Client

Records = Mapping[str, Record]
REFUSED_TO_NOBODY = {303, 401}


def test_every_route_is_in_the_access_table(app: Flask) -> None:
    asked = {route.endpoint: guard_of(app, route) for route in routes(app)}
    known = table()
    refuse(
        "tests/architecture/access_table.py says who may call what:",
        sorted({line_for(name, asked) for name in asked if name not in known})
        + [
            f"remove {name}: there is no such route"
            for name in sorted(known.keys() - asked.keys() - unmade())
        ],
    )


def test_every_view_has_the_guard_that_the_table_says(app: Flask) -> None:
    known = table()
    refuse(
        "put @requires(permission) or @public right above the view:",
        (
            f"{route.endpoint}: guarded by {said(guard)}, the table says {said(known[route.endpoint])}"
            for route in routes(app)
            if route.endpoint in known and (guard := guard_of(app, route)) != known[route.endpoint]
        ),
    )


def unmade() -> set[str]:
    """Standard screens that a record type may leave out: not every type is made by hand, and what is booked stays."""
    return {f"{plural}.{name}" for plural in RECORDS for name in CHANGING}


def guard_of(app: Flask, route: Route) -> Permission | str | None:
    if route.endpoint == "static":
        return PUBLIC
    return getattr(app.view_functions[route.endpoint], "guard", None)


def line_for(endpoint: str, asked: Mapping[str, Permission | str | None]) -> str:
    """The line to add: one for all standard screens of a record type, else one for the route."""
    blueprint, _, name = endpoint.rpartition(".")
    if name in SEEING + CHANGING and f"{blueprint}.delete" in asked:
        see, change = asked[f"{blueprint}.index"], asked[f"{blueprint}.delete"]
        return f'add to RECORDS "{blueprint}": ({said(see)} {said(change).rstrip(",")}),'
    return f'add to ROUTES["{blueprint}"][{said(asked[endpoint]).rstrip(",")}] the name {name}'


def said(guard: Permission | str | None) -> str:
    return f"P.{guard.name}," if isinstance(guard, Permission) else "PUBLIC," if guard else "nobody!"


# --- the walk ---------------------------------------------------------------------------------------------------


@pytest.fixture
def world(cast: dict[str, User]) -> dict[str, Records]:
    """Ada's and Cora's records of every type."""
    return {name: Examples(cast[name]).of_every_type() for name in ("ada", "cora")}


@pytest.fixture
def knock(app: Flask) -> Callable[[Client, Route, Records], int]:
    """Calls a route with somebody's records; gives the status."""

    def call(browser: Client, route: Route, records: Records) -> int:
        token = {} if route.method == "GET" else {"X-CSRFToken": browser.csrf_token()}
        return browser.open(route.address(app, records), method=route.method, headers=token).status_code

    return call


def test_nobody_gets_in_without_signing_in(app: Flask, client: Client, world: Any, knock: Any) -> None:
    before = state_of_the_database()
    guarded = [route for route in listed(app) if table().get(route.endpoint) != PUBLIC]
    refuse(
        "Nobody is signed in:",
        wrong_answers(guarded, lambda route: knock(client, route, world["ada"]), REFUSED_TO_NOBODY),
    )
    assert state_of_the_database() == before


@pytest.mark.long
@pytest.mark.sqlite_only  # the guard answers before any statement of the view's own; the two beside it ask on both
def test_a_role_without_the_permission_is_refused(app: Flask, world: Any, knock: Any, as_user: Any) -> None:
    browsers = {person: as_user(person) for person in stage.ROLES}
    before, faults = state_of_the_database(), []
    for person, browser in browsers.items():
        call = partial(knock, browser, records=world["ada"])
        faults += [f"{person}: {each}" for each in wrong_answers(forbidden_to(person, app), call, {403})]
    refuse("Who has not the permission:", faults)
    assert state_of_the_database() == before


@pytest.mark.long
def test_what_is_not_theirs_does_not_exist_for_them(app: Flask, world: Any, knock: Any, as_user: Any) -> None:
    browsers = {person: as_user(person) for person in stage.ROLES}
    before, faults = state_of_the_database(), []
    for person, owner in product(browsers, world):
        unseen = [
            route
            for route in listed(app)
            if allowed(stage.ROLES[person][1], route) and hidden(person, owner, route.record_type)
        ]
        call = partial(knock, browsers[person], records=world[owner])
        faults += [f"{person}, {owner}'s: {each}" for each in wrong_answers(unseen, call, {404})]
    refuse("Load it by visible_or_404:", faults)
    assert state_of_the_database() == before


def forbidden_to(person: str, app: Flask) -> list[Route]:
    """What somebody may not call: their share of all routes, and one of each permission that they lack.

    All views are guarded by the same function, which asks for nothing but the permission. So each route is refused to
    one of those without it, and each permission to all of them; who asks for which route is dealt out in turn.
    """
    found, permissions = [], set()
    for place, route in enumerate(listed(app)):
        refused = [name for name, (_, role, *_rest) in stage.ROLES.items() if not allowed(role, route)]
        if person not in refused:
            continue
        guard = table()[route.endpoint]
        if guard not in permissions or refused[place % len(refused)] == person:
            found.append(route)
        permissions.add(guard)
    return found


def listed(app: Flask) -> list[Route]:
    """The routes whose table entry is known; a missing entry has a failure of its own."""
    return [route for route in routes(app) if route.endpoint in table()]


def allowed(role: Role, route: Route) -> bool:
    guard = table()[route.endpoint]
    return guard == PUBLIC or guard in ROLES[role]


def hidden(person: str, owner: str, key: str | None) -> bool:
    return key is not None and issubclass(record_type(key).model, Owned) and not sees(person, owner, key)


def wrong_answers(found: list[Route], call: Callable[[Route], int], right: set[int]) -> Iterator[str]:
    for route in found:
        if (status := call(route)) not in right:
            yield f"{route.method} {route.rule.rule} ({route.endpoint}) answered {status}, not {sorted(right)}"
