"""Registers Today."""

from __future__ import annotations

from flask import Flask

from salesapp.core import clock
from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.home import palette, whom  # noqa: F401  pages of the same blueprint
from salesapp.home.goals.views import goals
from salesapp.home.queries import count_waiting
from salesapp.home.views import home
from salesapp.web.filters import zone
from salesapp.web.navigation import add_place, add_quick_action, ring_for


def register(app: Flask) -> None:
    """Today is the first place of all, and where the bell leads."""
    app.register_blueprint(home)
    app.register_blueprint(goals)
    add_place("home.today", _l("Today"), "house", Permission.SIGNED_IN, order=0, bar=1)
    add_quick_action("home.call", _l("Log a call"), "phone", Permission.ACTIVITY_EDIT, order=10)
    add_quick_action("home.task", _l("Task"), "square-check", Permission.ACTIVITY_EDIT, order=20)
    add_quick_action("home.meeting", _l("Meeting"), "users", Permission.ACTIVITY_EDIT, order=21)
    ring_for("home.today", lambda viewer: count_waiting(viewer, clock.today(zone())))
