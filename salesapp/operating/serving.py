"""The production server, with the worker beside it on one machine."""

from __future__ import annotations

import gc
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from sqlalchemy.orm import configure_mappers

from salesapp.config import Settings
from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.db import db
from salesapp.core.outbox import beat, carry_next
from salesapp.operating.tidying import tidy

log = logging.getLogger(__name__)
DAY = 24 * 60 * 60
IDLE = 1.0
"""Seconds between two looks into an empty outbox."""
LITTER = 10_000
"""New objects until garbage is looked for: a page makes and drops some thousand, none of them in circles."""


def serve(settings: Settings) -> None:
    """Serves until told to stop; the worker is a process of its own, started again when it dies."""
    stop = threading.Event()
    keeper = threading.Thread(target=_keep_worker, args=(stop,), daemon=True)
    keeper.start()
    settle_in()
    try:
        _server(settings).serve()
    finally:
        stop.set()
        keeper.join(timeout=15)


def _server(settings: Settings) -> Any:
    return Granian(
        target="salesapp.operating.serving:served",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.workers,
        blocking_threads=settings.threads,
        websockets=False,
        respawn_failed_workers=True,
        log_access=False,
    )


def served() -> Flask:
    """The application of a serving process."""
    from salesapp import create_app

    app = create_app()
    settle_in()
    return app


def settle_in() -> None:
    """What was built at the start is never garbage.

    Looking through it again costs a page a tenth of its time, and a forked process a copy of all of it.
    """
    configure_mappers()
    gc.collect()
    gc.freeze()
    gc.set_threshold(LITTER)


def _keep_worker(stop: threading.Event) -> None:
    while not stop.is_set():
        worker = subprocess.Popen([sys.executable, "-m", "salesapp.cli", "worker"], env=os.environ)
        while worker.poll() is None and not stop.wait(0.5):
            continue
        if worker.poll() is None:
            worker.send_signal(signal.SIGTERM)
            worker.wait(timeout=10)
            return
        log.warning("the worker ended with %s and is started again", worker.returncode)
        stop.wait(1)


def work(app: Flask, *, until: threading.Event | None = None) -> None:
    """Carries out what is due until told to stop; an answer to SIGTERM comes after the row in hand."""
    stop = until or threading.Event()
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        signal.signal(signal.SIGINT, lambda *_: stop.set())
    tidied: float | None = None
    while not stop.is_set():
        if not _one(app):
            if tidied is None or time.monotonic() - tidied > DAY:
                _tidy(app)
                tidied = time.monotonic()
            stop.wait(IDLE)


def _one(app: Flask) -> bool:
    """One row, in a session of its own."""
    try:
        with app.app_context():
            set_viewer(SYSTEM)
            beat()
            found = carry_next()
            db.session.remove()
            return found
    except Exception:  # the database may be away for a while; the worker outlives that
        log.exception("the worker met an error and goes on")
        time.sleep(IDLE)
        return False


def _tidy(app: Flask) -> None:
    """Once a day, in a session of its own."""
    with app.app_context():
        set_viewer(SYSTEM)
        tidy()
        db.session.commit()
        db.session.remove()
