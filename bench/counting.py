"""The command `salesapp`, with the statements of its requests counted in the file that STATEMENTS_COUNTED names.

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
    counted = mmap.mmap(file.fileno(), 8)


def count(*_told: object) -> None:
    """One more, unless the worker looks into its outbox."""
    if has_request_context():
        counted[:] = (int.from_bytes(counted, "little") + 1).to_bytes(8, "little")


event.listen(Engine, "before_cursor_execute", count)

if __name__ == "__main__":
    from salesapp.cli import main

    main()
