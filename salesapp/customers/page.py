"""What the pages of accounts and contacts need beside the record."""

from __future__ import annotations

from typing import Any

from flask import current_app, url_for
from flask_babel import get_locale

from salesapp.core.i18n import _
from salesapp.customers.models import Account, Contact
from salesapp.customers.queries import accounts_below, contacts_of, reports_of
from salesapp.customers.records import ACCOUNT
from salesapp.web.filters import tel
from salesapp.web.guards import can

Action = dict[str, Any]


def account_page(account: Account) -> dict[str, Any]:
    """Its actions, figures, people, addresses and the accounts around it."""
    people, total = contacts_of(account)
    addresses = [(_("Billing address"), account.address("billing", language=_language()))]
    if shipping := account.own_address("shipping", language=_language()):
        addresses.append((_("Shipping address"), shipping))
    further = [each for each in account.delivery_addresses if each.deleted_at is None]
    return {
        "actions": _actions(account, account.phone, None),
        "people": people,
        "people_total": total,
        "below": accounts_below(account),
        "addresses": [each for each in addresses if each[1]],
        "delivery_addresses": [(each, ", ".join(each.lines(_language()))) for each in further],
        "figures": [
            figure for each in ACCOUNT.figures if can(each.permission) for figure in each.of(account)
        ],
    }


def contact_page(contact: Contact) -> dict[str, Any]:
    """Its actions, address and who reports to the person."""
    address = contact.address(language=_language())
    return {
        "actions": _actions(contact, contact.mobile or contact.phone, contact.email),
        "reports": reports_of(contact),
        "addresses": [(_("Address"), address)] if address else [],
    }


def _actions(record: Account | Contact, phone: str | None, email: str | None) -> list[Action]:
    """The big round buttons: call, mail, log, task, opportunity."""
    key = record.record_type_key
    log = url_for("activities_on.ask_call", subject_type=key, subject_id=record.id)
    found = [_call(record, phone) | {"log_url": log}]
    if isinstance(record, Contact):
        found.append(_mail(record, email))
    if can("activity.edit"):
        found.append({"label": _("Log"), "icon": "notebook-pen", "href": log, "sheet": True})
        found.append({"label": _("Task"), "icon": "calendar-plus", "href": "#panel-activities"})
    if can("opportunity.edit") and "opportunities.new" in current_app.view_functions:
        found.append(
            {
                "label": _("Opportunity"),
                "icon": "target",
                "href": url_for("opportunities.new", **_customer(record)),
            }
        )
    return found


def _customer(record: Account | Contact) -> dict[str, Any]:
    """The arguments that make a new opportunity one of this customer."""
    if isinstance(record, Account):
        return {"account": record.id}
    return {"contact": record.id} | ({"account": record.account_id} if record.account_id else {})


def _call(record: Account | Contact, phone: str | None) -> Action:
    action: Action = {"label": _("Call"), "icon": "phone"}
    if getattr(record, "do_not_call", False):
        return action | {"why": _("doesn’t want calls")}
    return action | ({"href": f"tel:{tel(phone, record)}"} if phone else {"why": _("no phone number")})


def _mail(contact: Contact, email: str | None) -> Action:
    action: Action = {"label": _("E-mail"), "icon": "mail"}
    if contact.do_not_email:
        return action | {"why": _("doesn’t want e-mail")}
    return action | ({"href": f"mailto:{email}"} if email else {"why": _("no e-mail address")})


def _language() -> str:
    return str(get_locale() or "en")[:2]
