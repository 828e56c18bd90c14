"""Registers the import wizard and the worker's part of them."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.records.importing.running import jobs
from salesapp.records.importing.undoing import jobs as undoing
from salesapp.records.importing.views import imports
from salesapp.web.navigation import add_place

CARRIERS = (jobs.carry_import, undoing.carry_undo)
"""Named so that importing this module is what makes the worker know them."""


def register(app: Flask) -> None:
    """Puts the wizard among the places of the company."""
    app.register_blueprint(imports)
    add_place(
        "imports.index",
        _l("Imports"),
        "file-up",
        Permission.DATA_IMPORT,
        order=80,
        group="company",
        rail="folded",
    )
