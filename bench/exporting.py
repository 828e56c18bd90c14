"""A list of leads downloaded as a workbook and as CSV: until its first byte, until its last, and memory meanwhile."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter

from sqlalchemy import text

from bench.data import Stock, opened
from bench.people import OverHttp, Person
from bench.serving import Site, served
from bench.sizes import Sizes
from bench.timing import Line
from salesapp.core.access import SYSTEM, Role, set_viewer
from salesapp.core.db import db
from salesapp.leads.models import Lead
from salesapp.operating.schema import migrate
from salesapp.people.models import DEMO_PASSWORD, User

GROWTH = 40.0
"""Megabytes more than at rest, however many rows there are."""
NOTE = (
    "an export is downloaded by HTTP, and what server and worker hold together looked at twice a second; a tenth of the "
    "leads first shows what grows with them"
)
OWNER = "admin@demo.example"


def measure(stock: Stock, sizes: Sizes) -> Iterator[Line]:
    """On SQLite, a tenth of the leads first: what grows with the rows is then seen."""
    for count in (sizes.leads // 10, sizes.leads):
        url = f"sqlite:///{stock.folder / f'export-{count}.sqlite'}"
        _fill(url, count, stock.folder)
        with served(url, stock.folder) as site, closing(OverHttp(site.address)) as line:
            person = Person(line, OWNER)
            person.open("/leads")
            for kind in ("xlsx", "csv"):
                figures = _download(site, line, person, f"/exports/leads.{kind}")
                yield Line(
                    "export",
                    f"{count:,} leads as {kind.upper()}",
                    figures,
                    f"≤ {GROWTH:.0f} MB above rest",
                    figures["MB above rest"] <= GROWTH,
                    "sqlite",
                    [NOTE],
                )


def _fill(url: str, count: int, folder: Path) -> None:
    for rest in ("", "-wal", "-shm"):
        Path(f"{url.removeprefix('sqlite:///')}{rest}").unlink(missing_ok=True)
    with opened(url, folder) as app, app.app_context():
        migrate()
        set_viewer(SYSTEM)
        owner = User(name="Admin", email=OWNER, role=Role.ADMINISTRATOR)
        owner.set_password(DEMO_PASSWORD, by=SYSTEM)
        first = Lead(name="Ada Adler", company="Adler", email="lead@example.test", phone="+49 30 1234567")
        first.job_title, first.city, first.country, first.currency = "Buyer", "Hamburg", "DE", "EUR"
        first.description, first.owner = "Wants an offer before Christmas. " * 5, owner
        db.session.add_all([owner, first])
        db.session.flush()
        names = [each.name for each in Lead.__table__.c if each.name != "id"]
        columns = ", ".join(names)
        values = columns.replace("email", "number || email", 1)
        numbers = (
            "WITH RECURSIVE n(number) AS (SELECT 2 UNION ALL SELECT number + 1 FROM n WHERE number < :count)"
        )
        copies = (
            f"INSERT INTO leads (id, {columns}) {numbers} SELECT number, {values} FROM n, leads WHERE id = 1"  # noqa: S608
        )
        db.session.connection().execute(text(copies), {"count": count})
        db.session.commit()
        db.session.remove()


def _download(site: Site, line: OverHttp, person: Person, path: str) -> dict[str, float]:
    held, done = [site.megabytes], threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            held.append(site.megabytes)

    watcher = threading.Thread(target=watch)
    watcher.start()
    begun = perf_counter()
    try:
        first, size = line.download(path, person.cookies)
    finally:
        done.set()
        watcher.join()
    took = perf_counter() - begun
    return {
        "first byte s": first,
        "seconds": took,
        "MB file": size / 1e6,
        "MB above rest": max(held) - held[0],
        "load": os.getloadavg()[0],
    }
