"""`salesapp import` and `salesapp export`: the promised options, a sentence for wrong use, no doubles after a kill."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select, text
from sqlalchemy.event import listen, remove
from sqlalchemy.orm import Session

from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.leads.models import Lead
from salesapp.people.models import User
from salesapp.records.exporting.commands import export_command
from salesapp.records.importing.commands import import_command
from salesapp.records.importing.running import turns
from salesapp.records.importing.running.runs import ImportRun, RunState
from tests.databases import PostgresDatabase, SqliteDatabase

Bring = Callable[..., Result]
PATIENCE = 5
"""Seconds; whoever waits for a lock of SQLite waits for thirty."""

TEAMS = "sales_agent,manager,regional_office\nAnna Snelling,Dustin Brink,Central\nMoses Frase,Dustin Brink,Central\n"
ACCOUNTS = (
    "account,sector,year_established,revenue,employees,office_location,subsidiary_of\n"
    "Bluth Company,technolgy,1993,1242.32,3027,United States,Acme Corporation\n"
    "Acme Corporation,technolgy,1996,1100.04,2822,Philipines,\n"
)


@pytest.fixture
def bring(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bring:
    """Runs the command on a file with this content, as a person would in a folder of their own."""
    monkeypatch.chdir(tmp_path)

    def run(key: str, content: str, *options: str) -> Result:
        path = tmp_path / "data.csv"
        path.write_text(content, encoding="utf-8")
        result = CliRunner().invoke(import_command, [key, str(path), *options])
        set_viewer(SYSTEM)
        return result

    return run


def test_a_file_that_can_be_read_in_several_ways_is_asked_about(bring: Bring, tmp_path: Path) -> None:
    content = "Name,City\nדוד כהן,תל אביב\n".encode("cp1255")
    bring("lead", "Name\n")
    (tmp_path / "he.csv").write_bytes(content)
    asked = CliRunner().invoke(import_command, ["lead", str(tmp_path / "he.csv")])
    assert asked.exit_code == 2
    assert "--encoding cp1255 → דוד כהן · תל אביב" in asked.stderr.replace("\n", " ")
    assert db.session.scalars(select(Lead.name)).all() == []
    done = CliRunner().invoke(import_command, ["lead", str(tmp_path / "he.csv"), "--encoding", "cp1255"])
    assert done.exit_code == 0, done.stderr
    assert db.session.scalars(select(Lead.name)).all() == ["דוד כהן"]


def test_users_come_in_with_their_managers_and_teams(bring: Bring) -> None:
    address = "email={name}@example.com"
    managers = (
        "--map",
        "manager=name",
        "--map",
        "sales_agent=",
        "--default",
        "role=manager",
        "--match",
        "name",
    )
    first = bring("user", TEAMS, *managers, "--map", "regional_office=team", "--default", address)
    agents = (
        "--map",
        "sales_agent=name",
        "--map",
        "regional_office=team",
        "--match",
        "name",
        "--default",
        address,
    )
    second = bring("user", TEAMS, *agents)
    assert "Created: 1. Updated: 0. Unchanged: 1. Refused: 0. Rows: 2." in first.stdout
    assert "Created: 2. Updated: 0. Unchanged: 0. Refused: 0. Rows: 2." in second.stdout
    anna = db.session.scalars(select(User).where(User.email == "anna.snelling@example.com")).one()
    assert (anna.manager.name, anna.team, anna.role) == ("Dustin Brink", "Central", "rep")
    again = bring("user", TEAMS, *agents)
    assert "Created: 0. Updated: 0. Unchanged: 2. Refused: 0. Rows: 2." in again.stdout


def test_accounts_come_in_with_parents_factors_and_replaced_words(bring: Bring) -> None:
    result = bring(
        "account", ACCOUNTS,
        "--match", "name",
        "--map", "revenue=annual_revenue*1000000",
        "--value", "industry:technolgy=Technology",
        "--value", "billing_country:Philipines=Philippines",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    bluth = db.session.scalars(select(Account).where(Account.name == "Bluth Company")).one()
    assert bluth.parent is not None
    assert (bluth.parent.name, bluth.parent.billing_country) == ("Acme Corporation", "PH")
    assert (bluth.annual_revenue, bluth.founded, bluth.industry) == (124_232_000_000, 1993, "technology")


def test_refused_rows_are_named_and_written_to_a_file(bring: Bring, tmp_path: Path) -> None:
    result = bring("account", ACCOUNTS, "--match", "name", "--map", "revenue=annual_revenue")
    assert result.exit_code == 0
    assert "Created: 0. Updated: 0. Unchanged: 0. Refused: 2. Rows: 2." in result.stdout
    assert "Row 2: sector “technolgy” isn’t one of the choices. Did you mean “Technology”?" in result.stderr
    text = (tmp_path / "data-refused.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert [(row["account"], row["Row"], row["Column"]) for row in rows] == [
        ("Bluth Company", "2", "sector"),
        ("Acme Corporation", "3", "sector; office_location"),
    ]


def test_a_dry_run_tells_everything_and_changes_nothing(bring: Bring) -> None:
    result = bring("lead", "Name\nAnn\n\nBob\n", "--dry-run")
    assert "Created: 2." in result.stdout
    assert "Nothing was changed" in result.stderr
    assert db.session.scalar(select(func.count()).select_from(Lead)) == 0
    assert db.session.scalar(select(func.count()).select_from(ImportRun)) == 0


def test_a_dry_run_counts_every_batch(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LARGE_BATCH", 2)
    result = bring("lead", "Name\nAnn\nBob\nCid\nDan\nEve\n", "--dry-run")
    assert "Created: 5. Updated: 0. Unchanged: 0. Refused: 0. Rows: 5." in result.stdout


def test_others_save_at_once_while_a_dry_run_goes_on(bring: Bring, cast: dict[str, User]) -> None:
    there = Lead(name="Ann", email="ann@example.com", owner_id=cast["ada"].id)
    db.session.add(there)
    db.session.commit()
    key, live, waited = there.id, db.engine, []

    def save_beside() -> None:
        with live.begin() as connection:
            connection.execute(text("UPDATE leads SET external_id = 'K-1' WHERE id = :key"), {"key": key})

    def beside(session: Session, *_context: object) -> None:
        if any(isinstance(each, Lead) for each in session.dirty) and not waited:
            saver = Thread(target=save_beside)
            saver.start()
            saver.join(PATIENCE)
            waited.append(saver.is_alive())

    listen(Session, "after_flush", beside)
    try:
        result = bring("lead", "Name,Email\nAnna,ann@example.com\nCid,\n", "--dry-run")
    finally:
        remove(Session, "after_flush", beside)
    assert "Created: 1. Updated: 1." in result.stdout
    assert waited == [False]
    db.session.expire_all()
    assert [(each.name, each.external_id) for each in db.session.scalars(select(Lead))] == [("Ann", "K-1")]


def test_the_rights_of_the_named_user_count(cast: dict[str, User], bring: Bring) -> None:
    bring("lead", "Name\nAnn\n", "--as", "ada@example.com")
    assert db.session.scalars(select(Lead.owner_id)).one() == cast["ada"].id
    refused = bring("account", "Name\nAcme\n", "--as", "rob@example.com")
    assert str(refused.exception) == "Your role can’t import Accounts."
    unknown = bring("account", "Name\nAcme\n", "--as", "nobody@example.com")
    assert str(unknown.exception) == "There is no active user nobody@example.com."


@pytest.mark.parametrize(
    ("content", "options", "sentence"),
    [
        ("Name\nAnn\n", ("--map", "Nmae=name"), "The file has no column “Nmae”. Did you mean “Name”?"),
        ("Name\nAnn\n", ("--map", "Name=nmae"), "Lead has no field “nmae”. Did you mean “name”?"),
        (
            "Name\nAnn\n",
            ("--match", "email"),
            "Rows are matched by “email”, but no column is mapped to it. Map a column, or match by another field.",
        ),
        ("Name\nAnn\n", ("--default", "rating"), "“rating” doesn’t match the form --default field=value."),
        ("Name\nAnn\n", ("--value", "Hot=hot"), "“Hot=hot” doesn’t match the form --value field:OLD=NEW."),
        ("Name\nAnn\n", ("--format", "Name=xyz"), "“xyz” isn’t one of"),
        ("Name\nAnn\n", ("--default", "name={nobody}"), "There is no column “nobody”."),
        ("Colour\nred\n", (), "No column is mapped to a field. Map at least one."),
        ("", (), "The file is empty."),
        ('Name\n"Ann\n', (), "The quotation mark opened on line 2 isn’t closed."),
        ("Name\nAnn\n", ("--encoding", "klingon"), "unknown encoding: klingon"),
        (
            'Name,Estimated amount\nAnn,"1,234"\nBob,"1,5"\nCleo,"1,234.50"\n',
            (),
            "--format Estimated amount=point",
        ),
    ],
)
def test_wrong_use_is_one_sentence(
    bring: Bring, content: str, options: tuple[str, ...], sentence: str
) -> None:
    result = bring("lead", content, *options)
    assert result.exit_code != 0
    assert sentence in (result.output + str(result.exception))


def test_a_format_may_be_said(bring: Bring) -> None:
    text = "family_name,birthday\nLee,03/04/1990\n"
    asked = bring("contact", text)
    assert "--format birthday=dmy → 1990-04-03; --format birthday=mdy → 1990-03-04" in asked.output
    assert "Created: 1." in bring("contact", text, "--format", "birthday=dmy").stdout


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_what_was_exported_comes_back_without_a_change(bring: Bring, tmp_path: Path, name: str) -> None:
    bring("account", ACCOUNTS, "--match", "name", "--value", "industry:technolgy=Technology",
          "--value", "billing_country:Philipines=PH", "--map", "revenue=annual_revenue")  # fmt: skip
    bring("account", 'Name,Description\n=1+1,"two\nlines"\n', "--match", "name")
    out = tmp_path / name
    exported = CliRunner().invoke(export_command, ["account", "--out", str(out)])
    assert exported.exit_code == 0, exported.output
    set_viewer(SYSTEM)
    back = CliRunner().invoke(import_command, ["account", str(out)])
    assert "Created: 0. Updated: 0. Unchanged: 3. Refused: 0. Rows: 3." in back.stdout, back.output
    set_viewer(SYSTEM)


def test_a_workbook_holds_numbers_as_numbers_and_formulas_as_text(bring: Bring, tmp_path: Path) -> None:
    bring("account", "Name,Employees\n=1+1,12\n", "--match", "name")
    CliRunner().invoke(export_command, ["account", "--out", str(tmp_path / "out.xlsx")])
    set_viewer(SYSTEM)
    sheet = load_workbook(tmp_path / "out.xlsx").worksheets[0]
    cells = dict(zip((cell.value for cell in sheet[1]), sheet[2], strict=True))
    assert (cells["Name"].value, cells["Name"].data_type) == ("=1+1", "s")
    assert cells["Employees"].value == 12


def test_export_goes_to_standard_output_with_the_users_rights(cast: dict[str, User], bring: Bring) -> None:
    bring("lead", "Name\nAnn\n", "--as", "ada@example.com")
    for email, count in (("ada@example.com", 1), ("cora@example.com", 0)):
        result = CliRunner().invoke(export_command, ["lead", "--as", email])
        set_viewer(SYSTEM)
        assert len(result.stdout.splitlines()) == count + 1
    refused = CliRunner().invoke(export_command, ["lead", "--as", "sam@example.com"])
    assert str(refused.exception) == "Your role can’t export Leads."


SLOWLY = """
import os, sys, time
from salesapp.records.importing.running import running, turns
turns.BATCH = turns.LONGEST_BATCH = 5
take = running.Intake.take
def slowly(intake, entries):
    if intake.run.position >= 20:
        print("half", flush=True)
        time.sleep(60)
    take(intake, entries)
