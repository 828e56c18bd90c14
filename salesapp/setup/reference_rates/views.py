"""A file of reference rates: uploaded, previewed, taken over."""

from __future__ import annotations

import re
from datetime import date

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.company import company
from salesapp.core.errors import RuleBroken
from salesapp.core.files import storage
from salesapp.core.i18n import _, ngettext
from salesapp.core.money.currencies import active_currencies
from salesapp.records.tables.table import Unreadable
from salesapp.setup.reference_rates.forms import RatesFileForm, TakeRatesForm, take_form
from salesapp.setup.reference_rates.planning import first_day, plan_for, take_over
from salesapp.setup.reference_rates.reading import ReferenceRates, read_reference_rates
from salesapp.web.guards import requires
from salesapp.web.render import committed, redirect_to, render

reference_rates = Blueprint("reference_rates", __name__, url_prefix="/setup/currencies/file")
SHOWN = 20
"""So many things that could not be read are listed, and the number of the rest."""
DIGEST = re.compile(r"[0-9a-f]{64}")


@reference_rates.get("")
@requires(Permission.SETUP)
def new() -> Response:
    return _upload(RatesFileForm(formdata=None))


@reference_rates.post("")
@requires(Permission.SETUP)
def create() -> Response:
    """Keeps the file for a day, long enough to look at what it says."""
    form = RatesFileForm()
    if not form.validate_on_submit():
        return _upload(form, form.http_status)
    content = form.file.data.read()
    try:
        read_reference_rates(content)
    except Unreadable as refused:
        form.refuse(RuleBroken(str(refused), field="file"))
        return _upload(form, 422)
    return redirect_to(url_for("reference_rates.preview", digest=storage.keep(content)))


@reference_rates.get("/<digest>")
@requires(Permission.SETUP)
def preview(digest: str) -> Response:
    """What the file says of each currency since the day, beside what is there."""
    found = _kept(digest)
    since = _since(found)
    plan = plan_for(found, company().currency, since)
    form = take_form(plan)(formdata=None, data={"since": since, "currencies": active_currencies()})
    return _preview(digest, found, form, since)


@reference_rates.post("/<digest>")
@requires(Permission.SETUP)
def take(digest: str) -> Response:
    """Writes the rates of the chosen currencies."""
    found = _kept(digest)
    since = _since(found)
    own = company().currency
    form = take_form(plan_for(found, own, since))()
    if not form.validate_on_submit():
        return _preview(digest, found, form, since, form.http_status)
    new_ones, changed = take_over(found, form["currencies"].data, own, form.since.data, by=current_user)
    if not new_ones and not changed:
        said = _("Every rate of this file is already there. Nothing has changed.")
    else:
        said = ngettext("%(num)s new rate.", "%(num)s new rates.", new_ones)
        if changed:
            said += " " + ngettext("%(num)s changed.", "%(num)s changed.", changed)
    return committed(redirect_to(url_for("setup.currencies"), toast=said))


def _kept(digest: str) -> ReferenceRates:
    """The file that was uploaded; 404 once it was swept away."""
    content = storage.read(digest) if DIGEST.fullmatch(digest) else None
    if content is None:
        abort(404)
    try:
        return read_reference_rates(content)
    except Unreadable:
        abort(404)


def _since(found: ReferenceRates) -> date:
    """The day in the address or the form, else the usual one."""
    try:
        return date.fromisoformat(request.values.get("since", ""))
    except ValueError:
        return first_day(found)


def _upload(form: RatesFileForm, status: int = 200) -> Response:
    title = _("Import rates")
    return render("setup/reference_rates/_file.html", form=form, title=title, status=status)


def _preview(
    digest: str, found: ReferenceRates, form: TakeRatesForm, since: date, status: int = 200
) -> Response:
    plan = plan_for(found, company().currency, since)
    return render(
        "setup/reference_rates/preview.html",
        digest=digest,
        found=found,
        plan=plan,
        form=form,
        since=since,
        problems=found.problems[:SHOWN],
        status=status,
    )
