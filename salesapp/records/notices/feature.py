"""How notices join the application."""

from __future__ import annotations

from flask import Flask

from salesapp.records.notices.views import notices


def register(app: Flask) -> None:
    """Registers what dismisses them; Today shows them."""
    app.register_blueprint(notices)
