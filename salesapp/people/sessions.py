"""From the cookie to the user: sessions live on the server, so that they can be ended."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, g, redirect, request, session, url_for
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Response

from salesapp.core.access import set_viewer
from salesapp.people.models import LoginSession, User, session_of
from salesapp.web.render import is_partial
from salesapp.web.security import SAFE

COOKIE = "sid"
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
    set_viewer(current_user)
    if request.method not in SAFE:
        current_session().see()


def current_session() -> LoginSession:
    """The session row of this request; only for requests of a signed-in user."""
    found: LoginSession = g.login_session
    return found


def sign_in_first(_error: Any) -> Response | tuple[str, int, dict[str, str]]:
    """To the log-in page and back; a fragment asks the whole browser to go there."""
    target = url_for("people.login", next=_page())
    if is_partial():
        return "", 401, {"HX-Redirect": target}
    return redirect(target, code=303)


def _page() -> str:
    """The path of the page that the browser stands on."""
    if request.method == "GET" and not is_partial():
        return request.full_path.rstrip("?")
    there = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "/")
    return there._replace(scheme="", netloc="").geturl()
