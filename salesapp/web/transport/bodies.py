"""What is sent is taken in before anything is done about it: slow senders hold neither a database nor the others up.

The server has more threads than the application uses at once. A thread that waits for a body holds no permit, and one
network may keep only a few waiting, so that a handful of bad connections never stops everybody. A body that comes in
drips is given up. docs/adr/0012 has the measurement.

Writers may wait for each other (SQLite has one at a time), and one permit is never theirs: reading goes on.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from werkzeug.exceptions import ClientDisconnected
from werkzeug.wsgi import get_input_stream

from salesapp.core.parsing.networks import network_of

WAITING = 48
"""Threads beside those that work: as many bodies may be on their way at once."""
OF_ONE_NETWORK = 12
IN_MEMORY = 1 << 20
PIECE = 1024
SLOW_AFTER = 20.0
"""Seconds that any body may take; after them it has to have come at `LEAST` bytes a second on the whole."""
LEAST = 1000
READING = frozenset({"GET", "HEAD", "OPTIONS"})

Environ = dict[str, Any]


class Refused(Exception):
    """A body that is not waited for; the status says why."""


class Bodies:
    """WSGI middleware: receives the body, then lets at most `threads` requests work at once, one fewer of writers."""

    def __init__(self, app: Any, threads: int) -> None:
        self.app = app
        self.permits = threading.BoundedSemaphore(threads)
        self.writers = threading.BoundedSemaphore(max(threads - 1, 1))
        self.waiting: Counter[str] = Counter()
        self.lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        if _has_body(environ):
            try:
                with self._place(network_of(environ.get("REMOTE_ADDR", ""))):
                    environ["wsgi.input"] = received(get_input_stream(environ))
            except Refused as why:
                return _refusal(str(why), start_response)
            except ClientDisconnected:  # nobody is there to read the answer
                return _refusal("400 Bad Request", start_response)
        try:
            with self.writers if _writes(environ) else nullcontext(), self.permits:
                answer: Iterable[bytes] = self.app(environ, start_response)
        finally:
            if _has_body(environ):
                environ["wsgi.input"].close()
        return answer

    @contextmanager
    def _place(self, network: str) -> Iterator[None]:
        with self.lock:
            if self.waiting[network] >= OF_ONE_NETWORK or self.waiting.total() >= WAITING:
                raise Refused("503 Service Unavailable")
            self.waiting[network] += 1
        try:
            yield
        finally:
            with self.lock:
                self.waiting[network] -= 1
                if not self.waiting[network]:
                    del self.waiting[network]


def received(source: Any, *, clock: Callable[[], float] = time.monotonic) -> IO[bytes]:
    """The whole body, in memory or on the disk. Refused for one that drips."""
    kept: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    try:
        _take_in(source, kept, clock)
    except Exception:
        kept.close()
        raise
    kept.seek(0)
    return kept


def _take_in(source: Any, kept: IO[bytes], clock: Callable[[], float]) -> None:
    begun, size = clock(), 0
    while piece := source.read(PIECE):
        kept.write(piece)
        size += len(piece)
        if is_dripping(size, clock() - begun):
            raise Refused("408 Request Timeout")


def is_dripping(size: int, seconds: float) -> bool:
    """Whether so many bytes in so long are not worth waiting for."""
    return seconds > SLOW_AFTER and size < seconds * LEAST


def _writes(environ: Environ) -> bool:
    return environ.get("REQUEST_METHOD", "GET") not in READING


def _has_body(environ: Environ) -> bool:
    return environ.get("CONTENT_LENGTH") not in {None, "", "0"} or "HTTP_TRANSFER_ENCODING" in environ


def _refusal(status: str, start_response: Any) -> Iterable[bytes]:
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Connection", "close"), ("Retry-After", "5")]
    start_response(status, headers)
    return [b"What you sent did not arrive in time. Nothing was changed. Please send it again.\n"]
