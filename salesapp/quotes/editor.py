"""Writing a draft on the screen: products picked, lines and terms changed in place, totals from the server.

The same addresses for every kind of sales document: `/quotes/7/lines`, `/orders/7/lines`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.core.registry import RecordType
from salesapp.core.relations.children import find_empty
from salesapp.products.lines import event_of
from salesapp.products.models import Product, TaxRate
from salesapp.products.queries import search_products, tax_rates
from salesapp.quotes.approvals.approvable import why_not
from salesapp.quotes.deliver_to import delivery_screens
from salesapp.quotes.document import LINE_REMOVED, SalesDocument, headline
from salesapp.quotes.forms import LineForm, TextLineForm, line_form
from salesapp.records.editing import save_changes, tell_rules
from salesapp.records.screens import Screens
from salesapp.web.forms import Form, form_for
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, is_partial, render

TERMS = (
    "discount", "valid_until", "ordered_on", "requested_on", "supply_from", "supply_to", "customer_reference",
    "buyer_reference", "payment_terms", "payment_days", "notes", "terms",
)  # fmt: skip
"""What is changed in place below the lines; customer, money and addresses have the edit page."""
TERMS_OR_DAYS = ("payment_terms", "payment_days")
"""Choosing one of them empties the other."""
SHOWN = 6
FOUND = 12


class Editor:
    """The views of one type of document."""

    def __init__(self, type_: RecordType) -> None:
        self.type = type_

    def products(self, key: int) -> Response:
        """What can be added: the book's products that match `?q=`."""
        document = visible_or_404(self.type.model, key)
        context = {"type": self.type, "record": document, "title": _("Add products")}
        return render(
            "documents/lines/_products.html", **picker(document, request.args.get("q", "")), **context
        )

    def add(self, key: int) -> Response:
        """A line of the chosen product, or of free text; the answer brings all lines where others changed some."""
        document = self._to_change(key)
        seen = request.form.get("seen") == document.standing_of_lines
        product_key = request.form.get("product", type=key_in)
        if product_key is not None:
            line = document.add_product(visible_or_404(Product, product_key), by=current_user)
        else:
            form = TextLineForm()
            if not form.validate_on_submit():
                raise RuleBroken(_("Enter a description for the line."))
            line = document.add_text(form.description.data or "", by=current_user)
        if not seen or len(document.lines) == 1:
            return self._lines(document, adding=True)
        db.session.flush()
        context = editing_context(document) | {"adding": True, "line": line, "to_price": line.product is None}
        return retargeted(self._answer("lines", "added", document, **context), "#line-list", "beforeend")

    def change(self, key: int, line_key: int) -> Response:
        """What one line says; the answer brings its net, the totals, and the price where the book's step changed it."""
        document = self._to_change(key)
        line = line_or_404(document, line_key)
        form = line_form(line, document.currency)
        asked = form.unit_price.data
        if not form.validate_on_submit() or not self._set_line(document, line, form):
            return self._line_refused(document, line, form)
        mended, moved = "mended" in request.form or bool(form.merged.taken), line.unit_price != asked
        context = {"form": None, "rates": tax_rates(), "mended": mended, "price_moved": moved and not mended}
        answer = self._answer("lines", "line", document, line=line, **context)
        return retargeted(answer, f"#line-{line.id}") if mended else answer

    def remove(self, key: int) -> Response:
        document = self._to_change(key)
        line = line_or_404(document, key_in(request.form.get("line")) or 0)
        said = _("%(line)s was removed.", line=headline(line))
        removal = document.remove_line(line, by=current_user)
        db.session.flush()
        undo = url_for(f"{self.type.plural}.restore_line", key=key, removal_key=removal.id)
        return self._lines(document, toast=said, undo=undo)

    def restore(self, key: int, removal_key: int) -> Response:
        """Undo of removing."""
        document = self._to_change(key)
        removal = event_of(document, removal_key, LINE_REMOVED) or abort(404)
        line = document.restore_line(removal, by=current_user)
        return self._lines(document, oob=True, toast=_("%(line)s is restored.", line=headline(line)))

    def move(self, key: int) -> Response:
        """One place up or down, as the button says that was pressed."""
        document, up = self._to_change(key), "up" in request.form
        line = line_or_404(document, key_in(request.form.get("up" if up else "down")) or 0)
        document.move_line(line, up=up, by=current_user)
        return self._lines(document, opened=line.id)

    def update_tax_rates(self, key: int) -> Response:
        """What was written before a tax rate was changed takes over what it is now."""
        document = self._to_change(key)
        document.update_tax_rates(by=current_user)
        return self._lines(document, toast=_("The tax rates are up to date."))

    def terms(self, key: int) -> Response:
        """Discount, dates, notes and terms, saved as they are left."""
        document = self._to_change(key)
        document.must_be_draft()
        form = terms_form(self.type, document)
        if form.validate_on_submit():
            try:
                save_changes(self.type, document, form, by=current_user)
            except RuleBroken as broken:
                db.session.rollback()
                form.refuse(broken)
            else:
                return self._terms_kept(document, form)
        else:
            tell_rules(self.type, form, document, by=current_user)
        context = {"terms_form": form, "TERMS": TERMS}
        return self._refused("terms", "terms-form", document, context, form.http_status)

    def _terms_kept(self, document: Any, form: Form) -> Response:
        """The totals anew, and what the choice emptied; all terms where some are a colleague's now."""
        db.session.flush()
        fresh = terms_form(self.type, document, fresh=True)
        emptied = [name for name in TERMS_OR_DAYS if form[name].data != fresh[name].data]
        context = {"terms_form": fresh, "TERMS": TERMS, "emptied": emptied}
        if not form.merged.taken:
            return self._answer("terms", "terms", document, **context)
        return retargeted(self._answer("terms", "merged", document, **context), "#terms-form")

    def edit(self, key: int) -> Response:
        """Customer, money and addresses of a draft; what has left the house says why it is not changed."""
        visible_or_404(self.type.model, key).must_be_draft()
        return Screens(self.type).edit(key)

    def _to_change(self, key: int) -> Any:
        return to_change(self.type, key)

    def _set_line(self, document: SalesDocument, line: Any, form: LineForm) -> bool:
        """Whether it could be set; the form says why not."""
        rate = None if form.tax_rate.data is None else db.session.get(TaxRate, form.tax_rate.data)
        try:
            document.change_line(
                line,
                by=current_user,
                quantity=form.quantity.data,
                unit_price=form.unit_price.data,
                discount=form.discount_given,
                description=(form.description.data or "").strip(),
                tax_rate=rate,
            )
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
            return False
        return True

    def _line_refused(self, document: SalesDocument, line: Any, form: LineForm) -> Response:
        context = {"line": line, "form": form, "failed": line.id, "rates": tax_rates()}
        return self._refused("lines", f"line-{line.id}", document, context, form.http_status)

    def _refused(
        self, room: str, place: str, document: SalesDocument, context: dict[str, Any], status: int
    ) -> Response:
        """What was sent, with what is wrong, in its own place; without script on the whole page again.

        Either way the head leads there: nothing leaves the house with other values than stand on the screen. What left
        it in the meantime has no editor any more, and says so.
        """
        document.must_be_draft()
        common: dict[str, Any] = {
            "type": self.type,
            "record": document,
            "title": document.title,
            "status": status,
            "unsaved": place,
        }
        if not is_partial():
            whole = editing_context(document) | {
                "terms_form": terms_form(self.type, document, fresh=True),
            }
            return render(f"{self.type.plural}/show.html", **common, **(whole | context))
        answer = render(f"documents/{room}/refused.update.html", **common, **context)
        return retargeted(answer, f"#{place}")

    def _lines(self, document: SalesDocument, *, adding: bool = False, **more: Any) -> Response:
        db.session.flush()
        return self._answer(
            "lines", "lines", document, **(editing_context(document) | {"adding": adding} | more)
        )

    def _answer(self, room: str, name: str, document: SalesDocument, **context: Any) -> Response:
        db.session.flush()
        back = url_for(f"{self.type.plural}.show", key=document.id)
        common: dict[str, Any] = {
            "type": self.type,
            "record": document,
            "why_not": why_not(document, by=current_user),
            "back": back,
        }
        return committed(render(f"documents/{room}/{name}.update.html", **(common | context)))


