"""The pages of quotas: a fiscal year of everybody's, setting one, splitting a team's, and a whole table of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, abort, url_for
from flask_login import current_user
from sqlalchemy import select

from salesapp.core.access import Permission
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, ngettext
from salesapp.core.once import new_key
from salesapp.forecasts.opening import opened_won
from salesapp.forecasts.periods import Period
from salesapp.forecasts.quotas.forms import EVENLY, SEASONS, SplitForm, TableForm, YearForm
from salesapp.forecasts.quotas.page import (
    QuotaLine,
    QuotaYear,
    asked_year,
    pace,
    quarters_of,
    year_label,
    years_beside,
)
from salesapp.forecasts.quotas.pasting import by_name, read_table
from salesapp.forecasts.quotas.queries import changes_of, seasons
from salesapp.forecasts.quotas.setting import divided, may_set, set_quotas, set_year, split, step_of, undo
from salesapp.people.models import User
from salesapp.records.filters.periods import year_of
from salesapp.records.tables.reading import read_table as open_table
from salesapp.web.filters import locale
from salesapp.web.guards import requires
from salesapp.web.render import committed, redirect_to, render

quotas = Blueprint("quotas", __name__, url_prefix="/quotas")
SEE = requires(Permission.OPPORTUNITY_VIEW)
SET = requires(Permission.OPPORTUNITY_EDIT)
COMPANY = 0
"""In an address: the whole company."""


@quotas.get("")
@SEE
def index() -> Response:
    """Everybody's quotas of a fiscal year, and what is attained."""
    year, fiscal, today = _year(), company().fiscal_year_start, today_for(current_user)
    quarters = quarters_of(year.first, fiscal)
    now = next((at for at, each in enumerate(quarters) if today in each), None)
    context: dict[str, Any] = {
        "year": year,
        "quarters": [each.label(fiscal, locale()) for each in quarters],
        "now": now,
        "label": year_label(year.first, fiscal, locale()),
        "beside": years_beside(year.first, fiscal, locale()),
        "pace": lambda line: 0 if now is None else pace(line, now, quarters[now], today),
        "may_set": may_set,
        "opened": lambda line, at=None: _opened(line, quarters if at is None else quarters[at : at + 1]),
    }
    return render("quotas/index.html", currency=company().currency, **context)


def _opened(line: QuotaLine, quarters: list[Period]) -> str:
    """The list behind what a line has won in these quarters."""
    return opened_won(None if line.person is None else line.person.id, quarters[0].first, quarters[-1].last)


def _year() -> QuotaYear:
    """The fiscal year of the address."""
    return QuotaYear.of(current_user._get_current_object(), asked_year(), company().fiscal_year_start)


def _whose(key: int) -> tuple[QuotaYear, int | None, str]:
    """The year and whose quota it is, for whoever may set it; 404 otherwise."""
    year, whose = _year(), key or None
    if not may_set(current_user, whose) or (whose is not None and whose not in year.tree.people):
        abort(404)
    return year, whose, _("Company") if whose is None else year.tree.people[whose].name


@quotas.get("/<int:key>/set")
@SET
def ask_set(key: int) -> Response:
    year, whose, _name = _whose(key)
    mine = year.own_months(whose)
    return _set_sheet(key, YearForm(formdata=None, data={"amount": sum(mine.values()) if mine else None}))


@quotas.post("/<int:key>/set")
@SET
def save(key: int) -> Response:
    year, whose, name = _whose(key)
    form = YearForm()
    if form.validate_on_submit():
        people = [None] if whose is None else [*year.tree.under(whose)]
        weights = seasons(people, year.first, year.months) if form.spread.data == SEASONS else [1] * 12
        step = new_key()
        try:
            changed = set_year(whose, year.months, form.amount.data, weights, by=current_user, step=step)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            said = _("The quota of %(name)s is saved.", name=name)
            return committed(_back(year, said, step if changed else None))
    return _set_sheet(key, form, status=422)


def _set_sheet(key: int, form: YearForm, status: int = 200) -> Response:
    year, whose, name = _whose(key)
    context: dict[str, Any] = {
        "action": url_for("quotas.save", key=key, year=year.first.year),
        "name": name,
        "changes": changes_of(whose, year.months),
    }
    context["label"] = year_label(year.first, company().fiscal_year_start, locale())
    title = _("Set quota")
    return render(
        "quotas/_set.html", form=form, currency=company().currency, title=title, status=status, **context
    )


def _back(year: QuotaYear, toast: str, step: str | None = None) -> Response:
    """To the year; with Undo of the step, where anything changed in it."""
    undo = url_for("quotas.undo_step", step=step, year=year.first.year) if step else None
    return redirect_to(url_for("quotas.index", year=year.first.year), toast=toast, undo=undo)


