"""A request whose transaction met another one's is carried out again from the start, with all that was sent.

The answer that the first attempt had begun, its cookies and its session are thrown away with it, so that nothing was
said twice and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask

from salesapp.core.concurrency.attempts import counted, running
from salesapp.core.concurrency.leaning import hold

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Application(Flask):
    """The application, which carries a request out again before it says that something went wrong."""

    def handle_user_exception(self, e: Exception) -> Any:
        """A meeting of two transactions is nobody's error as long as there is another attempt."""
        if _worth_another(e):
            raise e
        return super().handle_user_exception(e)

    def handle_exception(self, e: Exception) -> Any:
        """The same, on the way out of the request."""
        if _worth_another(e):
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
                environ["wsgi.input"].seek(0)  # it was received as a whole before any work began (bodies.py)

    return application


def _hold_what_was_contested() -> None:
    attempts = running()
    if attempts is not None:
        hold(attempts.contested)