def to_change(type_: RecordType, key: int, *also: str) -> Any:
    """The document, locked; seen and changeable.

    What every change looks at, and `also` these attributes, is read first: then all that is set is written at once.
    """
    document: Any = visible_or_404(type_.model, key, to_change=True)
    mostly_empty = [name for name in ("options", "approvals") if hasattr(type_.model, name)]
    find_empty(document, *mostly_empty)
    for name in (*mostly_empty, "lines", "account", "contact", *also):
        getattr(document, name)
    return document


def editor_screens(blueprint: Blueprint, type_: RecordType) -> None:
    """Adds the views to the type's blueprint, with the generic edit page for everything else."""
    editor, screens, change = Editor(type_), Screens(type_), requires(type_.edit)

    def rule(path: str, name: str, view: Callable[..., Response], method: str = "POST") -> None:
        blueprint.add_url_rule(f"/<int:key>/{path}", name, change(_named(view, name)), methods=[method])

    delivery_screens(blueprint, type_)
    rule("products", "products", editor.products, "GET")
    rule("lines", "add_line", editor.add)
    rule("lines/<int:line_key>", "change_line", editor.change)
    rule("lines/remove", "remove_line", editor.remove)
    rule("lines/move", "move_line", editor.move)
    rule("removed-lines/<int:removal_key>/restore", "restore_line", editor.restore)
    rule("tax-rates", "update_tax_rates", editor.update_tax_rates)
    rule("terms", "terms", editor.terms)
    rule("edit", "edit", editor.edit, "GET")
    rule("edit", "update", screens.update)


