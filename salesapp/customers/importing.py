"""Contacts out of a file that writes the whole name in one column."""

from __future__ import annotations

from typing import Any

from flask_babel import get_locale

from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l
from salesapp.core.registry import record_type
from salesapp.customers.models import Contact
from salesapp.customers.names import split_name

FULL_NAME = Field(
    "text",
    _l("Full name"),
    name="full_name",
    synonyms=("name", "contact name", "person", "姓名", "联系人", "display name"),
)


def contact_attributes(values: dict[str, Any], found: Contact | None) -> dict[str, Any]:
    """What the row says, by attribute: a whole name is cut in two where its parts are not given.

    A new contact who has one name has it as the family name; ValueError for a row without any.
    """
    known = record_type("contact").fields_by_name
    own = {known[name].attribute if name in known else name: value for name, value in values.items()}
    whole = own.pop(FULL_NAME.name, None)
    if whole and not own.get("family_name"):
        cut = split_name(whole, str(get_locale() or "en"))
        own |= {"family_name": cut.family, "given_name": own.get("given_name") or cut.given or None}
    if found is None and not own.get("family_name"):
        if not own.get("given_name"):
            raise ValueError(_("A contact needs a name."))
        own |= {"family_name": own["given_name"], "given_name": None}
    return own
