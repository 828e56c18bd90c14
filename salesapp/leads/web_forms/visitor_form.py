"""What a visitor fills in: on our own page, and as HTML for the page of another site."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l
from salesapp.leads.models import LEAD
from salesapp.leads.web_forms.models import WebForm
from salesapp.web.forms import Form, form_for

TRAP = "website_again"
"""A field that people do not see; programs that fill in everything fill it in."""
MESSAGE = 5000
"""Characters of the visitor's own words."""
VISITOR_LABELS = {"name": _l("Your name"), "description": _l("Your message")}
"""Where what colleagues read is not what one asks a visitor."""


def visitor_form(web_form: WebForm) -> Form:
    """The form with the fields that are asked. Its address takes posts of other sites, so it asks for no token."""
    declared = type(form_for(LEAD, only=web_form.asked, require=web_form.required))
    own: dict[str, Any] = {
        TRAP: StringField(_l("Leave this empty"), render_kw={"tabindex": -1, "autocomplete": "off"})
    }
    if "description" in web_form.asked:
        needed = (
            DataRequired(_l("This field is required.")) if "description" in web_form.required else Optional()
        )
        longest = Length(max=MESSAGE, message=_l("At most %(max)d characters."))
        own["description"] = TextAreaField(
            _l("Your message"), [needed, longest], filters=[_stripped], render_kw={"rows": 4}
        )
    made: Form = type("VisitorForm", (declared,), own)(meta={"csrf": False})
    for field in made:
        field.label.text = VISITOR_LABELS.get(field.name, field.label.text)
        field.description = ""  # what is said to colleagues about a field is not for visitors
    return made


def _stripped(value: str | None) -> str | None:
    return value.strip() or None if isinstance(value, str) else value


def label_of(declared: Field) -> str:
    """What a visitor reads."""
    return str(VISITOR_LABELS.get(declared.name, declared.label))


# --- HTML for other sites -----------------------------------------------------------------------------------------

LINE = Markup("  <p><label>{}<br>{}</label></p>\n")
HIDDEN = Markup(
    '  <p aria-hidden="true" style="position:absolute;left:-10000px"><label>{}'
    '<input name="{}" tabindex="-1" autocomplete="off"></label></p>\n'
)


def snippet(web_form: WebForm, address: str) -> str:
    """The form as plain HTML that posts to our address; without script, in whatever style the other page has."""
    lines = [
        LINE.format(label_of(each), _control(each, required=each.name in web_form.required))
        for each in web_form.fields
    ]
    return str(
        Markup('<form action="{}" method="post" accept-charset="utf-8">\n').format(address)
        + Markup("").join(lines)
        + HIDDEN.format(_("Leave this empty"), TRAP)
        + Markup('  <p><button type="submit">{}</button></p>\n</form>').format(_("Send"))
    )


def _control(declared: Field, *, required: bool) -> Markup:
    needed = Markup(" required") if required else Markup("")
    if declared.kind == "long_text":
        return Markup('<textarea name="{}" rows="4" maxlength="{}"{}></textarea>').format(
            declared.name, MESSAGE, needed
        )
    if declared.kind == "country":
        return Markup('<select name="{}"{}>{}</select>').format(declared.name, needed, _countries())
    kind = {"email": "email", "phone": "tel"}.get(declared.kind, "text")
    longest = {"phone": 50, "email": 254}.get(declared.kind, declared.length)
    complete = (
        Markup(' autocomplete="{}"').format(declared.autocomplete) if declared.autocomplete else Markup("")
    )
    return Markup('<input type="{}" name="{}" maxlength="{}"{}{}>').format(
        kind, declared.name, longest, complete, needed
    )


def _countries() -> Markup:
    choices = form_for(LEAD, only=["country"])["country"].iter_choices()
    return Markup("").join(
        Markup('<option value="{}">{}</option>').format(each.value, each.label) for each in choices
    )
