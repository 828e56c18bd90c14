"""What a log says of an error: where and what kind it was, and nothing that people typed or that is kept of them."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Iterator

QUOTED = re.compile(r"""(["'])(?P<inside>.*?)\1""")
OF_PROGRAMS = re.compile(r"[A-Za-z_][\w.]*")
SHORTEST = 3
"""Letters of what was typed that are looked for in a message; fewer stand in any word."""
HIDDEN = "…"


def told(error: BaseException, *, typed: Iterable[str] = ()) -> str:
    """The traceback of an error and of what led to it, its messages without the values that they quote."""
    secrets = sorted({each.strip() for each in typed if len(each.strip()) >= SHORTEST}, key=len, reverse=True)
    parts = []
    for each in reversed(list(_causes(error))):
        kind = f"{type(each).__module__}.{type(each).__qualname__}"
        frames = "".join(traceback.format_tb(each.__traceback__))
        parts.append(f"{frames}{kind}: {_without(str(each), secrets)}")
    return "\n\n".join(parts)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _without(message: str, secrets: list[str]) -> str:
    """Its first line: what follows are details of the row and the statement."""
    line = next(iter(message.strip().splitlines()), "")
    for secret in secrets:
        line = line.replace(secret, HIDDEN)
    return QUOTED.sub(_quoted, line)


def _quoted(found: re.Match[str]) -> str:
    """Names of the program and its tables stay; anything else in quotes is somebody's."""
    return found[0] if OF_PROGRAMS.fullmatch(found["inside"]) else f"{found[1]}{HIDDEN}{found[1]}"