if sys.argv.pop(1) == "slow":
    running.Intake.take = slowly
from salesapp.cli import run
sys.exit(run(sys.argv[1:]))
"""


def test_an_import_killed_in_the_middle_goes_on_without_duplicates(
    app: Flask, database: SqliteDatabase | PostgresDatabase, tmp_path: Path
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Name\n" + "".join(f"Lead {number}\n" for number in range(50)), encoding="utf-8")
    settings = {"SALESAPP_DATABASE_URL": database.url, "SALESAPP_SECRET_KEY": "tests " * 8}
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("SALESAPP")
    } | settings
    db.session.commit()

    def start(pace: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", SLOWLY, pace, "import", "lead", str(path)]
        folder = Path(__file__).parents[3]
        return subprocess.Popen(
            command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    with start("slow") as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "half\n"
        first.send_signal(signal.SIGKILL)
    run = db.session.scalars(select(ImportRun)).one()
    assert (run.created, run.state) == (20, RunState.RUNNING)
    db.session.commit()
    with start("fast") as second:
        assert "Created: 50. Updated: 0. Unchanged: 0. Refused: 0. Rows: 50." in str(
            second.communicate(timeout=120)[0]
        )
    db.session.rollback()
    names = list(db.session.scalars(select(Lead.name)))
    assert len(names) == len(set(names)) == 50


def test_a_customer_that_a_contact_names_is_made_where_that_is_wanted(bring: Bring) -> None:
    text = "Family name,Account\nLee,Acme\nOh,Acme\n"
    assert "Refused: 2." in bring("contact", text).stdout
    assert (
        "Created: 2. Updated: 0. Unchanged: 0. Refused: 0."
        in bring("contact", text, "--create", "account").stdout
    )
    assert db.session.scalars(select(Account.name)).all() == ["Acme"]
    refused = bring("contact", text, "--create", "reports_to")
    assert "can’t be created from a name alone" in str(refused.exception)


def test_what_no_row_holds_is_refused_with_what_can_be_imported(bring: Bring) -> None:
    refused = bring("web-form", "Name\nx\n")
    assert "can’t be imported. You can import: account, activity," in str(refused.exception)


def test_a_type_that_does_not_exist_is_wrong_use_and_the_nearest_is_named(bring: Bring) -> None:
    for result in (bring("leads", "Name\nAnn\n"), CliRunner().invoke(export_command, ["leads"])):
        assert result.exit_code == 2
        assert "Did you mean “lead”?" in result.output
