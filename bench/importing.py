"""An import of 100,000 leads by the command, matched on the e-mail address: rows per second and memory."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bench.company import KEY
from bench.data import Stock, opened
from bench.serving import resident
from bench.sizes import Sizes
from bench.timing import Line
from salesapp.operating.schema import migrate

HEADINGS = ("Name", "Company", "E-mail", "Phone", "Job title")
FAST = 2000
FLAT = 1.25
"""Memory at the end may be this much of what it was after a tenth of the rows."""


def measure(stock: Stock, sizes: Sizes) -> Iterator[Line]:
    """On SQLite, into a new database."""
    file = stock.folder / "leads.csv"
    _write(file, sizes.leads)
    url = f"sqlite:///{stock.folder / 'import.sqlite'}"
    for rest in ("", "-wal", "-shm"):
        Path(f"{url.removeprefix('sqlite:///')}{rest}").unlink(missing_ok=True)
    with opened(url, stock.folder) as app, app.app_context():
        migrate()
    took, held = _run(url, file, stock.folder)
    rate, early, late = sizes.leads / took, held[len(held) // 10], max(held)
    figures = {"rows per second": rate, "seconds": took, "MB after a tenth": early, "MB at most": late}
    promise = "≥ 2,000 rows/s, memory flat"
    yield Line(
        "import",
        f"Import {sizes.leads:,} leads",
        figures,
        promise,
        rate >= FAST and late <= FLAT * early,
        "sqlite",
    )


def _write(file: Path, count: int) -> None:
    chance = random.Random(1)
    with file.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow(HEADINGS)
        for number in range(count):
            person = (
                f"{chance.choice(('Ada', 'Ben', 'Cora', 'Dan'))} {chance.choice(('Adler', 'Berg', 'Chen'))}"
            )
            phone = f"+49 30 {chance.randrange(10**6, 10**7)}"
            writer.writerow(
                (person, f"Company {number % 20000}", f"lead{number}@example.test", phone, "Buyer")
            )


def _run(url: str, file: Path, folder: Path) -> tuple[float, list[float]]:
    """Seconds, and the resident megabytes at every fifth of a second since the rows began to come in."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SALESAPP_")}
    environment |= {
        "SALESAPP_DATABASE_URL": url,
        "SALESAPP_SECRET_KEY": KEY,
        "SALESAPP_FILES": str(folder / "files"),
    }
    command = [
        sys.executable,
        "-m",
        "salesapp.cli",
        "import",
        "lead",
        str(file),
        "--match",
        "email",
        "--alone",
    ]
    held: list[float] = []
    begun = perf_counter()
    with (folder / "import.log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        pause = threading.Event()
        while process.poll() is None:
            held.append(resident(process.pid))
            pause.wait(0.2)
    if process.returncode:
        raise RuntimeError((folder / "import.log").read_text())
    return perf_counter() - begun, [each for each in held if each > 0]
