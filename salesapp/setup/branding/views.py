"""The page of the document design, its preview, and the logo as public pages show it."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, abort, request, send_file, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.company import company
from salesapp.core.errors import RuleBroken
from salesapp.core.files import storage
from salesapp.core.i18n import _
from salesapp.core.paper import render_pdf
from salesapp.setup.branding.forms import SETTINGS, BrandingForm, branding_form
from salesapp.setup.branding.logo import MOST_BYTES, stored_logo
from salesapp.setup.branding.preview import sample
from salesapp.setup.settings import change_company
from salesapp.web.guards import public, requires
from salesapp.web.render import committed, redirect_to, render

branding = Blueprint("branding", __name__, url_prefix="/setup/documents")
logos = Blueprint("logos", __name__, url_prefix="/logo")
YEAR = 365 * 24 * 60 * 60


@branding.get("")
@requires(Permission.SETUP)
def edit() -> Response:
    return render("setup/branding/edit.html", form=branding_form(company()))


@branding.post("")
@requires(Permission.SETUP)
def save() -> Response:
    form = branding_form(company())
    if form.validate_on_submit():
        try:
            change_company(company(), _chosen(form), by=current_user)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return committed(redirect_to(url_for("branding.edit"), toast=_("The settings are saved.")))
    return render("setup/branding/edit.html", form=form, status=form.http_status)


@branding.get("/preview.pdf")
@requires(Permission.SETUP)
def preview() -> Response:
    content = render_pdf(sample("zh" if request.args.get("language") == "zh" else "en"))
    return send_file(BytesIO(content), "application/pdf", max_age=0)


def _chosen(form: BrandingForm) -> dict[str, Any]:
    """The settings that the form asks for; a logo only where one was sent or is to go."""
    values = form.values()
    chosen = {name: values[name] for name in SETTINGS}
    if form.file.data:
        with closing(form.file.data) as sent:
            return chosen | {"logo": stored_logo(sent.read(MOST_BYTES + 1))}
    return chosen | ({"logo": None} if form.no_logo.data else {})


@logos.get("/<digest>.png")
@public
def show(digest: str) -> Response:
    """The logo stands on pages that customers see without signing in; no other stored content has an address here."""
    content = storage.read(digest) if digest == company().logo else None
    if content is None:
        abort(404)
    answer = send_file(BytesIO(content), "image/png", etag=digest, max_age=YEAR)
    answer.cache_control.public = answer.cache_control.immutable = True
    return answer
