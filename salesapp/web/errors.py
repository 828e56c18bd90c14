"""Every error answer, once: a page for a browser, a toast for a fragment. Nobody else formats errors."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, Unauthorized

from salesapp.core.concurrency.attempts import met_another
from salesapp.core.concurrency.taken import taken_in
from salesapp.core.db import db
from salesapp.core.errors import Clash, RuleBroken
from salesapp.core.i18n import HTML_LANGUAGES, LANGUAGES, _, _l
from salesapp.core.parsing.addresses import address_parts
from salesapp.core.traces import told
from salesapp.web.editing.opened import OWN
from salesapp.web.render import VARY, is_partial, redirect_to
from salesapp.web.returning import PRESSED

METHOD_NOT_ALLOWED = 405
SERVER_FAILED = 500
"""From here on the server is at fault, and the same may be answered a moment later."""
ANSWERED_IN_PLACE = frozenset({400, 403, 404, 409, 422, 429})
"""With what a pressed button leaves its person where they are. (Of a body that is too large no form can be read.)"""
LONG = 12
"""Letters from which on a word is worth keeping when its form is refused."""
TITLES = {
    400: _l("The request wasn’t understood"),
    403: _l("You don’t have permission to do that"),
    404: _l("Page not found"),
    405: _l("This action isn’t supported"),
    409: _l("This isn’t possible right now"),
    413: _l("That file is too large"),
    422: _l("Something needs your attention"),
    429: _l("Too many attempts"),
    500: _l("Something went wrong"),
    503: _l("Not available right now"),
}
SENTENCES = {
    400: _l("Go back and try again."),
    403: _l("Your role doesn’t allow this. Ask an administrator."),
    404: _l("It was deleted, never existed, or you don’t have access to it."),
    405: _l("Go back and use the button there."),
    413: _l("Files can be up to 64 MB."),
    429: _l("Wait a minute, then try again."),
    503: _l(
        "The database can’t be reached or written to. Nothing was changed. Try again in a moment. "
        "If the problem persists, give your administrator the number below."
    ),
    500: _l(
        "Nothing was changed. Try again. If the problem persists, give your administrator the number below."
    ),
}


ON_TOP = {"HX-Retarget": "#toasts", "HX-Reswap": "beforeend", "Vary": VARY, "Cache-Control": "no-store"}
"""A toast that leaves the page as it is."""
POSTGRES_CANNOT = {"AdminShutdown", "CrashShutdown", "CannotConnectNow", "DiskFull", "TooManyConnections"}
"""Errors of its driver by their names: on SQLite the driver is never loaded."""
SQLITE_CANNOT = ("disk is full", "disk I/O error", "unable to open database", "readonly database")


def init(app: Flask) -> None:
    """Registers the handlers."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(RuleBroken, _rule)
    app.register_error_handler(Clash, _clash)
    app.register_error_handler(StaleDataError, _clash)
    app.register_error_handler(Exception, _unexpected)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status == METHOD_NOT_ALLOWED and request.method in {"GET", "HEAD"} and not is_partial():
        # A form that was refused is shown at the address it was sent to; who reloads that asks for its page.
        return redirect_to(page_above(request.path))
    said = error.description if status in {409, 422} else None
    answer = refusal(status, str(said or SENTENCES.get(status, SENTENCES[400])))
    if error.response is not None:
        return error.get_response()  # type: ignore[return-value]
    return answer


def page_above(path: str) -> str:
    """The nearest address above this one that can be opened: of `/q/SECRET/accept` the page of the quote."""
    routes = current_app.create_url_adapter(request)
    while routes is not None and (path := path.rstrip("/").rpartition("/")[0]):
        with suppress(HTTPException):
            routes.match(path, method="GET")
            return path
    return "/"


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    view = current_app.view_functions.get(request.endpoint or "")
    if not current_user.is_authenticated and getattr(view, "guard", "public") != "public":
        # The token went with the session that has ended: logging in again is what helps.
        return current_app.handle_http_exception(Unauthorized())
    return refusal(400, _("This page was open for too long. Reload it and submit again. Your input is kept."))


def _rule(broken: RuleBroken) -> Response:
    db.session.rollback()
    return refusal(409, broken.sentence)


def _clash(_error: Exception) -> Response:
    db.session.rollback()
    return refusal(409, _("Someone else has changed this. Reload to see the latest version."))


