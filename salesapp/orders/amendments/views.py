"""The pages of amendments: lines are changed on sheets one by one, then all of it applies or is submitted."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.orders.amendments import approval, mailing
from salesapp.orders.amendments.actions import (
    add_line,
    added_at,
    amend,
    change_addition,
    change_line,
    discard,
    drop_change,
    must_be_prepared,
    remove_line,
)
from salesapp.orders.amendments.changes import as_amended
from salesapp.orders.amendments.forms import (
    AmendForm,
    ChangeForm,
    DecisionForm,
    addition_form,
    change_form,
)
from salesapp.orders.amendments.limit import beyond, why_beyond
from salesapp.orders.amendments.models import OrderAmendment, prepared
from salesapp.orders.models import Order, OrderLine
from salesapp.orders.views import orders
from salesapp.products.models import Product
from salesapp.quotes.editor import line_or_404
from salesapp.quotes.issued.views import pdf_answer
from salesapp.web.forms import Form
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render
from salesapp.web.returning import back_or, way_back


@orders.get("/<int:key>/amendment")
@requires(Permission.ORDER_EDIT)
def ask_line(key: int) -> Response:
    """Which line changes, or that one is added."""
    order = visible_or_404(Order, key)
    return render("orders/amendments/_lines.html", order=order, title=_("Amend the order"))


@orders.get("/<int:key>/amendment/lines/<int:line_key>")
@requires(Permission.ORDER_EDIT)
def ask_change(key: int, line_key: int) -> Response:
    order = visible_or_404(Order, key)
    line = line_or_404(order, line_key)
    return _change_sheet(order, line, _change_form(order, line))


@orders.post("/<int:key>/amendment/lines/<int:line_key>")
@requires(Permission.ORDER_EDIT)
def prepare_change(key: int, line_key: int) -> Response:
    """The line says what was typed, or goes, once the amendment applies."""
    order = visible_or_404(Order, key, to_change=True)
    line = line_or_404(order, line_key)
    form = _change_form(order, line)
    removes = "remove" in request.form
    if removes or form.validate_on_submit():
        try:
            if removes:
                remove_line(order, line, by=current_user)
            else:
                change_line(order, line, form.wanted, by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            return _done(order)
    order = visible_or_404(Order, key)
    return _change_sheet(order, line_or_404(order, line_key), form, 422)


@orders.get("/<int:key>/amendment/line")
@requires(Permission.ORDER_EDIT)
def ask_addition(key: int) -> Response:
    order = visible_or_404(Order, key)
    return _addition_sheet(order, addition_form(order))


@orders.post("/<int:key>/amendment/line")
@requires(Permission.ORDER_EDIT)
def prepare_addition(key: int) -> Response:
    """A line is added once the amendment applies."""
    order = visible_or_404(Order, key, to_change=True)
    form = addition_form(order)
    if form.validate_on_submit():
        product = form.product.data and visible_or_404(Product, form.product.data)
        try:
            add_line(order, form.wanted, by=current_user, product=product or None)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            return _done(order)
    return _addition_sheet(visible_or_404(Order, key), form, 422)


@orders.get("/<int:key>/amendment/added/<int:place>")
@requires(Permission.ORDER_EDIT)
def ask_added(key: int, place: int) -> Response:
    order = visible_or_404(Order, key)
    line = added_at(order, place)
    return _added_sheet(order, place, change_form(line, line, order.currency))


@orders.post("/<int:key>/amendment/added/<int:place>")
@requires(Permission.ORDER_EDIT)
def change_added(key: int, place: int) -> Response:
    """The line that is to be added says what was typed."""
    order = visible_or_404(Order, key, to_change=True)
    line = added_at(order, place)
    form = change_form(line, line, order.currency)
    if form.validate_on_submit():
        try:
            must_be_prepared(order).must_be_as(request.form.get("seen"))
            change_addition(order, place, form.wanted, by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            return _done(order)
    return _added_sheet(visible_or_404(Order, key), place, form, 422)


@orders.post("/<int:key>/amendment/drop")
@requires(Permission.ORDER_EDIT)
def drop_prepared(key: int) -> Response:
    """One change is taken back from what is prepared."""
    order = visible_or_404(Order, key, to_change=True)
    must_be_prepared(order).must_be_as(request.form.get("seen"))
    place = request.form.get("place", type=key_in)
    drop_change(order, -1 if place is None else place, by=current_user)
    return _done(order)


@orders.post("/<int:key>/amendment/discard")
@requires(Permission.ORDER_EDIT)
def discard_amendment(key: int) -> Response:
    order = visible_or_404(Order, key, to_change=True)
    discard(order)
    return _done(order, _("The amendment is discarded. The order stays as it is."))


@orders.get("/<int:key>/amend")
@requires(Permission.ORDER_EDIT)
def ask_amend(key: int) -> Response:
    """Where nothing is prepared any more, because it applied or was discarded, one begins with a line."""
    order = visible_or_404(Order, key)
    return ask_line(key) if prepared(order) is None else _amend_sheet(order, AmendForm(formdata=None))


@orders.post("/<int:key>/amend")
@requires(Permission.ORDER_EDIT)
def make_amendment(key: int) -> Response:
    """What is prepared applies, or is submitted where it is beyond the limit."""
    order, form = visible_or_404(Order, key, to_change=True), AmendForm()
    submits = request.form.get("then") == "submit"
    if form.validate_on_submit():
        try:
            must_be_prepared(order).must_be_as(request.form.get("seen"))
            made = (mailing.submit if submits else amend)(order, form.reason.data or "", by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            return _done(
                order,
                _("The amendment is in approval.")
                if submits
                else _("%(number)s applies.", number=made.title),
            )
    return _amend_sheet(visible_or_404(Order, key), form, 422)


@orders.post("/<int:key>/amendment/withdraw")
@requires(Permission.ORDER_EDIT)
def withdraw_amendment(key: int) -> Response:
    order = visible_or_404(Order, key, to_change=True)
    approval.withdraw(order, by=current_user)
    return _done(order)


@orders.get("/<int:key>/amendments/<int:amendment_key>")
@requires(Permission.ORDER_EDIT)
def ask_amendment_decision(key: int, amendment_key: int) -> Response:
    order = visible_or_404(Order, key)
    return _decision_sheet(order, _amendment_or_404(order, amendment_key), DecisionForm(formdata=None))


@orders.post("/<int:key>/amendments/<int:amendment_key>")
@requires(Permission.ORDER_EDIT)
def decide_amendment(key: int, amendment_key: int) -> Response:
    """`decision` is "approve" or "reject"."""
    order, form = visible_or_404(Order, key, to_change=True), DecisionForm()
    amendment = _amendment_or_404(order, amendment_key)
    approves = request.form.get("decision") == "approve"
    if form.validate_on_submit():
        try:
            amendment.must_be_as(request.form.get("seen"))
            if approves:
                mailing.approve(order, amendment_key, by=current_user)
            else:
                mailing.reject(order, amendment_key, form.note.data, by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            said = _("%(number)s applies.", number=amendment.title) if approves else _("It is rejected.")
            return _done(order, said)
    order = visible_or_404(Order, key)
    return _decision_sheet(order, _amendment_or_404(order, amendment_key), form, 422)


@orders.get("/<int:key>/amendments/<int:amendment_key>.pdf")
@requires(Permission.ORDER_VIEW)
def amendment_pdf(key: int, amendment_key: int) -> Response:
    """The confirmation as that amendment made it."""
    amendment = _amendment_or_404(visible_or_404(Order, key), amendment_key)
    if not amendment.is_applied:
        abort(404)
    return pdf_answer(amendment)


def _change_sheet(order: Order, line: OrderLine, form: Form, status: int = 200) -> Response:
    action = url_for("orders.prepare_change", key=order.id, line_key=line.id, back=way_back())
    return _sheet("change", order, form, _("Change the line"), status, line=line, action=action)


def _added_sheet(order: Order, place: int, form: Form, status: int = 200) -> Response:
    context: dict[str, Any] = {
        "line": added_at(order, place),
        "action": url_for("orders.change_added", key=order.id, place=place, back=way_back()),
        "seen": must_be_prepared(order).as_seen,
    }
    return _sheet("change", order, form, _("Change the line"), status, **context)


def _addition_sheet(order: Order, form: Form, status: int = 200) -> Response:
    return _sheet("addition", order, form, _("Add a line"), status)


def _amend_sheet(order: Order, form: Form, status: int = 200) -> Response:
    amendment = must_be_prepared(order)
    after = as_amended(order, amendment.line_changes)
    why = why_beyond(order, after, by=current_user)
    context = {"amendment": amendment, "after": after, "why_beyond": why}
    return _sheet("amend", order, form, _("Amend the order"), status, **context)


def _decision_sheet(order: Order, amendment: OrderAmendment, form: Form, status: int = 200) -> Response:
    waits = amendment.is_in_approval
    context: dict[str, Any] = {
        "amendment": amendment,
        "may": approval.may_decide(amendment, current_user),
        "beyond": beyond(order, as_amended(order, amendment.line_changes)) if waits else [],
        "limit": company().discount_limit,
    }
    return _sheet("decide", order, form, _("Approve the amendment?"), status, **context)


def _sheet(name: str, order: Order, form: Form, title: str, status: int, **context: Any) -> Response:
    template = f"orders/amendments/_{name}.html"
    return render(template, order=order, form=form, title=title, status=status, **context)


def _done(order: Order, said: str | None = None) -> Response:
    return committed(redirect_to(back_or(url_for("orders.show", key=order.id)), toast=said))


def _change_form(order: Order, line: OrderLine) -> ChangeForm:
    amendment = prepared(order)
    changes = [] if amendment is None else amendment.line_changes
    said = next((each.is_now for each in changes if each.line_id == line.id), None)
    return change_form(line, said or line, order.currency)


def _amendment_or_404(order: Order, key: int) -> OrderAmendment:
    found: OrderAmendment | None = next((each for each in order.amendments if each.id == key), None)
    return abort(404) if found is None else found
