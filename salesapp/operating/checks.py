"""`salesapp check`: versions and settings that endanger data, the money audit, and how records hang together."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from salesapp.accounting import audit as accounting
from salesapp.activities.housekeeping import faulty_files
from salesapp.activities.undelivered.models import UndeliveredMail, open_ones
from salesapp.core.db import db, sqlite_module
from salesapp.core.outbox import worker_alive
from salesapp.invoices.audit import audit
from salesapp.operating import structure
from salesapp.operating.schema import is_current
from salesapp.quotes.issued.housekeeping import faulty_papers
from salesapp.reports.history.upkeep import faults as pipeline_faults

SAFE_SQLITE = (3, 51, 3)
"""Older builds can damage a database in WAL mode that several connections write."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at: green or red, with a sentence; `warning` for what endangers nothing by itself."""

    name: str
    good: bool
    sentence: str
    warning: bool = False


def findings() -> Iterator[Finding]:
    """Everything that is looked at, in order."""
    for look in LOOKS:
        yield look()
    for each in (*audit(), *audit(accounting.CHECKS), *audit(structure.CHECKS)):
        yield Finding(each.name, each.good, each.sentence)


def _schema() -> Finding:
    good = is_current()
    return Finding("schema", good, "The database fits this version." if good else "Run `salesapp migrate`.")


def _sqlite() -> Finding:
    if db.engine.dialect.name != "sqlite":
        return Finding("sqlite", True, "Postgres is used.")
    module = sqlite_module()
    version = tuple(int(part) for part in module.sqlite_version.split("."))
    good = version >= SAFE_SQLITE
    sentence = (
        f"SQLite {module.sqlite_version} ({'its own build' if module is not sqlite3 else 'the system’s'})."
    )
    if not good:
        sentence += " It can damage a WAL database; install the pysqlite3 package or use Postgres."
    return Finding("sqlite", good, sentence)


def _integrity() -> Finding:
    if db.engine.dialect.name != "sqlite":
        return Finding("integrity", True, "Left to Postgres.")
    with db.engine.connect() as connection:
        answer = connection.exec_driver_sql("PRAGMA quick_check").scalar()
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    good = answer == "ok" and not broken
    return Finding(
        "integrity",
        good,
        "The file is whole." if good else f"quick_check: {answer}; broken links: {len(broken)}.",
    )


def _files() -> Finding:
    faulty = list(faulty_files())
    sentence = "Every file is whole and on a record."
    if faulty:
        sentence = f"{len(faulty)} are not: {'; '.join(faulty[:5])}."
    return Finding("files", not faulty, sentence)


def _papers() -> Finding:
    faulty = list(faulty_papers())
    sentence = "Every issued document has the PDF that it was issued with."
    if faulty:
        sentence = f"{len(faulty)} have not: {'; '.join(faulty[:5])}. Bring their files back from a backup."
    return Finding("papers", not faulty, sentence)


def _address() -> Finding:
    url = current_app.config["SETTINGS"].public_url
    sentence = (
        "Links in mails use it."
        if url
        else "SALESAPP_PUBLIC_URL is not set: links in mails lead to this machine only."
    )
    return Finding("public address", bool(url), sentence, warning=True)


def _mail() -> Finding:
    set_up = bool(current_app.config["SETTINGS"].smtp_url)
    sentence = (
        "A mail server is set." if set_up else "SALESAPP_SMTP_URL is not set: mail waits in the outbox."
    )
    return Finding("mail", set_up, sentence, warning=True)


def _deliveries() -> Finding:
    lost = db.session.scalar(select(func.count(UndeliveredMail.id)).where(open_ones())) or 0
    sentence = (
        f"{lost} e-mails did not arrive; whoever sent them sees them on Today." if lost else "None came back."
    )
    return Finding("deliveries", not lost, sentence, warning=True)


def _pipeline() -> Finding:
    """The pipeline's past is told anew from the events and compared with what is kept."""
    wrong = list(islice(pipeline_faults(), 5))
    sentence = "The pipeline of every day is what the events tell."
    return Finding("pipeline history", not wrong, f"{'; '.join(wrong)}." if wrong else sentence)


def _worker() -> Finding:
    alive = worker_alive()
    sentence = (
        "The worker was seen just now."
        if alive
        else "The worker was not seen: `salesapp serve` or `salesapp worker` runs it."
    )
    return Finding("worker", alive, sentence, warning=True)


LOOKS: tuple[Callable[[], Finding], ...] = (
    _schema,
    _sqlite,
    _integrity,
    _files,
    _papers,
    _address,
    _mail,
    _deliveries,
    _pipeline,
    _worker,
)


def report(found: list[Finding]) -> tuple[str, bool]:
    """The findings as lines, and whether any is red."""
    width = max(len(each.name) for each in found)
    return "\n".join(f"{_mark(each)}  {each.name:<{width}}  {each.sentence}" for each in found), any(
        map(_red, found)
    )


def _mark(finding: Any) -> str:
    return "green" if finding.good else "warn " if finding.warning else "RED  "


def _red(finding: Finding) -> bool:
    return not finding.good and not finding.warning
