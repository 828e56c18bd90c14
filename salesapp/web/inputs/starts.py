"""Where the rows of a page begin, as its address says it."""

from __future__ import annotations

from flask import request


def asked_start(name: str = "start") -> int:
    """How many rows come before those that are asked for; nonsense is the beginning."""
    typed = request.args.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0
