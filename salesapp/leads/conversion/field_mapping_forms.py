"""The form of the mapping: for every field of a lead a choice of one field each of account, contact and opportunity."""

from __future__ import annotations

from typing import Any, cast

from wtforms.fields.choices import SelectChoice

from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l
from salesapp.core.registry import RecordType
from salesapp.leads.conversion.field_mapping import FIXED, TARGETS, Pair, destinations, mapping, sources
from salesapp.web.forms import Form
from salesapp.web.inputs.select import SelectField

NOWHERE = SelectChoice("", _l("Not mapped"))


class MappingForm(Form):
    """Its selects are called `field-type`, as rules name them."""

    @property
    def wanted(self) -> dict[Pair, str]:
        """The pairs as they were chosen."""
        chosen = ((source.name, type_.key) for source in sources() for type_ in TARGETS)
        return {
            pair: self[_name(*pair)].data
            for pair in chosen
            if _name(*pair) in self and self[_name(*pair)].data
        }


def mapping_form() -> MappingForm:
    """The form over the pairs that are kept."""
    kept = mapping()
    made: dict[str, Any] = {
        _name(source.name, type_.key): _select(source, type_)
        for source in sources()
        for type_ in TARGETS
        if destinations(source, type_)
    }
    data = {_name(*pair): name for pair, name in kept.items()}
    return cast("MappingForm", type("LeadMappingForm", (MappingForm,), made)(data=data, existing=kept))


def rows(form: MappingForm) -> list[dict[str, Any]]:
    """For every field of the lead: its selects, what they say in a few words, and what it always goes to."""
    return [_row(form, source) for source in sources()]


def _row(form: MappingForm, source: Field) -> dict[str, Any]:
    inputs, words = [], []
    for type_ in TARGETS:
        if (source.name, type_.key) in FIXED:
            words.append(f"{type_.label}: {_('Name')}")
            continue
        name = _name(source.name, type_.key)
        if name not in form:
            continue
        inputs.append(form[name])
        chosen = next((each for each in destinations(source, type_) if each.name == form[name].data), None)
        if chosen is not None:
            words.append(f"{type_.label}: {chosen.label}")
    errors = any(each.errors for each in inputs)
    return {"field": source, "inputs": inputs, "words": " · ".join(words), "open": errors}


def _select(source: Field, type_: RecordType) -> SelectField:
    choices = [NOWHERE, *(SelectChoice(each.name, str(each.label)) for each in destinations(source, type_))]
    return SelectField(type_.label, choices=choices, default="")


def _name(lead_field: str, key: str) -> str:
    return f"{lead_field}-{key}"
