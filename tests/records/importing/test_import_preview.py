"""The preview of an import: amounts as they will be read, and a run that would bring nothing in."""

from __future__ import annotations

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.outbox import carry_all
from salesapp.customers.models import Account
from salesapp.leads.models import Lead
from salesapp.opportunities.processes.defaults import begin
from salesapp.people.models import User
from salesapp.records.importing.running.runs import RunState
from tests.records.importing.test_import_wizard import Browser, the_run, upload

DEALS = """Name,Account,Amount,Currency
Press,Acme,"1.234,50",EUR
Lathe,Acme,"12.345,678",KWD
Robot,Acme,"120.000",JPY
"""


def test_amounts_of_the_preview_are_shown_as_they_will_be_read(
    as_user: Browser, cast: dict[str, User]
) -> None:
    db.session.add(Account(name="Acme", owner_id=cast["root"].id))
    begin()
    root = as_user("root")
    columns = upload(root, DEALS, type_="opportunity")
    preview = root.submit(columns, action=columns, match="-").headers["Location"]
    page = root.get(root.get(preview, follow_redirects=True).request.path).text
    for shown, written in (
        ("€1,234.50", "1.234,50"),
        ("KWD\xa012,345.678", "12.345,678"),
        ("¥120,000", "120.000"),
    ):
        assert shown in page
        assert f"“{written}” in the file" in page


def test_an_amount_that_reads_as_it_is_written_stands_there_once(as_user: Browser) -> None:
    ada = as_user("ada")
    columns = upload(ada, 'Name,Estimated amount\nAnn,€12.00\nBob,"1,234.50 EUR"\n')
    page = ada.get(ada.submit(columns, action=columns, match="-").headers["Location"]).text
    assert "€12.00" in page
    assert "€1,234.50" in page
    assert "in the file" not in page


def test_a_run_of_which_no_row_would_come_in_cannot_be_started(as_user: Browser) -> None:
    ada = as_user("ada")
    columns = upload(ada, "Name,E-mail\n,a@example.com\n,b@example.com\n")
    preview = ada.submit(columns, action=columns, match="-").headers["Location"]
    page = ada.get(preview).text
    assert "No row of this file can be imported" in page
    assert "Likely the same" not in page
    start = preview.replace("preview", "start")
    assert start not in page
    assert ada.post(start, data={"csrf_token": ada.csrf()}).status_code == 409
    assert the_run().state == RunState.DRAFT


def test_where_all_tested_rows_would_be_rejected_the_rest_is_asked_about(
    as_user: Browser,
) -> None:
    ada = as_user("ada")
    rows = "".join(f",{number}@example.com\n" for number in range(210))
    columns = upload(ada, f"Name,E-mail\n{rows}Ann,ann@example.com\n")
    preview = ada.submit(columns, action=columns, match="-").headers["Location"]
    page = ada.get(preview).text
    assert "All of the tested rows would be rejected" in page
    assert "Import anyway: up to 11 rows" in page
    ada.submit(preview, action=preview.replace("preview", "start"))
    carry_all()
    assert db.session.scalars(select(Lead.name)).all() == ["Ann"]


def test_headings_that_stand_in_the_file_once_more_are_skipped_and_said(as_user: Browser) -> None:
    ada = as_user("ada")
    pages = "Name,City\nAnn,Graz\n Name ,City\nBob,Linz\n,\nName,City,\nCarl,Wien\nName,Linz\n"
    columns = upload(ada, pages)
    preview = ada.submit(columns, action=columns, match="-").headers["Location"]
    page = ada.get(preview).text
    assert "2 rows repeat the headings and are skipped." in page
    assert "Import 4 rows" in page
    ada.submit(preview, action=preview.replace("preview", "start"))
    carry_all()
    assert sorted(db.session.scalars(select(Lead.name))) == ["Ann", "Bob", "Carl", "Name"]
    assert (the_run().total, the_run().refused) == (4, 0)


def test_a_table_of_one_column_may_hold_the_word_above_it(as_user: Browser) -> None:
    ada = as_user("ada")
    columns = upload(ada, "Name\nAnn\nName\n")
    page = ada.get(ada.submit(columns, action=columns, match="-").headers["Location"]).text
    assert "Import 2 rows" in page
    assert "repeat" not in page
