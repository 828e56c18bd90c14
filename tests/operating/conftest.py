"""What the tests of operating share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from salesapp import cli, create_app
from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.db import db
from tests.conftest import Database, settings_for
from tests.databases import with_database

ROOT = Path(__file__).resolve().parents[2]

Finished = subprocess.CompletedProcess[str]
Run = Callable[..., Finished]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A new SQLite file in a folder of its own, and nothing of whoever runs the tests."""
    others = {key: value for key, value in os.environ.items() if not key.startswith("SALESAPP_")}
    return others | {
        "SALESAPP_DATABASE_URL": f"sqlite:///{tmp_path / 'company.sqlite'}",
        "SALESAPP_SECRET_KEY": "only for tests " * 4,
        "SALESAPP_FILES": str(tmp_path / "files"),
    }


@pytest.fixture
def salesapp(environment: dict[str, str]) -> Run:
    """Runs one command as the program does, without its start, which takes longer than most commands."""
    foreign = dict.fromkeys(key for key in os.environ if key.startswith("SALESAPP_"))

    def run(*arguments: str, stdin: str = "", **settings: str) -> Finished:
        with CliRunner().isolation(stdin, foreign | environment | settings) as (said, complained, _both):
            code = cli.run(list(arguments))
            sys.stdout.flush()
        return Finished(arguments, code, said.getvalue().decode(), complained.getvalue().decode())

    return run


@pytest.fixture
def program(environment: dict[str, str]) -> Run:
    """Runs one command as an operator does: a process of its own."""

    def run(*arguments: str, stdin: str = "", **settings: str) -> Finished:
        return subprocess.run(
            [sys.executable, "-m", "salesapp.cli", *arguments],
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
