"""The design page shows every component; each of its screens passes the check that all pages pass."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import salesapp
from salesapp.config import Settings
from salesapp.core.db import db
from tests.clients import Client
from tests.databases import PostgresDatabase, SqliteDatabase

SCREENS = ["", "/today", "/board", "/opportunity", "/quote", "/convert", "/refused"]


@pytest.fixture
def designer(database: SqliteDatabase | PostgresDatabase) -> Iterator[Client]:
    """A browser at a server in development."""
    settings = Settings(database_url=database.url, secret_key="tests " * 8, testing=True, development=True)
    application = salesapp.create_app(settings)
    application.test_client_class = Client
    yield application.test_client()  # type: ignore[misc]
    with application.app_context():
        db.engine.dispose()


@pytest.mark.sqlite_only
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_of_the_design_page_is_sound(designer: Client, screen: str) -> None:
    assert designer.get(f"/design{screen}").status_code == 200


@pytest.mark.sqlite_only
def test_a_refused_form_points_to_its_fields(designer: Client) -> None:
    page = designer.get("/design/refused").text
    assert '<a href="#name">' in page
    assert "<title>Error: " in page
    assert 'aria-invalid="true"' in page


def test_the_design_page_is_not_there_in_production(client: Client) -> None:
    assert client.get("/design").status_code == 404
