"""Boards that stay open: what one question costs when nothing changed, and what fifty of them cost the server."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
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


def measure(stock: Stock, sizes: Sizes) -> Iterator[Line]:
    """Both databases: one question beside the whole board, then many boards beside an idle server."""
    for engine in ENGINES:
        yield _one(stock, engine, sizes)
        yield _many(stock, engine, sizes)


def _one(stock: Stock, engine: str, sizes: Sizes) -> Line:
    with stock.app(engine, sizes.small) as app:
        person = sign_in(app, "rep")
        headers = asking(person)
        whole, again = in_turns(
            [lambda: person.open("/board").cost, lambda: unchanged(person, headers).cost], sizes.rounds
        )
        with app.app_context():
            statements = counted(person, "/board")
    ratio = again.p50 / whole.p50
    figures = {"p50 ms": again.p50, "p95 ms": again.p95, "whole board p50 ms": whole.p50, "ratio": ratio}
    figures["statements of a whole board"] = statements
    promise = "p50 ≤ 0.8 × the whole board"
    return Line("live", "An unchanged board asked again", figures, promise, ratio <= 0.8, engine)


def asking(person: Person) -> dict[str, str]:
    """The headers with which the board that the person opened asks what changed."""
    found = MARK.search(person.open("/board").text)
    if found is None:
        raise LookupError("the board has no mark")
    return HTMX | {"If-None-Match": unescape(found[1])}


def unchanged(person: Person, headers: dict[str, str]) -> Answer:
    """One question that is answered 304."""
    try:
        answer = person.open("/board", **headers)
    except UnexpectedAnswer as other:
        answer = other.answer
    if answer.status != 304:
        raise UnexpectedAnswer(answer)
    return answer


def _many(stock: Stock, engine: str, sizes: Sizes) -> Line:
    with stock.twin(engine, sizes.small) as url, served(url, stock.folder) as site:
        calls = [OverHttp(site.address) for _each in range(sizes.boards)]
        people = [Person(call, f"rep{number % 10 or ''}@demo.example") for number, call in enumerate(calls)]
        questions = [(person, asking(person)) for person in people]
        taken: list[float] = []
        idle = load(site.process, lambda: time.sleep(sizes.watched))
        busy = load(site.process, lambda: taken.extend(_look(questions, sizes)))
        for call in calls:
            call.close()
    times, added = Times(tuple(taken)), busy - idle
    figures = {
        "p50 ms": times.p50,
        "p95 ms": times.p95,
        "questions": len(taken),
        "% of a core": busy,
        "% idle": idle,
    }
    what = f"{sizes.boards} open boards by HTTP"
    return Line("live", what, figures, f"≤ {MOST:.0f} % of a core above idle", added <= MOST, engine)


def _look(questions: Sequence[tuple[Person, dict[str, str]]], sizes: Sizes) -> list[float]:
    """All of them look at their boards, each beginning a little later; what the questions took."""
    apart = min(EVERY, sizes.watched) / len(questions)
    with ThreadPoolExecutor(len(questions)) as pool:
        jobs = [
            pool.submit(_watch, person, headers, apart * place, sizes.watched)
            for place, (person, headers) in enumerate(questions)
        ]
        return [each for job in jobs for each in job.result()]


def _watch(person: Person, headers: dict[str, str], after: float, until: float) -> list[float]:
    """Asks every EVERY seconds, first `after` so many; what each question took."""
    taken, begun, due = [], time.monotonic(), after
    while due < until:
        time.sleep(max(0.0, begun + due - time.monotonic()))
        taken.append(unchanged(person, headers).took)
        due += EVERY
    return taken


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
