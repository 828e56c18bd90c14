"""The record type: how generic screens, the search and the import treat activities."""

from __future__ import annotations

from salesapp.activities.importing import ABOUT, activity_attributes, activity_columns
from salesapp.activities.models import Activity, ActivityStatus, keep_the_times
from salesapp.core.access import Permission
from salesapp.core.i18n import _l, ngettext
from salesapp.core.registry import RecordType, ShippedView, Unfinished, register

ACTIVITY = register(
    RecordType(
        key="activity",
        model=Activity,
        plural="activities",
        label=_l("Activity"),
        label_plural=_l("Activities"),
        icon="square-check",
        view=Permission.ACTIVITY_VIEW,
        edit=Permission.ACTIVITY_EDIT,
        owned_with=Permission.ACTIVITY_EDIT,
        title="subject",
        default_sort="due_on",
        views=(
            ShippedView("mine", _l("Mine"), {"filter": "owner:one-of:me"}),
            ShippedView("late", _l("Overdue"), {"filter": "due_on:within:past"}),
            ShippedView("week", _l("This week"), {"filter": "due_on:within:this-week"}),
            ShippedView(
                "team", _l("Mine and those of the people I manage"), {"filter": "owner:one-of:my-people"}
            ),
            ShippedView(
                "done",
                _l("Completed this week"),
                {"status": "done", "filter": "done_at:within:this-week", "sort": "-changed_at"},
            ),
        ),
        list_filters={"status": ActivityStatus.PLANNED.value},
        search_weight=10,
        quick_fields=("subject", "due_on"),
        along={"due_on": frozenset({"starts_at", "ends_at"})},
        before_save=keep_the_times,
        unfinished=(
            Unfinished(
                lambda: Activity.status == ActivityStatus.PLANNED,
                lambda n: ngettext("%(num)s planned activity", "%(num)s planned activities", n),
            ),
        ),
        import_only=ABOUT,
        from_row=activity_attributes,
        to_row=activity_columns,
    )
)
