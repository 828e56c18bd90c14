"""A lead from a visiting card: a photo, a file or a text fills the form; no lead is kept before it is saved."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user

from salesapp.activities.files import File, Purpose, attach_waiting, put_aside, waiting
from salesapp.core.access import Permission
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.once import new_key
from salesapp.customers.business_cards import vcards
from salesapp.customers.business_cards.mecards import is_mecard
from salesapp.customers.business_cards.photos import CardPhoto, read_photo, read_said
from salesapp.customers.business_cards.signatures import read_signature
from salesapp.leads.forms import CardForm
from salesapp.leads.models import LEAD, Lead
from salesapp.leads.screens import leads
from salesapp.leads.trade_fairs.capture_views import capture_form
from salesapp.records.notation.choices import read_country
from salesapp.records.screens import sections, seen_before
from salesapp.web.forms import Form, form_for
from salesapp.web.guards import requires
from salesapp.web.once import reading_first
from salesapp.web.render import committed, redirect_to, render

MOST_MEGABYTES = 20
"""A photo may be larger than what is kept of it."""
VCARD = b"BEGIN:"


@leads.get("/card")
@requires(Permission.LEAD_EDIT)
def ask_card() -> Response:
    return render("leads/capture/_card.html", form=CardForm(), title=_("From a business card"))


@leads.post("/card")
@requires(Permission.LEAD_EDIT)
def read_card() -> Response:
    """The form for a new lead as the card fills it. A photo waits beside it until the lead is saved."""
    form = CardForm()
    try:
        with reading_first():
            found = _found(form)
    except ValueError as error:
        form.refuse(RuleBroken(error, field=form.sent))
        return render("leads/capture/_card.html", form=form, title=_("From a business card"), status=422)
    values = _values(found.card) if found.card is not None else {}
    filled = form_for(LEAD, values=values | {"owner": current_user.id})
    filled.once.data = new_key()  # the card's own key is for reading it
    if not found.picture:
        return _page(filled, None, values=values)
    photo = put_aside(_("Business card") + ".jpg", found.picture, by=current_user, purpose=Purpose.CARD)
    return committed(_page(filled, photo, values=values, told=_told(found), said=found.said))


@leads.post("/card/save")
@requires(Permission.LEAD_EDIT)
def save_card() -> Response:
    form, found = form_for(LEAD), None
    photo = waiting(request.form.get("photo", ""), by=current_user)
    if form.validate_on_submit() and (found := seen_before(LEAD, form)) is None:
        try:
            return committed(_saved(capture_card(form, photo, by=current_user)))
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
    return _page(form, photo, caution=found, status=422)


def capture_card(form: Form, photo: File | None, *, by: Any) -> Lead:
    """The lead that the form describes, with the photo of its card."""
    lead = capture_form(form, by=by)
    if photo is not None:
        attach_waiting(photo, lead, by=by)
    return lead


def _saved(lead: Lead) -> Response:
    """On to the next at a fair, else to the lead."""
    if lead.fair_id is not None:
        return redirect_to(url_for("fairs.show", key=lead.fair_id, saved=lead.id))
    said = _("%(title)s was saved.", title=lead.title)
    return redirect_to(url_for("leads.show", key=lead.id), toast=said)


def _page(
    form: Form, photo: File | None, *, values: dict[str, Any] | None = None, status: int = 200, **more: Any
) -> Response:
    """The form, with the folds open in which the card said something, or in which one types what it says."""
    said = {name for name, value in (values or {}).items() if value}
    parts = [
        (
            label,
            fields,
            folded and not (_any(fields, said) or (photo is not None and _any(fields, {"company"}))),
        )
        for label, fields, folded in sections(LEAD, form)
    ]
    context = {"told": "", "said": "", "caution": None} | more
    return render(
        "leads/capture/from_card.html",
        type=LEAD,
        form=form,
        sections=parts,
        record=None,
        photo=photo,
        status=status,
        **context,
    )


def _found(form: CardForm) -> CardPhoto:
    """What was sent, read. Raises ValueError with a sentence for what is neither a card nor a picture."""
    if form.sent == "pasted":
        return CardPhoto(b"", _pasted(form.pasted.data or ""))
    most = MOST_MEGABYTES * 1024 * 1024
    content: bytes = form[form.sent].data.read(most + 1)
    form[form.sent].data.close()
    if len(content) > most:
        raise ValueError(_("This file is larger than %(most)s MB.", most=MOST_MEGABYTES))
    if form.sent == "file" and _is_vcard(content, form.file.data.filename):
        return CardPhoto(b"", vcards.read_bytes(content))
    return read_photo(content)


def _pasted(text: str) -> vcards.Card:
    """What a code says, else a signature or a card in lines."""
    begins = text.lstrip().upper()
    if is_mecard(text) or begins.startswith(VCARD.decode()):
        return read_said(text)
    return read_signature(text, company().region)


def _is_vcard(content: bytes, name: str) -> bool:
    """By its name or, whatever the encoding, by how it begins."""
    begins = content[:40].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").upper()
    return name.lower().endswith((".vcf", ".vcard")) or begins.startswith(VCARD)


def _told(found: CardPhoto) -> str:
    """What is left to do where the photo did not say it all."""
    if found.card is None and found.said:
        return _("The code on this card doesn’t contain contact details. It says:")
    if found.card is None:
        return _("No QR code was found in this photo. Enter the details from the card.")
    if not found.card.name and not found.card.organization:
        return _("The code on this card contains only a web address. Enter the rest.")
    return ""


def _any(fields: list[Any], names: set[str]) -> bool:
    """Whether one of the fields has such a name."""
    return any(each.name in names for each in fields)


def _values(card: vcards.Card) -> dict[str, Any]:
    """The card by the lead's fields, cut to what they hold."""
    there = card.address
    texts = {
        "name": card.name or card.organization,
        "company": card.organization if card.name else "",
        "job_title": card.title,
        "email": card.email,
        "phone": card.phone,
        "mobile": card.mobile,
        "website": card.url,
        "street": there.street.replace("\n", ", "),
        "city": there.city,
        "state": there.state,
        "postal_code": there.postal_code,
        "description": card.note,
    }
    held = {name: text[: LEAD.field(name).length] for name, text in texts.items() if name != "description"}
    return held | {"description": card.note, "country": _country(there.country)}


def _country(name: str) -> str | None:
    try:
        return read_country(name) if name else None
    except ValueError:
        return None
