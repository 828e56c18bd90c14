"""Two hands at once, as real threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import CodeType
from typing import Any

from sqlalchemy import text

from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.db import db


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What the acts answer when they start at the same moment."""
    db.session.commit()
    start, answers, failures = threading.Barrier(len(acts)), {}, []

    def run(place: int) -> None:
        start.wait()
        try:
            answers[place] = acts[place]()
        except Exception as failure:  # noqa: BLE001 - a thread's failure must reach the test
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    set_viewer(SYSTEM)
    if failures:
        raise failures[0]
    return [answers[place] for place in range(len(acts))]


def somebody_waits_for_me() -> None:
    """Until another session of Postgres is held up by this one, which is seen by asking; SQLite has one writer."""
    blocked = text("SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")
    if db.session.get_bind().dialect.name == "postgresql":
        blocked = blocked.execution_options(unscoped="no records")
        assert any(db.session.scalar(blocked) for _each in range(20_000))


def is_race(test: Callable[..., Any]) -> bool:
    """Whether a test starts several hands at once: what waits for what differs between the databases."""
    return _calls(test.__code__, {"at_once", "Thread"})


def _calls(code: CodeType, names: set[str]) -> bool:
    inner = (each for each in code.co_consts if isinstance(each, CodeType))
    return bool(names & {*code.co_names}) or any(_calls(each, names) for each in inner)
