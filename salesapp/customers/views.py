"""The pages of accounts and contacts, and the hints at duplicates."""

from __future__ import annotations

from flask import Response, request, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.customers.duplicates.known import known_already
from salesapp.customers.duplicates.match_keys import Match, likely
from salesapp.customers.models import Account, Contact
from salesapp.customers.page import account_page, contact_page
from salesapp.customers.records import ACCOUNT, CONTACT
from salesapp.records.editing import save_new
from salesapp.records.screens import record_screens, seen_before
from salesapp.web.forms import Form, form_for, take_new
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, render

accounts = record_screens(ACCOUNT, context=account_page)
contacts = record_screens(CONTACT, context=contact_page)


def duplicates_hint(found: list[Match], question: str, record: Record) -> Response:
    """Of a record that is there already those of its type can be merged with it."""
    title = _("Possible duplicates")
    return render("customers/_duplicates.html", matches=found, question=question, record=record, title=title)


@accounts.get("/duplicates")
@requires(Permission.ACCOUNT_EDIT)
def hint_account() -> Response:
    """While an account is typed: whether what stands in one field belongs to an account already."""
    return _hint(Account(**_typed("name", "phone", "website")))


@contacts.get("/duplicates")
@requires(Permission.CONTACT_EDIT)
def hint_contact() -> Response:
    """The same for a contact."""
    return _hint(Contact(**_typed("email", "phone", "mobile")))


def _hint(typed: Account | Contact) -> Response:
    with db.session.no_autoflush:
        return duplicates_hint(known_already(typed), _("Is it one of these?"), typed)


def _typed(*names: str) -> dict[str, str | None]:
    return {name: request.args.get(name) for name in names}


@accounts.get("/<int:key>/duplicates")
@requires(Permission.ACCOUNT_VIEW)
def duplicates_of_account(key: int) -> Response:
    found = visible_or_404(Account, key)
    return duplicates_hint(likely(found), _("Possible duplicate:"), found)


@contacts.get("/<int:key>/duplicates")
@requires(Permission.CONTACT_VIEW)
def duplicates_of_contact(key: int) -> Response:
    found = visible_or_404(Contact, key)
    return duplicates_hint(likely(found), _("Possible duplicate:"), found)


@contacts.get("/quick")
@requires(Permission.CONTACT_EDIT)
def ask_quick() -> Response:
    return render("contacts/_quick.html", form=_quick_form(), title=_("New contact"))


@contacts.post("/quick")
@requires(Permission.CONTACT_EDIT)
def quick() -> Response:
    form, found = _quick_form(), None
    if form.validate_on_submit() and (found := seen_before(CONTACT, form)) is None:
        try:
            made = save_new(CONTACT, form, by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            back, said = url_for("contacts.show", key=made.id), _("%(title)s was saved.", title=made.title)
            answer = render("contacts/quick.update.html", back=back, toast=said)
            answer.headers["HX-Trigger"] = "sheet:close"
            return committed(answer)
    return render("contacts/_quick.html", form=form, caution=found, title=_("New contact"), status=422)


def _quick_form() -> Form:
    return take_new(form_for(CONTACT, only=("family_name", "given_name", "phone", "account")))
