"""What the opportunity's page shows beside its fields: the path, key fields, actions, lines and people."""

from __future__ import annotations

from typing import Any

from flask import current_app, get_flashed_messages, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from salesapp.core.access import Permission, allows, changeable
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.core.relations.children import find_empty
from salesapp.opportunities.models import OPPORTUNITY, Opportunity, State
from salesapp.opportunities.path.progress import checklist, key_fields, path_checks, steps, verdict_of
from salesapp.opportunities.screens import shown_on_page
from salesapp.opportunities.specialists.requests import waiting_on
from salesapp.web.filters import tel
from salesapp.web.guards import may_change

MOST_RENEWALS = 50
CHILDREN = ("lines", "contacts", "members", "competitors", "win_requests", "ticks")


@shown_on_page
def page_of(opportunity: Opportunity) -> dict[str, Any]:
    """What the page's template needs beside the record itself."""
    find_empty(opportunity, *CHILDREN)
    changeable = allows(current_user, Permission.OPPORTUNITY_EDIT) and may_change(opportunity)
    changeable = changeable and opportunity.deleted_at is None
    verdict, said = verdict_of(opportunity)
    return {
        "changeable": changeable,
        "steps": steps(opportunity, changeable=changeable),
        "key_fields": key_fields(opportunity),
        "checks": path_checks(opportunity),
        "items": checklist(opportunity),
        "stale": said,
        "verdict": verdict,
        "actions": actions(opportunity) if changeable else [],
        "renewals": renewals(opportunity),
        "asked": waiting_on(opportunity),
        "following": opportunity.following_stage,
        "celebrates": bool(get_flashed_messages(category_filter=["celebrate"])),
    }


def renewals(opportunity: Opportunity) -> list[Opportunity]:
    """The renewals of a won one that the reader sees, the newest first."""
    if not opportunity.is_won:
        return []
    query = select(Opportunity).where(Opportunity.renewal_of_id == opportunity.id)
    return list(
        db.session.scalars(query.options(joinedload(Opportunity.stage)).order_by(Opportunity.id.desc()))
    )


def renewable_by(opportunity: Opportunity) -> list[Opportunity]:
    """Open opportunities of the same customer that could be its renewal, the newest first."""
    same = Opportunity.account_id == opportunity.account_id
    if opportunity.account_id is None:
        same = Opportunity.account_id.is_(None) & (Opportunity.contact_id == opportunity.contact_id)
    query = select(Opportunity).where(
        same,
        Opportunity.state == State.OPEN,
        Opportunity.renewal_of_id.is_(None),
        Opportunity.id != opportunity.id,
        changeable(Opportunity, current_user),
    )
    return list(db.session.scalars(query.order_by(Opportunity.id.desc()).limit(MOST_RENEWALS)))


def actions(opportunity: Opportunity) -> list[dict[str, Any]]:
    """The big round buttons: call, mail, log, next step, quote."""
    person = opportunity.contact
    phone = _first(person, "mobile", "phone") or _first(opportunity.account, "phone")
    email = _first(person, "email")
    log = _address("activities_on.ask_call", subject_type=OPPORTUNITY.key, subject_id=opportunity.id)
    found: list[dict[str, Any]] = [
        _reach(_("Call"), "phone", f"tel:{tel(phone)}" if phone else None, _("no phone number"))
        | {"log_url": log},
        _reach(_("E-mail"), "mail", f"mailto:{email}" if email else None, _("no address")),
        {"label": _("Log"), "icon": "notebook-pen", "href": log, "sheet": True},
        {
            "label": _("Next step"),
            "icon": "calendar-plus",
            "href": url_for("opportunities.ask_next_step", key=opportunity.id),
            "sheet": True,
        },
        {
            "label": _("Quote"),
            "icon": "file-plus",
            "href": _address("quotes.new_for", key=opportunity.id),
            "sheet": True,
        },
    ]
    return [action for action in found if action.get("href") or action.get("why")]


def _reach(label: str, icon: str, href: str | None, why: str) -> dict[str, Any]:
    return (
        {"label": label, "icon": icon, "href": href} if href else {"label": label, "icon": icon, "why": why}
    )


def _first(record: Any, *names: str) -> str | None:
    return next((found for name in names if (found := getattr(record, name, None))), None)


def _address(endpoint: str, **values: Any) -> str | None:
    """The address of a view that another package may serve; None while it does not."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None
