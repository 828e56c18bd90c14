"""The stage of every test: the application on each database, a cast of people, and clients that check what they get."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings as hypothesis_settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.util import LRUCache

import salesapp
from salesapp.config import Settings
from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.db import db
from salesapp.core.events import replay
from salesapp.demo.story import tell
from salesapp.opportunities.processes.defaults import begin
from salesapp.people.models import User, begin_session, find_user
from salesapp.people.sessions import COOKIE
from salesapp.people.views import limiter
from tests.cast import assemble
from tests.clients import Client
from tests.databases import BACKENDS, PostgresDatabase, Run, SqliteDatabase, connections_closed, drawn
from tests.races import is_race
from tests.unfetched import Unfetched

pytest_plugins = ["tests.browsers", "tests.postboxes"]
collect_ignore = [] if os.environ.get("SALESAPP_TEST_REAL_DATA") else ["real"]

STATEMENTS = 6000
"""Compiled statements that each application keeps: SQLAlchemy's own 500 were compiled again all the time."""

# New objects until garbage is looked for: ten times as many as usual, of which a page alone makes thousands.
gc.set_threshold(20_000, 10, 10)

HERE = Path(__file__).parent
Database = SqliteDatabase | PostgresDatabase
Opened = Callable[[str], tuple[Database, Flask, Unfetched]]
KINDS = {"sqlite": SqliteDatabase, "postgres": PostgresDatabase}

# Without a deadline: a busy machine is not a bug. Without an example database: runs do not depend on earlier ones.
hypothesis_settings.register_profile("house", deadline=None, database=None, print_blob=True)
hypothesis_settings.load_profile("house")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever uses a database runs on both, except browser stories and what is marked as one database's promise."""
    if "database" in metafunc.fixturenames:
        only = marked_for(metafunc.definition)
        both = ["sqlite"] if "site" in metafunc.fixturenames else list(BACKENDS)
        metafunc.parametrize("database", only or both, indirect=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--both", action="store_true", help="every test of a database on both, none by lot on one"
    )


@pytest.hookimpl(trylast=True)  # after the order was drawn by lot
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("both"):
        elsewhere = {item for item in items if runs_elsewhere(item)}
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def runs_elsewhere(item: pytest.Item) -> bool:
    """Whether another database was drawn for the test than this one of the two it could run on."""
    call = getattr(item, "callspec", None)
    if call is None or "database" not in call.params or marked_for(item) or "site" in item.fixturenames:
        return False
    if is_race(item.function):
        return False
    cases = item.name.removeprefix(item.originalname)
    for name in BACKENDS:
        cases = cases.replace(name, "")
    one = drawn(item.path.relative_to(HERE).as_posix(), item.originalname + cases)
    return one not in {None, call.params["database"]}


def marked_for(item: pytest.Item) -> list[str]:
    """The databases that a test is about."""
    return [name for name in BACKENDS if item.get_closest_marker(f"{name}_only")]


def pytest_collection_finish() -> None:
    settle_in()


def pytest_sessionfinish() -> None:
    gc.unfreeze()  # or libraries that count what they made complain, at the very end, of what nobody gave back


def settle_in() -> None:
    """What is loaded by now stays to the end: it is not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()


def settings_for(url: str, **others: Any) -> Settings:
    """The application's settings in tests."""
    return Settings(**{"database_url": url, "secret_key": "tests " * 8, "testing": True} | others)


def build_schema(url: str) -> None:
    """Brings an empty database to the newest version, with what the product itself puts into a new one."""
    from salesapp.operating import schema

    with salesapp.create_app(settings_for(url)).app_context(), connections_closed(db.engine):
        schema.migrate()
        db.session.remove()


@pytest.fixture(scope="session")
def run(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Run:
    own = tmp_path_factory.getbasetemp()
    return Run(pytestconfig, own.parent if hasattr(pytestconfig, "workerinput") else own)


@pytest.fixture(scope="session")
def opened(run: Run) -> Iterator[Opened]:
    """The worker's database of each kind with the application on it, made when first asked for."""
    found: dict[str, tuple[Database, Flask, Unfetched]] = {}

    def open_database(name: str) -> tuple[Database, Flask, Unfetched]:
        if name not in found:
            database = KINDS[name](run, build_schema)
            application = salesapp.create_app(
                settings_for(database.url, files=str(run.folder / f"{run.worker}-files"))
            )
            application.test_client_class = Client
            application.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(run.shared("templates")))
            with application.app_context():
                # A company's day asks for hundreds of different statements, the tests for thousands.
                db.engine.update_execution_options(compiled_cache=LRUCache(STATEMENTS))
                found[name] = database, application, Unfetched(db.engine)
            settle_in()
        return found[name]

    yield open_database
    for database, *_rest in found.values():
        database.close()


@pytest.fixture
def database(request: pytest.FixtureRequest, opened: Opened) -> Iterator[Database]:
    """One of the two databases, put back to its baseline after the test."""
    found, application, unfetched = opened(request.param)
    yield found
    limiter.reset()
    with application.app_context(), connections_closed(db.engine):
        db.session.remove()
    found.put_back()
    unfetched.check()


@pytest.fixture
def unfetched(database: Database, opened: Opened) -> Unfetched:
    """What the test's statements left lying; looked at when it ends."""
    return opened(database.name)[2]


@pytest.fixture
def app(database: Database, opened: Opened, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application. The test stands in its context as the system; requests share no session with it.

    Whatever a test did: in the end the history of every record explains what it is, unless the test says it corrupts.
    """
    application = opened(database.name)[1]
    with application.app_context():
        set_viewer(SYSTEM)
        yield application
        db.session.remove()
        if request.node.get_closest_marker("corrupts") is None:
            unexplained = list(islice(replay.faults(db.session()), 5))
            db.session.remove()
            assert not unexplained, unexplained


@pytest.fixture
def demo(app: Flask, database: SqliteDatabase) -> None:
    """The demo company, told once a run: on SQLite, by copying the file, for what is the same on both."""

    def told() -> None:
        begin()
        tell()
        db.session.commit()
        close()

    def close() -> None:
        with connections_closed(db.engine):
            db.session.remove()
        set_viewer(SYSTEM)  # it went with the session

    close()
    database.fill("demo", told)


@pytest.fixture
def make_client(app: Flask) -> Callable[[], Client]:
    """Makes browsers that nobody is signed in with."""
    return app.test_client  # type: ignore[return-value]


@pytest.fixture
def client(make_client: Callable[[], Client]) -> Client:
    return make_client()


@pytest.fixture
def cast(app: Flask) -> dict[str, User]:
    """People by first name; tests/cast.py says who they are."""
    return assemble()


@pytest.fixture
def as_user(cast: dict[str, User], make_client: Callable[[], Client]) -> Callable[[str], Client]:
    """`as_user("ada")` gives a browser that she is signed in with; tests/people try the page that does it."""

    def log_in(name: str) -> Client:
        browser, user = make_client(), find_user(f"{name}@example.com")
        assert user is not None, f"nobody is {name}"
        secret = begin_session(user, address="127.0.0.1", device="tests")
        db.session.commit()  # whoever looks with another connection waits for nobody
        with browser.session_transaction() as session:
            session[COOKIE] = secret
            session.permanent = True
        return browser

    return log_in


@pytest.fixture
def real_data() -> Path:
    """The folder of a real company's exported data; tests/real is collected only where there is one."""
    return Path(os.environ["SALESAPP_TEST_REAL_DATA"])
