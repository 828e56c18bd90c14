"""Web forms in set-up: what they ask, where their leads go, and the HTML to copy."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for
from flask_login import current_user

from salesapp.core import mail
from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import CHANGED, CREATED, changes, record
from salesapp.core.i18n import _
from salesapp.leads.web_forms.forms import WebFormForm, asked_words, fill, web_form_form
from salesapp.leads.web_forms.models import WEB_FORM, WebForm
from salesapp.leads.web_forms.visitor_form import snippet
from salesapp.records.editing import finish, tell_also
from salesapp.records.screens import record_screens
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render

SHAPE = requires(Permission.SETUP)


def on_page(web_form: WebForm) -> dict[str, Any]:
    """Its address, and the HTML for other sites in the reader's language."""
    address = mail.site() + url_for("enquiries.show", secret=web_form.secret)
    return {"address": address, "snippet": snippet(web_form, address), "asks": asked_words(web_form)}


web_forms = record_screens(WEB_FORM, context=on_page, own_rows=True)


@web_forms.get("/new")
@SHAPE
def new() -> Response:
    return _page(web_form_form(None), None)


@web_forms.post("/new")
@SHAPE
def create() -> Response:
    return _saved(WebForm(), web_form_form(None), new=True)


@web_forms.get("/<int:key>/edit")
@SHAPE
def edit(key: int) -> Response:
    web_form = visible_or_404(WebForm, key)
    return _page(web_form_form(web_form), web_form)


@web_forms.post("/<int:key>/edit")
@SHAPE
def update(key: int) -> Response:
    web_form = visible_or_404(WebForm, key, to_change=True)
    return _saved(web_form, web_form_form(web_form))


@web_forms.post("/<int:key>/switch")
@SHAPE
def switch(key: int) -> Response:
    web_form = visible_or_404(WebForm, key, to_change=True)
    web_form.switch(by=current_user)
    name = web_form.name
    said = _("%(name)s is on.", name=name) if web_form.active else _("%(name)s is off.", name=name)
    return committed(redirect_to(url_for("web_forms.show", key=key), toast=said))


def _saved(web_form: WebForm, form: WebFormForm, *, new: bool = False) -> Response:
    """Keeps what the form says, or shows it again with what is wrong."""
    if form.validate_on_submit():
        try:
            _keep(web_form, form, new=new)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            said = _("%(title)s was saved.", title=web_form.name)
            return committed(redirect_to(url_for("web_forms.show", key=web_form.id), toast=said))
    else:
        tell_also(form, lambda: _settle(web_form, form))
    return _page(form, None if new else web_form, status=form.http_status)


def _keep(web_form: WebForm, form: WebFormForm, *, new: bool) -> None:
    with db.session.no_autoflush:
        before = "" if new else asked_words(web_form)
        _settle(web_form, form)
        after = asked_words(web_form)
    changed = []
    if not new and before != after:
        changed.append({"field": _("Asked"), "before": before, "after": after})
    db.session.add(web_form)
    if new or changed or changes(web_form):
        record(web_form, CREATED if new else CHANGED, by=current_user, changes=changed)


def _settle(web_form: WebForm, form: WebFormForm) -> None:
    fill(web_form, form)
    finish(WEB_FORM, web_form, by=current_user)


def _page(form: WebFormForm, web_form: WebForm | None, status: int = 200) -> Response:
    return render("web_forms/edit.html", form=form, web_form=web_form, status=status)
