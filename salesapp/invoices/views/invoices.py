"""The pages of invoices: the draft with its editor, issuing, sending, crediting, writing off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from flask import Response, request, url_for
from flask_login import current_user
from wtforms.validators import Optional

from salesapp.core import mail
from salesapp.core.access import Permission
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import who_did
from salesapp.core.i18n import _, _l
from salesapp.invoices.actions import reverse_write_off, write_invoice
from salesapp.invoices.actions.crediting import CREDITED
from salesapp.invoices.actions.reducing import reducible
from salesapp.invoices.approvals.mailing import reduce_or_ask
from salesapp.invoices.approvals.wanted import WRITE_OFF, Wanted
from salesapp.invoices.early_discounts.taking import reverse_discount
from salesapp.invoices.forms import CreditForm, WriteOffForm, issue_form, lines_form
from salesapp.invoices.limits.guard import limit_of
from salesapp.invoices.limits.models import ReductionKind, ReductionRequest
from salesapp.invoices.mailing import is_sent, mark_sent, proposed_letter, public_url, send_invoice
from salesapp.invoices.models import INVOICE, CreditNote, Invoice
from salesapp.invoices.models.billing import crediting_of
from salesapp.invoices.models.joint.credits import line_names
from salesapp.invoices.models.standing import Standing
from salesapp.invoices.models.standing_filter import UNPAID, asked_for
from salesapp.invoices.reminders.due import dispute_of, due_level, reminders_of
from salesapp.invoices.views.reversing import Reversal
from salesapp.invoices.wording import amount_words
from salesapp.products.payment_terms.words import percent
from salesapp.quotes.adjustment_sheet.views import adjustment_screens
from salesapp.quotes.editor import editing_context, editor_screens, terms_form, with_lines
from salesapp.quotes.forms import LetterForm
from salesapp.quotes.issued.views import pdf_answer
from salesapp.quotes.mailing import Letter
from salesapp.quotes.shared_screens import link_screens, new_screens
from salesapp.records.lists.listing import Criteria
from salesapp.records.screens import record_screens
from salesapp.web.forms import Form
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.inputs.money import MoneyField
from salesapp.web.markup import linked
from salesapp.web.render import committed, redirect_to, render
from salesapp.web.returning import back_or


def _page(invoice: Invoice) -> dict[str, Any]:
    with_lines(INVOICE, invoice.id)
    if not invoice.is_draft or invoice.deleted_at is not None:
        reminders: dict[str, Any] = {
            "reminders": reminders_of(invoice),
            "dispute": dispute_of(invoice),
            "due_level": due_level(invoice),
        }
        is_gone = invoice.is_opening or is_sent(invoice)
        return reminders | {"mail_waits": not mail.is_configured(), "sent_before": is_gone}
    context = editing_context(invoice)
    if invoice.has_fixed_lines:
        context["TERMS"] = [name for name in context["TERMS"] if name != "discount"]
    return context | {"why_not": None, "terms_form": terms_form(INVOICE, invoice)}


invoices = record_screens(INVOICE, context=_page, own_rows=True)

CHIPS: tuple[tuple[dict[str, str], Any], ...] = (
    ({}, _l("All")),
    ({"standing": asked_for(*UNPAID)}, _l("Unpaid")),
    ({"standing": asked_for(Standing.OVERDUE)}, _l("Overdue")),
    ({"sent": "no"}, _l("Issued but not sent")),
    ({"standing": asked_for(Standing.PAID)}, _l("Paid")),
    ({"standing": asked_for(Standing.CREDITED, Standing.WRITTEN_OFF)}, _l("Credited or written off")),
    ({"standing": asked_for(Standing.DRAFT)}, _l("Drafts")),
)


def standing_chips(criteria: Criteria) -> list[dict[str, Any]]:
    """How invoices stand, one to choose; the other filters stay."""
    names = ("standing", "sent")
    chosen = {name: value for name, value in criteria.filters.items() if name in names}
    others: dict[str, Any] = {name: value for name, value in criteria.args.items() if name not in names}
    return [
        {"label": label, "url": url_for("invoices.index", **(others | args)), "selected": args == chosen}
        for args, label in CHIPS
    ]


editor_screens(invoices, INVOICE)
adjustment_screens(invoices, INVOICE)
new_screens(invoices, INVOICE, write_invoice, title=_l("New invoice"), verb=_l("Create invoice"))
link_screens(
    invoices,
    INVOICE,
    public_url,
    opens=_l("Anyone with this link can view the invoice. The link is shown only once."),
)


@invoices.get("/<int:key>.pdf")
@requires(Permission.INVOICE_VIEW)
def pdf(key: int) -> Response:
    visible_or_404(Invoice, key)
    invoice = with_lines(INVOICE, key)
    invoice.must_be_ours()
    return pdf_answer(invoice)


@invoices.get("/<int:key>/issue")
@requires(Permission.INVOICE_ISSUE)
def ask_issue(key: int) -> Response:
    invoice = visible_or_404(Invoice, key)
    form = issue_form(invoice)(formdata=None, data={"on": today_for()})
    return _sheet("issue", invoice, form, _("Issue the invoice"))


@invoices.post("/<int:key>/issue")
@requires(Permission.INVOICE_ISSUE)
def issue(key: int) -> Response:
    form = issue_form(visible_or_404(Invoice, key), chosen="account" in request.form)()

    def act(invoice: Invoice) -> Response:
        invoice.must_be_as(request.form.get("seen"))
        invoice.issue(by=current_user, on=form.on.data, pay_to=form.pay_to)
        said = linked(address(invoice), _("%(number)s is issued.", number=invoice.title))
        return redirect_to(back_or(address(invoice)), toast=said)

    return _acted("issue", key, form, _("Issue the invoice"), act)


@invoices.get("/<int:key>/send")
@requires(Permission.INVOICE_EDIT)
def ask_send(key: int) -> Response:
    invoice = visible_or_404(Invoice, key)
    letter = proposed_letter(invoice, by=current_user)
    return _sheet("send", invoice, LetterForm(formdata=None, obj=letter), _("Send the invoice"))


@invoices.post("/<int:key>/send")
@requires(Permission.INVOICE_EDIT)
def send(key: int) -> Response:
    form = LetterForm()

    def act(invoice: Invoice) -> Response:
        letter = Letter((form.to.data or "").strip(), (form.subject.data or "").strip(), form.text.data or "")
        send_invoice(invoice, letter, by=current_user)
        said = _("%(number)s is being sent to %(to)s.", number=invoice.title, to=letter.to)
        if not mail.is_configured():
            said = _("The e-mail will go out once a mail server is set up.")
        return redirect_to(back_or(address(invoice)), toast=said)

    return _acted("send", key, form, _("Send the invoice"), act)


@invoices.post("/<int:key>/sent")
@requires(Permission.INVOICE_EDIT)
def sent(key: int) -> Response:
    """It went by post or by hand."""
    invoice = visible_or_404(Invoice, key, to_change=True)
    mark_sent(invoice, by=current_user)
    said = _("%(number)s is marked as sent.", number=invoice.title)
    return committed(redirect_to(back_or(address(invoice)), toast=said))


@invoices.get("/<int:key>/credit")
@requires(Permission.CREDIT_NOTE_EDIT)
def ask_credit(key: int) -> Response:
    invoice = visible_or_404(Invoice, key)
    return _sheet("credit", invoice, _credit_form(invoice)(formdata=None), _("Credit the invoice"))


@invoices.post("/<int:key>/credit")
@requires(Permission.CREDIT_NOTE_EDIT)
def make_credit(key: int) -> Response:
    form = _credit_form(visible_or_404(Invoice, key))()

    def act(invoice: Invoice) -> Response:
        made = reduce_or_ask(invoice, _wanted(invoice, form), by=current_user)
        if isinstance(made, ReductionRequest):
            return _waits(invoice)
        if isinstance(made, CreditNote):
            said = _("%(number)s is issued.", number=made.title)
            return redirect_to(url_for("credit_notes.show", key=made.id), toast=said)
        said = _("%(number)s is credited. Here is the new draft.", number=invoice.title)
        return redirect_to(address(made), toast=said)

    return _acted("credit", key, form, _("Credit the invoice"), act)


def _wanted(invoice: Invoice, form: CreditForm) -> Wanted:
    """What was chosen and typed."""
    keys = [each.key for each in reducible(invoice)]
    return Wanted(
        form.how.data,
        form.reason.data or "",
        quantities=form.quantities,
        amounts=dict(zip(keys, form.amounts, strict=True)) if len(keys) == len(form.amounts) else {},
        gross=form.basis.data == "gross",
        again="again" not in form or form.again.data == "yes",
    )


def _waits(invoice: Invoice) -> Response:
    return redirect_to(address(invoice), toast=_("Submitted for approval: it is beyond your limit."))


@invoices.get("/<int:key>/write-off")
@requires(Permission.INVOICE_ISSUE)
def ask_write_off(key: int) -> Response:
    return _sheet(
        "write_off", visible_or_404(Invoice, key), WriteOffForm(formdata=None), _("Write off the rest")
    )


@invoices.post("/<int:key>/write-off")
@requires(Permission.INVOICE_ISSUE)
def make_write_off(key: int) -> Response:
    form = WriteOffForm()

    def act(invoice: Invoice) -> Response:
        wanted = Wanted(WRITE_OFF, form.reason.data or "")
        if isinstance(reduce_or_ask(invoice, wanted, by=current_user), ReductionRequest):
            return _waits(invoice)
        return redirect_to(
            address(invoice), toast=_("The rest of %(number)s is written off.", number=invoice.title)
        )

    return _acted("write_off", key, form, _("Write off the rest"), act)


@invoices.get("/<int:key>/write-off/reverse")
@requires(Permission.INVOICE_ISSUE)
def ask_reverse_write_off(key: int) -> Response:
    return _reversal(visible_or_404(Invoice, key)).ask()


@invoices.post("/<int:key>/write-off/reverse")
@requires(Permission.INVOICE_ISSUE)
def unmake_write_off(key: int) -> Response:
    invoice = visible_or_404(Invoice, key, to_change=True)
    said = _("%(number)s is open again.", number=invoice.title)
    return _reversal(invoice).carry_out(
        lambda reason: reverse_write_off(invoice, reason, by=current_user), said
    )


def _reversal(invoice: Invoice) -> Reversal:
    return Reversal(
        title=_("Reverse the write-off"),
        sentence=_("The amount written off from %(number)s becomes open again.", number=invoice.title),
        action=url_for("invoices.unmake_write_off", key=invoice.id),
        back=address(invoice),
    )


@invoices.get("/<int:key>/discount/reverse")
@requires(Permission.PAYMENT_EDIT)
def ask_reverse_discount(key: int) -> Response:
    return _discount_reversal(visible_or_404(Invoice, key)).ask()


@invoices.post("/<int:key>/discount/reverse")
@requires(Permission.PAYMENT_EDIT)
def unmake_discount(key: int) -> Response:
    invoice = visible_or_404(Invoice, key)
    said = _("%(number)s is open again.", number=invoice.title)
    return _discount_reversal(invoice).carry_out(
        lambda reason: reverse_discount(invoice, reason, by=current_user), said
    )


def _discount_reversal(invoice: Invoice) -> Reversal:
    return Reversal(
        title=_("Reverse the early-payment discount"),
        sentence=_("The discount on %(number)s becomes open again, with its tax.", number=invoice.title),
        action=url_for("invoices.unmake_discount", key=invoice.id),
        back=address(invoice),
    )


def address(invoice: Invoice) -> str:
    """The invoice's page."""
    return url_for("invoices.show", key=invoice.id)


