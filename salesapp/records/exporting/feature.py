"""How the export joins the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.lines import line_types
from salesapp.records.exporting.views import exports


def register(app: Flask) -> None:
    """Puts the file behind each list."""
    app.register_blueprint(exports)
    app.jinja_env.globals["line_types"] = line_types
