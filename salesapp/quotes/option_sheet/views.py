"""The addresses of a draft's options: a line becomes one, it is changed on a sheet, included or removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.products.lines import event_of
from salesapp.products.models import TaxRate
from salesapp.quotes.document import headline
from salesapp.quotes.editor import Editor, line_or_404
from salesapp.quotes.models import QUOTE, Quote
from salesapp.quotes.option_sheet.forms import OptionForm, option_form
from salesapp.quotes.options.has_options import OPTION_REMOVED
from salesapp.quotes.options.models import QuoteOption
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render


class OptionEditor(Editor):
    """Answers like the editor of lines, which shows the options below them."""

    def make_optional(self, key: int) -> Response:
        quote = self._to_change(key)
        line = line_or_404(quote, key_in(request.form.get("line")) or 0)
        option = quote.make_optional(line, by=current_user)
        return self._lines(quote, toast=_("%(line)s is optional now.", line=headline(option)))

    def move_option(self, key: int) -> Response:
        """One place up or down, as the button says that was pressed."""
        quote, up = self._to_change(key), "up" in request.form
        option = option_or_404(quote, key_in(request.form.get("up" if up else "down")) or 0)
        quote.move_option(option, up=up, by=current_user)
        return self._lines(quote)


def option(key: int, option_key: int) -> Response:
    """The sheet of one option."""
    quote = visible_or_404(Quote, key)
    quote.must_have_free_lines()
    found = option_or_404(quote, option_key)
    return _sheet(quote, found, option_form(found, quote.currency))


def save_option(key: int, option_key: int) -> Response:
    quote = visible_or_404(Quote, key, to_change=True)
    found = option_or_404(quote, option_key)
    form = option_form(found, quote.currency)
    if not form.validate_on_submit():
        return _sheet(quote, found, form, form.http_status)
    try:
        _change(quote, found, form)
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return _sheet(quote, found, form, form.http_status)
    return committed(redirect_to(_back(quote), toast=_("Saved.")))


def include_option(key: int, option_key: int) -> Response:
    """Into the total again."""
    quote = visible_or_404(Quote, key, to_change=True)
    line = quote.include(option_or_404(quote, option_key), by=current_user)
    said = _("%(line)s is included in the total.", line=headline(line))
    return committed(redirect_to(_back(quote), toast=said))


def remove_option(key: int, option_key: int) -> Response:
    quote = visible_or_404(Quote, key, to_change=True)
    found = option_or_404(quote, option_key)
    said = _("%(line)s was removed.", line=headline(found))
    removal = quote.remove_option(found, by=current_user)
    db.session.flush()
    undo = url_for("quotes.restore_option", key=key, removal_key=removal.id)
    return committed(redirect_to(_back(quote), toast=said, undo=undo))


def restore_option(key: int, removal_key: int) -> Response:
    """Undo of removing."""
    quote = visible_or_404(Quote, key, to_change=True)
    removal = event_of(quote, removal_key, OPTION_REMOVED) or abort(404)
    back = quote.restore_option(removal, by=current_user)
    return committed(redirect_to(_back(quote), toast=_("%(line)s is restored.", line=headline(back))))


def option_screens(blueprint: Blueprint) -> None:
    """Adds the views to the blueprint of quotes."""
    change, editor = requires(QUOTE.edit), OptionEditor(QUOTE)

    def make_optional(key: int) -> Response:
        return editor.make_optional(key)

    def move_option(key: int) -> Response:
        return editor.move_option(key)

    def rule(path: str, view: Callable[..., Response], method: str = "POST") -> None:
        blueprint.add_url_rule(f"/<int:key>/{path}", view.__name__, change(view), methods=[method])

    rule("lines/optional", make_optional)
    rule("options/move", move_option)
    rule("options/<int:option_key>", option, "GET")
    rule("options/<int:option_key>", save_option)
    rule("options/<int:option_key>/include", include_option)
    rule("options/<int:option_key>/remove", remove_option)
    rule("removed-options/<int:removal_key>/restore", restore_option)


def option_or_404(quote: Quote, key: int) -> QuoteOption:
    """The quote's option with that id."""
    found = next((each for each in quote.options if each.id == key), None)
    return abort(404) if found is None else found


def _change(quote: Quote, found: QuoteOption, form: OptionForm) -> None:
    rate = None if form.tax_rate.data is None else db.session.get(TaxRate, form.tax_rate.data)
    quote.change_option(
        found,
        by=current_user,
        quantity=form.quantity.data,
        unit_price=form.unit_price.data,
        discount=form.discount_given,
        description=(form.description.data or "").strip(),
        tax_rate=rate,
        choice=form.choice.data,
        preselected=form.preselected.data,
    )


def _sheet(quote: Quote, found: QuoteOption, form: OptionForm, status: int = 200) -> Response:
    context: dict[str, Any] = {"quote": quote, "option": found, "form": form}
    return render("quotes/options/_option.html", title=_("Option"), status=status, **context)


def _back(quote: Quote) -> str:
    return url_for("quotes.show", key=quote.id, _anchor="options")
