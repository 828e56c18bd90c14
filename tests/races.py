"""Two hands at once, as real threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

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
