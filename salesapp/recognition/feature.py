"""Registers recognition with the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.recognition.adoption.views import adoption
from salesapp.recognition.leaderboards import has_leaderboard
from salesapp.recognition.views import recognition
from salesapp.web.navigation import add_place


def register(app: Flask) -> None:
    """Registers its pages and their places in the menus."""
    app.register_blueprint(recognition)
    app.register_blueprint(adoption)
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
    add_place(
        "adoption.index",
        _l("Adoption"),
        "trending-up",
        Permission.ADOPTION_VIEW,
        order=94,
        group="company",
        rail="folded",
    )
