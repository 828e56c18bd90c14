"""Activities out of a file, and into one: what became of them, and the record each is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import select

from salesapp.activities.models import Activity, ActivityStatus
from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.fields import Field
from salesapp.core.i18n import _l
from salesapp.core.registry import record_type

DOCUMENTS = tuple(
    Field("link", label, name=key, target=key, dispensable=True)
    for key, label in (
        ("payment", _l("Payment")),
        ("credit_note", _l("Credit note")),
        ("invoice", _l("Invoice")),
        ("order", _l("Order")),
        ("quote", _l("Quote")),
    )
)
ABOUT = (
    *DOCUMENTS,
    Field("link", _l("Opportunity"), name="opportunity", target="opportunity"),
    Field("link", _l("Lead"), name="lead", target="lead"),
    Field("link", _l("Contact"), name="contact", target="contact"),
    Field("link", _l("Account"), name="account", target="account"),
    Field("link", _l("Campaign"), name="campaign", target="campaign"),
)
"""What a row may be about, the narrowest first: of a deal and its customer it is about the deal."""
BELONGS_TO = ("opportunity", "contact", "account")
"""What a document has beside its lines."""
NOON = time(12, tzinfo=UTC)


def activity_attributes(values: dict[str, Any], found: Activity | None) -> dict[str, Any]:
    """What the row says, by attribute; what is done was done when it was due, unless the row says when."""
    known = record_type("activity").fields_by_name
    own = {known[name].attribute if name in known else name: value for name, value in values.items()}
    about = [(each.name, own.pop(each.name)) for each in ABOUT if own.get(each.name) is not None]
    if about:
        own["subject_type"], own["subject_id"] = about[0]
    if own.get("done_at") is not None:
        own.setdefault("status", ActivityStatus.DONE)
    status = own.get("status")
    if status is ActivityStatus.PLANNED:
        own["done_at"] = None
    elif (
        status is ActivityStatus.DONE
        and own.get("done_at") is None
        and getattr(found, "done_at", None) is None
    ):
        own["done_at"] = _done_at(own)
    return own


def _done_at(own: dict[str, Any]) -> datetime:
    """When something was done that is only known to be done: never later than now."""
    due = own.get("due_on")
    planned = own.get("starts_at") or (None if due is None else datetime.combine(due, NOON))
    return min(planned or own.get("created_at") or clock.now(), clock.now())


def activity_columns(page: Sequence[Activity]) -> dict[int, dict[str, Any]]:
    """What each is about; of a document also its deal and customer, since no file brings the document itself."""
    found = {each.id: {each.subject_type: each.subject_id} for each in page if each.subject_type is not None}
    for document in DOCUMENTS:
        rows = [about for about in found.values() if document.name in about]
        model = record_type(document.target).model
        query = select(model).where(model.id.in_({about[document.name] for about in rows}))
        known = {each.id: each for each in db.session.scalars(query)} if rows else {}
        for about in rows:
            belongs_to = known.get(about[document.name])
            for each in BELONGS_TO:
                about[each] = getattr(belongs_to, f"{each}_id", None)
    return found
