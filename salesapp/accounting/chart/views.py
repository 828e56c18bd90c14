"""The set-up page of the books."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select

from salesapp.accounting.chart.forms import AccountForm, BooksForm, given
from salesapp.accounting.chart.models import LedgerAccount, accounting_settings, chart_of_accounts
from salesapp.accounting.chart.roles import Account
from salesapp.accounting.chart.setting_up import reset_account, set_account, set_books_up
from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.web.guards import requires
from salesapp.web.render import committed, redirect_to, render

chart = Blueprint("chart", __name__, url_prefix="/setup/accounting")
SETTINGS = ("chart", "digits", "first_debtor", "consultant", "client")


@chart.get("")
@requires(Permission.SETUP)
def edit() -> Response:
    return _page(_settings_form())


@chart.post("")
@requires(Permission.SETUP)
def save() -> Response:
    form = _settings_form()
    if form.validate_on_submit():
        try:
            set_books_up(form.values(), by=current_user)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return _saved(_("The settings are saved."))
    return _page(form, form.http_status)


@chart.get("/account")
@requires(Permission.SETUP)
def ask_account() -> Response:
    """The sheet of one account of the list, named by its scope, or of a further one."""
    account = _named(request.args.get("scope", ""))
    data = {} if account is None else given(account)
    return _sheet(AccountForm(formdata=None, data=data), account)


@chart.post("/account")
@requires(Permission.SETUP)
def save_account() -> Response:
    form = AccountForm()
    if form.validate_on_submit():
        try:
            found = set_account(form.account(), by=current_user)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return _saved(_("The account %(number)s is saved.", number=found.number))
    return _sheet(form, _named(request.form.get("scope", "")), 422)


@chart.post("/account/<int:key>/reset")
@requires(Permission.SETUP)
def reset(key: int) -> Response:
    found = db.session.get(LedgerAccount, key)
    if found is None:
        abort(404)
    number = found.number
    reset_account(found, by=current_user)
    return _saved(_("The account %(number)s is removed.", number=number))


def _settings_form() -> BooksForm:
    settings = accounting_settings()
    return BooksForm(data={name: getattr(settings, name) for name in SETTINGS}, existing=settings)


def _named(key: str) -> Account | None:
    return next((each for each in chart_of_accounts().accounts if each.scope.key == key), None)


def _saved(said: str) -> Response:
    return committed(redirect_to(url_for("chart.edit"), toast=said))


def _page(form: BooksForm, status: int = 200) -> Response:
    accounts = chart_of_accounts().accounts
    return render("accounting/chart.html", form=form, accounts=accounts, own=_own_keys(), status=status)


def _own_keys() -> dict[str, int]:
    """Scope → row of what set-up says otherwise than the chart."""
    return {row.scope_key: row.id for row in db.session.scalars(select(LedgerAccount))}


def _sheet(form: AccountForm, account: Account | None, status: int = 200) -> Response:
    title = _("Add an account") if account is None else account.scope.said
    return render("accounting/_account.html", form=form, account=account, title=title, status=status)
