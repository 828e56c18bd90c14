"""Filling in, right on the sheet that moves or closes, what the stages still ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar, cast

from sqlalchemy import select
from wtforms import BooleanField
from wtforms.validators import Optional

from salesapp.core.access import Viewer
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import CHANGED, changes, record
from salesapp.core.i18n import _l
from salesapp.customers.models import Contact
from salesapp.opportunities.models import OPPORTUNITY, BuyingRole, Opportunity
from salesapp.opportunities.processes.models import Stage
from salesapp.opportunities.processes.requirements import Gap, NotYet
from salesapp.products.models import Product
from salesapp.records.editing import finish
from salesapp.web.forms import Form, LinkField, form_for
from salesapp.web.inputs.money import AmountField

FormT = TypeVar("FormT", bound=Form)


def filling_form(
    base: type[FormT], opportunity: Opportunity, to: Stage | None = None, **values: Any
) -> FormT:
    """The form `base` with an input beside its own for each thing that some stage ahead still asks for.

    Which of them are shown and must be filled depends on where it goes; what was typed for a farther stage is kept
    by a nearer one too. `to` is that stage where it may belong to another process.
    """
    gaps = _asked(opportunity, to)
    data = {"version": str(opportunity.version), **values}
    if not gaps:
        return base(data=data)
    fields = form_for(OPPORTUNITY, opportunity, only=_fields(gaps))
    inputs = {name: made for gap in gaps for name, made in _inputs(opportunity, gap).items()}
    return cast("FormT", type("FillingForm", (base, type(fields)), inputs)(data=data))


def _asked(opportunity: Opportunity, to: Stage | None) -> list[Gap]:
    elsewhere = [] if to is None else opportunity.left_for(to)
    return opportunity.gaps([*opportunity.ahead, *elsewhere])


def _fields(gaps: Sequence[Gap]) -> list[str]:
    """The record's own fields among the inputs; a next step is asked with its day."""
    names = [each.input for each in gaps if each.input in OPPORTUNITY.fields_by_name]
    return [*names, "next_step_on"] if "next_step" in names else names


def _inputs(opportunity: Opportunity, gap: Gap) -> dict[str, Any]:
    """The inputs of what is no field of the record."""
    if gap.input == "product":
        quantity = AmountField(_l("Quantity"), places=3, default=1, validators=[Optional()])
        price = AmountField(_l("Unit price"), currency=opportunity.currency, validators=[Optional()])
        product = LinkField(_l("Product"), target="product")
        return {"product": product, "quantity": quantity, "unit_price": price}
    if gap.input == "decider":
        return {"decider": LinkField(_l("Who decides"), target="contact")}
    items = {f"item_{each.id}": each.text for stage in opportunity.ahead for each in stage.items}
    return {gap.input: BooleanField(items[gap.input])} if gap.input in items else {}


def fill(opportunity: Opportunity, form: Form, to: Stage | None = None, *, by: Viewer) -> None:
    """Does what was filled in, each by its own verb. RuleBroken for what can't be."""
    gaps, values = _asked(opportunity, to), form.values()
    if given := {name: values[name] for name in _fields(gaps) if values.get(name)}:
        _set(opportunity, given, by=by)
    if values.get("product"):
        product = db.session.scalars(select(Product).where(Product.id == values["product"])).one()
        price = values["unit_price"]
        opportunity.add_line(product, quantity=values["quantity"] or 1, unit_price=price, by=by)
    if values.get("decider"):
        contact = db.session.scalars(select(Contact).where(Contact.id == values["decider"])).one()
        opportunity.add_contact(contact, role=BuyingRole.DECIDER, by=by)
    for item in [each for stage in opportunity.ahead for each in stage.items]:
        if values.get(f"item_{item.id}"):
            opportunity.tick(item, by=by)


def _set(opportunity: Opportunity, values: dict[str, Any], *, by: Viewer) -> None:
    for name, value in values.items():
        setattr(opportunity, OPPORTUNITY.field(name).attribute, value)
    finish(OPPORTUNITY, opportunity, by=by)
    if changes(opportunity):
        record(opportunity, CHANGED, by=by)


def refuse_gaps(form: Form, not_yet: NotYet) -> None:
    """Says at each input what is still missing; on top what only came to be missing by what was filled in."""
    for gap in not_yet.gaps:
        if gap.input in form:
            form[gap.input].errors = [gap.sentence]
        else:
            form.refuse(RuleBroken(gap.sentence))


def refuse(form: Form, broken: RuleBroken) -> None:
    """Takes back what was filled in and says at each input what keeps it; what no input mends is raised again."""
    if not isinstance(broken, NotYet) and broken.field not in form:
        raise broken
    db.session.rollback()
    if isinstance(broken, NotYet):
        refuse_gaps(form, broken)
    else:
        form.refuse(broken)
