"""The customer's page of a quote: no log-in, a link with a secret; read, accept, decline, ask for a change."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_babel import force_locale
from flask_login import current_user
from sqlalchemy import Select, select

from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.people.views import limiter
from salesapp.quotes.actions import accepted_by_customer, change_wanted_by_customer, declined_by_customer
from salesapp.quotes.forms import AcceptForm, ChangeForm, DeclineForm
from salesapp.quotes.issued.acceptance import Acceptance
from salesapp.quotes.issued.views import pdf_answer
from salesapp.quotes.links.leading_on import link_to, newer_for
from salesapp.quotes.links.opened import answered as credited
from salesapp.quotes.links.opened import opened, visitor
from salesapp.quotes.models import Quote, QuoteLink, QuoteStatus
from salesapp.quotes.models.answered import closed_because
from salesapp.quotes.models.sent import hashed
from salesapp.quotes.option_sheet.forms import choice_sent, ticked
from salesapp.quotes.options.choosing import proposed
from salesapp.quotes.options.models import QuoteOption
from salesapp.quotes.paper import language_of
from salesapp.web.forms import Form
from salesapp.web.guards import public
from salesapp.web.render import committed, is_partial, redirect_to, render

offers = Blueprint("offers", __name__, url_prefix="/q")
ADDRESS = "/<string(length=43):secret>"
FORMS: dict[str, type[Form]] = {"accept": AcceptForm, "decline": DeclineForm, "change": ChangeForm}

View = Callable[[Quote, str], Response]


def of_quote(*, to_change: bool = False) -> Callable[[View], Callable[[str], Response]]:
    """Gives the view the quote of the secret, as the system and in the customer's language; 404 for a wrong one."""

    def decorate(view: View) -> Callable[[str], Response]:
        @wraps(view)
        def opened(secret: str) -> Response:
            with acting_as(SYSTEM):
                quote = quote_of(secret, to_change=to_change)
                with force_locale(language_of(quote).locale):
                    return hidden(view(quote, secret))

        return opened

    return decorate


def quote_of(secret: str, *, to_change: bool) -> Quote:
    """The quote that the link leads to, locked for a change; 404 where there is none or it was deleted."""
    query = select(Quote).join(Quote.links).where(QuoteLink.secret_hash == hashed(secret))
    found = db.session.scalar(_locked(query) if to_change else query)
    if found is None:
        abort(404)
    newer = newer_for(found, own_link(secret).recipient)
    if newer is None:
        return found
    return (
        db.session.scalars(_locked(select(Quote).where(Quote.id == newer.id))).one() if to_change else newer
    )


def _locked(query: Select[Quote]) -> Select[Quote]:
    return query.with_for_update(of=Quote).execution_options(populate_existing=True)


def own_link(secret: str) -> QuoteLink:
    """The link with the secret; 404 where there is none."""
    found = db.session.scalar(select(QuoteLink).where(QuoteLink.secret_hash == hashed(secret)))
    return abort(404) if found is None else found


def link_of(secret: str) -> QuoteLink:
    """The link that counts: that with the secret, or of the same recipient to the revision that it leads to."""
    own = own_link(secret)
    newer = newer_for(own.quote, own.recipient)
    return own if newer is None else link_to(newer, own.recipient) or own


