"""What is chosen where a quote begins with a template, and what a template is kept as."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from wtforms import BooleanField
from wtforms.fields.choices import SelectChoice

from salesapp.core.i18n import _, _l
from salesapp.quotes.forms import CustomerForm
from salesapp.quotes.quote_templates.models import QuoteTemplate
from salesapp.quotes.quote_templates.shelf import found, shelf_of
from salesapp.records.views.forms import OfferForm
from salesapp.records.views.offered import Audience
from salesapp.web.forms import Form
from salesapp.web.inputs.select import SelectField


def chosen_key(value: Any) -> int | None:
    """The id of what was chosen; None for nothing."""
    return int(value) if value else None


class FromTemplate(Form):
    """The trait of a form that offers the templates there are; where there are none it doesn't ask."""

    template = SelectField(_l("Template"), coerce=chosen_key)
    without = _l("No template")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shelf = shelf_of(current_user)
        offers = [SelectChoice(str(each.id), said_of(each)) for each in shelf]
        self.template.choices = [SelectChoice("", self.without), *offers]
        if not shelf:
            del self.template

    @property
    def chosen(self) -> QuoteTemplate | None:
        """The template that was chosen."""
        key = self.template.data if "template" in self else None
        return None if key is None else found(key)


class NewQuoteForm(CustomerForm, FromTemplate):
    """Who it is for, and what it begins with."""


class QuoteForForm(FromTemplate):
    """What the quote of an opportunity begins with."""

    template = SelectField(_l("Begin with"), coerce=chosen_key)
    without = _l("Products of the opportunity")


class KeepForm(OfferForm):
    """A name for the template; whether one that is called so is replaced is asked once there is one."""

    replace = BooleanField(_l("Replace the template"))

    def offers_as(self, shared: Audience | None) -> None:
        """Proposes what the template that would be replaced is shared as, where nothing wider was chosen."""
        if shared is not None and self.audience.data == Audience.MINE:
            self.audience.data = shared.value


def said_of(template: QuoteTemplate) -> str:
    """Its name, and whose it is where that is somebody else."""
    if template.user_id == current_user.id:
        return template.name
    return _("%(name)s (by %(owner)s)", name=template.name, owner=template.user.name)


def sharing_form(template: QuoteTemplate) -> OfferForm:
    """How an existing one is called and shared."""
    return OfferForm(data={"name": template.name, "audience": template.audience.value}, existing=template)
