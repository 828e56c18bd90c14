"""What an import would do, tried on the first rows and taken back: shown before anything happens."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from salesapp.core.db import db
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.records.importing.running.rows import Entry
from salesapp.records.importing.running.running import Intake
from salesapp.records.importing.running.runs import ImportRun, Outcome
from salesapp.records.notation.values import Sum
from salesapp.records.tables.table import Row, Table
from salesapp.web.filters import money, show

TRIED = 200
SHOWN = 10
LIKELY = 50
"""So many possible duplicates are named one by one."""


def try_out(run: ImportRun, table: Table, head: list[Row], total: int) -> dict[str, Any]:
    """The outcome of the first rows as plain values: counts, some rows as they would come in, the first problems.

    The rows were read before, and counted: nothing is read of the file while others wait for our lock.
    """
    intake = Intake(run, table)
    savepoint = db.session.begin_nested()
    try:
        entries = intake.trial(head)
        return {
            "tried": len(entries),
            "total": total,
            "repeated": table.repeated,
            "notes": table.notes,
            "counts": dict(Counter(str(entry.outcome) for entry in entries)),
            "duplicates": sum(each.duplicate is not None and not each.problems for each in entries),
            "likely": [each for entry in entries if (each := likely(entry, entries))][:LIKELY],
            "headings": [str(intake.reader.fields[cell.name].label) for cell in intake.reader.cells],
            "rows": [shown_row(entry, intake) for entry in entries[:SHOWN]],
            "problems": told_once(entries)[:SHOWN],
        }
    finally:
        savepoint.rollback()


def likely(entry: Entry, entries: list[Entry]) -> dict[str, Any] | None:
    """The row with what it likely is a second time; another row of the file has no page yet."""
    there = entry.alike
    if entry.duplicate is None or there is None:
        return None
    found = entry.duplicate.as_json() | {"number": entry.row.number}
    if any(each.record is there for each in entries):
        return found
    return found | {"type": there.record_type_key, "id": there.id}


def told_once(entries: list[Entry]) -> list[dict[str, Any]]:
    """Each reason with the first row it keeps out, and how many there are."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for entry in entries:
        for problem in entry.problems:
            told = found.setdefault(
                (problem.column, problem.reason), problem.as_json() | {"number": entry.row.number, "rows": 0}
            )
            told["rows"] += 1
    return list(found.values())


def shown_row(entry: Entry, intake: Intake) -> dict[str, Any]:
    """One row as it would come in."""
    return {
        "number": entry.row.number,
        "outcome": entry.outcome or Outcome.REFUSED,
        "cells": [shown_cell(entry, cell.name, cell.place, intake) for cell in intake.reader.cells],
        "written": [written_cell(entry, cell.name, cell.place, intake) for cell in intake.reader.cells],
    }


def shown_cell(entry: Entry, name: str, place: int, intake: Intake) -> str:
    """One value as the record would have it; a link or what could not be read as it stands in the file."""
    declared: Field = intake.reader.fields[name]
    value = entry.given.get(name)
    if value is None or declared.kind == "link":
        return entry.row.cells[place]
    if isinstance(value, Sum):
        return shown_money(entry, name, intake) or entry.row.cells[place]
    return show(declared, value)


def written_cell(entry: Entry, name: str, place: int, intake: Intake) -> str | None:
    """An amount as the file has it, where that looks different: decimals and thousands are checked by eye."""
    if not isinstance(entry.given.get(name), Sum):
        return None
    text = entry.row.cells[place].strip()
    shown = shown_money(entry, name, intake)
    return None if shown is None or _figure(shown) == _figure(text) else text


def shown_money(entry: Entry, name: str, intake: Intake) -> str | None:
    """As every screen would show it; None where the currency does not have it."""
    try:
        return money(*intake.writer.money_of(entry, name))
    except ValueError:
        return None


def _figure(text: str) -> str:
    return re.sub(r"[^0-9.,−-]", "", text)


def outcome_label(outcome: str) -> str:
    """What becomes of a row, in one word or two."""
    return {
        Outcome.CREATED: _("New"),
        Outcome.UPDATED: _("Changed"),
        Outcome.UNCHANGED: _("Unchanged"),
        Outcome.REFUSED: _("Rejected"),
        Outcome.DEFERRED: _("Waiting for a later row"),
    }[Outcome(outcome)]