def _credit_form(invoice: Invoice) -> type[CreditForm]:
    left = crediting_of(invoice).quantities_left()
    by_id = {line.id: quantity for line, quantity in zip(invoice.lines, left, strict=True)}
    lines = [] if invoice.is_down_payment else invoice.lines
    names = line_names(invoice)
    found: type[CreditForm] = lines_form(CreditForm, lines, by_id, lambda: who_did(CREDITED, invoice), names)
    if not invoice.has_fixed_lines or invoice.is_down_payment:
        found.again = None  # nothing of an order comes back with it
    fields = {} if invoice.is_down_payment else dict(_rate_fields(invoice))
    if not fields:
        return found
    made: type[CreditForm] = type("CreditForm", (found,), fields)
    return made


def _rate_fields(invoice: Invoice) -> Iterator[tuple[str, MoneyField]]:
    """An amount for each tax rate of which something can still be credited."""
    for place, each in enumerate(reducible(invoice)):
        at = _("Tax %(percent)s", percent=percent(each.rate))
        most = [amount_words(amount, invoice.currency) for amount in (each.base, each.total)]
        hint = _("At most %(net)s net, %(gross)s with tax", net=most[0], gross=most[1])
        yield (
            f"rate_{place}",
            MoneyField(at, [Optional()], currency=invoice.currency, description=hint),
        )


def _acted(verb: str, key: int, form: Form, title: str, act: Callable[[Invoice], Response]) -> Response:
    """Carries the verb out on the invoice, locked; the sheet again, with what is wrong, where it cannot be."""
    invoice = visible_or_404(Invoice, key, to_change=True)
    if form.validate_on_submit():
        try:
            return committed(act(invoice))
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
    return _sheet(verb, visible_or_404(Invoice, key), form, title, 422)


def _sheet(verb: str, invoice: Invoice, form: Form, title: str, status: int = 200) -> Response:
    waits = not mail.is_configured()
    limit = limit_of(current_user, ReductionKind(verb)) if verb in set(ReductionKind) else None
    return render(
        f"invoices/_{verb}.html",
        invoice=invoice,
        form=form,
        title=title,
        status=status,
        mail_waits=waits,
        limit=limit,
        own=company().currency,
    )
