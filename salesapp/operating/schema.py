"""The database's version: bringing it up, and refusing one that is newer than this code.

Every command and every server looks whether database and code fit. Alembic, which would read every migration for that,
is loaded only where one is carried out.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from salesapp.config import ROOT
from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.company import begin_company
from salesapp.core.db import db, reading
from salesapp.core.errors import RuleBroken
from salesapp.core.files import storage
from salesapp.core.i18n import _
from salesapp.core.money.counting import counted_otherwise, keep_decimals
from salesapp.core.settings_cache import set_up_anew
from salesapp.leads.scoring.defaults import begin as begin_scoring
from salesapp.operating import snapshot
from salesapp.opportunities.processes.defaults import begin as begin_selling
from salesapp.records.picklists.entries import begin as begin_picklists

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

FOLDER = ROOT / "migrations"
SAID = re.compile(r'^(down_)?revision = "(\w+)"', re.MULTILINE)
"""What a migration says of itself: its own version, and the one that it follows."""


def script() -> ScriptDirectory:
    """The migrations of this code."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return ScriptDirectory.from_config(config)


def current_version() -> str | None:
    """The version the database stands at; None for an empty one."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


@cache
def newest_version() -> str:
    """The version this code needs: the one that no other follows."""
    said = _said()
    (newest,) = {name for follows, name in said if not follows} - {name for follows, name in said if follows}
    return str(newest)


def versions() -> set[str]:
    """Every version that this code knows of."""
    return {name for follows, name in _said() if not follows}


def _said() -> list[tuple[str, str]]:
    return [each for path in (FOLDER / "versions").glob("*.py") for each in SAID.findall(path.read_text())]


def upgrade(revision: str = "head") -> None:
    """Carries out the migrations up to this version."""
    from flask_migrate import Migrate
    from flask_migrate import upgrade as carry_out

    Migrate(current_app, db, directory=str(FOLDER))
    carry_out(directory=str(FOLDER), revision=revision)


def is_current() -> bool:
    """Whether database and code fit."""
    return current_version() == newest_version()


def fault() -> str | None:
    """What an operator has to mend before any command works; None when the database answers and fits."""
    try:
        fits = is_current()
    except DBAPIError as silent:
        why = str(silent.orig).strip().splitlines() or [type(silent.orig).__name__]
        return _("The database isn’t responding: %(why)s", why=why[0])
    if fits:
        with acting_as(SYSTEM), reading():
            found = counted_otherwise()
            db.session.rollback()
        return found
    return _("The database version doesn’t match this program. Run: salesapp migrate")


def migrate() -> None:
    """Brings the database to the newest version, with what the product itself puts into a new one.

    RuleBroken for a database that a newer program has written.
    """
    _make_folder()
    here = current_version()
    known = {each.revision for each in script().walk_revisions()}
    if here is not None and here not in known:
        raise RuleBroken(
            _("This database was written by a newer version. Install that version. Nothing was changed.")
        )
    snapshot.begin(script())
    upgrade()
    with acting_as(SYSTEM):
        if refused := counted_otherwise():
            raise RuleBroken(refused)
    begin()


def begin() -> None:
    """What a new database holds before anybody has signed in: the settings row, the default process and score rules."""
    with acting_as(SYSTEM):
        begin_company()
        keep_decimals()
        begin_selling()
        begin_scoring()
        begin_picklists()
        set_up_anew()
        db.session.commit()


def _make_folder() -> None:
    path = db.engine.url.database
    if db.engine.dialect.name == "sqlite" and path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    storage.folder().mkdir(parents=True, exist_ok=True)
