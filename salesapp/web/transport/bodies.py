"""What is sent is taken in before anything is done about it: slow senders hold neither a database nor the others up.

The server has more threads than the application uses at once. A thread that waits for a body holds no permit, and one
network may keep only a few waiting, so that a handful of bad connections never stops everybody. A body that comes in
drips is given up, sooner where others of its network wait for its place. docs/adr/0012 has the measurement.

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
SMALL, LARGE = 1, 1 << 16
"""Bytes that are asked for at once. A read ends when they have come: a large one would wait minutes for drips."""
PROMPT = 0.05
"""Seconds: what came sooner is asked for in larger pieces."""
SLOW_AFTER = 20.0
"""Seconds that any body may take; after them it has to have come at `LEAST` bytes a second on the whole."""
SLOW_WHEN_FULL = 4.0
"""The same where others of its network wait for the place."""
LEAST = 1000
PATIENCE = 6.0
"""Seconds that a body waits for a place of its network before it is refused."""
READING = frozenset({"GET", "HEAD", "OPTIONS"})

Environ = dict[str, Any]


class Refused(Exception):
    """A body that is not waited for; the status says why."""


class Bodies:
    """WSGI middleware: receives the body, then lets at most `threads` requests work at once, one fewer of writers."""

    def __init__(self, app: Any, threads: int, patience: float = PATIENCE) -> None:
        self.app = app
        self.permits = threading.BoundedSemaphore(threads)
        self.writers = threading.BoundedSemaphore(max(threads - 1, 1))
        self.patience = patience
        self.waiting: Counter[str] = Counter()
        """Bodies by network that hold a thread: those that are received, and those that wait for a place."""
        self.receiving: Counter[str] = Counter()
        self.changed = threading.Condition()

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        if _has_body(environ):
            try:
                with self._place(network_of(environ.get("REMOTE_ADDR", ""))) as crowded:
                    environ["wsgi.input"] = received(get_input_stream(environ), crowded)
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
    def _place(self, network: str) -> Iterator[Callable[[], bool]]:
        """One of the network's places, waited for a while; tells later whether others wait for it."""
        self._queue_up(network)
        try:
            with self.changed:
                if not self.changed.wait_for(lambda: self.receiving[network] < OF_ONE_NETWORK, self.patience):
                    raise Refused("503 Service Unavailable")
                self.receiving[network] += 1
            try:
                yield lambda: self.waiting[network] > OF_ONE_NETWORK
            finally:
                with self.changed:
                    _less(self.receiving, network)
                    self.changed.notify_all()
        finally:
            with self.changed:
                _less(self.waiting, network)

    def _queue_up(self, network: str) -> None:
        """As many again as there are places may wait for one: each holds a thread."""
        with self.changed:
            if self.waiting[network] >= 2 * OF_ONE_NETWORK or self.waiting.total() >= WAITING:
                raise Refused("503 Service Unavailable")
            self.waiting[network] += 1


def received(
    source: Any, crowded: Callable[[], bool] = lambda: False, *, clock: Callable[[], float] = time.monotonic
) -> IO[bytes]:
    """The whole body, in memory or on the disk. Refused for one that drips."""
    kept: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    try:
        _take_in(source, kept, crowded, clock)
    except Exception:
        kept.close()
        raise
    kept.seek(0)
    return kept


def _take_in(source: Any, kept: IO[bytes], crowded: Callable[[], bool], clock: Callable[[], float]) -> None:
    begun, size, most = clock(), 0, SMALL
    before = begun
    while piece := source.read(most):
        now = clock()
        kept.write(piece)
        size += len(piece)
        if is_dripping(size, now - begun, crowded=crowded()):
            raise Refused("408 Request Timeout")
        most = min(most * 4, LARGE) if now - before < PROMPT else SMALL
        before = now


def is_dripping(size: int, seconds: float, *, crowded: bool = False) -> bool:
    """Whether so many bytes in so long are not worth waiting for."""
    return seconds > (SLOW_WHEN_FULL if crowded else SLOW_AFTER) and size < seconds * LEAST


def _less(counted: Counter[str], network: str) -> None:
    counted[network] -= 1
    if not counted[network]:
        del counted[network]


def _writes(environ: Environ) -> bool:
    return environ.get("REQUEST_METHOD", "GET") not in READING


def _has_body(environ: Environ) -> bool:
    return environ.get("CONTENT_LENGTH") not in {None, "", "0"} or "HTTP_TRANSFER_ENCODING" in environ


def _refusal(status: str, start_response: Any) -> Iterable[bytes]:
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Connection", "close"), ("Retry-After", "5")]
    start_response(status, headers)
    return [b"What you sent did not arrive in time. Nothing was changed. Please send it again.\n"]
