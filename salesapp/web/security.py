"""Headers, cross-site checks and the read or write mode of each request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from salesapp.config import Settings
from salesapp.core.db import begin_reading, end_reading
from salesapp.core.parsing.addresses import address_parts
from salesapp.core.parsing.texts import LARGEST
from salesapp.web.transport.bodies import Bodies

SAFE = {"GET", "HEAD", "OPTIONS"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "object-src 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}


class Key(IntegerConverter):
    """An id in an address: one that no record can have leads nowhere, and no database is asked for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"max": LARGEST} | kwargs))


csrf = CSRFProtect()
View = TypeVar("View", bound=Callable[..., Any])


def init(app: Flask, settings: Settings) -> None:
    """Cookies, proxies, CSRF by token and by Fetch Metadata, and the security headers."""
    secure = settings.public_url.startswith("https://")
    app.config.update(
        SECRET_KEY=settings.key(),
        SESSION_COOKIE_NAME="__Host-salesapp" if secure else "salesapp",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=64 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=5000,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    app.wsgi_app = Bodies(app.wsgi_app, settings.threads)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]
    app.url_map.converters["int"] = Key
    app.before_request(_no_nul)
    csrf.init_app(app)
    app.before_request(_mode)
    app.before_request(_same_site)
    app.after_request(_headers)
    app.teardown_request(_end_mode)


def _no_nul() -> None:
    """A NUL is no character that anybody types, and Postgres keeps none."""
    given = request.args if request.method in SAFE else request.values
    if "\x00" in request.path or any("\x00" in part for pair in given.items(multi=True) for part in pair):
        abort(400)


def only_reads(view: View) -> View:
    """A view that is posted to and reads like a safe one: what it notes it notes apart, so that nobody waits for it."""
    view.only_reads = True  # type: ignore[attr-defined]
    return view


def _mode() -> None:
    """A safe request reads: SQLite takes no write lock for it, and a flush fails."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in SAFE or getattr(view, "only_reads", False):
        g.reading = begin_reading()


def is_reading() -> bool:
    """Whether this request changes nothing: it is safe, or its view only reads."""
    return "reading" in g


def _end_mode(_error: BaseException | None) -> None:
    token = g.pop("reading", None)
    if token is not None:
        end_reading(token)


def takes_cross_site(view: View) -> View:
    """Lets pages of other sites post to this view.

    It does nothing in the name of whoever is signed in, since anybody could make a browser send it, and looks itself at
    where it comes from.
    """
    view.cross_site = True  # type: ignore[attr-defined]
    csrf.exempt(view)
    return view


def _same_site() -> None:
    """Refuses unsafe requests that another site caused, before any token is looked at."""
    if request.method in SAFE or _is_open():
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site in {"same-origin", "none"}:
        return
    origin = request.headers.get("Origin")
    foreign = origin is not None and address_parts(origin).netloc != request.host
    if site is not None or foreign:
        abort(403)


def _is_open() -> bool:
    return getattr(current_app.view_functions.get(request.endpoint or ""), "cross_site", False)


def _headers(answer: Response) -> Response:
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if request.is_secure:
        answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return answer
