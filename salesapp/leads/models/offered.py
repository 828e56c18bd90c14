"""The views that the list of leads has from the first day."""

from __future__ import annotations

from salesapp.core.i18n import _l
from salesapp.core.registry import ShippedView

VIEWS = (
    ShippedView("mine", _l("My open leads"), {"filter": "owner:one-of:me"}),
    ShippedView(
        "new",
        _l("Created this week"),
        {"status": "any", "filter": "created_at:within:this-week", "sort": "-created_at"},
    ),
    ShippedView(
        "quiet",
        _l("No activity for 30 days"),
        {"filter": "none(activities;done_at:within:last-30-days)"},
    ),
    ShippedView("waiting", _l("Without an owner"), {"filter": "owner:empty"}),
    ShippedView(
        "converted",
        _l("Converted this quarter"),
        {"status": "converted", "filter": "converted_at:within:this-quarter"},
    ),
)
