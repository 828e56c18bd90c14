"""The printed table, the JSON of a run and the page in docs/."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from bench.timing import Line

RESULTS = Path(__file__).parent / "results"
PAGE = Path(__file__).parent.parent / "docs" / "measured.md"
KEPT = {True: "kept", False: "missed", None: "–"}
ORDER = (
    "board",
    "move",
    "live",
    "queue",
    "match",
    "convert",
    "lists",
    "search",
    "import",
    "save",
    "export",
    "cash",
    "pdf",
    "phone",
    "weight",
    "memory",
)
BESIDE = "## Beside an older build\n"
"""From here on the page is written by hand: what `--against` printed."""
INTRODUCTION = """# Measured

`make bench` measures this and `python -m bench --publish` writes it down; `make bench B=board` takes one part.
Last on {day}, on {machine}.

Nothing is promised by the times, only by the **ratios**: each is taken in one run, in turns, against a floor on the
same machine. A floor is hand-written SQL on a bare connection behind a bare Flask view that sends as many bytes; for what
writes, the product's own statements sent again on a twin of its database. Floors know no log-in, rights, forms or
history. Times are those in the application, without a socket, unless "by HTTP" is said. "CPU" is the time that the
process computed, which other work disturbs less. The Postgres cluster is a throwaway one with `fsync=off`. A machine
that is shared with others was seen to be half as fast at other hours: times double then, and 50 open boards take up to
24 % of a core; the ratios stay.

`python -m bench --against REV [move-card …] [--engine postgres] [--rounds 9]` asks another question: what do everyday acts use here,
beside an older commit? That commit is unpacked into a folder of its own, each build fills a company with its own code and is
served with `salesapp serve`, and the same acts are done by HTTP in turns, A B A B. A form is taken as it stands on each
build's own page, so that the acts stay comparable while forms change; what a page asks for by itself when it is seen counts
with it. CPU is that of all processes of the server, as the scheduler counts it; statements are those of requests. Each ratio
is taken pair by pair, this build over the other in the same round, and the median of all rounds is shown. What another build
shows differently (more rows, another panel) is part of its figure.

