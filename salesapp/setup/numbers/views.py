"""The page of number formats, and the sheet of one."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, abort, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.setup.numbers.changing import SERIES, Series, change_numbers, standing_of
from salesapp.setup.numbers.forms import NumbersForm
from salesapp.web.guards import requires
from salesapp.web.render import committed, redirect_to, render

numbers = Blueprint("numbers", __name__, url_prefix="/setup/numbers")


@numbers.get("")
@requires(Permission.SETUP)
def index() -> Response:
    on = today_for()
    rows = [(each, standing_of(each, on)) for each in SERIES]
    return render("setup/numbers/index.html", rows=rows, on=on)


@numbers.get("/<key>")
@requires(Permission.SETUP)
def edit(key: str) -> Response:
    series = _named(key)
    standing = standing_of(series, today_for())
    given = asdict(standing.format) | {"first": standing.first}
    given["year_digits"] = str(standing.format.year_digits)
    return _sheet(series, NumbersForm(formdata=None, data=given))


@numbers.post("/<key>")
@requires(Permission.SETUP)
def save(key: str) -> Response:
    series, form = _named(key), NumbersForm()
    if form.validate_on_submit():
        try:
            change_numbers(series, form.format(), form.first.data or 1, on=today_for(), by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            said = _(
                "The next number is %(number)s.", number=standing_of(series, today_for()).next(today_for())
            )
            return committed(redirect_to(url_for("numbers.index"), toast=said))
    return _sheet(series, form, 422)


def _named(key: str) -> Series:
    found = next((each for each in SERIES if each.key == key), None)
    if found is None:
        abort(404)
    return found


def _sheet(series: Series, form: NumbersForm, status: int = 200) -> Response:
    on = today_for()
    standing = standing_of(series, on)
    return render(
        "setup/numbers/_format.html",
        form=form,
        series=series,
        standing=standing,
        next_number=standing.next(on),
        title=_("Number format: %(what)s", what=series.label),
        status=status,
    )
