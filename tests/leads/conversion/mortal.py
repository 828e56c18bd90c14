"""Converts a lead in a child process that is killed before its n-th writing statement; run by test_killed.py.

Arguments: the database's address, the lead's id. Says "killed" and waits for a line, until a child says "converted".
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import date
from itertools import count
from typing import Any

from flask import Flask
from sqlalchemy import event

import salesapp
from salesapp.config import Settings
from salesapp.core.access import SYSTEM, acting_as, set_viewer
from salesapp.core.db import db
from salesapp.leads.conversion.actions import convert
from salesapp.leads.conversion.choices import Choices, FollowUp, New
from salesapp.leads.models import Lead

CHOICES = Choices(New(), New(), New(), FollowUp("Send the offer", date(2026, 12, 1)))


def live(app: Flask, lead_id: int, statements: int) -> None:
    """Converts; dies before the writing statement number `statements`, and before the commit as the last of all."""
    with app.app_context():
        set_viewer(SYSTEM)
        written = count()

        def die(*_arguments: Any) -> None:
            if next(written) == statements:
                os.kill(os.getpid(), signal.SIGKILL)

        def before(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith("SELECT"):
                die()

        event.listen(db.engine, "before_cursor_execute", before)
        event.listen(db.engine, "commit", die)
        convert(db.session.get(Lead, lead_id), CHOICES, by=SYSTEM)
        db.session.commit()


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(url: str, lead_id: int) -> None:
    app = salesapp.create_app(Settings(database_url=url, secret_key="tests " * 8, testing=True))
    with (
        app.app_context(),
        acting_as(SYSTEM),
    ):  # once for nothing: each child finds everything loaded and compiled
        convert(db.session.get(Lead, lead_id), CHOICES, by=SYSTEM)
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()  # each child opens a connection of its own
    for statements in count():
        child = os.fork()
        if child == 0:
            live(app, lead_id, statements)
            os._exit(0)
        _child, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            say("killed")
            sys.stdin.readline()
            continue
        say("converted" if status == 0 else f"failed: {status}")
        return


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
