"""How surveys join the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.surveys.setup_views import surveys
from salesapp.surveys.shipped import READY
from salesapp.surveys.views import my_surveys
from salesapp.web.navigation import add_place


def register(app: Flask) -> None:
    """Registers set-up and the pages on which people answer; Today and the bell say what waits."""
    app.jinja_env.globals.update(ready_surveys=READY)
    app.register_blueprint(surveys)
    app.register_blueprint(my_surveys)
    add_place(
        "my_surveys.index",
        _l("Surveys"),
        "clipboard-list",
        Permission.SIGNED_IN,
        order=88,
        group="company",
        rail="absent",
    )
