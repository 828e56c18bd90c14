"""One of several, printed at a fifth of the cost: set-up offers a thousand zones, countries, currencies on a page."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape
from wtforms import SelectField as WTFormsSelectField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import Select, html_params


class Options(Select):
    """WTForms makes an object of each option, and sorts, compares and quotes its attributes; most have only a value."""

    def __call__(self, field: Any, **attributes: Any) -> Markup:
        """A `<select>`; one with groups, or with options that have attributes of their own, is left to WTForms."""
        if self.multiple or not all(map(_is_plain, field.choices or ())):
            whole: Markup = super().__call__(field, **attributes)
            return whole
        flags = {name: True for name in self.validation_attrs if getattr(field.flags, name, False)}
        frame = html_params(**({"name": field.name, "id": field.id} | flags | attributes))
        options = "".join(
            f"<option {'selected ' if field.coerce(each.value) == field.data else ''}"
            f'value="{escape(each.value)}">{escape(each.label or each.value)}</option>'
            for each in field.choices or ()
        )
        return Markup(f"<select {frame}>{options}</select>")  # noqa: S704 - all of it escaped


class SelectField(WTFormsSelectField):
    """One of several."""

    widget = Options()


def _is_plain(choice: Any) -> bool:
    return (
        isinstance(choice, SelectChoice)
        and isinstance(choice.value, str)
        and not (choice.optgroup or choice.render_kw)
    )
