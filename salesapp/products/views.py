"""The pages of products, tax rates and price books, and the prices edited in place on them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.products.forms import NewPriceForm, PriceForm, ProductPriceForm, priced_in
from salesapp.products.models import PriceBook, PriceBookEntry, Product
from salesapp.products.queries import entries_of, prices_everywhere
from salesapp.products.records import PRICE_BOOK, PRODUCT, TAX_RATE
from salesapp.records.screens import record_screens
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, render


def _product_page(product: Product) -> dict[str, Any]:
    return {"prices": prices_everywhere(product)}


def _book_page(book: PriceBook) -> dict[str, Any]:
    text = request.args.get("q", "")
    form = NewPriceForm(formdata=None, data={"from_quantity": Decimal(1)})
    return {"priced": entries_of(book, text), "text": text, "form": form, "failed": None}


products = record_screens(PRODUCT, context=_product_page)
price_books = record_screens(PRICE_BOOK, context=_book_page)
tax_rates = record_screens(TAX_RATE)


@price_books.post("/<int:key>/prices")
@requires(Permission.PRICE_BOOK_EDIT)
def add_price(key: int) -> Response:
    book = visible_or_404(PriceBook, key, to_change=True)
    form = priced_in(NewPriceForm, book.currency)()
    if not form.validate_on_submit():
        return _refused(book, form)
    product = visible_or_404(Product, form.product.data or 0)
    try:
        book.set_price(product, form.price.data, form.from_quantity.data, by=current_user)
    except RuleBroken as broken:
        form.refuse(broken)
        return _refused(book, form)
    return _prices_answer(book, _("%(name)s was added to the price book.", name=product.name))


@price_books.post("/<int:key>/prices/<int:entry_key>")
@requires(Permission.PRICE_BOOK_EDIT)
def change_price(key: int, entry_key: int) -> Response:
    book = visible_or_404(PriceBook, key, to_change=True)
    entry = _entry_or_404(book, entry_key)
    was = {"from_quantity": entry.from_quantity, "price": entry.price}
    form = priced_in(PriceForm, book.currency)(data=was, existing=entry)
    if form.validate_on_submit():
        try:
            book.change_price(entry, form.price.data, form.from_quantity.data, by=current_user)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return _prices_answer(book, _("The price of %(name)s is saved.", name=entry.product.name))
    return _refused(book, form, entry)


@price_books.post("/<int:key>/prices/<int:entry_key>/remove")
@requires(Permission.PRICE_BOOK_EDIT)
def remove_price(key: int, entry_key: int) -> Response:
    book = visible_or_404(PriceBook, key, to_change=True)
    entry = _entry_or_404(book, entry_key)
    said = _("%(name)s was removed from the price book.", name=entry.product.name)
    book.remove_price(entry, by=current_user)
    return _prices_answer(book, said)


@products.get("/<int:key>/price")
@requires(Permission.PRICE_BOOK_EDIT)
def ask_price(key: int) -> Response:
    product = visible_or_404(Product, key)
    form = ProductPriceForm(_books(), formdata=None, data={"from_quantity": Decimal(1)})
    return render("products/_price.html", product=product, form=form, title=_("Set a price"))


@products.post("/<int:key>/price")
@requires(Permission.PRICE_BOOK_EDIT)
def set_price(key: int) -> Response:
    product, form = visible_or_404(Product, key), ProductPriceForm(_books())
    if form.validate_on_submit():
        book = visible_or_404(PriceBook, form.book.data, to_change=True)
        try:
            book.set_price(product, form.price.data, form.from_quantity.data, by=current_user)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return committed(_price_set(product, book))
    return render("products/_price.html", product=product, form=form, title=_("Set a price"), status=422)


def _price_set(product: Product, book: PriceBook) -> Response:
    """The product's prices anew; the sheet closes."""
    db.session.flush()
    context: dict[str, Any] = {"record": product, "prices": prices_everywhere(product)}
    back, said = (
        url_for("products.show", key=product.id),
        _("The price in %(name)s is saved.", name=book.name),
    )
    answer = render("products/set_price.update.html", back=back, toast=said, **context)
    answer.headers["HX-Trigger"] = "sheet:close"
    return answer


def _books() -> list[PriceBook]:
    return list(db.session.scalars(select(PriceBook).order_by(PriceBook.is_default.desc(), PriceBook.name)))


def _entry_or_404(book: PriceBook, key: int) -> PriceBookEntry:
    query = select(PriceBookEntry).where(PriceBookEntry.id == key, PriceBookEntry.price_book_id == book.id)
    found = db.session.scalar(query)
    if found is None:
        abort(404)
    return found


def _prices_answer(book: PriceBook, said: str) -> Response:
    db.session.flush()
    context = _book_page(book) | {"text": ""}
    back = url_for("price_books.show", key=book.id)
    return committed(render("price_books/prices.update.html", record=book, back=back, toast=said, **context))


def _refused(book: PriceBook, form: PriceForm, entry: PriceBookEntry | None = None) -> Response:
    """The prices again with what is wrong on top; `entry` is the line that was changed, None for the new one."""
    typed = (
        form
        if isinstance(form, NewPriceForm)
        else NewPriceForm(formdata=None, data={"from_quantity": Decimal(1)})
    )
    context = _book_page(book) | {"form": typed, "failed": (form, entry)}
    return render(
        "price_books/_prices.html", record=book, status=form.http_status, title=book.name, **context
    )
