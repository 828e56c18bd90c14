"""The pages of quote templates: keeping a quote as one, the list of them, and renaming, sharing and deleting one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.quotes.models import Quote
from salesapp.quotes.quote_templates import shelf
from salesapp.quotes.quote_templates.filling import fill
from salesapp.quotes.quote_templates.forms import FromTemplate, KeepForm, sharing_form
from salesapp.quotes.quote_templates.models import QuoteTemplate
from salesapp.records.views.forms import OfferForm
from salesapp.records.views.offered import Audience
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render


def template_screens(blueprint: Blueprint) -> None:
    """Adds the views to the blueprint of quotes."""
    change = requires(Permission.QUOTE_EDIT)
    for path, view, method in (
        ("/templates", templates, "GET"),
        ("/templates/<int:template_key>", template, "GET"),
        ("/templates/<int:template_key>/edit", save_template, "POST"),
        ("/templates/<int:template_key>/remove", remove_template, "POST"),
        ("/<int:key>/template", ask_keep, "GET"),
        ("/<int:key>/template", keep_as_template, "POST"),
    ):
        blueprint.add_url_rule(path, view.__name__, change(view), methods=[method])


def filled(quote: Quote, form: FromTemplate) -> str | None:
    """Fills a new draft with the template that was chosen; what of it could not be taken is to be told."""
    chosen = form.chosen
    if chosen is None:
        return None
    return " ".join(fill(quote, chosen, by=current_user).sentences) or None


def templates() -> Response:
    """All that somebody is offered."""
    return render("quotes/quote_templates/index.html", templates=shelf.shelf_of(current_user))


def template(template_key: int) -> Response:
    """What one says; its name and who sees it, for whoever may change that."""
    found = shelf.found(template_key) or abort(404)
    return _sheet(found, sharing_form(found))


def save_template(template_key: int) -> Response:
    found = shelf.mine_to_change(template_key, current_user) or abort(404)
    form = sharing_form(found)
    if not form.validate_on_submit():
        return _sheet(found, form, form.http_status)
    try:
        shelf.rename(found, form.name.data, Audience(form.audience.data), by=current_user)
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return _sheet(shelf.found(template_key) or abort(404), form, form.http_status)
    said = _("The template “%(name)s” is saved.", name=found.name)
    return committed(redirect_to(url_for("quotes.templates"), toast=said))


def remove_template(template_key: int) -> Response:
    """Deletes it for everybody who had it; quotes that began with it stay."""
    found = shelf.mine_to_change(template_key, current_user) or abort(404)
    db.session.delete(found)
    said = _("The template “%(name)s” is deleted.", name=found.name)
    return committed(redirect_to(url_for("quotes.templates"), toast=said))


def ask_keep(key: int) -> Response:
    """A name for what the quote says."""
    return _keeping(visible_or_404(Quote, key), KeepForm(formdata=None))


def keep_as_template(key: int) -> Response:
    quote, form = visible_or_404(Quote, key), KeepForm()
    if not form.validate_on_submit():
        return _keeping(quote, form, 422)
    audience = Audience(form.audience.data)
    try:
        kept = shelf.save(quote, form.name.data, audience, by=current_user, replace=form.replace.data)
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        form.offers_as(shelf.shared_so_far(form.name.data, current_user))
        return _keeping(visible_or_404(Quote, key), form, 422)
    said = _("The template “%(name)s” is saved.", name=kept.name)
    return committed(redirect_to(url_for("quotes.show", key=key), toast=said))


def _keeping(quote: Quote, form: KeepForm, status: int = 200) -> Response:
    context: dict[str, Any] = {"quote": quote, "form": form}
    title = _("Save as template")
    return render("quotes/quote_templates/_keep.html", title=title, status=status, **context)


def _sheet(found: QuoteTemplate, form: OfferForm, status: int = 200) -> Response:
    context: dict[str, Any] = {
        "quote_template": found,
        "form": form,
        "changeable": found.id in shelf.changeable_ids(current_user),
    }
    return render("quotes/quote_templates/_template.html", title=found.name, status=status, **context)
