"""Product lines on the opportunity's page."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.opportunities.forms import TAKE_SUM, LineForm, line_form
from salesapp.opportunities.models import Opportunity, OpportunityLine
from salesapp.opportunities.models.has_lines import LINE_ADDED, LINE_REMOVED
from salesapp.opportunities.page import page_of
from salesapp.opportunities.screens import EDIT, opportunities
from salesapp.products.lines import event_of
from salesapp.products.models import Product
from salesapp.products.queries import price_book_for, search_products
from salesapp.web.guards import visible_or_404
from salesapp.web.render import committed, render

ZERO = Decimal(0)


@opportunities.get("/<int:key>/products")
@EDIT
def offers(key: int) -> Response:
    """Products with their price in the opportunity's book, for the picker: `?q=`."""
    opportunity = visible_or_404(Opportunity, key)
    book = opportunity.price_book or price_book_for(opportunity.account, opportunity.currency, today_for())
    found = search_products(book, request.args.get("q", ""))
    return render(
        "opportunities/products/_offers.html",
        offers=found,
        currency=opportunity.currency,
        title=_("Products"),
    )


@opportunities.get("/<int:key>/lines/new")
@EDIT
def new_line(key: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    return _sheet(opportunity, None, line_form(opportunity, None))


@opportunities.post("/<int:key>/lines/new")
@EDIT
def add_line(key: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    form = line_form(opportunity, None)
    if not form.validate_on_submit():
        return _sheet(opportunity, None, form, status=422)
    values = form.values()
    product = db.session.scalars(select(Product).where(Product.id == values["product"])).one()
    price = values["unit_price"]
    discount = values["discount"] or ZERO
    return _done(
        opportunity,
        form,
        None,
        lambda: opportunity.add_line(
            product,
            quantity=values["quantity"],
            unit_price=price,
            discount=discount,
            take_sum=values.get("amount_from") == TAKE_SUM,
            by=current_user,
        ),
        said=_("%(line)s was added.", line=product.name),
    )


@opportunities.post("/<int:key>/added-lines/<int:step>/undo")
@EDIT
def undo_line(key: int, step: int) -> Response:
    """Undo of adding; `step` is its event."""
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    opportunity.undo_adding(event_of(opportunity, step, LINE_ADDED) or abort(404), by=current_user)
    return _updated(opportunity, toast=_("The product was removed again."))


@opportunities.get("/<int:key>/lines/<int:line_id>")
@EDIT
def edit_line(key: int, line_id: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    line = _line(opportunity, line_id)
    return _sheet(opportunity, line, line_form(opportunity, line))


@opportunities.post("/<int:key>/lines/<int:line_id>")
@EDIT
def save_line(key: int, line_id: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    line = _line(opportunity, line_id)
    form = line_form(opportunity, line)
    if not form.validate_on_submit():
        return _sheet(opportunity, line, form, status=form.http_status)
    values = form.values()
    price, discount = values["unit_price"], values["discount"] or ZERO
    return _done(
        opportunity,
        form,
        line,
        lambda: opportunity.change_line(
            line, quantity=values["quantity"], unit_price=price, discount=discount, by=current_user
        ),
    )


@opportunities.post("/<int:key>/lines/<int:line_id>/remove")
@EDIT
def remove_line(key: int, line_id: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    line = _line(opportunity, line_id)
    said = _("%(line)s was removed.", line=line.product.name)
    removal = opportunity.remove_line(line, by=current_user)
    db.session.flush()
    undo = url_for("opportunities.restore_line", key=key, removal_id=removal.id)
    return _updated(opportunity, toast=said, undo=undo)


@opportunities.post("/<int:key>/removed-lines/<int:removal_id>/restore")
@EDIT
def restore_line(key: int, removal_id: int) -> Response:
    """Undo of removing."""
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    removal = event_of(opportunity, removal_id, LINE_REMOVED) or abort(404)
    line = opportunity.restore_line(removal, by=current_user)
    return _updated(opportunity, toast=_("%(line)s is restored.", line=line.product.name))


@opportunities.post("/<int:key>/lines/<int:line_id>/move")
@EDIT
def move_line(key: int, line_id: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    opportunity.move_line(_line(opportunity, line_id), up="up" in request.form, by=current_user)
    return _updated(opportunity)


@opportunities.post("/<int:key>/follow-lines")
@EDIT
def follow_lines(key: int) -> Response:
    """The amount is the sum of the lines; Undo takes the typed one again."""
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    opportunity.follow_lines(by=current_user)
    undo = None if opportunity.typed_amount is None else url_for("opportunities.keep_typed", key=key)
    return _updated(opportunity, toast=_("The amount is the sum of the products."), undo=undo)


@opportunities.post("/<int:key>/keep-amount")
@EDIT
def keep_typed(key: int) -> Response:
    """The amount that was typed, in place of the sum."""
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    opportunity.keep_typed(by=current_user)
    undo = url_for("opportunities.follow_lines", key=key)
    return _updated(opportunity, toast=_("The amount you entered is restored."), undo=undo)


def _line(opportunity: Opportunity, line_id: int) -> OpportunityLine:
    found = next((each for each in opportunity.lines if each.id == line_id), None)
    if found is None:
        abort(404)
    return found


def _sheet(
    opportunity: Opportunity, line: OpportunityLine | None, form: LineForm, status: int = 200
) -> Response:
    title = _("Add a product") if line is None else line.product.name
    context: dict[str, Any] = {"opportunity": opportunity, "line": line, "form": form, "title": title}
    return render("opportunities/products/_line.html", **context, status=status)


def _done(
    opportunity: Opportunity,
    form: LineForm,
    line: OpportunityLine | None,
    verb: Callable[[], OpportunityLine | None],
    said: str | None = None,
) -> Response:
    """Does it and answers with the products; a refusal is shown in the sheet. What was added can be undone."""
    try:
        made = verb()
    except RuleBroken as broken:
        if broken.field is None:
            raise
        form.refuse(broken)
        return _sheet(opportunity, line, form, status=422)
    db.session.flush()
    undo = None
    added = None if made is None else opportunity.added(made)
    if added is not None:
        undo = url_for("opportunities.undo_line", key=opportunity.id, step=added.id)
    return _updated(opportunity, toast=said, undo=undo)


def _updated(opportunity: Opportunity, *, toast: str | None = None, undo: str | None = None) -> Response:
    db.session.flush()
    back = url_for("opportunities.show", key=opportunity.id)
    context = {"record": opportunity, **page_of(opportunity)}
    answer = render("opportunities/products/lines.update.html", back=back, toast=toast, undo=undo, **context)
    answer.headers["HX-Trigger"] = "sheet:close"
    return committed(answer)
