"""Work outside requests (jobs of the worker, commands) that is begun again when it met another transaction."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import ParamSpec, TypeVar

from salesapp.core.concurrency.attempts import counted, running
from salesapp.core.concurrency.leaning import hold
from salesapp.core.db import db

Answer = TypeVar("Answer")
P = ParamSpec("P")


def until_done(work: Callable[[], Answer]) -> Answer:
    """What `work` answers. What it committed before it met somebody must bear being found done already."""
    if running() is not None:
        return work()  # it is a part of work that is begun again as a whole
    with counted() as attempts:
        while True:
            try:
                hold(attempts.contested)
                return work()
            except Exception as error:
                db.session.rollback()
                if not attempts.worth_another(error):
                    raise
            attempts.next()


def begun_again(command: Callable[P, Answer]) -> Callable[P, Answer]:
    """The same for a whole function: `@begun_again` above one that reads, changes and commits."""

    @wraps(command)
    def carried_out(*args: P.args, **kwargs: P.kwargs) -> Answer:
        return until_done(partial(command, *args, **kwargs))

    return carried_out
