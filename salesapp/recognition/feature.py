"""Registers recognition with the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.recognition.leaderboards import has_leaderboard
from salesapp.recognition.views import recognition
from salesapp.web.navigation import add_place


def register(app: Flask) -> None:
    """Registers its page and its place in the menus."""
    app.register_blueprint(recognition)
    app.jinja_env.globals.update(has_leaderboard=has_leaderboard)
    add_place(
        "recognition.leaderboard",
        _l("Leaderboard"),
        "trophy",
        Permission.OPPORTUNITY_VIEW,
        order=41,
        group="work",
        when=has_leaderboard,
    )
