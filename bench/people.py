"""A signed-in person without a screen: in this process, where only the application is timed, or by HTTP."""

from __future__ import annotations

import http.client
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from select import select
from time import perf_counter, thread_time
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from bench.timing import Cost
from salesapp.people.models import DEMO_PASSWORD

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
NARROWED = {"HX-Request": "true", "HX-Request-Type": "full"}
"""What htmx sends where it takes a part out of the page by hx-select."""
FORM = "application/x-www-form-urlencoded"
TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back, and what it cost."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes
    cost: Cost

    @property
    def took(self) -> float:
        return self.cost.took

    def header(self, name: str) -> str:
        """The header's value, whatever the case of its name; empty where it is missing."""
        return next(iter(self.every(name)), "")

    def every(self, name: str) -> list[str]:
        """The values of a header that may come several times."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def key(self) -> int:
        """The id in the address that the answer sends the browser to."""
        found = re.search(r"/(\d+)(?:\D|$)", self.header("Location") or self.header("HX-Redirect"))
        if found is None:
            raise UnexpectedAnswer(self)
        return int(found[1])


class UnexpectedAnswer(Exception):
    """The product refused what is to be measured."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__(f"{answer.status} {list(answer.headers)} {answer.text[:2000]}")


class Transport(Protocol):
    """How requests get to the application."""

    def send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer: ...


class InProcess:
    """Straight into the WSGI application: no socket, no server."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        parts = urlsplit(path)
        builder = EnvironBuilder(
            parts.path,
            query_string=parts.query,
            method=method,
            data=body or None,
            headers=list(headers.items()),
        )
        environ = builder.get_environ()
        begun, computed = perf_counter(), thread_time()
        pieces, status, answered = run_wsgi_app(self._app, environ)
        content = b"".join(pieces)
        cost = Cost((perf_counter() - begun) * 1000, (thread_time() - computed) * 1000)
        return Answer(int(status[:3]), list(answered), content, cost)


class OverHttp:
    """To a server, over one connection that is kept."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=120)

    def close(self) -> None:
        """Hangs up."""
        self._connection.close()

    def send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        begun = perf_counter()
        if self._hung_up():
            self._connection.close()
        try:
            answer = self._answer(method, path, body, headers)
        except http.client.RemoteDisconnected:
            if method != "GET":
                raise
            self._connection.close()  # the server hangs up on who is silent for long; a browser calls again
            answer = self._answer(method, path, body, headers)
        content = answer.read()
        cost = Cost((perf_counter() - begun) * 1000)
        return Answer(answer.status, answer.getheaders(), content, cost)

    def download(self, path: str, headers: Mapping[str, str]) -> tuple[float, int]:
        """Seconds until the first byte of a file, and how many bytes there are; none of them is kept."""
        begun = perf_counter()
        answer = self._answer("GET", path, b"", headers)
        size = len(answer.read(1))
        first = perf_counter() - begun
        while piece := answer.read(1 << 16):
            size += len(piece)
        return first, size

    def _hung_up(self) -> bool:
        """Whether the server ended the idle connection: there is something to be read on it, its end."""
        kept = self._connection.sock
        return kept is not None and bool(select([kept], [], [], 0)[0])

    def _answer(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> http.client.HTTPResponse:
        self._connection.request(method, path, body or None, dict(headers))
        return self._connection.getresponse()


class Person:
    """Somebody who is signed in and sends what their browser would."""

    def __init__(self, transport: Transport, email: str, password: str = DEMO_PASSWORD) -> None:
        self._transport = transport
        self._cookies = SimpleCookie()
        self._token = self._find_token("/login")
        self.press("/login", email=email, password=password)
        self._token = self._find_token("/more")

    def open(self, path: str, **headers: str) -> Answer:
        """A page or, with htmx's headers, a fragment; anything but 200 is an error."""
        answer = self.ask(path, headers)
        if answer.status != 200:
            raise UnexpectedAnswer(answer)
        return answer

    def ask(self, path: str, headers: Mapping[str, str]) -> Answer:
        """Whatever is answered to a question."""
        return self._send("GET", path, b"", headers)

    def press(self, path: str, headers: Mapping[str, str] | None = None, **values: object) -> Answer:
        """Sends a form with a fresh once-key; a refusal is an error."""
        form = {"csrf_token": self._token, "once": secrets.token_hex(12), **values}
        given = {"Content-Type": FORM, "Sec-Fetch-Site": "same-origin", **(headers or {})}
        answer = self._send("POST", path, urlencode(form).encode(), given)
        if answer.status >= 400:
            raise UnexpectedAnswer(answer)
        return answer

    @property
    def cookies(self) -> dict[str, str]:
        """The header that says who asks."""
        kept = self._cookies.output(attrs=[], header="", sep=";").strip()
        return {"Cookie": kept} if kept else {}

    def _send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        answer = self._transport.send(method, path, body, self.cookies | dict(headers))
        for cookie in answer.every("Set-Cookie"):
            self._cookies.load(cookie)
        return answer

    def _find_token(self, path: str) -> str:
        found = TOKEN.search(self.open(path).text)
        if found is None:
            raise LookupError(f"{path} carries no token")
        return found[1]


@contextmanager
def crowd(address: str, emails: Iterable[str]) -> Iterator[list[Person]]:
    """These people, signed in at the server, each with a connection of their own until the end of the block."""
    with ExitStack() as lines:
        yield [Person(lines.enter_context(closing(OverHttp(address))), email) for email in emails]
