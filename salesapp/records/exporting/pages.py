"""A long download holds nothing: each page of records is read in a session and a transaction of its own.

One transaction over all of it would keep SQLite's log from being folded in and Postgres from tidying up for as long as
somebody's network is slow, and one session would keep every record that went through it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Flask, current_app
from flask_babel import force_locale, get_locale
from sqlalchemy import Select

from salesapp.core.access import set_viewer
from salesapp.core.db import db, reading
from salesapp.core.registry import RecordType
from salesapp.people.models import User
from salesapp.records.exporting.files import Row, page_after


def rows_apart(type_: RecordType, statement: Select[Any], *, by: int) -> Iterator[Row]:
    """The values of each record of the statement that the user sees; it ends where the user is let go meanwhile."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # outlives the request
    language = str(get_locale())
    return _pages(app, language, type_, statement, by)


def _pages(app: Flask, language: str, type_: RecordType, statement: Select[Any], by: int) -> Iterator[Row]:
    last: int | None = 0
    while last is not None:
        with app.app_context(), reading(), force_locale(language):
            viewer = db.session.get(User, by)
            if viewer is None or not viewer.is_active:
                return
            set_viewer(viewer)
            page, last = page_after(type_, statement, last)
        yield from page
