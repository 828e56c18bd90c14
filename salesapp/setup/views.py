"""Set-up: its index, the company, exchange rates, who sees what."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.access import Permission
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, _l
from salesapp.core.money.currencies import CurrencyRate
from salesapp.records.editing import tell_also
from salesapp.setup.forms import PARTS, RateForm, company_form, duplicates_form, reach_form
from salesapp.setup.settings import (
    change_company,
    change_duplicates,
    change_reach,
    check_company,
    owned_types,
    remove_rate,
    types_with_duplicates,
)
from salesapp.setup.settings import set_rate as keep_rate
from salesapp.web.filters import zone
from salesapp.web.forms import Form
from salesapp.web.guards import requires
from salesapp.web.navigation import setup_pages
from salesapp.web.render import committed, redirect_to, render

setup = Blueprint("setup", __name__, url_prefix="/setup")

GROUPS = {
    "company": _l("Company"),
    "people": _l("People"),
    "sales": _l("Selling"),
    "data": _l("Data"),
    "system": _l("System"),
}


@setup.get("")
@requires(Permission.SETUP)
def index() -> Response:
    pages = sorted(setup_pages(), key=lambda page: (list(GROUPS).index(page.group), page.order))
    groups = [(GROUPS[key], list(found)) for key, found in groupby(pages, key=lambda page: page.group)]
    return render("setup/index.html", groups=groups)


@setup.get("/company")
@requires(Permission.SETUP)
def edit_company() -> Response:
    return render("setup/company.html", form=company_form(company()), parts=PARTS)


@setup.post("/company")
@requires(Permission.SETUP)
def save_company() -> Response:
    form = company_form(company())
    if form.validate_on_submit():
        try:
            change_company(company(), form.values(), by=current_user)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return committed(redirect_to(url_for("setup.edit_company"), toast=_("The settings are saved.")))
    else:
        sound = {name: value for name, value in form.values().items() if not form[name].errors}
        tell_also(form, lambda: check_company(company(), sound))
    return render("setup/company.html", form=form, parts=PARTS, status=form.http_status)


@setup.get("/currencies")
@requires(Permission.SETUP)
def currencies() -> Response:
    return render("setup/currencies.html", **_rates(_new_rate()))


@setup.post("/currencies")
@requires(Permission.SETUP)
def set_rate() -> Response:
    form = RateForm()
    if form.validate_on_submit():
        try:
            keep_rate(
                form.currency.data,
                form.rate.data,
                form.valid_from.data,
                own=company().currency,
                by=current_user,
            )
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            db.session.flush()
            said = _("The rate of %(currency)s is saved.", currency=form.currency.data)
            return _rates_answer(said)
    return render("setup/_rates.html", **_rates(form), title=_("Currencies and rates"), status=422)


@setup.post("/currencies/<int:key>/remove")
@requires(Permission.SETUP)
def remove_currency_rate(key: int) -> Response:
    rate = db.session.get(CurrencyRate, key)
    if rate is None:
        abort(404)
    said = _("The rate of %(currency)s is removed.", currency=rate.currency)
    remove_rate(rate, by=current_user)
    db.session.flush()
    return _rates_answer(said)


def _rates_answer(said: str) -> Response:
    back = url_for("setup.currencies")
    return committed(render("setup/rates.update.html", back=back, toast=said, **_rates(_new_rate())))


def _new_rate() -> RateForm:
    return RateForm(formdata=None, data={"valid_from": clock.today(zone())})


def _rates(form: Form) -> dict[str, Any]:
    """The newest rate of each currency first, the older ones below it."""
    query = select(CurrencyRate).order_by(CurrencyRate.currency, CurrencyRate.valid_from.desc())
    found = groupby(db.session.scalars(query), key=lambda rate: rate.currency)
    today = clock.today(zone())
    rates = [(currency, list(of_it)) for currency, of_it in found]
    current = {
        currency: next((rate.id for rate in of_it if rate.valid_from <= today), None)
        for currency, of_it in rates
    }
    return {"form": form, "rates": rates, "current": current, "own": company().currency} | {
        "shown_whole": request.args.get("all", "")
    }


@setup.get("/reach")
@requires(Permission.SETUP)
def edit_reach() -> Response:
    return render("setup/reach.html", form=reach_form(owned_types(), company().reach), types=owned_types())


@setup.post("/reach")
@requires(Permission.SETUP)
def save_reach() -> Response:
    form = reach_form(owned_types(), company().reach)
    if not form.validate_on_submit():
        return render("setup/reach.html", form=form, types=owned_types(), status=form.http_status)
    change_reach(company(), form.values(), by=current_user)
    return committed(redirect_to(url_for("setup.edit_reach"), toast=_("The settings are saved.")))


@setup.get("/duplicates")
@requires(Permission.SETUP)
def edit_duplicates() -> Response:
    types = types_with_duplicates()
    return render(
        "setup/duplicates.html", form=duplicates_form(types, company().duplicate_handling), types=types
    )


@setup.post("/duplicates")
@requires(Permission.SETUP)
def save_duplicates() -> Response:
    types = types_with_duplicates()
    form = duplicates_form(types, company().duplicate_handling)
    if not form.validate_on_submit():
        return render("setup/duplicates.html", form=form, types=types, status=form.http_status)
    change_duplicates(company(), form.values(), by=current_user)
    return committed(redirect_to(url_for("setup.edit_duplicates"), toast=_("The settings are saved.")))
