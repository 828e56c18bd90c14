"""The command `salesapp`, with the statements of its requests counted in the file that STATEMENTS_COUNTED names.

Behind the count stand the ids of the processes that answer requests: the worker's work is not an act's.

Run as `python -c` with this text, in the folder of any build: nothing of that build has to know of it.
"""

from __future__ import annotations

import mmap
import os
from pathlib import Path

from flask import has_request_context
from sqlalchemy import event
from sqlalchemy.engine import Engine

with Path(os.environ["STATEMENTS_COUNTED"]).open("r+b") as file:
    counted = mmap.mmap(file.fileno(), 0)
answering = set[int]()


def count(*_told: object) -> None:
    """One more, unless the worker looks into its outbox."""
    if has_request_context():
        counted[:8] = (int.from_bytes(counted[:8], "little") + 1).to_bytes(8, "little")
        if os.getpid() not in answering:
            answers(os.getpid())


def answers(process: int) -> None:
    """Its id goes into the first place that nobody has taken."""
    answering.add(process)
    place = next(each for each in range(8, len(counted), 8) if not any(counted[each : each + 8]))
    counted[place : place + 8] = process.to_bytes(8, "little")


event.listen(Engine, "before_cursor_execute", count)

if __name__ == "__main__":
    from salesapp.cli import main

    main()
