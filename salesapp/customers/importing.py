"""Contacts out of a file that writes the whole name in one column."""

from __future__ import annotations

from typing import Any

from flask_babel import get_locale

from salesapp.core.access import Viewer
from salesapp.core.db import db
from salesapp.core.events import CHANGED, changes, record
from salesapp.core.fields import Field
from salesapp.core.i18n import _l
from salesapp.core.registry import record_type
from salesapp.customers.models import Contact
from salesapp.customers.names import split_name
from salesapp.records.editing import finish

FULL_NAME = Field(
    "text",
    _l("Full name"),
    name="full_name",
    synonyms=("name", "contact name", "person", "姓名", "联系人", "display name"),
)


class ContactImporter:
    """Makes and changes contacts for the generic import. `fills` is what a whole name gives."""

    fills = ("family_name",)

    @staticmethod
    def attributes(values: dict[str, Any]) -> dict[str, Any]:
        """What a new contact is by a row, by attribute; who has one name has it as the family name."""
        own = _attributes(values)
        if not own.get("family_name") and own.get("given_name"):
            own |= {"family_name": own["given_name"], "given_name": None}
        return own

    def create(self, values: dict[str, Any], *, by: Viewer) -> Contact:
        """A new contact; ValueError for a row without any name."""
        made = Contact(**self.attributes(values))
        if not made.family_name:
            raise ValueError(_l("A contact needs a name."))
        made.owner_id = made.owner_id or by.id
        finish(record_type("contact"), made, by=by)
        db.session.add(made)
        return made

    def update(self, found: Contact, values: dict[str, Any], *, by: Viewer) -> bool:
        """Brings an existing one in step with its row; whether anything changed."""
        for attribute, value in _attributes(values).items():
            if getattr(found, attribute) != value:
                setattr(found, attribute, value)
        finish(record_type("contact"), found, by=by)
        changed = changes(found)
        if changed:
            record(found, CHANGED, by=by)
        return bool(changed)


def _attributes(values: dict[str, Any]) -> dict[str, Any]:
    """What the row says, by attribute; a whole name is cut in two where its parts are not given."""
    known = record_type("contact").fields_by_name
    own = {known[name].attribute if name in known else name: value for name, value in values.items()}
    whole = own.pop(FULL_NAME.name, None)
    if whole and not own.get("family_name"):
        cut = split_name(whole, str(get_locale() or "en"))
        own |= {"family_name": cut.family, "given_name": own.get("given_name") or cut.given or None}
    return own
