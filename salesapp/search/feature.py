"""Registers search."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.search import upkeep  # noqa: F401  keeps the index from now on
from salesapp.search.views import search
from salesapp.web.navigation import add_place


def register(app: Flask) -> None:
    """Search is on every page's top bar and under More."""
    app.register_blueprint(search)
    add_place("search.index", _l("Search"), "search", Permission.SIGNED_IN, order=5, rail="absent")
