"""Registers Today."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.home.views import home
from salesapp.web.navigation import add_place


def register(app: Flask) -> None:
    """Today is the first place of all."""
    app.register_blueprint(home)
    add_place("home.today", _l("Today"), "house", Permission.SIGNED_IN, order=0, bar=1)
