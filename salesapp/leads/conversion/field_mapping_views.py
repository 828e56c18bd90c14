"""Which field of a lead goes where when it is converted, in set-up."""

from __future__ import annotations

from flask import Blueprint, Response, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.leads.conversion import field_mapping
from salesapp.leads.conversion.field_mapping_forms import MappingForm, mapping_form, rows
from salesapp.web.forms import Form
from salesapp.web.guards import requires
from salesapp.web.render import committed, redirect_to, render

lead_mappings = Blueprint("lead_mappings", __name__, url_prefix="/lead-mappings")
SHAPE = requires(Permission.SETUP)


@lead_mappings.get("")
@SHAPE
def edit_mapping() -> Response:
    return _page(mapping_form())


@lead_mappings.post("")
@SHAPE
def save_mapping() -> Response:
    field_mapping.lock()
    form = mapping_form()
    if form.validate_on_submit():
        try:
            field_mapping.change(form.wanted, by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            return _done(_("The settings are saved."))
    return _page(form, status=form.http_status)


@lead_mappings.get("/reset")
@SHAPE
def ask_reset() -> Response:
    return render("lead_mappings/_reset.html", form=Form(), title=_("Reset to defaults"))


@lead_mappings.post("/reset")
@SHAPE
def reset() -> Response:
    field_mapping.lock()
    field_mapping.change(field_mapping.defaults(), by=current_user)
    return _done(_("All fields are mapped to their defaults."))


def _done(said: str) -> Response:
    return committed(redirect_to(url_for("lead_mappings.edit_mapping"), toast=said))


def _page(form: MappingForm, *, status: int = 200) -> Response:
    return render("lead_mappings/edit.html", form=form, rows=rows(form), status=status)
