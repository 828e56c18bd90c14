"""Rows become records: once, whatever the order, with the rights of whoever brings them, and none vanishes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.event import listen, remove
from sqlalchemy.orm import Session

from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.db import db, sqlite_module
from salesapp.core.errors import RuleBroken
from salesapp.core.events import history
from salesapp.customers.models import Account, Contact
from salesapp.leads.models import Lead
from salesapp.people.models import User
from salesapp.records.importing.running import turns
from salesapp.records.importing.running.refused import refused_csv
from salesapp.records.importing.running.running import Intake
from salesapp.records.importing.running.runs import ImportedRow, ImportRun, RunState
from salesapp.records.notation.formats import Format
from salesapp.records.recycle_bin.acts import delete
from salesapp.records.tables.table import Table
from tests.databases import SqliteDatabase
from tests.records.importing.intake import bring_in, counts, reasons, run_for
from tests.statements import statements

ACCOUNTS = "name,industry,parent\nDeep,Retail,Middle\nMiddle,,Top\nTop,Technology,\n"


def account(name: str) -> Account:
    return db.session.scalars(select(Account).where(Account.name == name)).one()


def how_many(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_parent_may_stand_later_in_the_file(app: Flask) -> None:
    run = bring_in(ACCOUNTS, "account", match=("name",))
    assert counts(run) == (3, 0, 0, 0)
    assert account("Deep").parent is account("Middle")
    assert account("Middle").parent is account("Top")
    assert run.state == RunState.DONE


def test_the_same_file_again_creates_nothing_and_changes_nothing(app: Flask) -> None:
    bring_in(ACCOUNTS, "account", match=("name",))
    versions = {each.name: each.version for each in db.session.scalars(select(Account))}
    again = bring_in(ACCOUNTS, "account", match=("name",))
    assert counts(again) == (0, 0, 3, 0)
    assert {each.name: each.version for each in db.session.scalars(select(Account))} == versions


def test_without_a_match_field_a_row_is_known_again_by_its_contents(app: Flask) -> None:
    text = "name,phone\nAnn,123456\nBob,\nAnn,123456\n"
    assert counts(bring_in(text, "lead", match=())) == (2, 0, 1, 0)
    assert counts(bring_in(text + "Cleo,\n", "lead", match=())) == (1, 0, 3, 0)
    assert how_many(Lead) == 3


def test_a_blank_match_cell_matches_nobody_but_the_same_row(app: Flask) -> None:
    text = "name,email\nAnn,\nBob,\nCleo,cleo@example.com\n"
    assert counts(bring_in(text, "lead", match=("email",))) == (3, 0, 0, 0)
    assert counts(bring_in(text, "lead", match=("email",))) == (0, 0, 3, 0)


def test_a_known_row_changes_only_what_it_says(app: Flask) -> None:
    bring_in("name,phone,billing_city\nAcme,123456,Bonn\n", "account", match=("name",))
    run = bring_in("name,phone,billing_city\nACME,,Berlin\n", "account", match=("name",))
    acme = account("ACME")
    assert counts(run) == (0, 1, 0, 0)
    assert (acme.phone, acme.billing_city) == ("123456", "Berlin")
    assert [change["field"] for change in history(acme)[0].changes] == ["name", "billing_city"]


def test_a_default_fills_new_records_and_leaves_others_alone(app: Flask) -> None:
    bring_in("name,type\nAcme,Partner\n", "account", match=("name",))
    run = bring_in("name\nAcme\nBeta\n", "account", match=("name",), defaults={"type": "Supplier"})
    assert counts(run) == (1, 0, 1, 0)
    assert (account("Acme").type, account("Beta").type) == ("partner", "supplier")


def test_a_default_may_be_made_of_the_rows_own_texts(app: Flask) -> None:
    text = "person,office\nMei-Mei Johns,Central\nJosé Müller,West\n张三,East\n"
    defaults = {"email": "{name}@example.com", "team": "Office {office}"}
    bring_in(text, "user", mapping={"person": "name"}, match=("name",), defaults=defaults)
    users = db.session.execute(select(User.email, User.team).order_by(User.id))
    assert list(users) == [
        ("mei-mei.johns@example.com", "Office Central"),
        ("jose.muller@example.com", "Office West"),
        ("zhangsan@example.com", "Office East"),
    ]


def test_a_word_in_the_file_may_stand_for_another(app: Flask) -> None:
    text = "name,industry\nAcme,technolgy\nBeta,-\n"
    run = bring_in(
        text, "account", match=("name",), replacements={"industry": {"TECHNOLGY": "Technology", "-": ""}}
    )
    assert counts(run) == (2, 0, 0, 0)
    assert (account("Acme").industry, account("Beta").industry) == ("technology", None)


def test_every_refused_row_is_named_with_column_value_and_reason(app: Flask) -> None:
    text = (
        "name,industry,employees,parent\n"
        "Acme,technolgy,12,\n"
        ",Retail,12,\n"
        "Beta,Retail,many,\n"
        "Gamma,,,Ghost\n"
        "Delta,,1,,surplus\n"
        "Good,Retail,7,\n"
    )
    run = bring_in(text, "account", match=("name",))
    assert counts(run) == (1, 0, 0, 5)
    assert reasons(run) == [
        (2, "industry", "technolgy", "“technolgy” isn’t one of the choices. Did you mean “Technology”?"),
        (3, "name", "", "Name is required."),
        (4, "employees", "many", "“many” isn’t a number."),
        (5, "parent", "Ghost", "There is no record of the type Account called “Ghost”."),
        (6, "", "surplus", "The row has more cells than there are column headings."),
    ]


def test_the_refused_rows_come_as_a_file_that_can_be_mended_and_brought_again(app: Flask) -> None:
    run = bring_in(
        "name,industry,phone\nAcme,technolgy,+49 30 123456\n=Evil,technolgy,\n", "account", match=("name",)
    )
    lines = "".join(refused_csv(run))
    assert lines.startswith(
        "\ufeffname,industry,phone,Row,Column,Reason\r\nAcme,technolgy,+49 30 123456,2,industry,"
    )
    assert "'=Evil,technolgy" in lines
    mended = bring_in(lines.replace("technolgy,", "Technology,"), "account", match=("name",))
    assert counts(mended) == (2, 0, 0, 0)
    assert account("=Evil").industry == "technology"


def test_links_are_found_by_external_id_address_or_name_whatever_the_case(app: Flask) -> None:
    bring_in("name,external_id\nAcme,A-1\n", "account")
    bring_in("name,email\nAnn Lee,ann@example.com\n", "user", match=("email",))
    text = "family_name,given_name,account,owner\nFour,Four,a-1,ANN@example.com\nFive,Five,acme,ann lee\n"
    run = bring_in(text, "contact", match=())
    assert counts(run) == (2, 0, 0, 0)
    assert {(each.account.title, each.owner.name) for each in db.session.scalars(select(Contact))} == {
        ("Acme", "Ann Lee")
    }
    chain = bring_in("family_name,reports_to\nSix,Four Four\n", "contact", match=())
    assert counts(chain) == (1, 0, 0, 0)


def test_a_name_that_two_records_have_is_refused(app: Flask) -> None:
    bring_in("name,phone\nAcme,111111\nAcme,222222\n", "account", match=())
    run = bring_in("family_name,account\nLee,Acme\n", "contact", match=())
    assert reasons(run) == [
        (2, "account", "Acme", "There are several records of the type Account called “Acme”.")
    ]
    twice = bring_in("name,phone\nAcme,333333\n", "account", match=("name",))
    assert reasons(twice)[0][3] == "Several records match this row. Match by another field."


def test_a_record_in_the_bin_is_neither_doubled_nor_revived(app: Flask) -> None:
    bring_in("name\nAcme\n", "account", match=("name",))
    delete(account("Acme"), by=SYSTEM)
    db.session.commit()
    run = bring_in("name\nAcme\n", "account", match=("name",))
    assert reasons(run)[0][3] == "The record is in the recycle bin. Restore it first."


def test_accounts_in_a_circle_are_refused(app: Flask) -> None:
    bring_in("name,parent\nTop,\nSub,Top\n", "account", match=("name",))
    run = bring_in("name,parent\nTop,Sub\n", "account", match=("name",))
    assert counts(run) == (0, 0, 0, 1)
    assert account("Top").parent is None


def test_amounts_are_kept_in_the_rows_own_currency(app: Flask) -> None:
    text = (
        'name,estimated_amount,currency\nAnn,"1,234.50",USD\nBob,¥500,JPY\nCleo,12.345,EUR\nDan,5 USD,EUR\n'
    )
    run = bring_in(text, "lead", match=(), formats={"estimated_amount": Format()})
    amounts = db.session.execute(select(Lead.name, Lead.estimated_amount, Lead.currency).order_by(Lead.id))
    assert list(amounts) == [("Ann", 123450, "USD"), ("Bob", 500, "JPY")]
    assert [reason for *_place, reason in reasons(run)] == [
        "12.345 has too many decimal places for EUR.",
        "The amount is in USD, but the row’s currency is EUR.",
    ]


def test_one_bad_row_does_not_take_its_batch_with_it(app: Flask) -> None:
    bring_in("name,email\nAnn,ann@example.com\n", "user", match=("email",))
    text = "name,email\nBob,bob@example.com\nNew,ann@example.com\nCleo,cleo@example.com\n"
    run = bring_in(text, "user", match=("name",))
    assert counts(run) == (2, 0, 0, 1)
    assert reasons(run)[0][0] == 3


def test_a_rep_brings_leads_in_as_their_own_and_may_not_give_them_away(cast: dict[str, User]) -> None:
    text = "name,owner\nAnn,\nBob,Ada Rep\nCleo,Cora Rep\n"
    run = bring_in(text, "lead", by=cast["ada"], match=())
    assert counts(run) == (2, 0, 0, 1)
    assert reasons(run)[0][3] == "You can assign records only to yourself and to people who report to you."
    assert {each.owner_id for each in db.session.scalars(select(Lead))} == {cast["ada"].id}
    assert {each.created_by_id for each in db.session.scalars(select(Lead))} == {cast["ada"].id}


def test_a_colleagues_lead_is_not_there_for_a_rep(cast: dict[str, User]) -> None:
    bring_in("name,email\nTheirs,x@example.com\n", "lead", by=cast["cora"], match=("email",))
    run = bring_in("name,email\nMine,x@example.com\n", "lead", by=cast["ada"], match=("email",))
    assert counts(run) == (1, 0, 0, 0)
    assert set(db.session.scalars(select(Lead.name))) == {"Theirs", "Mine"}


def test_who_may_not_change_such_records_may_not_import_them(cast: dict[str, User]) -> None:
    for name in ("rob", "sam"):
        with pytest.raises(RuleBroken, match="can’t import"):
            bring_in("name\nAnn\n", "lead", by=cast[name], match=())
    assert how_many(Lead) == 0


def test_every_record_says_that_it_was_imported(app: Flask) -> None:
    bring_in("name\nAcme\n", "account", match=("name",))
    happened = history(account("Acme"))
    assert [(event.kind, event.particulars) for event in happened] == [("imported", {"file": "test.csv"})]


def test_an_interrupted_import_goes_on_where_it_stopped(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "BATCH", 2)
    text = "name,parent\n" + "".join(f"A{n},A{n + 1}\n" for n in range(7)) + "A7,\n"
    with acting_as(SYSTEM):
        run, intake = run_for(text, "account", match=("name",))
        steps = intake.batches()
        for _step in range(3):
            next(steps)
            db.session.commit()
        next(steps)
        db.session.rollback()
        assert (run.position, run.state) == (5, RunState.RUNNING)
        for _step in type(intake)(run, intake.table).batches():
            db.session.commit()
    assert counts(run) == (8, 0, 0, 0)
    assert how_many(ImportedRow) == 8
    assert account("A0").parent is account("A1")


def test_a_batch_asks_the_database_as_often_for_a_hundred_rows_as_for_ten(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "SHORT_BATCH", 100)
    asked = []
    for letter, count in (("a", 10), ("b", 100)):
        rows = (
            f"{letter.upper()}{n} Berg,W{n} Works,{letter}{n}@w{n}.test,+49 30 {10**6 + n}\n"
            for n in range(count)
        )
        with statements() as ran:
            run = bring_in("name,company,email,phone\n" + "".join(rows), "lead", match=("email",))
        assert counts(run) == (count, 0, 0, 0)
        asked.append(len(ran))
    assert max(asked) <= 30


def test_a_cancelled_import_stops_and_keeps_what_came_in(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "BATCH", 1)
    with acting_as(SYSTEM):
        run, intake = run_for("name\nA\nB\nC\n", "account", match=("name",))
        steps = intake.batches()
        next(steps)
        next(steps)
        db.session.commit()
        run.cancel()
        db.session.commit()
        assert list(steps) == []
    assert (counts(run), run.state) == ((1, 0, 0, 0), RunState.CANCELLED)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from(["", "x", "7", "12"])), max_size=12))
def test_every_row_is_accounted_for_and_a_second_time_nothing_is_new(
    app: Flask, rows: list[tuple[str, str]]
) -> None:
    text = "name,employees\n" + "".join(f"{name},{employees}\n" for name, employees in rows)
    before = how_many(Account)
    run = bring_in(text, "account", match=("name",))
    assert sum(counts(run)) == run.total == len(rows)
    assert how_many(Account) == before + run.created
    again = bring_in(text, "account", match=("name",))
    assert (again.created, again.refused) == (0, run.refused)
    assert how_many(ImportRun) >= 2


@pytest.mark.sqlite_only
def test_nobody_waits_while_the_file_is_read(cast: dict[str, User], database: SqliteDatabase) -> None:
    """Whoever saves meanwhile waits for one short batch at most, however long the file takes to read."""
    tried = []

    def records() -> Iterator[tuple[int, tuple[str, ...]]]:
        yield 1, ("Name",)
        for number in range(80):
            with closing(sqlite_module().connect(str(database.path), timeout=0)) as other:
                other.execute("BEGIN IMMEDIATE")
            tried.append(number)
            yield number + 2, (f"Lead {number}",)

    run, _intake = run_for("Name\nx\n", "lead", cast["ada"])
    run.total = 80
    db.session.commit()
    with acting_as(SYSTEM):
        intake = Intake(run, Table(("Name",), records))
        steps = intake.batches()
        next(steps)
        db.session.commit()
        for _step in intake.turns.giving_way(steps):
            db.session.commit()
    assert tried
    assert run.created == 80


@pytest.mark.sqlite_only
def test_who_saves_while_a_batch_is_worked_out_waits_for_nothing_and_the_batch_sees_it(
    cast: dict[str, User], database: SqliteDatabase
) -> None:
    """The write lock is taken with the first row written, and what was read by then is read again."""
    saved = []

    def save_beside(_session: Session, *_context: object) -> None:
        if not saved:
            with closing(
                sqlite_module().connect(str(database.path), timeout=0, isolation_level=None)
            ) as other:
                other.create_function("folded", 1, str.casefold, deterministic=True)
                other.execute("UPDATE leads SET phone = '+49 30 1' WHERE email = 'ann@example.com'")
            saved.append(True)

    lead = Lead(name="Ann", email="ann@example.com", owner_id=cast["ada"].id)
    db.session.add(lead)
    run, intake = run_for("name,email,phone\nAnn,ann@example.com,+49 30 2\nBob,b@example.com,\n", "lead")
    db.session.commit()
    with acting_as(SYSTEM):
        steps = intake.batches()
        next(steps)
        db.session.commit()
        listen(Session, "before_flush", save_beside)
        try:
            for _step in intake.turns.giving_way(steps):
                db.session.commit()
        finally:
            remove(Session, "before_flush", save_beside)
        assert saved
        assert counts(run) == (1, 1, 0, 0)
        assert history(lead)[0].changes[0]["before"] == "+49 30 1"


def test_a_batch_holds_the_lock_shortly_on_any_machine_and_leaves_it_free_for_longer() -> None:
    assert [turns.next_size(25, held=seconds) for seconds in (0.004, 0.015, 0.025, 3.0)] == [30, 25, 20, 12]
    assert turns.next_size(turns.SHORTEST_BATCH, held=3.0) == turns.SHORTEST_BATCH
    assert turns.next_size(turns.LONGEST_BATCH, held=0.001) == turns.LONGEST_BATCH
    assert turns.rest(held=0.02, free=0.03) == pytest.approx(0.01)
    assert turns.rest(held=0.02, free=0.5) == 0
    assert turns.rest(held=30.0, free=0.0) == turns.LONGEST_PAUSE
