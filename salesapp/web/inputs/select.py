"""One of several, printed at a fifth of the cost: set-up offers a thousand zones, countries, currencies on a page."""

from __future__ import annotations

from markupsafe import Markup, escape
from wtforms import SelectField as WTFormsSelectField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import Select


class Options(Select):
    """WTForms' own sorts, compares and quotes the attributes of each option; most options have only a value."""

    @classmethod
    def render_option(cls, choice: SelectChoice, **attributes: object) -> Markup:
        """An `<option>`; one with attributes of its own is left to WTForms."""
        if choice.render_kw or attributes or not isinstance(choice.value, str):
            own: Markup = super().render_option(choice, **attributes)
            return own
        selected = "selected " if choice.selected else ""
        label = escape(choice.label or choice.value)
        return Markup(f'<option {selected}value="{escape(choice.value)}">{label}</option>')  # noqa: S704 - both escaped


class SelectField(WTFormsSelectField):
    """One of several."""

    widget = Options()