def hidden(answer: Response) -> Response:
    """The address is a key: no search engine lists it and no other site learns it."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@offers.get(ADDRESS)
@limiter.limit("120 per minute")
@public
@of_quote()
def show(quote: Quote, secret: str) -> Response:
    if not is_partial():
        return page(quote, secret)
    if not quote.is_open or key_in(request.args.get("shown", "")) not in {None, quote.id}:
        return redirect_to(url_for("offers.show", secret=secret))
    return render("quotes/options/chosen.update.html", quote=quote, ticked=ticked(quote), offered=True)


@offers.post(f"{ADDRESS}/opened")
@limiter.limit("30 per minute")
@public
@of_quote()
def seen(quote: Quote, secret: str) -> Response:
    """The page has been on a screen for a moment; colleagues who look at it do not count."""
    if not current_user.is_authenticated:
        opened(quote, link_of(secret))
    return committed(Response(status=204))


@offers.get(f"{ADDRESS}/quote.pdf")
@limiter.limit("30 per minute")
@public
@of_quote()
def pdf(quote: Quote, _secret: str) -> Response:
    return pdf_answer(quote)


@offers.get(f"{ADDRESS}/accepted.pdf")
@limiter.limit("30 per minute")
@public
@of_quote()
def accepted_pdf(quote: Quote, _secret: str) -> Response:
    """What was chosen and agreed; 404 before anybody accepted."""
    return pdf_answer(Acceptance(quote)) if quote.status is QuoteStatus.ACCEPTED else abort(404)


@offers.post(f"{ADDRESS}/accept")
@limiter.limit("20 per minute")
@public
@of_quote(to_change=True)
def accept(quote: Quote, secret: str) -> Response:
    return answered(
        quote,
        secret,
        "accept",
        lambda form: accepted_by_customer(
            quote,
            form.name.data or "",
            form.signature.data,
            choice=choice_sent(quote),
            recipient=link_of(secret).recipient,
        ),
    )


@offers.post(f"{ADDRESS}/decline")
@limiter.limit("20 per minute")
@public
@of_quote(to_change=True)
def decline(quote: Quote, secret: str) -> Response:
    by = visitor(quote, link_of(secret))
    return answered(
        quote, secret, "decline", lambda form: declined_by_customer(quote, form.reason.data or "", by=by)
    )


@offers.post(f"{ADDRESS}/change")
@limiter.limit("20 per minute")
@public
@of_quote(to_change=True)
def ask_for_change(quote: Quote, secret: str) -> Response:
    by = visitor(quote, link_of(secret))
    return answered(
        quote, secret, "change", lambda form: change_wanted_by_customer(quote, form.wish.data or "", by=by)
    )


def answered(quote: Quote, secret: str, verb: str, act: Callable[[Any], None]) -> Response:
    """Carries out the customer's answer; the page again, with what is wrong, where it cannot be."""
    form = FORMS[verb]()
    if not was_shown(quote, secret):
        return replaced(quote, secret, verb, form)
    if not form.validate_on_submit():
        return page(quote, secret, forms={verb: form}, status=422)
    try:
        act(form)
        credited(link_of(secret), verb)
    except RuleBroken as broken:
        db.session.rollback()
        return page(quote_of(secret, to_change=False), secret, refused=broken.sentence, status=409)
    return committed(redirect_to(url_for("offers.show", secret=secret, said=verb)))


def was_shown(quote: Quote, secret: str) -> bool:
    """Whether it is this quote that was read by who answers, not a revision before it; it is told by its id.

    A form that says nothing comes from a page of the quote that the link was made for.
    """
    shown = request.form.get("shown")
    return quote.id == (own_link(secret).quote_id if shown is None else key_in(shown))


def replaced(quote: Quote, secret: str, verb: str, form: Form) -> Response:
    """The page of the new revision, with what was typed; what was ticked and signed was so for the old one."""
    if isinstance(form, AcceptForm):
        form.signature.data = None
    why = _("This quote was replaced while you had it open. Check the new version, then answer again.")
    proposal = proposed(quote.options)
    return page(quote, secret, forms={verb: form}, chosen=proposal, refused=why, status=409)


def page(
    quote: Quote,
    secret: str,
    *,
    forms: dict[str, Form] | None = None,
    chosen: list[QuoteOption] | None = None,
    refused: str = "",
    status: int = 200,
) -> Response:
    """The customer's page as the quote stands now."""
    fresh = {verb: form(formdata=None) for verb, form in FORMS.items()}
    context: dict[str, Any] = {
        "forms": fresh | (forms or {}),
        "opened": next(iter(forms or {}), ""),
        "refused": refused,
        "ticked": ticked(quote) if chosen is None else chosen,
        "offered": True,
        "led_on": own_link(secret).quote_id != quote.id,
    }
    closed = "" if quote.is_open else closed_because(quote)
    return render(
        "quotes/public/show.html", quote=quote, secret=secret, closed=closed, status=status, **context
    )
