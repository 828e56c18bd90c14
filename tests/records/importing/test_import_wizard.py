"""The wizard: a file, its columns, a trial, progress and a report, each page whole by itself."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import func, select

from salesapp.core.db import db, sqlite_module
from salesapp.core.errors import RuleBroken
from salesapp.core.outbox import carry_all
from salesapp.core.registry import record_type
from salesapp.customers.models import Account, Contact
from salesapp.leads.models import Lead
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes.defaults import begin
from salesapp.people.models import User
from salesapp.records.importing.running import jobs, running, turns
from salesapp.records.importing.running.runs import ImportFile, ImportRun, RunState
from salesapp.records.tables.reading import register_format
from salesapp.records.tables.table import Table
from tests.clients import Client
from tests.databases import SqliteDatabase

LEADS = "Name;E-mail;Rating;Comes from\nAnn;ann@example.com;Hot;x\nBob;bob@example.com;warmish;y\n;c@example.com;;z\n"

Browser = Callable[[str], Client]


def upload(browser: Client, content: str, type_: str = "lead", name: str = "C:\\data\\leads.csv") -> str:
    """Uploads the content; the address the wizard goes on at."""
    answer = browser.submit(
        "/imports/new", action="/imports", type=type_, file=(io.BytesIO(content.encode()), name)
    )
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def the_run() -> ImportRun:
    return db.session.scalars(select(ImportRun)).one()


def test_a_file_comes_in_from_upload_to_report(as_user: Browser) -> None:
    ada = as_user("ada")
    columns = upload(ada, LEADS)
    page = ada.get(columns).text
    assert "leads.csv" in page
    assert "ann@example.com" in page
    assert "“warmish” in Rating means" in page
    answer = ada.submit(columns, action=columns, word_0="warm")
    preview = answer.headers["Location"]
    assert preview.endswith("/preview")
    page = ada.get(preview).text
    assert "The first 3 of 3 rows were tested" in page
    assert "Name is required." in page
    assert "Import 2 rows" in page, "what will be rejected is not promised"
    assert db.session.scalar(select(func.count()).select_from(Lead)) == 0
    progress = ada.submit(preview, action=preview.replace("preview", "start")).headers["Location"]
    assert "Waiting to start" in ada.get(progress).text
    assert 'hx-trigger="load delay:1s"' in ada.htmx(f"{progress}/progress").text
    carry_all()
    page = ada.htmx(f"{progress}/progress").text
    assert "hx-trigger" not in page
    assert "Rejected rows" in page
    leads = db.session.execute(select(Lead.name, Lead.rating).order_by(Lead.id))
    assert list(leads) == [("Ann", "hot"), ("Bob", "warm")]
    assert db.session.scalar(select(func.count()).select_from(ImportFile)) == 0
    saved = ada.get(f"{progress}/refused.csv")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert "c@example.com,,z,4,Name,Name is required." in saved.text


def test_a_column_that_can_be_read_in_two_ways_is_asked_about(as_user: Browser) -> None:
    ada = as_user("ada")
    text = "Family name,Birthday\nLee,03/04/1990\nOh,05/06/1991\n"
    columns = upload(ada, text, "contact")
    assert "“03/04/1990” in Birthday means" in ada.get(columns).text
    unanswered = ada.submit(columns, action=columns)
    assert unanswered.headers["Location"].endswith("/columns")
    answer = ada.submit(columns, action=columns, format_1="0")
    preview = ada.get(answer.headers["Location"]).text
    assert "3 Apr 1990" in preview


def test_what_was_answered_about_a_column_can_be_answered_otherwise(as_user: Browser) -> None:
    ada = as_user("ada")
    text = "Name,Budget\n" + "".join(f'Lee {count},"1.234,50"\n' for count in range(3)) + 'Oh,"2,345.60"\n'
    columns = upload(ada, text)
    page = ada.get(columns).text
    assert "Budget is written in several ways" in page
    assert "“1.234,50” is 1234.50 (1 value doesn’t fit)" in page
    assert "“2,345.60” is 2345.60 (3 values don’t fit)" in page
    preview = ada.submit(columns, action=columns, format_1="1").headers["Location"]
    assert "Import 1 row" in ada.get(preview).text
    again = ada.submit(columns, action=columns, format_1="0").headers["Location"]
    assert "Import 3 rows" in ada.get(again).text


def test_a_default_is_asked_for_what_no_column_gives(as_user: Browser) -> None:
    ada = as_user("ada")
    columns = upload(ada, "Phone,Company\n12345,Acme\n")
    answer = ada.submit(columns, action=columns, default_name="Someone at {Company}")
    ada.submit(answer.headers["Location"], action=answer.headers["Location"].replace("preview", "start"))
    carry_all()
    assert db.session.scalars(select(Lead.name)).one() == "Someone at Acme"


def test_what_is_no_table_is_refused_beside_the_field(as_user: Browser) -> None:
    ada = as_user("ada")
    answer = ada.submit(
        "/imports/new", action="/imports", type="lead", file=(io.BytesIO(b"%PDF-1.7"), "x.pdf")
    )
    assert answer.status_code == 422
    assert "isn’t a text file or a workbook" in answer.text
    assert ada.submit("/imports/new", action="/imports", type="lead").status_code == 422


def test_a_quotation_mark_that_is_never_closed_is_named_when_the_file_is_chosen(as_user: Browser) -> None:
    file = (io.BytesIO(b"name,phone\nAnn,1111\n" + b"Bob,2\n" * 300 + b'"Cid,3\n'), "x.csv")
    answer = as_user("ada").submit("/imports/new", action="/imports", type="lead", file=file)
    assert answer.status_code == 422
    assert "The quotation mark opened on line 303 isn’t closed." in answer.text


def test_two_columns_cannot_become_one_field(as_user: Browser) -> None:
    ada = as_user("ada")
    columns = upload(ada, "Name,Alias\nAnn,A\n")
    answer = ada.submit(columns, action=columns, column_0="name", column_1="name")
    assert answer.status_code == 422
    assert "Two columns are mapped to “Name”." in answer.text


def test_a_running_import_can_be_cancelled(as_user: Browser) -> None:
    ada = as_user("ada")
    columns = upload(ada, "Name\nAnn\n")
    preview = ada.submit(columns, action=columns, match="-").headers["Location"]
    progress = ada.submit(preview, action=preview.replace("preview", "start")).headers["Location"]
    ada.submit(progress, action=f"{progress}/cancel")
    carry_all()
    assert the_run().state == RunState.CANCELLED
    assert db.session.scalar(select(func.count()).select_from(Lead)) == 0


def test_a_long_import_gives_other_work_its_turn(as_user: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SLICE_SECONDS", -1.0)
    monkeypatch.setattr(turns, "BATCH", 2)
    ada = as_user("ada")
    text = "Name,Parent account\n" + "".join(f"A{n},A{n + 1}\n" for n in range(5)) + "A5,\n"
    columns = upload(ada, text, "account")
    preview = ada.submit(columns, action=columns, match="name").headers["Location"]
    ada.submit(preview, action=preview.replace("preview", "start"))
    assert carry_all() > 5
    assert (the_run().state, the_run().created, the_run().refused) == (RunState.DONE, 6, 0)


def test_rights_that_end_meanwhile_end_the_import_with_a_sentence(as_user: Browser) -> None:
    ada = as_user("ada")
    columns = upload(ada, "Name\nAnn\n")
    preview = ada.submit(columns, action=columns, match="-").headers["Location"]
    progress = ada.submit(preview, action=preview.replace("preview", "start")).headers["Location"]
    run = the_run()
    owner = db.session.get(User, run.by_id)
    assert owner is not None
    owner.active = False
    db.session.commit()
    carry_all()
    assert (the_run().state, the_run().error) == (
        RunState.FAILED,
        "The user who started this import no longer has access.",
    )
    assert as_user("root").get(progress).status_code == 200


def test_an_import_is_seen_by_its_owner_and_the_administrator_alone(as_user: Browser) -> None:
    columns = upload(as_user("ada"), "Name\nAnn\n")
    for path in (columns, columns.replace("columns", "progress"), columns.replace("columns", "refused.csv")):
        assert as_user("cora").get(path).status_code == 404
    assert as_user("root").get(columns).status_code == 200
    assert as_user("sam").get("/imports").status_code == 403


def test_the_wizard_offers_only_what_the_role_may_change(as_user: Browser) -> None:
    offered = set(re.findall(r'<option[^>]* value="(\w+)"', as_user("mia").get("/imports/new").text))
    assert {"lead", "account", "contact"} <= offered
    assert not offered & {"user", "product", "opportunity"}


def test_a_rep_cannot_bring_in_users_by_hand(as_user: Browser, cast: dict[str, User]) -> None:
    file = (io.BytesIO(b"Name,E-mail,Role\nEve,eve@example.com,administrator\n"), "users.csv")
    answer = as_user("ada").submit("/imports/new", action="/imports", type="user", file=file)
    assert answer.status_code == 422
    assert db.session.scalars(select(ImportRun)).all() == []
    with pytest.raises(RuleBroken, match="can’t import"):
        running.refuse_without_rights(cast["ada"], record_type("user"))


def test_the_wizard_speaks_chinese(as_user: Browser, app: Flask) -> None:
    ada = as_user("ada")
    ada.post("/preferences", data={"locale": "zh"})
    columns = upload(ada, "姓名,电子邮件\n张三,zhang@example.com\n")
    for path in ("/imports", "/imports/new", columns):
        assert ada.get(path).status_code == 200
    preview = ada.submit(columns, action=columns).headers["Location"]
    assert ada.get(preview).status_code == 200


def test_a_list_is_exported_with_its_filter(as_user: Browser) -> None:
    ada = as_user("ada")
    columns = upload(ada, "Name,Company\nAnn,Acme\nBob,Beta\n")
    preview = ada.submit(columns, action=columns, match="-").headers["Location"]
    ada.submit(preview, action=preview.replace("preview", "start"))
    carry_all()
    lines = ada.get("/exports/leads.csv?q=Acme").text.splitlines()
    assert len(lines) == 2
    assert "Ann" in lines[1]
    assert len(as_user("cora").get("/exports/leads.csv").text.splitlines()) == 1
    assert as_user("sam").get("/exports/leads.csv").status_code == 403


def test_a_near_word_is_offered_and_not_chosen_and_a_word_may_mean_nothing(as_user: Browser) -> None:
    ada = as_user("ada")
    columns = upload(
        ada, "Name,Industry,Country\nMediaco,Media,Germany\nAcme,Technolgy,Atlantis\n", "account"
    )
    page = ada.get(columns).text
    assert "Did you mean “Technology”?" in page
    answer = ada.submit(
        columns, action=columns, word_0="(blank)", word_1="technology", word_2="DE", default_type="customer"
    )
    preview = answer.headers["Location"]
    ada.submit(preview, action=preview.replace("preview", "start"))
    carry_all()
    found = db.session.execute(
        select(Account.name, Account.industry, Account.billing_country, Account.type).order_by(Account.id)
    )
    assert list(found) == [("Mediaco", None, "DE", "customer"), ("Acme", "technology", "DE", "customer")]


def test_titles_above_the_headings_and_the_encoding_can_be_said(as_user: Browser) -> None:
    ada = as_user("ada")
    text = "Report of June\nName,Company\nZoë,Café\nBob,Beta\n".encode("cp1252")
    answer = ada.submit("/imports/new", action="/imports", type="lead", file=(io.BytesIO(text), "x.csv"))
    columns = answer.headers["Location"]
    source = columns.replace("columns", "source")
    assert ada.submit(columns, action=source, header="99").status_code == 422
    assert ada.submit(columns, action=source, encoding="cp1251", header="2").status_code == 303
    assert "Zo\u043b" in ada.get(columns).text, "the page shows what Cyrillic makes of it"
    assert ada.submit(columns, action=source, encoding="cp1252", header="2").status_code == 303
    preview = ada.submit(columns, action=columns, match="-").headers["Location"]
    ada.submit(preview, action=preview.replace("preview", "start"))
    carry_all()
    found = db.session.execute(select(Lead.name, Lead.company).order_by(Lead.id))
    assert list(found) == [("Zoë", "Café"), ("Bob", "Beta")]


def test_any_sheet_of_a_workbook_can_be_chosen(as_user: Browser) -> None:
    ada, book, file = as_user("ada"), Workbook(), io.BytesIO()
    book.active.append(["Read me"])
    sheet = book.create_sheet("People")
    for row in (["Name"], ["Ann"]):
        sheet.append(row)
    book.save(file)
    file.seek(0)
    answer = ada.submit("/imports/new", action="/imports", type="lead", file=(file, "x.xlsx"))
    columns = answer.headers["Location"]
    ada.submit(columns, action=columns.replace("columns", "source"), sheet_name="People")
    preview = ada.submit(columns, action=columns, match="-").headers["Location"]
    ada.submit(preview, action=preview.replace("preview", "start"))
    carry_all()
    assert db.session.scalars(select(Lead.name)).one() == "Ann"


def test_contacts_bring_their_account_along_where_it_is_ticked(as_user: Browser) -> None:
    ada = as_user("ada")
    text = "Family name,Account\nLee,Acme GmbH\nOh,acme gmbh\nKim,Beta\n"
    columns = upload(ada, text, "contact")
    assert "“Beta” in Account means" in ada.get(columns).text
    preview = ada.submit(columns, action=columns, create_account="y", match="-").headers["Location"]
    assert db.session.scalar(select(func.count()).select_from(Account)) == 0, "a trial makes nothing"
    ada.submit(preview, action=preview.replace("preview", "start"))
    carry_all()
    found = db.session.execute(select(Contact.family_name, Account.name).join(Account).order_by(Contact.id))
    assert list(found) == [("Lee", "Acme GmbH"), ("Oh", "Acme GmbH"), ("Kim", "Beta")]


def test_what_owners_stages_and_products_mean_is_asked_and_remembered_for_the_next_file(
    as_user: Browser,
) -> None:
    root = as_user("root")
    begin()
    db.session.add(Account(name="Acme"))
    db.session.commit()
    text = "Opportunity,Account,Owner,Stage,Product\n{},Acme,J. Smith,Angebot,Widget\n"
    columns = upload(root, text.format("Deal one"), "opportunity")
    page = root.get(columns).text
    for word, field in (("J. Smith", "Owner"), ("Angebot", "Stage or outcome"), ("Widget", "Product")):
        assert f"“{word}” in {field} means" in page
    asked = re.findall(r"“([^”]+)” in (?:Owner|Stage or outcome|Product) means", page)
    meant = {"J. Smith": "Ada Rep", "Angebot": "Proposal", "Widget": "(blank)"}
    answers = {f"word_{place}": meant[word] for place, word in enumerate(dict.fromkeys(asked))}
    preview = root.submit(columns, action=columns, **answers).headers["Location"]
    assert preview.endswith("/preview"), root.get(columns).text
    root.submit(preview, action=preview.replace("preview", "start"))
    carry_all()
    columns = upload(root, text.format("Deal two"), "opportunity")
    preview = root.submit(columns, action=columns).headers["Location"]
    root.submit(preview, action=preview.replace("preview", "start"))
    carry_all()
    found = db.session.scalars(select(Opportunity).order_by(Opportunity.id))
    assert [(each.name, each.owner.name, each.stage.name) for each in found] == [
        ("Deal one", "Ada Rep", "Proposal"),
        ("Deal two", "Ada Rep", "Proposal"),
    ]


def test_numbers_in_thousands_or_fractions_are_said_to_be_so(as_user: Browser) -> None:
    ada = as_user("ada")
    text = 'Name,Account,Amount,Probability\nPumps,Acme,12,0.25\nValves,Acme,"1,5",0.5\n'
    db.session.add(Account(name="Acme"))
    begin()
    db.session.commit()
    columns = upload(ada, text, "opportunity")
    page = ada.get(columns).text
    assert "Numbers in Amount are" in page
    assert "Numbers in Account are" not in page
    answers = {"factor_2": "1000"} | ({"format_3": "1"} if "format_3" in page else {"factor_3": "100"})
    answer = ada.submit(columns, action=columns, **answers)
    assert answer.headers["Location"].endswith("/preview"), answer.text
    assert (
        'value="1000" selected' in ada.get(columns).text or 'selected value="1000"' in ada.get(columns).text
    )
    ada.submit(answer.headers["Location"], action=answer.headers["Location"].replace("preview", "start"))
    carry_all()
    found = {each.name: (each.amount, each.probability) for each in db.session.scalars(select(Opportunity))}
    assert found == {"Pumps": (12_000_00, 25), "Valves": (1_500_00, 50)}


def test_equal_reasons_are_told_once_and_their_rows_when_asked(as_user: Browser) -> None:
    ada = as_user("ada")
    rows = "".join(
        f"Lead {n},x{n}@example.com,{'Ghost' if n % 2 else 'ada@example.com'}\n" for n in range(120)
    )
    columns = upload(ada, f"Name,E-mail,Owner\n{rows}Last,no address,Ghost\n")
    words = dict.fromkeys(re.findall(r'name="(word_\d+)"', ada.get(columns).text), "")
    answer = ada.submit(columns, action=columns, **words)
    location = answer.headers["Location"]
    preview = (
        location if location.endswith("/preview") else ada.submit(columns, action=columns).headers["Location"]
    )
    report = ada.submit(preview, action=preview.replace("preview", "start")).headers["Location"]
    carry_all()
    page = ada.get(report).text
    why = "There is no record of the type User called “Ghost”."
    assert page.count(why) == 1
    assert "61 rows" in page
    assert "“no address” isn’t an e-mail address" in page
    listed = re.search(rf'href="([^"]+)">{why}', page)
    assert listed is not None
    first = ada.get(listed[1])
    assert (first.text.count("Row "), "Row 3<" in first.text) == (50, True)
    following = re.search(r'href="([^"]+after=\d+)"', first.text)
    assert following is not None
    second = ada.get(following[1].replace("&amp;", "&")).text
    assert (second.count("Row "), "no address" in second) == (11, True)
    assert as_user("ben").get(listed[1]).status_code == 404
    assert ada.get(f"{report}/refused/3/7").status_code == 404
    assert len(ada.get(f"{report}/refused.csv").text.splitlines()) == 62


@pytest.mark.sqlite_only
def test_nobody_waits_while_the_wizard_reads_a_file(as_user: Browser, database: SqliteDatabase) -> None:
    """Uploading, answering and looking ahead read the whole file; whoever saves meanwhile does not notice."""
    read = []

    def records() -> Iterator[tuple[int, tuple[str, ...]]]:
        yield 1, ("Name",)
        for number in range(5):
            with closing(sqlite_module().connect(str(database.path), timeout=0)) as other:
                other.execute("BEGIN IMMEDIATE")
            read.append(number)
            yield number + 2, (f"Lead {number}",)

    register_format(b"A SLOW FILE", lambda _opener, _encoding: Table(("Name",), records))
    ada = as_user("ada")
    columns = upload(ada, "A slow file")
    seen = [len(read)]
    preview = ada.submit(columns, action=columns).headers["Location"]
    assert "The first 5 of 5 rows were tested" in ada.get(preview).text
    seen.append(len(read))
    assert 0 < seen[0] < seen[1]
