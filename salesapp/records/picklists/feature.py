"""How picklists join the application."""

from __future__ import annotations

from flask import Flask

from salesapp.records.picklists.views import picklist_entries


def register(app: Flask) -> None:
    """Registers their pages; set-up lists them."""
    app.register_blueprint(picklist_entries)