| What | Database | Floor p50 / p95 ms | Product p50 / p95 ms | Ratio | Also measured | Promise | |
|---|---|---|---|---|---|---|---|
"""
WHY = {
    "live": "A board that is looked at asks every 8 seconds. The question finds the cards, the sums and the plans as the "
    "board does, since only that is right under everybody's rights; what a 304 saves is printing and sending them.",
    "board": "The floor is two statements and no framework. What a page costs before it shows anything (session, user, "
    "company, bell, frame: the line “A page with nothing on it”) is about all that the promise leaves. Printing the "
    "cards is a fifth of the board; keeping printed cards from one request to the next would save that, at the price "
    "of having to know when rights, language, day or a name make them untrue.",
    "move": "The floor is one UPDATE and two sums. A move also finds the session and the rights, checks the path's "
    "rules, writes the event, the stage's history and the once-key that makes a second press harmless, and prints a "
    "card, two column heads and a toast with Undo. On SQLite one writer works at a time: with 8 clients the last in "
    "the queue waits for all others.",
    "convert": "The floor sends the statements again with their values at hand. The product also matches, works out the "
    "diff, reads three panels of a form and finds the words and keys by which four records are found again.",
    "lists": "A list also counts up to a thousand, loads whole records with what they link to, and prints a table in its "
    "frame. Where the floor is slow itself, the product is about level with it.",
    "search": "Names in the synthetic company are made of few words: three letters begin 4,000 to 11,000 records of a "
    "type. Where a reader sees all of a type, the newest six are met by walking from the newest on; a word that only old "
    "records have is walked to for long.",
    "save": "The import computes on the same processor cores as the server, at a lower priority; on Postgres the database "
    "computes for it at the ordinary one. A save beside a process that only computes shows what the machine itself costs; "
    "the lock is held for some twenty milliseconds at a time.",
    "import": "The first rows cost 0.6 ms, those behind 20,000 others 1 ms: the file names 20,000 companies five times, so "
    "each row is compared with a dozen colleagues who share a piece of its company's name, and loading and comparing them "
    "is then half of the work (docs/adr/0022). The rest is what makes a lead findable: words, keys, numbers, history. One "
    "process writes, so that a stopped import can go on. Nothing is kept from batch to batch.",
    "cash": "26 requests, each with the page's cost (see the board) where the floor has only its statements. The "
    "product's whole flow is the figure to compare with what peers need for it.",
    "phone": "Times include Chromium's own on a CPU slowed to a quarter. Opening a sheet makes the browser restyle "
    "the whole page once, because what lies under it becomes inert.",
    "memory": "Two interpreters with SQLAlchemy, Babel and the telephone numbers' metadata; what they share counts once.",
}
"""Why a promise is missed, by board; told below the table while a line of it is."""
SHOWN = {"p50 ms", "p95 ms", "floor p50 ms", "floor p95 ms", "ratio", "rounds"}


def printed(line: Line) -> str:
    """One line for the screen."""
    return "  ".join(
        (f"{line.what:58}", f"{line.database:8}", f"{_times(line, 'floor '):>15}", f"{_times(line):>15}",
         f"{_ratio(line):>7}", f"{KEPT[line.kept]:6}", _also(line))
    )  # fmt: skip


def written(lines: Sequence[Line], took: float) -> Path:
    """Keeps the run as JSON; where."""
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    path = RESULTS / f"{now:%Y-%m-%d-%H%M%S}.json"
    told = {
        "at": now.isoformat(),
        "machine": machine(),
        "seconds": round(took),
        "lines": [asdict(each) for each in lines],
    }
    path.write_text(json.dumps(told, indent=2, ensure_ascii=False))
    return path


def published() -> None:
    """Writes docs/measured.md: of every line what was measured last."""
    newest: dict[tuple[str, str], Line] = {}
    day, where = "", machine()
    for path in sorted(RESULTS.glob("*.json")):
        run = json.loads(path.read_text())
        day, where = run["at"][:10], run["machine"]
        newest |= {(line.what, line.database): line for line in (Line(**each) for each in run["lines"])}
    lines = sorted(newest.values(), key=lambda line: (ORDER.index(line.board), line.database))
    rows = "\n".join(_row(line) for line in lines)
    notes = "\n".join(f"- {note}" for note in dict.fromkeys(note for line in lines for note in line.notes))
    begun = INTRODUCTION.format(day=day, machine=where)
    missed = dict.fromkeys(line.board for line in lines if line.kept is False)
    why = "\n".join(f"- **{board}**: {WHY[board]}" for board in missed if board in WHY)
    _before, beside, by_hand = PAGE.read_text().partition(BESIDE)
    PAGE.write_text(f"{begun}{rows}\n\n{notes}\n\n## Why something is missed\n\n{why}\n\n{beside}{by_hand}")


def machine() -> str:
    """The machine in neutral words, with how busy it was."""
    load = f"{os.getloadavg()[1]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}, load {load}"
    )


def _row(line: Line) -> str:
    cells = (
        line.what,
        line.database,
        _times(line, "floor "),
        _times(line),
        _ratio(line),
        _also(line),
        line.promise,
        KEPT[line.kept],
    )
    return f"| {' | '.join(cells)} |"


def _times(line: Line, prefix: str = "") -> str:
    found = [line.figures.get(f"{prefix}{each} ms") for each in ("p50", "p95")]
    return " / ".join(f"{each:.1f}" for each in found if each is not None)


def _ratio(line: Line) -> str:
    found = line.figures.get("ratio")
    return "" if found is None else f"{found:.2f} ×"


def _also(line: Line) -> str:
    rest = {name: value for name, value in line.figures.items() if name not in SHOWN}
    return ", ".join(f"{name} {value:,.2f}".removesuffix(".00") for name, value in rest.items())
