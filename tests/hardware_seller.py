"""The import of docs/import.md as a program runs it, and the plain arithmetic over the files that it must equal."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STEPS = (
    ("user", "sales_teams.csv", "--map", "manager=name", "--map", "sales_agent=", "--map", "regional_office=team",
     "--default", "role=manager", "--default", "email={name}@hardware.example", "--match", "name"),
    ("user", "sales_teams.csv", "--map", "sales_agent=name", "--map", "manager=manager",
     "--map", "regional_office=team", "--default", "role=rep",
     "--default", "email={name}@hardware.example", "--match", "name"),
    ("account", "accounts.csv", "--map", "account=name", "--map", "sector=industry",
     "--map", "year_established=founded", "--map", "revenue=annual_revenue*1000000",
     "--map", "office_location=billing_country",
     "--map", "subsidiary_of=parent", "--value", "industry:technolgy=technology",
     "--value", "billing_country:Philipines=Philippines", "--value", "billing_country:Korea=KR",
     "--default", "type=customer", "--default", "currency=USD", "--match", "name"),
    ("account", "unknown.csv", "--map", "account=name", "--match", "name"),
    ("product", "products.csv", "--map", "product=name", "--map", "series=family", "--map", "sales_price=price",
     "--match", "name"),
    ("opportunity", "sales_pipeline.csv", "--map", "opportunity_id=external_id", "--map", "sales_agent=owner",
     "--map", "product=product", "--map", "account=account", "--map", "deal_stage=stage",
     "--map", "engage_date=opened_on",
     "--map", "close_date=closed_on", "--map", "close_value=actual_amount", "--value", "product:GTXPro=GTX Pro",
     "--value", "stage:Prospecting=Qualification", "--value", "stage:Engaging=Needs analysis",
     "--default", "account=Unknown customer", "--default", "name={product}", "--match", "external_id"),
)  # fmt: skip


ONE_AFTER_THE_OTHER = """
import json, sys
from salesapp.cli import run
for arguments in json.load(sys.stdin):
    if code := run(arguments):
        sys.exit(code)
"""
"""Thirteen starts of the program would take most of the time."""


class Company:
    """A new database in a folder of its own that the files come into."""

    def __init__(self, folder: Path, files: Path) -> None:
        self.folder, self.files = folder, files
        (folder / "unknown.csv").write_text("account\nUnknown customer\n")
        self.environment = {
            key: value for key, value in os.environ.items() if not key.startswith("SALESAPP_")
        } | {
            "SALESAPP_DATABASE_URL": f"sqlite:///{folder / 'company.sqlite'}",
            "SALESAPP_SECRET_KEY": "only for tests " * 4,
            "SALESAPP_FILES": str(folder / "files"),
        }
        self.run(["migrate"])

    def run(self, *commands: list[str]) -> str:
        """What the commands say, one after the other in one program; none may fail."""
        done = subprocess.run(
            [sys.executable, "-c", ONE_AFTER_THE_OTHER],
            cwd=ROOT, env=self.environment, input=json.dumps(commands), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr or done.stdout
        return done.stdout

    def bring_in(self) -> list[str]:
        """All files, in order; the line of counts of each."""
        said = self.run(*(self.command(*step) for step in STEPS))
        return [line for line in said.splitlines() if line.startswith("Created")]

    def command(self, type_key: str, name: str, *options: str) -> list[str]:
        """The import of one file into a company where nobody works yet."""
        file = self.files / name if (self.files / name).exists() else self.folder / name
        refused = ["--refused", str(self.folder / f"{type_key}.csv")]
        return ["import", type_key, str(file), "--alone", *options, *refused]


def expected(files: Path) -> tuple[int, int, int, dict[str, tuple[int, int]]]:
    """Won, lost and their value by plain reading: (won, value, open, agent → (won, lost))."""
    with (files / "sales_pipeline.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    won = [row for row in rows if row["deal_stage"] == "Won"]
    by_agent = {
        agent: (
            Counter(row["sales_agent"] for row in won)[agent],
            sum(row["deal_stage"] == "Lost" and row["sales_agent"] == agent for row in rows),
        )
        for agent in {row["sales_agent"] for row in rows}
    }
    value = sum(int(row["close_value"] or 0) for row in won)
    return len(won), value, sum(row["deal_stage"] in {"Prospecting", "Engaging"} for row in rows), by_agent


COUNTS = """SELECT u.name, sum(o.state = 'won'), sum(o.state = 'lost'), sum(o.state = 'open'),
            sum(CASE WHEN o.state = 'won' THEN o.actual_amount ELSE 0 END) / 100
            FROM opportunities o JOIN users u ON u.id = o.owner_id GROUP BY u.name"""
BOARD = "SELECT sum(count) FROM opportunity_totals"


def check_company(company: Company) -> None:
    """The database says what the files say, and the board's kept totals too."""
    import sqlite3

    won, value, still_open, by_agent = expected(company.files)
    with sqlite3.connect(company.folder / "company.sqlite") as connection:
        found = connection.execute(COUNTS).fetchall()
        assert connection.execute(BOARD).fetchone() == (still_open,)
    assert {name: (w, lost) for name, w, lost, _open, _value in found} == by_agent
    assert [sum(row[i] for row in found) for i in (1, 3, 4)] == [won, still_open, value]
