"""The files for the accountant: what of a period they hold, what came since, and making the next."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user

from salesapp.accounting.chart.models import accounting_settings
from salesapp.accounting.datev.keeping import make_file, standing_of
from salesapp.accounting.datev.models import DatevFile
from salesapp.accounting.journal.views import about, asked_period
from salesapp.accounting.periods import period_in
from salesapp.core.access import Permission
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.web.attachments import attachment
from salesapp.web.guards import requires
from salesapp.web.render import committed, redirect_to, render

datev = Blueprint("datev", __name__, url_prefix="/accounting/datev")


@datev.get("")
@requires(Permission.FINANCE_DESK)
def index() -> Response:
    period = asked_period()
    return render(
        "accounting/datev.html",
        standing=standing_of(period),
        settings=accounting_settings(),
        **about(period, "datev.index"),
    )


@datev.post("")
@requires(Permission.INVOICE_ISSUE)
def create() -> Response:
    period = period_in(request.form.get("period"), today_for())
    made = make_file(period, by=current_user)
    said = _("The file %(name)s is ready.", name=made.name)
    return committed(redirect_to(url_for("datev.index", period=period.word), toast=said))


@datev.get("/<int:key>.csv")
@requires(Permission.BOOKS_EXPORT)
def download(key: int) -> Response:
    """The bytes as they were made."""
    file = db.session.get(DatevFile, key)
    if file is None:
        abort(404)
    return attachment(iter((file.content,)), file.name)
