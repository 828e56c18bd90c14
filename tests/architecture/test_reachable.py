"""Every screen is reached by following links from the first page."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from salesapp.people.models import User
from tests.architecture.access_table import PUBLIC, table
from tests.architecture.examples import Examples
from tests.architecture.routes import routes
from tests.architecture.source import refuse
from tests.pages import Page

VISITS = 3
"""Pages of one kind that are looked at: the first, and two more in case they show other links."""

UNLINKED: dict[str, str] = {}
"""Endpoint → why no page that the walk sees leads there."""


@pytest.mark.sqlite_only  # links are the same on both
def test_every_screen_is_reached_from_the_first_page(app: Flask, cast: dict[str, User], as_user: Any) -> None:
    Examples(cast["ada"]).of_every_type()
    browser, seen, waiting = as_user("root"), Counter[str](), deque(["/"])
    browser.checks_pages = False
    while waiting:
        address = waiting.popleft()
        endpoint = endpoint_of(app, address)
        if endpoint and seen[endpoint] < VISITS:
            seen[endpoint] += 1
            answer = browser.get(address)
            waiting.extend(links(answer.text) if answer.mimetype == "text/html" else ())
    screens = {
        route.endpoint
        for route in routes(app)
        if route.method == "GET" and table().get(route.endpoint) != PUBLIC
    }
    lost = screens - seen.keys() - UNLINKED.keys()
    refuse("Link it from a menu or a page, or say in UNLINKED why not:", sorted(lost))


def links(html: str) -> Iterator[str]:
    """Addresses of this site in any attribute."""
    for element in Page(html, whole="<html" in html[:500]).elements:
        for value in element.attrib.values():
            if value.startswith("/") and not value.startswith("//"):
                yield value


def endpoint_of(app: Flask, address: str) -> str | None:
    """What a GET of the address would open, if anything."""
    try:
        endpoint, _arguments = app.url_map.bind("localhost").match(urlsplit(address).path, method="GET")
    except HTTPException:
        return None
    return None if endpoint == "static" else str(endpoint)
