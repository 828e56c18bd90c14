"""A web form at its public address: no log-in, no script, posts of other sites welcome."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps

from flask import Blueprint, Response, abort, request, url_for
from flask_babel import force_locale
from sqlalchemy import select

from salesapp.core import mail
from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import LANGUAGES
from salesapp.core.parsing.addresses import address_parts
from salesapp.leads.web_forms.mailing import mail_confirmation
from salesapp.leads.web_forms.models import WebForm
from salesapp.leads.web_forms.submitting import arrive, confirm, pending, put_by, sent_again
from salesapp.leads.web_forms.visitor_form import TRAP, visitor_form
from salesapp.people.views import limiter
from salesapp.web.forms import Form
from salesapp.web.guards import public
from salesapp.web.render import committed, redirect_to, render
from salesapp.web.security import takes_cross_site

enquiries = Blueprint("enquiries", __name__, url_prefix="/f")
ADDRESS = "/<string(length=43):secret>"
LINK = f"{ADDRESS}/confirm/<string(length=43):token>"


def of_form(view: Callable[..., Response]) -> Callable[..., Response]:
    """Gives the view the form of the secret, as the system and in the visitor's language; 404 for a wrong one."""

    @wraps(view)
    def opened(secret: str, **kwargs: str) -> Response:
        with acting_as(SYSTEM), force_locale(language()) if language() else nullcontext():
            found = db.session.scalar(select(WebForm).where(WebForm.secret == secret))
            if found is None:
                abort(404)
            answer = view(found, **kwargs) if found.active else _closed(found)
            answer.headers["X-Robots-Tag"] = "noindex, nofollow"
            return answer

    return opened


def language() -> str:
    """The language that the address asks for (`?lang=zh`); empty: the browser's."""
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGES else ""


@enquiries.get(ADDRESS)
@limiter.limit("120 per minute")
@public
@of_form
def show(web_form: WebForm) -> Response:
    return _page(web_form, visitor_form(web_form))


@enquiries.post(ADDRESS)
@limiter.limit("10 per minute; 100 per hour")
@takes_cross_site
@public
@of_form
def send(web_form: WebForm) -> Response:
    if not web_form.takes_from(_sender()) and not _from_own_page():
        return render("enquiries/refused.html", web_form=web_form, status=403)
    form = visitor_form(web_form)
    if request.form.get(TRAP):
        return _thanked(web_form)
    if not form.validate():
        return _page(web_form, form, status=422)
    try:
        _take(web_form, form)
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return _page(web_form, form, status=422)
    return committed(_thanked(web_form))


@enquiries.get(f"{ADDRESS}/thanks")
@limiter.limit("120 per minute")
@public
@of_form
def thanks(web_form: WebForm) -> Response:
    return render("enquiries/thanks.html", web_form=web_form, waits=web_form.confirmed)


@enquiries.get(LINK)
@limiter.limit("60 per minute")
@public
@of_form
def ask_confirm(web_form: WebForm, token: str) -> Response:
    answer = pending(web_form, token)
    status = 404 if answer is None else 200
    return render("enquiries/confirm.html", web_form=web_form, answer=answer, token=token, status=status)


@enquiries.post(LINK)
@limiter.limit("20 per minute")
@public
@of_form
def confirmed(web_form: WebForm, token: str) -> Response:
    answer = pending(web_form, token, to_change=True)
    if answer is None:
        abort(404)
    confirm(answer)
    return committed(render("enquiries/thanks.html", web_form=web_form, waits=False))


def _take(web_form: WebForm, form: Form) -> None:
    """The lead itself, or first the mail that asks to confirm it."""
    if sent_again(web_form, form.values()):
        return
    if not web_form.confirmed:
        arrive(web_form, form.values())
        return
    values = {name: value for name, value in form.values().items() if name != TRAP}
    token = put_by(web_form, values)
    if token is not None:
        path = url_for("enquiries.ask_confirm", secret=web_form.secret, token=token, lang=language() or None)
        mail_confirmation(web_form, str(values["email"]), mail.site() + path)


def _sender() -> str:
    """The page that sent it, as the browser says."""
    return request.headers.get("Origin") or request.referrer or ""


def _from_own_page() -> bool:
    """Whether it is our own page of the form, which every form may use."""
    own = request.headers.get("Sec-Fetch-Site") == "same-origin"
    return own or address_parts(_sender()).netloc == request.host


def _thanked(web_form: WebForm) -> Response:
    return redirect_to(url_for("enquiries.thanks", secret=web_form.secret, lang=language() or None))


def _closed(web_form: WebForm) -> Response:
    return render("enquiries/closed.html", web_form=web_form, status=410)


def _page(web_form: WebForm, form: Form, status: int = 200) -> Response:
    return render(
        "enquiries/show.html", web_form=web_form, form=form, lang=language(), trap=TRAP, status=status
    )
