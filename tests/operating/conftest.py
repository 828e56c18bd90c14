"""What the tests of operating share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from salesapp import create_app
from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.db import db
from tests.conftest import Database, settings_for
from tests.databases import with_database

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def salesapp(tmp_path):
    """Runs one command against a new SQLite file in a folder of its own."""

    def run(*arguments: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SALESAPP_")}
        environment |= {
            "SALESAPP_DATABASE_URL": f"sqlite:///{tmp_path / 'company.sqlite'}",
            "SALESAPP_SECRET_KEY": "only for tests " * 4,
            "SALESAPP_FILES": str(tmp_path / "files"),
        }
        command = [sys.executable, "-m", "salesapp.cli", *arguments]
        return subprocess.run(
            command,
            cwd=ROOT,
            env=environment | settings,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def empty(database: Database, tmp_path: Path) -> Iterator[None]:
    """The application on a database without any table."""
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    if database.name == "postgres":
        name = f"{database.database}_old"
        database._administer("CREATE DATABASE {}", name)
        url = with_database(database.server, name)
    app = create_app(settings_for(url, files=str(tmp_path / "files")))
    with app.app_context(), acting_as(SYSTEM):
        yield
        db.session.remove()
        db.engine.dispose()
    if database.name == "postgres":
        database._administer("DROP DATABASE {} WITH (FORCE)", name)
