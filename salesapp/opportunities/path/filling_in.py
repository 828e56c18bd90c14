"""Filling in, right on the sheet that moves or closes, what the stage still asks for."""

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
from salesapp.opportunities.processes.requirements import Gap, NotYet
from salesapp.products.models import Product
from salesapp.records.editing import finish
from salesapp.web.forms import Form, LinkField, form_for
from salesapp.web.inputs.money import AmountField

FormT = TypeVar("FormT", bound=Form)


def filling_form(base: type[FormT], opportunity: Opportunity, **values: Any) -> FormT:
    """The form `base` with an input beside its own for each thing that the stage still asks for."""
    gaps = opportunity.gaps()
    fields = form_for(OPPORTUNITY, opportunity, only=_fields(gaps))
    inputs = {name: made for gap in gaps for name, made in _inputs(opportunity, gap).items()}
    data = {"version": str(opportunity.version), **values}
    return cast("FormT", type("FillingForm", (base, type(fields)), inputs)(data=data))


def _fields(gaps: Sequence[Gap]) -> list[str]:
    """The record's own fields among the inputs; a next step is asked with its day."""
    names = [each.input for each in gaps if each.input in OPPORTUNITY.fields_by_name]
    return [*names, "next_step_on"] if "next_step" in names else names


def _inputs(opportunity: Opportunity, gap: Gap) -> dict[str, Any]:
    """The inputs of what is no field of the record."""
    items = {f"item_{each.id}": each.text for each in opportunity.stage.items}
    if gap.input == "product":
        quantity = AmountField(_l("Quantity"), places=3, default=1, validators=[Optional()])
        price = AmountField(_l("Unit price"), currency=opportunity.currency, validators=[Optional()])
        product = LinkField(_l("Product"), target="product")
        return {"product": product, "quantity": quantity, "unit_price": price}
    if gap.input == "decider":
        return {"decider": LinkField(_l("Who decides"), target="contact")}
    return {gap.input: BooleanField(items[gap.input])} if gap.input in items else {}


def fill(opportunity: Opportunity, form: Form, *, by: Viewer) -> None:
    """Does what was filled in, each by its own verb. RuleBroken for what can't be."""
    gaps, values = opportunity.gaps(), form.values()
    _set(opportunity, {name: values[name] for name in _fields(gaps) if values.get(name)}, by=by)
    if values.get("product"):
        product = db.session.scalars(select(Product).where(Product.id == values["product"])).one()
        price = values["unit_price"]
        opportunity.add_line(product, quantity=values["quantity"] or 1, unit_price=price, by=by)
    if values.get("decider"):
        contact = db.session.scalars(select(Contact).where(Contact.id == values["decider"])).one()
        opportunity.add_contact(contact, role=BuyingRole.DECIDER, by=by)
    for item in opportunity.stage.items:
        if values.get(f"item_{item.id}"):
            opportunity.tick(item, by=by)


def _set(opportunity: Opportunity, values: dict[str, Any], *, by: Viewer) -> None:
    for name, value in values.items():
        setattr(opportunity, OPPORTUNITY.field(name).attribute, value)
    finish(OPPORTUNITY, opportunity, by=by)
    if changes(opportunity):
        record(opportunity, CHANGED, by=by)


def refuse_gaps(form: Form, not_yet: NotYet) -> None:
    """Says at each input what is still missing."""
    for gap in not_yet.gaps:
        form[gap.input].errors = [gap.sentence]


def shown_gaps(form: Form, opportunity: Opportunity) -> list[Gap]:
    """The gaps that the form has an input for."""
    return [each for each in opportunity.gaps() if each.input in form]


def refuse(form: Form, broken: RuleBroken) -> None:
    """Takes back what was filled in and says at each input what keeps it; what no input mends is raised again."""
    if not isinstance(broken, NotYet) and broken.field not in form:
        raise broken
    db.session.rollback()
    if isinstance(broken, NotYet):
        refuse_gaps(form, broken)
    else:
        form.refuse(broken)
