"""A request whose transaction met another one's is carried out again from the start, with all that was sent.

The answer that the first attempt had begun, its cookies and its session are thrown away with it, so that nothing was
said twice and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask import request as current_request
from htmx_flask.requests import HtmxAwareRequest
from werkzeug.datastructures import FileStorage, MultiDict

from salesapp.core.concurrency.attempts import counted, running
from salesapp.core.concurrency.leaning import hold

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

BODY = "salesapp.body"
"""Where the environment keeps what was read of a body: the stream of it can be read once only."""
READ = ("form", "files", "stream", "_cached_data")


class Request(HtmxAwareRequest):
    """A request that finds what an earlier attempt has read of its body."""

    def __init__(self, environ: WSGIEnvironment, *args: Any, **kwargs: Any) -> None:
        super().__init__(environ, *args, **kwargs)
        body: dict[str, Any] = environ.pop(BODY, {})
        files: MultiDict[str, FileStorage] = body.get("files") or MultiDict()
        for each in files.values():
            each.stream.seek(0)
        self.__dict__.update(body)

    def hand_on(self) -> None:
        """Keeps for the next attempt what was read of the body; the uploaded files stay open."""
        self.environ[BODY] = {name: self.__dict__.pop(name) for name in READ if name in self.__dict__}


class Application(Flask):
    """The application, which carries a request out again before it says that something went wrong."""

    request_class = Request

    def handle_user_exception(self, e: Exception) -> Any:
        """A meeting of two transactions is nobody's error as long as there is another attempt."""
        if _worth_another(e):
            raise e
        return super().handle_user_exception(e)

    def handle_exception(self, e: Exception) -> Any:
        """The same, on the way out of the request."""
        if _worth_another(e):
            current_request._get_current_object().hand_on()  # type: ignore[attr-defined]
            raise e
        return super().handle_exception(e)


def _worth_another(error: Exception) -> bool:
    attempts = running()
    return attempts is not None and attempts.worth_another(error)


def init(app: Flask) -> None:
    """Wraps the application; the first of what happens before every request."""
    app.wsgi_app = _begin_again(app.wsgi_app)  # type: ignore[assignment,method-assign]
    app.before_request(_hold_what_was_contested)


def _begin_again(once: WSGIApplication) -> WSGIApplication:
    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with counted() as attempts:
            while True:
                try:
                    return once(environ, start_response)
                except Exception as error:
                    if not attempts.worth_another(error):
                        raise
                attempts.next()

    return application


def _hold_what_was_contested() -> None:
    attempts = running()
    if attempts is not None:
        hold(attempts.contested)
