"""Records with the same title stay several in a file: the column beside a link says which of them is meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.db import db
from salesapp.core.registry import record_type
from salesapp.customers.models import Account, Contact
from salesapp.people.models import User
from salesapp.records.exporting.commands import export_command
from salesapp.records.exporting.files import csv_lines
from salesapp.records.importing.commands import import_command
from salesapp.records.importing.mapping.guessing import guessed_plan
from salesapp.records.importing.mapping.questions import questions_about
from salesapp.records.tables.reading import read_table
from tests.databases import PostgresDatabase, SqliteDatabase, connections_closed
from tests.records.importing.intake import bring_in, counts, reasons
from tests.records.importing.test_import_wizard import upload


def exported(key: str) -> str:
    type_ = record_type(key)
    return "".join(csv_lines(type_, select(type_.model)))


def families() -> dict[str, tuple[str | None, str | None]]:
    """Account by phone → its parent's phone and its owner's address."""
    return {
        str(each.phone): (each.parent and each.parent.phone, each.owner and each.owner.email)
        for each in db.session.scalars(select(Account))
    }


def employers() -> dict[str, str]:
    return {each.name: each.account.phone for each in db.session.scalars(select(Contact))}


def three_called_acme() -> None:
    """Each is told by its phone only; the second knows an external id, and the third is the child of the first."""
    for number in "12":
        db.session.add(User(name="Chen Wei", email=f"chen{number}@example.com", role="rep"))
    db.session.flush()
    chens = db.session.scalars(select(User).order_by(User.id)).all()[-2:]
    first, second, third = (
        Account(name="Acme", phone=f"+49 30 12345{number}", owner_id=chens[number % 2].id)
        for number in range(3)
    )
    second.external_id = "X-2"
    db.session.add_all((first, second, third))
    db.session.flush()
    third.parent_id = first.id
    for name, account in (("Ada", second), ("Ben", third), ("Cora", first)):
        db.session.add(Contact(given_name=name, family_name="Lee", account_id=account.id))
    db.session.commit()


@pytest.mark.parametrize("file_type", ["csv", "xlsx"])
def test_records_of_one_title_are_told_apart_in_another_installation(
    app: Flask,
    database: SqliteDatabase | PostgresDatabase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    file_type: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    three_called_acme()
    before, keys = (families(), employers()), ("user", "account", "contact")
    for key in keys:
        CliRunner().invoke(export_command, [key, "--out", f"{key}.{file_type}"], catch_exceptions=False)
    with connections_closed(db.engine):
        db.session.remove()
    database.put_back()
    db.session.add(Account(name="Acme", phone="one of this house"))
    db.session.commit()
    for key in keys:
        result = CliRunner().invoke(import_command, [key, f"{key}.{file_type}"], catch_exceptions=False)
        set_viewer(SYSTEM)
        assert "Refused: 0." in result.stdout, result.output
    after = families()
    assert after.pop("one of this house") == (None, None)
    assert (after, employers()) == before
    assert db.session.scalars(select(Account.external_id).where(Account.external_id == "X-2")).one()


def test_here_the_same_file_changes_nothing_and_asks_nothing(app: Flask) -> None:
    three_called_acme()
    for key, rows in (("account", 3), ("contact", 3)):
        text = exported(key)
        table = read_table(text.encode())
        assert questions_about(guessed_plan(record_type(key), table), table).words == []
        assert counts(bring_in(text, key)) == (0, 0, rows, 0)


def test_a_name_changed_in_the_file_is_not_passed_over(app: Flask) -> None:
    three_called_acme()
    bring_in("Name\nBolt\n", "account")
    run = bring_in(exported("contact").replace("Acme,X-2", "Bolt,X-2"), "contact")
    assert counts(run) == (0, 0, 2, 1)
    assert reasons(run)[0][1:] == (
        "Account",
        "Bolt",
        "The record with the ID “X-2” has a different name.",
    )
    run = bring_in(exported("contact").replace("Acme,X-2", "Bolt,"), "contact")
    assert counts(run) == (0, 1, 2, 0)


def test_the_number_of_a_stranger_leads_to_nobody_here(app: Flask) -> None:
    bring_in("Name\nAlpha\nBeta\n", "account")
    run = bring_in("Name,Account,Account ID\nAda Lee,Acme,1\nBen Lee,Beta,001Vc\n", "contact")
    assert counts(run) == (1, 0, 0, 1)
    assert reasons(run) == [(2, "Account", "Acme", "There is no record of the type Account called “Acme”.")]
    bring_in("Id,Name\n7,Gamma\n", "account")
    run = bring_in("Name,Account,Account ID\nCora Lee,Gamma,8\n", "contact")
    assert counts(run) == (0, 0, 0, 1), "a file knows this Gamma by another number"


def test_customers_made_on_demand_are_as_many_as_the_file_says(app: Flask) -> None:
    rows = "Ada Lee,Acme,001\nBen Lee,Acme,002\nCora Lee,Acme,001\n"
    assert counts(bring_in(f"Name,Account,Account ID\n{rows}", "contact", creates=("account",)))[0] == 3
    made = {each.name: each.account.external_id for each in db.session.scalars(select(Contact))}
    assert made == {"Ada Lee": "001", "Ben Lee": "002", "Cora Lee": "001"}


def test_a_number_that_is_another_records_external_id_is_not_exported_as_a_name(app: Flask) -> None:
    bring_in("Name\nAlpha\n", "account")
    alpha = db.session.scalars(select(Account)).one()
    bring_in(f"External ID,Name\n{alpha.id},Stranger\n", "account")
    bring_in("Name,Account\nAda Lee,Alpha\n", "contact")
    assert ",Alpha,," in exported("contact")
    assert guessed_plan(record_type("account"), read_table(exported("account").encode())).defaults == {}


def test_the_preview_names_the_rows_that_are_likely_there_already_and_leads_to_what_they_are(as_user, cast):
    there = Account(name="Nordlicht GmbH", website="https://nordlicht.example", owner_id=cast["ada"].id)
    db.session.add(there)
    db.session.commit()
    ada = as_user("ada")
    text = "Name,Website\nEcho,https://echo.example\nNordlicht,https://nordlicht.example\n"
    columns = upload(ada, text, "account", "accounts.csv")
    preview = ada.submit(columns, action=columns).headers["Location"]
    named = ada.get(preview).text.partition("<h2>Possible duplicates</h2>")[2]
    assert f'href="/accounts/{there.id}">Nordlicht GmbH' in named
    assert "Likely the same as Nordlicht GmbH" in named
    rows = re.findall(r"Row (\d+)", named.partition("<table")[0])
    assert rows == ["3"], rows
