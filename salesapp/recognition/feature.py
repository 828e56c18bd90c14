"""Registers recognition with the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.core.registry import Panel, add_panel
from salesapp.recognition.adoption.views import adoption
from salesapp.recognition.badges.views import badge_rules, of_user
from salesapp.recognition.leaderboards import has_leaderboard
from salesapp.recognition.views import recognition
from salesapp.recognition.wins.views import wins
from salesapp.web.guards import requires
from salesapp.web.navigation import add_place


def register(app: Flask) -> None:
    """Registers its pages and their places in the menus."""
    app.register_blueprint(recognition)
    app.register_blueprint(adoption)
    app.register_blueprint(wins)
    app.register_blueprint(badge_rules)
    see = Permission.USER_VIEW
    app.add_url_rule("/users/<int:key>/badges", "users.badges", requires(see)(of_user))
    add_panel("user", Panel("badges", _l("Badges"), "users.badges", see, "key", order=20))
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