def _unexpected(error: Exception) -> Response:
    if isinstance(error, DBAPIError) and is_away(error):
        return _database_away(error)
    db.session.rollback()
    if taken_in(error) is not None:  # twice, and no form could say it: docs/adr/0010
        current_app.logger.warning("what must be unique was there already at %s", request.path)
        return refusal(409, _("This already exists. Nothing was changed. Reload to see it."))
    if met_another(error):  # once too often: docs/adr/0010
        return refusal(409, _("Someone else was changing the same records. Nothing was changed. Try again."))
    if current_app.testing:
        raise error
    number = secrets.token_hex(4)
    trace = told(error, typed=request.values.values())
    current_app.logger.error("error %s at %s\n%s", number, request.path, trace)
    return refusal(500, f"{SENTENCES[500]} {number}")


def is_away(error: DBAPIError) -> bool:
    """Whether the database cannot be reached or written at all, whatever it was asked: no fault of the request."""
    kind = type(error.orig)
    of_postgres = kind.__module__.partition(".")[0] == "psycopg"
    silent = of_postgres and kind.__name__ == "OperationalError"  # and none of what is derived from it
    return (
        error.connection_invalidated
        or silent
        or (of_postgres and kind.__name__ in POSTGRES_CANNOT)
        or any(words in str(error.orig) for words in SQLITE_CANNOT)
    )


def _database_away(error: DBAPIError) -> Response:
    """One line in the log and a page that needs no database: at such times there are many of both."""
    with suppress(SQLAlchemyError):
        db.session.rollback()
    number = secrets.token_hex(4)
    why = str(error.orig).strip().splitlines()[:1]
    current_app.logger.error("error %s at %s: %s", number, request.path, why)
    language = request.accept_languages.best_match(LANGUAGES) or "en"
    with force_locale(language):
        context = {
            "title": str(TITLES[503]),
            "sentence": f"{SENTENCES[503]} {number}",
            "mend": None,
            "back": way_back(),
            "again": again(),
            "html_lang": HTML_LANGUAGES[language],
        }
        name = "errors/_toast.html" if is_partial() else "errors/away.html"
        body = current_app.jinja_env.get_template(name).render(context)
    answer = make_response(body, 503, dict(ON_TOP) if is_partial() else {"Cache-Control": "no-store"})
    answer.headers["Retry-After"] = "10"
    return answer


@dataclass(frozen=True)
class Mend:
    """A button that helps against what refused."""

    words: str
    url: str


def refusal(status: int, sentence: str, *, title: str | None = None, mend: Mend | None = None) -> Response:
    """The answer that refuses: a toast that leaves the page as it is, or a page with a way back.

    Without htmx a button alone is answered on the page where it stands: there is nothing else to go back for.
    """
    back = way_back()
    if back and not is_partial() and status in ANSWERED_IN_PLACE and PRESSED in request.form:
        undo, words = (mend.url, mend.words) if mend else (None, None)
        return redirect_to(back, toast=sentence, tone="bad", undo=undo, words=words)
    context: dict[str, Any] = {
        "status": status,
        "title": title or str(TITLES.get(status, TITLES[400])),
        "sentence": sentence,
        "mend": mend,
        "back": back,
        "again": again() if status >= SERVER_FAILED else None,
        "typed": _typed_texts() if status in {400, 404, 409} else [],
    }
    if is_partial():
        body = render_template("errors/_toast.html", **context)
        return make_response(body, status, ON_TOP)
    answer = make_response(render_template("errors/page.html", **context), status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _typed_texts() -> list[str]:
    """What is hard to type again of a form that is refused with a page of its own: texts, but no secrets."""
    texts = (
        value.strip()
        for name, values in request.form.lists()
        if name not in OWN and "password" not in name and name != "current"
        for value in values
    )
    return list(dict.fromkeys(each for each in texts if len(each) >= LONG or " " in each))


def again() -> str | None:
    """The address that could not be answered, to ask it once more; None for a form, which its page sends again."""
    return request.url if request.method == "GET" else None


def way_back() -> str | None:
    """The page of ours on which the link or form of this request stood; None where that is unknown or this page."""
    came = address_parts(request.referrer)
    here = request.method == "GET" and came.path == request.path
    # A path that begins with two slashes, as browsers read it, names another site.
    ours = came.netloc == request.host and came.path.startswith("/") and came.path[1:2] not in {"/", "\\"}
    if not ours or here:
        return None
    return f"{came.path}?{came.query}" if came.query else came.path
