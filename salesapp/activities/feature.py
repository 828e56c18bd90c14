"""Registers activities and files, and puts their panel on every record that people own."""

from __future__ import annotations

from flask import Flask

from salesapp.activities import planning  # noqa: F401  sheets of the same pages
from salesapp.activities.file_views import files, may_remove
from salesapp.activities.housekeeping import digests_of_files
from salesapp.activities.queries import last_contact, subjects_of
from salesapp.activities.undelivered.actions import undelivered_of
from salesapp.activities.undelivered.list_filter import offer_bounced
from salesapp.activities.undelivered.views import undelivered
from salesapp.activities.views import activities, on_records, today_here
from salesapp.core.access import AboutRecord, Permission
from salesapp.core.files import storage
from salesapp.core.i18n import _l
from salesapp.core.registry import Panel, add_figures, add_panel, record_types
from salesapp.web.navigation import add_place


def register(app: Flask) -> None:
    """After all record types are known."""
    storage.named_by(digests_of_files)
    app.register_blueprint(activities)
    app.register_blueprint(on_records)
    app.register_blueprint(files)
    app.register_blueprint(undelivered)
    app.jinja_env.globals.update(
        may_remove_file=may_remove,
        undelivered_of=undelivered_of,
        subjects_of=subjects_of,
        today_here=today_here,
    )
    add_place("activities.index", _l("Activities"), "square-check", Permission.ACTIVITY_VIEW, order=40)
    panel = Panel(
        "activities",
        _l("Activities, notes and files"),
        "activities_on.panel",
        Permission.ACTIVITY_VIEW,
        "subject_id",
        20,
    )
    for type_ in record_types():
        if hasattr(type_.model, "owner_id") and not issubclass(type_.model, AboutRecord):
            add_panel(type_.key, panel)
        if hasattr(type_.model, "owner_id") and hasattr(type_.model, "email"):
            offer_bounced(type_)
    add_figures("account", Permission.ACTIVITY_VIEW, last_contact, order=30)
