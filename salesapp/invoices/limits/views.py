"""The page of the limits, in set-up."""

from __future__ import annotations

from flask import Blueprint, Response, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.company import company
from salesapp.core.i18n import _
from salesapp.invoices.limits.forms import LimitsForm, limits_form
from salesapp.invoices.limits.models import ReductionKind
from salesapp.invoices.limits.settings import change_limits
from salesapp.web.guards import requires
from salesapp.web.render import committed, redirect_to, render

limits = Blueprint("approval_limits", __name__, url_prefix="/setup/approval-limits")


@limits.get("")
@requires(Permission.SETUP)
def edit() -> Response:
    return _page(limits_form(company().approval_limits))


@limits.post("")
@requires(Permission.SETUP)
def save() -> Response:
    form = limits_form(company().approval_limits)
    if not form.validate_on_submit():
        return _page(form, form.http_status)
    change_limits(company(), form.limits(), by=current_user)
    return committed(redirect_to(url_for("approval_limits.edit"), toast=_("The settings are saved.")))


def _page(form: LimitsForm, status: int = 200) -> Response:
    return render("invoices/limits/edit.html", form=form, kinds=list(ReductionKind), status=status)