def _named(view: Callable[..., Response], name: str) -> Callable[..., Response]:
    """Each view as a function of its own, since guards mark functions."""

    def named(**kwargs: Any) -> Response:
        return view(**kwargs)

    named.__name__ = name
    return named


def retargeted(answer: Response, selector: str, swap: str = "outerHTML") -> Response:
    """Puts the answer where it belongs, not where the form had meant it to go."""
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = selector, swap
    return answer


def editing_context(document: SalesDocument) -> dict[str, Any]:
    """What the page of a draft needs beside the document itself."""
    return {
        "rates": tax_rates(),
        "why_not": why_not(document, by=current_user),
        "form": None,
        "failed": None,
        "opened": request.args.get("line", type=key_in),
        "TERMS": TERMS,
        "adding": not document.lines,
        **picker(document, request.args.get("q", "")),
    }


def picker(document: SalesDocument, typed: str) -> dict[str, Any]:
    """Products to add, the book's first, with their prices."""
    book = document.price_book
    priced = book if book is not None and book.currency == document.currency else None
    found = search_products(priced, typed, limit=FOUND if typed else SHOWN)
    return {"offers": found, "typed": typed}


def terms_form(type_: RecordType, document: SalesDocument, *, fresh: bool = False) -> Form:
    """The terms that this type has; `fresh` ignores what was sent, which belongs to another form."""
    form = form_for(type_, document, only=[name for name in TERMS if name in type_.fields_by_name])
    if fresh:
        form.process(
            formdata=None,
            data={field.name: getattr(document, _attribute(type_, field.name), None) for field in form},
        )
    return form


def _attribute(type_: RecordType, name: str) -> str:
    """The column behind a field of the form: a link's is its id."""
    return type_.field(name).attribute if name in type_.fields_by_name else name


def line_or_404(document: SalesDocument, key: int) -> Any:
    """The document's line with that id."""
    found = next((line for line in document.lines if line.id == key), None)
    if found is None:
        abort(404)
    return found


def with_lines(type_: RecordType, key: int) -> Any:
    """The document as its page shows it, in few statements: lines, products and customer come along."""
    model = type_.model
    query = (
        select(model)
        .where(model.id == key)
        .options(selectinload(model.lines).joinedload(model.line_model.product))
    )
    return db.session.scalar(query.execution_options(with_deleted=True))
