"""The page of opening balances: one by hand, many by file, and taking one back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, ngettext
from salesapp.customers.models import Account, Contact
from salesapp.invoices.models import Invoice
from salesapp.invoices.models.ledger import first_open_day
from salesapp.invoices.opening.balances import reverse_opening, take_over
from salesapp.invoices.opening.forms import OpeningFileForm, OpeningForm
from salesapp.invoices.opening.queries import SHOWN, opening_balances
from salesapp.invoices.opening.reading import HEADINGS, Read, read_open_items
from salesapp.invoices.views.reversing import Reversal
from salesapp.records.exporting.files import lines_of
from salesapp.records.tables.reading import read_table
from salesapp.records.tables.table import Unreadable
from salesapp.web.attachments import attachment
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.inputs.starts import asked_start
from salesapp.web.render import committed, redirect_to, render

opening = Blueprint("opening", __name__, url_prefix="/opening-balances")
NAMED_PROBLEMS = 20


@opening.get("")
@requires(Permission.FINANCE_DESK)
def index() -> Response:
    return render("opening/index.html", found=opening_balances(asked_start()), step=SHOWN)


@opening.get("/new")
@requires(Permission.INVOICE_ISSUE)
def new() -> Response:
    given = {"on": _first_day(), "currency": company().currency}
    return _sheet(OpeningForm(formdata=None, data=given))


@opening.post("/new")
@requires(Permission.INVOICE_ISSUE)
def create() -> Response:
    form = OpeningForm()
    if form.validate_on_submit():
        account = visible_or_404(Account, form.account.data) if form.account.data else None
        contact = visible_or_404(Contact, form.contact.data) if form.contact.data else None
        try:
            [made] = take_over([form.brought(account, contact)], on=form.on.data, by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            said = _("%(title)s is entered.", title=made.title)
            return committed(redirect_to(url_for("opening.index"), toast=said))
    return _sheet(form, 422)


@opening.get("/file")
@requires(Permission.INVOICE_ISSUE)
def ask_file() -> Response:
    return _file(OpeningFileForm(formdata=None, data={"on": _first_day()}))


@opening.post("/file")
@requires(Permission.INVOICE_ISSUE)
def take_file() -> Response:
    """Enters every row, or none and says what is wrong with each."""
    form = OpeningFileForm()
    if form.validate_on_submit():
        try:
            return _taken(read_open_items(read_table(form.file.data.read()), company().currency), form)
        except (RuleBroken, Unreadable) as refused:
            db.session.rollback()
            named = refused if isinstance(refused, RuleBroken) else RuleBroken(str(refused), field="file")
            form.refuse(named)
    return _file(form, 422)


@opening.get("/template.csv")
@requires(Permission.INVOICE_ISSUE)
def template() -> Response:
    """A file to fill in."""
    return attachment((each.encode() for each in lines_of(HEADINGS, [])), "opening-balances.csv")


@opening.get("/<int:key>/reverse")
@requires(Permission.INVOICE_ISSUE)
def ask_reverse(key: int) -> Response:
    return _reversal(visible_or_404(Invoice, key)).ask()


@opening.post("/<int:key>/reverse")
@requires(Permission.INVOICE_ISSUE)
def reverse(key: int) -> Response:
    invoice = visible_or_404(Invoice, key, to_change=True)
    said = _("The opening balance is reversed.")
    return _reversal(invoice).carry_out(
        lambda reason: reverse_opening(invoice, reason, by=current_user, on=today_for()), said
    )


def _taken(read: Read, form: OpeningFileForm) -> Response:
    if problems := read.problems(on=form.on.data):
        return _file(form, 422, problems)
    take_over(read.items, on=form.on.data, by=current_user)
    said = ngettext(
        "%(num)s opening balance is entered.", "%(num)s opening balances are entered.", len(read.rows)
    )
    return committed(redirect_to(url_for("opening.index"), toast=said))


def _first_day() -> Any:
    """Today, or the first day whose books are open."""
    return max(today_for(), first_open_day() or today_for())


def _reversal(invoice: Invoice) -> Reversal:
    return Reversal(
        title=_("Reverse the opening balance"),
        sentence=_(
            "The open amount of %(number)s is reversed. Both entries stay in the books.",
            number=invoice.title,
        ),
        action=url_for("opening.reverse", key=invoice.id),
        back=url_for("invoices.show", key=invoice.id),
    )


def _sheet(form: OpeningForm, status: int = 200) -> Response:
    return render("opening/_new.html", form=form, title=_("Opening balance"), status=status)


def _file(form: OpeningFileForm, status: int = 200, problems: list[str] | None = None) -> Response:
    shown = (problems or [])[:NAMED_PROBLEMS]
    context: dict[str, Any] = {"problems": shown, "further": len(problems or []) - len(shown)}
    return render(
        "opening/_file.html", form=form, title=_("Opening balances from a file"), status=status, **context
    )