@quotas.post("/undo/<step>")
@SET
def undo_step(step: str) -> Response:
    """What was set, split or pasted in one go is as it was before."""
    changes, year = step_of(step), _year()
    if not changes or not all(may_set(current_user, each.user_id) for each in changes):
        abort(404)
    undo(changes, by=current_user)
    return committed(_back(year, _("The quotas are as they were.")))


@quotas.get("/<int:key>/split")
@SET
def ask_split(key: int) -> Response:
    return _split_sheet(key, SplitForm(formdata=None))


@quotas.post("/<int:key>/split")
@SET
def save_split(key: int) -> Response:
    """A team's months over the people directly below who sell, each month for itself."""
    year, whose, name = _splitting(key)
    form = SplitForm()
    if not form.validate_on_submit():
        return _split_sheet(key, form, status=422)
    people, step = _members(year, whose), new_key()
    shares = _shares(year, people)[form.shares.data]
    try:
        changed = split(year.own_months(whose), people, shares, by=current_user, step=step)
    except RuleBroken as broken:
        form.refuse(broken)
        return _split_sheet(key, form, status=422)
    said = _("The quota of %(name)s is split over the team.", name=name)
    return committed(_back(year, said, step if changed else None))


def _shares(year: QuotaYear, people: list[int]) -> dict[str, list[int]]:
    """How each way of splitting weighs the people."""
    fiscal = company().fiscal_year_start
    before = year_of(year.first - timedelta(days=1), fiscal)
    last = QuotaYear.of(current_user._get_current_object(), before, fiscal)
    return {EVENLY: [1] * len(people), SEASONS: [last.line(each).attained for each in people]}


def _preview(
    year: QuotaYear, whose: int | None, people: list[int]
) -> list[tuple[str, int | None, list[int]]]:
    """(name, what they have now, what they would have by each way of splitting) for the year."""
    ways = [divided(year.own_months(whose), people, each) for each in _shares(year, people).values()]
    return [
        (
            year.tree.people[each].name,
            year.line(each).total,
            [sum(amount for (key, _month), amount in way.items() if key == each) for way in ways],
        )
        for each in people
    ]


def _splitting(key: int) -> tuple[QuotaYear, int | None, str]:
    """Like setting it; and whoever leads a team splits its quota, though others set that."""
    if key == current_user.id:
        year = _year()
        return year, key, year.tree.people[key].name
    return _whose(key)


def _members(year: QuotaYear, whose: int | None) -> list[int]:
    below = year.tree.reports(whose)
    return [each.id for each in below if any(year.tree.people[key].sells for key in year.tree.under(each.id))]


def _split_sheet(key: int, form: SplitForm, status: int = 200) -> Response:
    year, whose, name = _splitting(key)
    context: dict[str, Any] = {
        "year": year,
        "key": key,
        "name": name,
        "preview": _preview(year, whose, _members(year, whose)),
        "line": year.line(whose),
    }
    title = _("Split quota")
    return render(
        "quotas/_split.html", form=form, currency=company().currency, title=title, status=status, **context
    )


@quotas.get("/import")
@SET
def ask_table() -> Response:
    return _table_page(TableForm(formdata=None))


@quotas.post("/import")
@SET
def save_table() -> Response:
    """All lines or none: each that cannot be read is named."""
    form, year = TableForm(), _year()
    if not form.validate_on_submit():
        return _table_page(form, status=422)
    try:
        text = _table_text(form)
    except ValueError as broken:
        return _table_page(form, [str(broken)], status=422)
    rows = select(User.id, User.name, User.email)
    people = dict(by_name((row.id, row.name, row.email) for row in db.session.execute(rows)))
    people = {word: key for word, key in people.items() if may_set(current_user, key)}
    found = read_table(
        text,
        people,
        fiscal=company().fiscal_year_start,
        currency=company().currency,
        language=str(locale()),
    )
    if found.problems or not found.wanted:
        return _table_page(form, found.problems or [_("There is nothing to import.")], status=422)
    step = new_key()
    changed = set_quotas(found.wanted, by=current_user, step=step)
    said = ngettext("%(num)s month changed.", "%(num)s months changed.", changed)
    return committed(_back(year, said, step if changed else None))


def _table_text(form: TableForm) -> str:
    """What was pasted, or what a file says, in one form."""
    if not form.file.data:
        return form.table.data or ""
    table = open_table(form.file.data.read())
    lines = [table.columns, *(each.cells for each in table.rows())]
    return "\n".join("\t".join(cells[:3]) for cells in lines)


def _table_page(form: TableForm, problems: list[str] | None = None, status: int = 200) -> Response:
    return render("quotas/import.html", form=form, problems=problems or [], status=status)
