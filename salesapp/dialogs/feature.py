"""How guided dialogs join the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.core.registry import Panel, add_panel
from salesapp.dialogs.models import About
from salesapp.dialogs.setup_views import dialogs
from salesapp.dialogs.views import runs


def register(app: Flask) -> None:
    """Registers set-up, the steps and the panel on leads and opportunities."""
    app.register_blueprint(dialogs)
    app.register_blueprint(runs)
    label = _l("Guided dialogs")
    panel = Panel("dialogs", label, "dialog_runs.panel", Permission.SIGNED_IN, "subject_id", order=22)
    for about in About:
        add_panel(about.value, panel)
