"""The pages of quotes: the draft with its editor, sending, the customer's answer, and the next revision."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user

from salesapp.core import mail
from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, _l
from salesapp.customers.models import Account, Contact
from salesapp.opportunities.models import Opportunity
from salesapp.quotes.actions import newer_than, open_wish, quote_for, send_quote, write_quote
from salesapp.quotes.adjustment_sheet.views import adjustment_screens
from salesapp.quotes.approvals.approvable import why_not
from salesapp.quotes.approvals.views import approval_screens
from salesapp.quotes.deals import accepted_beside
from salesapp.quotes.editor import editing_context, editor_screens, terms_form, to_change, with_lines
from salesapp.quotes.forms import AcceptForm, DeclineForm, LinkForm, QuoteSendForm, SendForm
from salesapp.quotes.issued.acceptance import Acceptance
from salesapp.quotes.issued.views import pdf_answer
from salesapp.quotes.mailing import Letter, proposed_letter, public_url
from salesapp.quotes.models import QUOTE, Quote, QuoteStatus
from salesapp.quotes.option_sheet.forms import choice_sent, ticked
from salesapp.quotes.option_sheet.views import option_screens
from salesapp.quotes.panel import documents_of
from salesapp.quotes.quote_templates.forms import NewQuoteForm, QuoteForForm
from salesapp.quotes.quote_templates.shelf import has_templates
from salesapp.quotes.quote_templates.views import filled, template_screens
from salesapp.quotes.shared_screens import link_screens, new_screens
from salesapp.records.screens import record_screens
from salesapp.web.forms import Form
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, is_partial, redirect_to, render


def _page(quote: Quote) -> dict[str, Any]:
    with_lines(QUOTE, quote.id)
    if quote.is_draft and quote.deleted_at is None:
        return editing_context(quote) | {"terms_form": terms_form(QUOTE, quote)}
    return {"newer": newer_than(quote), "wish": open_wish(quote), "mail_waits": not mail.is_configured()}


quotes = record_screens(QUOTE, context=_page)
editor_screens(quotes, QUOTE)
adjustment_screens(quotes, QUOTE)
approval_screens(quotes, QUOTE)
option_screens(quotes)
template_screens(quotes)
new_screens(
    quotes,
    QUOTE,
    write_quote,
    title=_l("New quote"),
    verb=_l("Create quote"),
    form=NewQuoteForm,
    fill=filled,
)
link_screens(
    quotes,
    QUOTE,
    public_url,
    opens=_l("Anyone with this link can view and accept the quote. The link is shown only once."),
    form=LinkForm,
)


def new_for(key: int) -> Response:
    """Asks whether to write a quote for the opportunity, for whoever comes by a plain link."""
    opportunity = visible_or_404(Opportunity, key)
    return _ask_for(opportunity, QuoteForForm(formdata=None))


def _ask_for(opportunity: Opportunity, form: QuoteForForm, status: int = 200) -> Response:
    context: dict[str, Any] = {"opportunity": opportunity, "form": form}
    return render("quotes/_new_for.html", title=_("New quote"), status=status, **context)


def create_for(key: int) -> Response:
    """With the opportunity's products, or the template that was chosen instead of them."""
    opportunity, form = visible_or_404(Opportunity, key), QuoteForForm()
    if not form.validate_on_submit():
        return _ask_for(opportunity, form, 422)
    quote = quote_for(opportunity, by=current_user, with_products=form.chosen is None)
    return committed(redirect_to(_address(quote), toast=filled(quote, form)))


@quotes.get("/<int:key>.pdf")
@requires(Permission.QUOTE_VIEW)
def pdf(key: int) -> Response:
    visible_or_404(Quote, key)
    quote = with_lines(QUOTE, key)
    return pdf_answer(quote)


@quotes.get("/<int:key>/accepted.pdf")
@requires(Permission.QUOTE_VIEW)
def accepted_pdf(key: int) -> Response:
    """The confirmation of an accepted quote."""
    visible_or_404(Quote, key)
    quote = with_lines(QUOTE, key)
    return pdf_answer(Acceptance(quote)) if quote.status is QuoteStatus.ACCEPTED else abort(404)


@quotes.get("/<int:key>/send")
@requires(Permission.QUOTE_EDIT)
def ask_send(key: int) -> Response:
    quote = visible_or_404(Quote, key)
    letter = proposed_letter(quote, by=current_user)
    return _send_sheet(quote, QuoteSendForm(formdata=None, obj=letter))


def _send_sheet(quote: Quote, form: SendForm, status: int = 200) -> Response:
    context: dict[str, Any] = {
        "why_not": why_not(quote, by=current_user),
        "mail_waits": not mail.is_configured(),
    }
    return render(
        "quotes/_send.html", quote=quote, form=form, status=status, title=_("Send the quote"), **context
    )


