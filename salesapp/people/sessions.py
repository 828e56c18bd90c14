"""From the cookie to the user: sessions live on the server, so that they can be ended."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Flask, Request, Response, abort, current_app, g, redirect, request, session, url_for
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, current_user
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response as AnyResponse

from salesapp.core.access import set_viewer
from salesapp.core.concurrency.noting import note
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.addresses import address_parts
from salesapp.people.models import LoginSession, User, begin_session, session_of
from salesapp.people.throttle import Tries
from salesapp.web.render import committed, is_partial
from salesapp.web.returning import ours
from salesapp.web.security import is_reading

COOKIE = "sid"
YEAR = 365 * 24 * 60 * 60
MOST_USERS = 20
"""So many people of one browser are known; the longest unseen one makes room."""
login_manager = LoginManager()


def init(app: Flask) -> None:
    """Registers who is signed in, before every request."""
    login_manager.init_app(app)
    login_manager.request_loader(_user_of)
    app.before_request(_act_as_the_user)
    app.register_error_handler(401, sign_in_first)


def _user_of(_request: Request) -> User | None:
    found = session_of(session[COOKIE]) if COOKIE in session else None
    g.login_session = found
    return found.user if found is not None else None


def _act_as_the_user() -> None:
    if request.endpoint == "static" or not current_user.is_authenticated:
        return
    set_viewer(current_user._get_current_object())  # the user, not whoever is signed in when it is read
    if not is_reading():
        current_session().see()
    elif current_session().is_to_be_noted:
        note(lambda session: session.get_one(LoginSession, current_session().id).see())


def current_session() -> LoginSession:
    """The session row of this request; only for requests of a signed-in user."""
    found: LoginSession = g.login_session
    return found


def sign_in_first(_error: Any) -> AnyResponse | tuple[str, int, dict[str, str]]:
    """To the log-in page and back; a fragment asks the whole browser to go there."""
    target = url_for("people.login", next=_page())
    if is_partial():
        return "", 401, {"HX-Redirect": target}
    return redirect(target, code=303)


def _page() -> str:
    """The path of the page that the browser stands on."""
    if request.method == "GET" and not is_partial():
        return request.full_path.rstrip("?")
    there = address_parts(request.headers.get("HX-Current-URL") or request.referrer or "/")
    return there._replace(scheme="", netloc="").geturl()


def signed_in(user: User, answer: Response) -> Response:
    """Begins the user's session in this browser, which is known from now on."""
    session.clear()
    device = request.headers.get("User-Agent", "")
    session[COOKIE] = begin_session(user, address=get_remote_address(), device=device)
    session.permanent = True
    return remember(committed(answer), user.id)


def tries_at(email: str, user: User | None) -> Tries:
    """What is counted of this try at an account."""
    browser = known_for(None if user is None else user.id)
    return Tries(email.strip().lower(), get_remote_address(), browser)


def confirm_password(password: str, *, field: str) -> None:
    """Refuses what isn't the password of who is signed in; wrong ones count as they do at the door.

    The view commits what it answers, or nothing would be counted.
    """
    tries = tries_at(current_user.email, current_user)
    if tries.are_too_many():
        abort(429)
    if not current_user.has_password(password):
        tries.note_failure()
        raise RuleBroken(_("This isn’t your current password."), field=field)
    tries.forget()


def inside(target: str | None) -> str:
    """`target` if it is an address of this site, else Today."""
    return ours(target or "") or url_for("home.today")


def known_for(user_id: int | None) -> str | None:
    """The id of this browser, if somebody signed in to that account with it before."""
    kept = _kept()
    return str(kept["browser"]) if user_id is not None and user_id in kept["users"] else None


def remember(answer: Response, user_id: int) -> Response:
    """From now on this browser is known for the account."""
    kept = _kept()
    users = [user_id, *(each for each in kept["users"] if each != user_id)][:MOST_USERS]
    answer.set_cookie(
        _name(),
        _signer().dumps({"browser": kept["browser"], "users": users}),
        max_age=YEAR,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return answer


def _kept() -> dict[str, Any]:
    try:
        found: dict[str, Any] = _signer().loads(request.cookies.get(_name(), ""))
    except BadSignature:
        return {"browser": secrets.token_urlsafe(12), "users": []}
    return found


def _name() -> str:
    return "__Host-known" if current_app.config["SESSION_COOKIE_SECURE"] else "known"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="known browser")
