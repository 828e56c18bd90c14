"""What waits for a fapiao, the sheet that records one, and the workbook for the tax platform."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.customers.kinds import FapiaoKind
from salesapp.invoices.fapiao.forms import FapiaoForm
from salesapp.invoices.fapiao.models import Fapiao
from salesapp.invoices.fapiao.recording import record_fapiao, remove_fapiao
from salesapp.invoices.fapiao.template import tax_number_of, title_of, workbook_of
from salesapp.invoices.fapiao.waiting import SHOWN, by_hand, invoices_waiting, is_seller_in_china, waiting
from salesapp.invoices.models import CreditNote, Invoice
from salesapp.invoices.models.billed import BilledDocument
from salesapp.web.attachments import attachment
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.inputs.starts import asked_start
from salesapp.web.render import committed, redirect_to, render
from salesapp.web.returning import back_or

fapiao = Blueprint("fapiao", __name__, url_prefix="/fapiao")
MODELS: dict[str, type[Invoice | CreditNote]] = {"invoices": Invoice, "credit-notes": CreditNote}
DOCUMENT = "/<any('invoices', 'credit-notes'):plural>/<int:key>"


@fapiao.get("")
@requires(Permission.FINANCE_DESK)
def index() -> Response:
    context: dict[str, Any] = {
        "waiting": waiting(asked_start()),
        "step": SHOWN,
        "in_china": is_seller_in_china(),
    }
    return render(
        "fapiao/index.html", by_hand=by_hand, title_of=title_of, tax_number_of=tax_number_of, **context
    )


@fapiao.get("/lines.xlsx")
@requires(Permission.BOOKS_EXPORT)
def lines() -> Response:
    """Every invoice that waits and whose lines are as the tax platform takes them."""
    content = workbook_of([each for each in invoices_waiting() if by_hand(each) is None])
    return attachment(iter((content,)), f"fapiao-{today_for():%Y%m%d}.xlsx")


@fapiao.get(DOCUMENT)
@requires(Permission.INVOICE_ISSUE)
def ask(plural: str, key: int) -> Response:
    document = visible_or_404(MODELS[plural], key)
    kind = getattr(document.account, "fapiao_kind", None) or FapiaoKind.ORDINARY
    return _sheet(document, FapiaoForm(formdata=None, data={"issued_on": today_for(), "kind": kind.value}))


@fapiao.post(DOCUMENT)
@requires(Permission.INVOICE_ISSUE)
def create(plural: str, key: int) -> Response:
    document, form = visible_or_404(MODELS[plural], key, to_change=True), FapiaoForm()
    if form.validate_on_submit():
        try:
            made = record_fapiao(document, form.entered(), by=current_user)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            said = _("The fapiao %(number)s is recorded.", number=made.number)
            return committed(redirect_to(back_or(_page(document)), toast=said))
    return _sheet(document, form, 422)


@fapiao.post("/<int:key>/remove")
@requires(Permission.INVOICE_ISSUE)
def remove(key: int) -> Response:
    found = db.session.get(Fapiao, key)
    if found is None:
        abort(404)
    document: Invoice | CreditNote
    if found.invoice_id is not None:
        document = visible_or_404(Invoice, found.invoice_id, to_change=True)
    else:
        document = visible_or_404(CreditNote, found.credit_note_id or 0, to_change=True)
    said = _("The fapiao %(number)s is removed.", number=found.number)
    remove_fapiao(found, document, by=current_user)
    return committed(redirect_to(_page(document), toast=said))


def _page(document: BilledDocument) -> str:
    plural = "invoices" if isinstance(document, Invoice) else "credit_notes"
    return url_for(f"{plural}.show", key=document.id)


def _sheet(document: Invoice | CreditNote, form: FapiaoForm, status: int = 200) -> Response:
    is_red = isinstance(document, CreditNote)
    plural = "credit-notes" if is_red else "invoices"
    context: dict[str, Any] = {
        "document": document,
        "form": form,
        "is_red": is_red,
        "plural": plural,
        "page": _page(document),
    }
    return render("fapiao/_record.html", title=_("Record the fapiao"), status=status, **context)
