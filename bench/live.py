"""Boards that stay open: what one question costs when nothing changed, and what fifty of them cost the server."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from bench.board import counted, sign_in
from bench.data import ENGINES, Stock
from bench.people import HTMX, Answer, OverHttp, Person, UnexpectedAnswer
from bench.serving import family, served
from bench.sizes import Sizes
from bench.timing import Line, Times, in_turns

EVERY = 8.0
"""Seconds between two questions of a board, as in static/js/behaviors/live.js."""
MARK = re.compile(r'data-mark="([^"]+)"')
MOST = 20.0
"""Per cent of one processor core."""
QUIET = 5.0
"""Per cent of one core that a server takes at most while nobody asks anything."""
PATIENCE = 900.0
"""Seconds until a server that goes on computing counts as broken."""


def measure(stock: Stock, sizes: Sizes) -> Iterator[Line]:
    """Both databases: one question beside the whole board, then many boards beside an idle server."""
    for engine in ENGINES:
        yield _one(stock, engine, sizes)
        yield _many(stock, engine, sizes)


@dataclass
class OpenBoard:
    """A board that somebody left open, and what it last showed."""

    person: Person
    mark: str
    changed: int = 0
    """How often it had changed: the bench moves nothing, but a card's days without a touch go on counting."""

    @classmethod
    def of(cls, person: Person) -> OpenBoard:
        """Opens the board."""
        found = MARK.search(person.open("/board").text)
        if found is None:
            raise LookupError("the board has no mark")
        return cls(person, unescape(found[1]))

    def ask(self) -> Answer:
        """One question what changed: answered 304, or with the columns that did."""
        answer = self.person.ask("/board", HTMX | {"If-None-Match": self.mark})
        if answer.status == 200 and answer.header("ETag"):
            self.mark, self.changed = answer.header("ETag"), self.changed + 1
        elif answer.status != 304:
            raise UnexpectedAnswer(answer)
        return answer


def _one(stock: Stock, engine: str, sizes: Sizes) -> Line:
    with stock.app(engine, sizes.small) as app:
        person = sign_in(app, "rep")
        board = OpenBoard.of(person)
        whole, again = in_turns([lambda: person.open("/board").cost, lambda: board.ask().cost], sizes.rounds)
        with app.app_context():
            statements = counted(person, "/board")
    ratio = again.p50 / whole.p50
    figures = {"p50 ms": again.p50, "p95 ms": again.p95, "whole board p50 ms": whole.p50, "ratio": ratio}
    figures["statements of a whole board"] = statements
    promise = "p50 ≤ 0.8 × the whole board"
    return Line("live", "An unchanged board asked again", figures, promise, ratio <= 0.8, engine)


def _many(stock: Stock, engine: str, sizes: Sizes) -> Line:
    with ExitStack() as stack:
        url = stack.enter_context(stock.twin(engine, sizes.small))
        site = stack.enter_context(served(url, stock.folder))
        calls = [stack.enter_context(closing(OverHttp(site.address))) for _each in range(sizes.boards)]
        people = [Person(call, f"rep{number % 10 or ''}@demo.example") for number, call in enumerate(calls)]
        boards = [OpenBoard.of(person) for person in people]
        taken: list[float] = []
        settled(site.process)
        idle = load(site.process, lambda: time.sleep(sizes.watched))
        busy = load(site.process, lambda: taken.extend(_look(boards, sizes)))
    times, added = Times(tuple(taken)), busy - idle
    figures = {
        "p50 ms": times.p50,
        "p95 ms": times.p95,
        "questions": len(taken),
        "changed": sum(board.changed for board in boards),
        "% of a core": busy,
        "% idle": idle,
    }
    what = f"{sizes.boards} open boards by HTTP"
    return Line("live", what, figures, f"≤ {MOST:.0f} % of a core above idle", added <= MOST, engine)


def _look(boards: Sequence[OpenBoard], sizes: Sizes) -> list[float]:
    """All of them ask, each beginning a little later; what the questions took."""
    apart = min(EVERY, sizes.watched) / len(boards)
    with ThreadPoolExecutor(len(boards)) as pool:
        jobs = [pool.submit(_watch, each, apart * place, sizes.watched) for place, each in enumerate(boards)]
        return [each for job in jobs for each in job.result()]


def _watch(board: OpenBoard, after: float, until: float) -> list[float]:
    """Asks every EVERY seconds, first `after` so many; what each question took."""
    taken, begun, due = [], time.monotonic(), after
    while due < until:
        time.sleep(max(0.0, begun + due - time.monotonic()))
        taken.append(board.ask().took)
        due += EVERY
    return taken


def settled(process: int) -> None:
    """Waits until the worker has done what it does once a day, which it begins with."""
    end = time.monotonic() + PATIENCE
    while load(process, lambda: time.sleep(1.0)) > QUIET:
        if time.monotonic() > end:
            raise TimeoutError("the server found no rest")


def load(process: int, act: Callable[[], object]) -> float:
    """Per cent of one core that the server and its worker computed while `act` ran."""
    before, begun = computed(process), time.monotonic()
    act()
    return 100 * (computed(process) - before) / (time.monotonic() - begun)


def computed(process: int) -> float:
    """Seconds of processor time of the process and all below it."""
    ticks = 0
    for each in family(process):
        stat = Path(f"/proc/{each}/stat")
        if stat.exists():
            fields = stat.read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
