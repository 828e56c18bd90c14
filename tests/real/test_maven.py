"""A real company's export comes in by `salesapp import` alone, and its numbers are those of the files."""

from __future__ import annotations

import csv
import sqlite3
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import salesapp
from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.db import db
from salesapp.reports.running import Result, run
from salesapp.reports.shipped import BY_KEY
from tests.conftest import settings_for
from tests.databases import connections_closed
from tests.hardware_seller import Company, check_company


@pytest.mark.long
def test_the_export_comes_in_whole_and_only_once(real_data, tmp_path):
    company = Company(tmp_path, real_data)
    said = company.bring_in()
    assert said[-1] == "Created: 8800. Updated: 0. Unchanged: 0. Refused: 0. Rows: 8800."
    check_company(company)
    with sqlite3.connect(tmp_path / "company.sqlite") as connection:
        totals = dict(
            connection.execute("SELECT state, count(*) FROM opportunities GROUP BY state").fetchall()
        )
        won = connection.execute(
            "SELECT sum(actual_amount) FROM opportunities WHERE state = 'won'"
        ).fetchone()
    assert (totals, won) == ({"won": 4238, "lost": 2473, "open": 2089}, (1_000_553_400,))
    assert all(line.startswith("Created: 0. Updated: 0.") for line in company.bring_in())
    check_reports(company, real_data)


def check_reports(company: Company, files: Path) -> None:
    """The reports say what plain reading of the file says."""
    with (files / "sales_pipeline.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    won = [row for row in rows if row["deal_stage"] == "Won"]
    by_year: dict[str, int] = defaultdict(int)
    for row in won:
        by_year[str(date.fromisoformat(row["close_date"]).year)] += int(row["close_value"])
    closed = {agent: [0, 0] for agent in {row["sales_agent"] for row in rows}}
    for row in rows:
        if row["deal_stage"] in {"Won", "Lost"}:
            closed[row["sales_agent"]][row["deal_stage"] == "Won"] += 1
    application = salesapp.create_app(settings_for(f"sqlite:///{company.folder / 'company.sqlite'}"))
    with application.app_context(), connections_closed(db.engine):
        with acting_as(SYSTEM):
            years = run(BY_KEY["won-by-year"].report)
            assert said(years) == {year: Decimal(value * 100) for year, value in by_year.items()}
            assert (years.total.count, years.value(years.total)) == (4238, 1_000_553_400)
            rates = said(run(BY_KEY["win-rate-by-owner"].report))
            assert rates == {
                agent: Decimal(w) / (w + lost) for agent, (lost, w) in closed.items() if w + lost
            }
            assert run(BY_KEY["pipeline-by-stage"].report).total.count == 2089
        db.session.remove()


def said(result: Result) -> dict[str, Decimal]:
    return {result.names(row)[0]: Decimal(result.value(result.at(row))) for row in result.rows}
