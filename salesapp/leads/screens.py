"""The standard pages of leads and what their own templates ask."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, url_for
from flask_login import current_user

from salesapp.activities.files import card_of
from salesapp.core.access import Permission
from salesapp.core.i18n import _
from salesapp.customers.duplicates.known import known_already
from salesapp.customers.views import duplicates_hint
from salesapp.leads.kinds import OPEN_STATUSES, LeadStatus, Rating
from salesapp.leads.models import LEAD, Lead
from salesapp.leads.models.queues import LeadQueue
from salesapp.leads.models.staleness import is_stale
from salesapp.leads.models.statuses import NamedStatus, of_state, offered, statuses
from salesapp.leads.trade_fairs.capture_views import capture_form
from salesapp.people.models import User
from salesapp.records.filters.checking import NOBODY
from salesapp.records.lists.cells import Cell, lists_show
from salesapp.records.lists.listing import ANY, Criteria, counted
from salesapp.records.lists.rows import macros, person
from salesapp.records.screens import record_screens
from salesapp.web.filters import tel
from salesapp.web.guards import requires, visible_or_404


def on_page(lead: Lead) -> dict[str, Any]:
    """What a lead's page shows beside its fields."""
    return {
        "ways": ways_to_reach(lead),
        "statuses": markable(lead),
        "stale": is_stale(lead),
        "card": card_of(lead),
    }


def markable(lead: Lead) -> list[NamedStatus]:
    """What a lead can be marked as; nobody makes one that was worked on new again."""
    found = [each for each in offered(OPEN_STATUSES) if each.id != lead.status_id]
    return [each for each in found if each.state is not LeadStatus.NEW or lead.status is LeadStatus.NEW]


def ways_to_reach(lead: Lead) -> list[dict[str, Any]]:
    """The big round actions: call and write; greyed where the lead gives no way."""
    number, address = lead.phone or lead.mobile, lead.email
    log = url_for("activities_on.ask_call", subject_type="lead", subject_id=lead.id)
    call = {"href": f"tel:{tel(number, lead)}", "log_url": log} if number else {"why": _("No phone number")}
    write = {"href": f"mailto:{address}"} if address else {"why": _("No e-mail address")}
    return [
        {"label": _("Call"), "icon": "phone", **call},
        {"label": _("Mail"), "icon": "mail", **write},
        {"label": _("Log"), "icon": "phone-call", "href": log, "sheet": True},
        {"label": _("Task"), "icon": "list-todo", "href": "#panel-activities"},
    ]


def status_chips(criteria: Criteria) -> list[dict[str, Any]]:
    """Open leads, each status, and all of them. A archived status stands there while it is the one that is shown."""
    chosen = criteria.filters.get("status", ANY)
    begun = LEAD.list_filters["status"]
    named = [
        (_status_value(each), each.title) for each in statuses() if each.in_use or str(each.id) == chosen
    ]
    offered_ = [(begun, _("Open")), *named, (ANY, _("All"))]
    divided = {_status_value(each) for each in statuses() if each.state == chosen}
    return [
        _chip(criteria, "status", value, label, selected=value == chosen or value in divided)
        for value, label in offered_
    ]


def _status_value(status: NamedStatus) -> str:
    """As it stands in an address: the state itself, where the company did not divide it."""
    return status.state.value if of_state(status.state) == [status] else str(status.id)


def other_chips(criteria: Criteria) -> list[dict[str, Any]]:
    """Whose leads, which are stale and how hot; a chosen one is taken away by another tap."""
    owners = [(str(current_user.id), _("Mine"), "user-round"), (NOBODY, _("Queue"), "inbox")]
    found = [_toggle(criteria, "owner", *each) for each in owners]
    number, capped = counted(replace(criteria, filters=criteria.filters | {"stale": "1"}))
    stale = _toggle(criteria, "stale", "1", _("Stale"), "hourglass")
    found.append(stale | {"count": f"{number}+" if capped else number})
    return found + [_toggle(criteria, "rating", each.value, each.label, each.icon) for each in Rating]


def _toggle(criteria: Criteria, name: str, value: str, label: str, icon: str) -> dict[str, Any]:
    selected = criteria.filters.get(name) == value
    return _chip(criteria, name, "" if selected else value, label, selected=selected) | {"icon": icon}


def _chip(criteria: Criteria, name: str, value: str, label: str, *, selected: bool) -> dict[str, Any]:
    args: dict[str, Any] = {key: each for key, each in criteria.args.items() if key != name}
    if value and LEAD.list_filters.get(name) != value:
        args[name] = value
    return {
        "label": label,
        "url": url_for("leads.index", **args),
        "selected": selected,
        "icon": None,
        "count": None,
    }


def _status_badge(status: NamedStatus) -> Any:
    return macros().badge(status.title, status.tone)


def _rating_badge(rating: Rating) -> Any:
    return macros().badge(rating.label, rating.tone, icon=rating.icon)


def _holder(holder: LeadQueue | User) -> Any:
    return macros().badge(holder.name, icon="inbox") if isinstance(holder, LeadQueue) else person(holder)


lists_show("lead", "status", Cell(lambda lead: lead.named_status, _status_badge))
lists_show("lead", "rating", Cell(lambda lead: lead.rating, _rating_badge))
lists_show("lead", "owner", Cell(lambda lead: lead.queue or lead.owner, _holder, links=("queue", "owner")))

leads = record_screens(LEAD, context=on_page, make=capture_form)


@leads.get("/<int:key>/duplicates")
@requires(Permission.LEAD_VIEW)
def duplicates_of_lead(key: int) -> Response:
    """Whether somebody has this lead a second time, as far as the viewer sees it."""
    found = visible_or_404(Lead, key)
    return duplicates_hint(
        [] if found.is_converted else known_already(found), _("Possible duplicate:"), found
    )
