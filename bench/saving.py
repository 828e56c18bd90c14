"""How long a rep's save takes while a file is imported, beside the same at rest and beside a process that only computes.

The import is `salesapp import` as a process of its own, the save a new lead sent by HTTP to `salesapp serve`.
"""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from string import ascii_lowercase

from bench.company import KEY
from bench.data import ENGINES, Stock, opened
from bench.people import OverHttp, Person
from bench.serving import SOURCE, environment, served
from bench.sizes import Sizes
from bench.timing import Line, Times
from salesapp.core.access import SYSTEM, Role, set_viewer
from salesapp.core.concurrency.priority import LONG_WORK
from salesapp.core.db import db
from salesapp.operating.schema import migrate
from salesapp.people.models import DEMO_PASSWORD, User

MOST = 1.5
"""Times what a save takes at rest."""
REP = "rep@demo.example"
PAUSE = 0.1
"""Seconds between two saves."""
COMPUTING = {"beside a computing process": 0, "beside one that steps back": LONG_WORK}
"""Processes that do nothing but compute, and how nice they are."""
NOTE = (
    "saves while an import runs, at rest and beside a process that only computes are taken in turns, in six portions; "
    "names have nothing in common, so that the search for duplicates costs the same all the time"
)


def measure(stock: Stock, sizes: Sizes) -> Iterator[Line]:
    """On both databases, each new."""
    for engine in ENGINES:
        with stock.empty(engine) as url:
            _fill(url, stock.folder)
            with served(url, stock.folder) as site, closing(OverHttp(site.address)) as line:
                yield _line(_taken(_Rep(line), url, stock.folder, sizes), engine)


def _line(taken: dict[str, Times], engine: str) -> Line:
    rest, importing = taken["rest"], taken["importing"]
    figures = {
        "p50 ms": importing.p50,
        "p95 ms": importing.p95,
        "at rest p50 ms": rest.p50,
        "at rest p95 ms": rest.p95,
        "× at rest": importing.p50 / rest.p50,
        **{f"× {name}": importing.p50 / taken[name].p50 for name in COMPUTING},
        "load": os.getloadavg()[0],
    }
    kept = importing.p50 <= MOST * rest.p50
    return Line("save", "A save while an import runs", figures, f"≤ {MOST} × at rest", kept, engine, [NOTE])


def _fill(url: str, folder: Path) -> None:
    with opened(url, folder) as app, app.app_context():
        migrate()
        set_viewer(SYSTEM)
        rep = User(name="Rep", email=REP, role=Role.REP)
        rep.set_password(DEMO_PASSWORD, by=SYSTEM)
        db.session.add(rep)
        db.session.commit()
        db.session.remove()


class _Rep:
    """Keeps typing new leads."""

    def __init__(self, line: OverHttp) -> None:
        self._person = Person(line, REP)
        self._chance = random.Random(3)

    def save(self) -> float:
        """Milliseconds that one took."""
        name, company = ("".join(self._chance.choices(ascii_lowercase, k=12)) for _each in range(2))
        sent = {"name": name, "company": company, "email": f"{name}@{company}.com", "currency": "EUR"}
        took = self._person.press("/leads/new", None, **sent).took
        time.sleep(PAUSE)
        return took


def _taken(rep: _Rep, url: str, folder: Path, sizes: Sizes) -> dict[str, Times]:
    for _warm in range(3):
        rep.save()
    found: dict[str, list[float]] = {each: [] for each in ("rest", *COMPUTING, "importing")}
    for portion in range(2):
        found["rest"] += [rep.save() for _save in range(sizes.rounds)]
        for name, nicer in COMPUTING.items():
            with _process("-c", f"import os; os.nice({nicer})\nwhile True: pass", url=url, folder=folder):
                found[name] += [rep.save() for _save in range(sizes.rounds)]
        file = _file(folder / f"saving-{portion}.csv", sizes.leads)
        with _process(
            "-m", "salesapp.cli", "import", "lead", file, "--match", "email", url=url, folder=folder
        ):
            _wait_for_rows(folder)
            found["importing"] += [rep.save() for _save in range(sizes.rounds)]
    return {name: Times(tuple(samples)) for name, samples in found.items()}


def _file(path: Path, count: int) -> str:
    with path.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow(("Name", "Company", "E-mail", "Phone", "Job title"))
        for number in range(count):
            person, company = f"Ben Berg {path.stem} {number}", f"Firm {number % 2000}"
            address = f"{path.stem}-{number}@example.test"
            writer.writerow((person, company, address, f"+49 30 {10**6 + number}", "Buyer"))
    return str(path)


@contextmanager
def _process(*arguments: str, url: str, folder: Path) -> Iterator[None]:
    told = {"SALESAPP_DATABASE_URL": url, "SALESAPP_SECRET_KEY": KEY, "SALESAPP_FILES": str(folder / "files")}
    with (folder / "saving.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            env=environment(SOURCE) | told,
            cwd=folder,
            stdout=log,
            stderr=log,
        )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _wait_for_rows(folder: Path) -> None:
    """Until the import has begun: it says which columns it takes before its first row."""
    end = time.monotonic() + 60
    while "Columns:" not in (folder / "saving.log").read_text():
        if time.monotonic() > end:
            raise TimeoutError("the import does not begin")
        time.sleep(0.1)
