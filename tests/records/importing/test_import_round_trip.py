"""What one installation exports, an empty one imports: every record of every type is what it was."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

import salesapp.features  # noqa: F401  registers the record types
from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.db import db
from salesapp.core.events import CHANGED, record
from salesapp.core.money.currencies import CurrencyRate
from salesapp.core.registry import RecordType, record_type, record_types
from salesapp.opportunities.models.record import OPPORTUNITY
from salesapp.opportunities.outcome import Outcome, State
from salesapp.opportunities.processes.models import LossReason
from salesapp.products.importing import standard_book
from salesapp.products.records import PRODUCT
from salesapp.records.exporting.commands import export_command
from salesapp.records.importing.commands import import_command
from salesapp.records.picklists.models import PicklistEntry
from tests.databases import PostgresDatabase, SqliteDatabase, connections_closed
from tests.records.importing.filled import NUMBERS_OF_OURS, Filled, linked_types

KEYS = [each.key for each in record_types() if each.importable]


MADE_HERE = {"lead": {"Score"}, "loss_reason": {"Created on"}, "picklist_entry": {"Created on"}}
"""What an installation reckons or has itself: the score by its rules, the first reasons and choices with its making."""


def exported(type_: RecordType, folder: Path) -> list[dict[str, str]]:
    """The rows of the type's export, without the numbers that each installation gives."""
    file = folder / f"{type_.key}.csv"
    result = CliRunner().invoke(export_command, [type_.key, "--out", str(file)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    set_viewer(SYSTEM)
    with file.open(encoding="utf-8-sig", newline="") as text:
        return [
            {name: value for name, value in row.items() if name not in NUMBERS_OF_OURS}
            for row in csv.DictReader(text)
        ]


def set_up(made: datetime) -> None:
    """What no file brings; and the installation was not made at the same moment as another one."""
    db.session.add(CurrencyRate(currency="USD", valid_from=date(2020, 1, 1), rate=Decimal("0.9")))
    for model in (LossReason, PicklistEntry):
        for found in db.session.scalars(select(model)):
            found.created_at = made
    db.session.commit()


def fill(key: str) -> None:
    """Records of the type, of every kind that there is."""
    filled = Filled()
    filled.of_every_kind(record_type(key))
    if key == "product":
        standard_book(by=SYSTEM).set_price(filled.new(PRODUCT), Decimal("3.125"), by=SYSTEM)
    if key == "opportunity":
        won, lost = (filled.new(OPPORTUNITY) for _time in range(2))
        reasons = list(db.session.scalars(select(LossReason).order_by(LossReason.for_won)))
        lost.close_lost(
            Outcome(date(2025, 4, 1), reason_id=reasons[0].id, note="Too dear", competitor="Bolt"), by=SYSTEM
        )
        won.close_as(State.WON, Outcome(date(2025, 4, 2), reason_id=reasons[-1].id), 999_99, by=SYSTEM)
        record(won, CHANGED, by=SYSTEM)
    db.session.commit()


@pytest.mark.parametrize("key", KEYS)
def test_an_export_brought_into_an_empty_installation_gives_the_same_records(
    app: Flask,
    database: SqliteDatabase | PostgresDatabase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    types = [each for each in linked_types(record_type(key)) if each.importable]
    set_up(datetime(2025, 1, 1, tzinfo=UTC))
    fill(key)
    before = {each.key: exported(each, tmp_path) for each in types}
    with connections_closed(db.engine):
        db.session.remove()
    database.put_back()
    set_up(datetime(2026, 1, 1, tzinfo=UTC))
    for type_ in types:
        result = CliRunner().invoke(import_command, [type_.key, f"{type_.key}.csv"], catch_exceptions=False)
        set_viewer(SYSTEM)
        assert "Refused: 0." in result.stdout, result.output
    (tmp_path / "after").mkdir()
    after = {each.key: exported(each, tmp_path / "after") for each in types}
    assert [each for type_ in types for each in unlike(type_, before[type_.key], after[type_.key])] == []


def unlike(type_: RecordType, before: list[dict[str, str]], after: list[dict[str, str]]) -> Iterator[str]:
    """What is not as it was."""
    if len(before) != len(after):
        yield f"{len(before)} of {type_.label_plural} are now {len(after)}"
    by_name = [sorted(rows, key=lambda row: next(iter(row.values()))) for rows in (before, after)]
    for one, other in zip(*by_name, strict=False):
        for name in one.keys() - MADE_HERE.get(type_.key, set()):
            if one[name] != other.get(name):
                yield f"{type_.label}: {name} was {one[name]!r}, is {other.get(name)!r}"
