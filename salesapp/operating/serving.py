"""The production server, with the worker beside it on one machine."""

from __future__ import annotations

import ctypes
import gc
import logging
import multiprocessing
import os
import signal
import socket
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
from salesapp.core.concurrency.priority import step_back
from salesapp.core.db import db, reading
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.outbox import beat, carry_next, take_up_again
from salesapp.core.traces import told
from salesapp.operating.tidying import tidy
from salesapp.recognition.badges.awarding import News, award, news
from salesapp.recognition.hall.freezing import freeze
from salesapp.reports.history.upkeep import tell_on
from salesapp.web.transport.bodies import WAITING

log = logging.getLogger(__name__)
DAY = 24 * 60 * 60
IDLE = 1.0
"""Seconds between two looks into an empty outbox."""
RECENT = 60.0
"""Seconds until what happened is told into the pipeline's past."""
PROCESSES: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
"""How the worker begins: forked, it shares what the server has loaded; elsewhere forks meet libraries that break."""
GRACE = 10.0
"""Seconds that the row in hand is given when the server stops; what is cut off is carried out at the next start."""
M_ARENA_MAX, POOLS = -8, 1
"""The number by which `malloc.h` calls how many pools there may be, and how many that is."""
LITTER = 10_000
"""New objects until garbage is looked for: a page makes and drops some thousand, none of them in circles."""


_forked: list[Flask] = []
"""The application that the first process has made, in those that are forked from it."""


def serve(settings: Settings, app: Flask) -> None:
    """Serves until told to stop; the worker is a process of its own, started again when it dies."""
    refuse_taken_port(settings)
    app.config["SETTINGS"] = settings
    _forked.append(app)
    # The serving processes read the environment anew: links hold the address that is served, however it was said.
    os.environ.pop("PORT", None)
    os.environ.update(SALESAPP_HOST=settings.host, SALESAPP_PORT=str(settings.port))
    settle_in()
    db.session.remove()
    db.engine.dispose()  # a connection is never used by two processes
    keeper = PROCESSES.Process(target=_keep_worker, args=(os.getpid(),), name="keeper of the worker")
    keeper.start()  # before the server has threads, which no fork takes along
    try:
        _server(settings).serve()
    finally:
        keeper.terminate()
        keeper.join(timeout=15)


def refuse_taken_port(settings: Settings) -> None:
    """RuleBroken where something answers there already; two servers would share the port and every other request."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as taken:
            raise RuleBroken(
                _(
                    "Can’t listen on %(host)s:%(port)s: %(why)s. Stop the program that uses this port, or "
                    "choose another --port.",
                    host=settings.host,
                    port=settings.port,
                    why=taken.strerror or str(taken),
                )
            ) from None


def _server(settings: Settings) -> Any:
    return Granian(
        target="salesapp.operating.serving:served",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.processes,
        blocking_threads=settings.threads + WAITING,
        websockets=False,
        respawn_failed_workers=True,
        log_access=False,
    )


def served() -> Flask:
    """The application of a serving process: the one it was forked with, else, as where it is spawned, a new one."""
    from salesapp import create_app

    _end_with_parent()
    app = _forked[0] if _forked else create_app()
    settle_in()
    return app


def _end_with_parent() -> None:
    """Ends this process when the one that started it is gone: orphans would go on answering with old code.

    Who that was is known from the start: asking the system for the parent of now finds, where that one has already
    been killed, whoever takes in orphans, and that one never ends.
    """
    starter = multiprocessing.parent_process()
    parent = starter.pid if starter is not None else os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(IDLE)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE)
        os._exit(1)

    threading.Thread(target=watch, name="watches its parent", daemon=True).start()


def settle_in() -> None:
    """What was built at the start is never garbage.

    Looking through it again costs a page a tenth of its time, and a forked process a copy of all of it.
    """
    _share_memory()
    configure_mappers()
    gc.collect()
    gc.freeze()
    gc.set_threshold(LITTER)


def _share_memory() -> None:
    """All threads of a process take memory from one pool: a pool of its own keeps what its thread once needed.

    Threads compute one at a time here, so they hardly wait for it. Of 52 threads each with a pool, ten people at once
    left 350 MB behind instead of 50. Only the C library of most Linuxes has such pools, and this way to say how many.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(M_ARENA_MAX, POOLS)


def _keep_worker(server: int) -> None:
    """Keeps a worker running until told to stop, or until the server is gone without a word."""
    stop, worker = _told_to_stop(), _started()
    while not stop.wait(0.5) and os.getppid() == server:
        if not worker.is_alive():
            log.warning("the worker ended with %s and is started again", worker.exitcode)
            worker = _started()
    worker.terminate()
    worker.join(timeout=GRACE)
    worker.kill()


def _started() -> Any:
    worker = PROCESSES.Process(target=_work, name="worker")
    worker.start()
    return worker


def _work() -> None:
    # The fork took the keeper's answer to these along. Until it has a row in hand, a worker that is told to stop ends.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    step_back()
    work(served())


def _told_to_stop() -> threading.Event:
    """Is set when this process is asked to end; of a main thread only."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    return stop


def work(app: Flask) -> None:
    """Carries out what is due until told to stop; an answer to SIGTERM comes after the row in hand."""
    stop = _told_to_stop()
    _take_up(app)
    tidied: float | None = None
    told_on = -RECENT
    recognised: News | None = None
    while not stop.is_set():
        if not _one(app):
            if time.monotonic() - told_on > RECENT and not _tell_on(app):
                told_on = time.monotonic()
                recognised = _recognise(app, recognised)
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
    except Exception as error:  # noqa: BLE001  the database may be away for a while; the worker outlives that
        trace = told(error)
        log.error("the worker met an error and goes on\n%s", trace)  # noqa: TRY400  a traceback quotes customers
        time.sleep(IDLE)
        return False


def _take_up(app: Flask) -> None:
    """What a worker of this machine had in hand when it was stopped or killed goes on now, not when its lease ends."""
    with app.app_context():
        set_viewer(SYSTEM)
        take_up_again()
        db.session.remove()


def _tell_on(app: Flask) -> bool:
    """A portion of the pipeline's past, in a session of its own; whether there is more to tell."""
    try:
        with app.app_context():
            set_viewer(SYSTEM)
            more = tell_on()
            db.session.commit()
            db.session.remove()
            return more
    except Exception as error:  # noqa: BLE001  what could not be told now is told later
        log.error("the pipeline's past was not told on\n%s", told(error))  # noqa: TRY400  a traceback quotes customers
        return False


def _recognise(app: Flask, known: News | None) -> News | None:
    """Writes finished quarters down and awards badges, if anything happened since `known`; what is known then."""
    try:
        with app.app_context():
            set_viewer(SYSTEM)
            with reading():
                now = news()
                db.session.rollback()
            if now == known:
                return known
            more = freeze()
            db.session.commit()
            award(looking_back=known is None or now[:2] != known[:2])
            db.session.commit()
            db.session.remove()
            return None if more else now
    except Exception as error:  # noqa: BLE001  what could not be awarded now is awarded later
        log.error("badges were not awarded\n%s", told(error))  # noqa: TRY400  a traceback quotes customers
        return known


def _tidy(app: Flask) -> None:
    """Once a day, in a session of its own."""
    with app.app_context():
        set_viewer(SYSTEM)
        tidy()
        db.session.commit()
        db.session.remove()