@quotes.post("/<int:key>/send")
@requires(Permission.QUOTE_EDIT)
def send(key: int) -> Response:
    quote, form = to_change(QUOTE, key, "story"), QuoteSendForm()
    if not form.validate_on_submit():
        return _send_sheet(quote, form, 422)
    letter = Letter((form.to.data or "").strip(), (form.subject.data or "").strip(), form.text.data or "")
    try:
        quote.must_be_as(request.form.get("seen"))
        send_quote(quote, letter, by=current_user)
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return _send_sheet(visible_or_404(Quote, key), form, 422)
    return committed(redirect_to(_address(quote), toast=_sent_words(quote, letter)))


def _sent_words(quote: Quote, letter: Letter) -> str:
    if not letter.to:
        return _("%(number)s is sent. Copy the customer’s link to share it.", number=quote.title)
    if not mail.is_configured():
        return _(
            "%(number)s is sent. The e-mail will go out once a mail server is set up.", number=quote.title
        )
    return _("%(number)s is being sent to %(to)s.", number=quote.title, to=letter.to)


@quotes.get("/<int:key>/accept")
@requires(Permission.QUOTE_EDIT)
def ask_accept(key: int) -> Response:
    quote = visible_or_404(Quote, key)
    if is_partial() and "chosen" in request.args:
        return render("quotes/options/chosen.update.html", quote=quote, ticked=ticked(quote))
    name = "" if quote.contact is None else quote.contact.name
    return _answer_sheet("accept", quote, AcceptForm(formdata=None, data={"name": name}))


@quotes.post("/<int:key>/accept")
@requires(Permission.QUOTE_EDIT)
def accept(key: int) -> Response:
    quote, form = to_change(QUOTE, key, "story"), AcceptForm()
    if not form.validate_on_submit():
        return _answer_sheet("accept", quote, form, 422)
    try:
        quote.accept(
            form.name.data or "", by=current_user, signature=form.signature.data, choice=choice_sent(quote)
        )
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return _answer_sheet("accept", visible_or_404(Quote, key), form, 422)
    return committed(redirect_to(_address(quote), toast=_("%(number)s is accepted.", number=quote.title)))


@quotes.get("/<int:key>/decline")
@requires(Permission.QUOTE_EDIT)
def ask_decline(key: int) -> Response:
    return _answer_sheet("decline", visible_or_404(Quote, key), DeclineForm(formdata=None))


@quotes.post("/<int:key>/decline")
@requires(Permission.QUOTE_EDIT)
def decline(key: int) -> Response:
    quote, form = visible_or_404(Quote, key, to_change=True), DeclineForm()
    if not form.validate_on_submit():
        return _answer_sheet("decline", quote, form, 422)
    quote.decline(form.reason.data or "", by=current_user)
    return committed(redirect_to(_address(quote), toast=_("%(number)s is declined.", number=quote.title)))


def _answer_sheet(verb: str, quote: Quote, form: Form, status: int = 200) -> Response:
    title = _("The customer accepts") if verb == "accept" else _("The customer declines")
    other = accepted_beside(quote) if verb == "accept" else None
    context: dict[str, Any] = {"quote": quote, "form": form, "other": other, "ticked": ticked(quote)}
    return render(f"quotes/_{verb}.html", title=title, status=status, **context)


@quotes.post("/<int:key>/revise")
@requires(Permission.QUOTE_EDIT)
def revise(key: int) -> Response:
    again = visible_or_404(Quote, key, to_change=True).revise(by=current_user)
    said = _(
        "Revision %(revision)s is a draft. The old link says that a newer version is coming.",
        revision=again.revision,
    )
    return committed(redirect_to(_address(again), toast=said))


def of_account(key: int) -> Response:
    account = visible_or_404(Account, key)
    new_url = url_for("quotes.new", account=account.id)
    return _documents("account", account, new_url, sheet=True)


def of_contact(key: int) -> Response:
    contact = visible_or_404(Contact, key)
    return _documents("contact", contact, url_for("quotes.new", contact=contact.id), sheet=True)


def of_opportunity(key: int) -> Response:
    opportunity = visible_or_404(Opportunity, key)
    new_url = url_for("quotes.new_for", key=opportunity.id) if opportunity.is_open else None
    return _documents("opportunity", opportunity, new_url, sheet=has_templates())


def _documents(kind: str, about: Any, new_url: str | None, *, sheet: bool) -> Response:
    context = {
        "groups": documents_of(kind, about.id, current_user),
        "new_url": new_url,
        "sheet": sheet,
        "about": about,
    }
    return render("quotes/_documents.html", title=_("Documents"), **context)


def _address(quote: Quote) -> str:
    return url_for("quotes.show", key=quote.id)


edit, see = requires(Permission.QUOTE_EDIT), requires(Permission.QUOTE_VIEW)
quotes.add_url_rule("/for/opportunity/<int:key>", "of_opportunity", see(of_opportunity))
quotes.add_url_rule("/for/account/<int:key>", "of_account", see(of_account))
quotes.add_url_rule("/for/contact/<int:key>", "of_contact", see(of_contact))
