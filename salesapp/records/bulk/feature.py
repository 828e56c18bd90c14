"""Registers the list of bulk edits."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.records.bulk.views import bulk_edits
from salesapp.web.navigation import add_place


def register(app: Flask) -> None:
    """Puts the bulk edits among the places of the company, beside the imports."""
    app.register_blueprint(bulk_edits)
    add_place(
        "bulk_edits.index",
        _l("Bulk edits"),
        "list-checks",
        Permission.SIGNED_IN,
        order=82,
        group="company",
        rail="folded",
    )
