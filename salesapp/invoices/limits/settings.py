"""Changing the limits: each change is in the history of whoever made it."""

from __future__ import annotations

from typing import Any, cast

from salesapp.core.access import ROLE_LABELS
from salesapp.core.company import Company
from salesapp.core.db import Record
from salesapp.core.events import event_kind, plain, record
from salesapp.core.i18n import _l
from salesapp.core.money import Money
from salesapp.invoices.limits.guard import limited_roles
from salesapp.invoices.limits.models import ReductionKind

CHANGED = event_kind(
    "approval_limits_changed", _l("%(by)s changed the approval limits"), icon="badge-check", touch=False
)


def change_limits(company: Company, chosen: dict[str, dict[str, int]], *, by: Any) -> bool:
    """Sets what each role may credit and write off on its own; False when nothing differs."""
    before = company.approval_limits
    changes = [
        {
            "field": f"{kind.label}: {ROLE_LABELS[role]}",
            "before": _plain(before.get(kind, {}).get(role), company),
            "after": _plain(chosen.get(kind, {}).get(role), company),
        }
        for kind in ReductionKind
        for role in limited_roles(kind)
        if before.get(kind, {}).get(role) != chosen.get(kind, {}).get(role)
    ]
    if changes:
        company.approval_limits = chosen
        person = cast("Record", getattr(by, "_get_current_object", lambda: by)())
        record(person, CHANGED, by=by, changes=changes)
    return bool(changes)


def _plain(minor: int | None, company: Company) -> Any:
    return None if minor is None else plain(Money(minor, company.currency))
