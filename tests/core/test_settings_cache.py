"""What is set up is read once by each process, and never used once it was changed."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.company import Company, company
from salesapp.core.db import db
from salesapp.core.money.currencies import CurrencyRate, active_currencies
from salesapp.core.settings_cache import set_up_anew
from salesapp.leads.models.statuses import NamedStatus, statuses
from salesapp.opportunities.processes.models import Stage, StageItem, processes, stages
from salesapp.people.models import User
from tests.statements import statements

DAY = date(2026, 1, 1)


def rate(currency: str) -> CurrencyRate:
    return CurrencyRate(currency=currency, valid_from=DAY, rate=Decimal(2))


def begin() -> None:
    """As a request begins: with nothing in hand."""
    db.session.remove()
    set_viewer(SYSTEM)


def colleague(change) -> None:
    """Somebody else's request in another process, after ours has ended."""
    db.session.remove()
    with Session(db.engine) as session, session.begin():
        change(session)


def test_what_is_set_up_is_asked_for_once(app):
    begin()
    assert active_currencies() == ["EUR"]
    begin()
    with statements() as ran:
        assert active_currencies() == ["EUR"]
    assert [each for each in ran if "FROM currency_rates" in each] == []


def test_what_a_colleague_sets_up_holds_for_the_next_request(app):
    begin()
    assert active_currencies() == ["EUR"]
    colleague(lambda session: session.add(rate("USD")))
    begin()
    assert active_currencies() == ["EUR", "USD"]
    colleague(lambda session: session.execute(delete(CurrencyRate)))
    begin()
    assert active_currencies() == ["EUR"]


def test_bulk_changes_are_noticed(app):
    colleague(lambda session: session.add(rate("USD")))
    begin()
    assert active_currencies() == ["EUR", "USD"]
    colleague(lambda session: session.execute(update(CurrencyRate).values(currency="CNY")))
    begin()
    assert active_currencies() == ["EUR", "CNY"]
    given = {"currency": "GBP", "valid_from": DAY, "rate": Decimal(1)}
    colleague(lambda session: session.execute(insert(CurrencyRate), [given]))
    begin()
    assert active_currencies() == ["EUR", "CNY", "GBP"]


def test_a_transaction_sees_what_it_changes_and_nobody_what_it_took_back(app):
    begin()
    assert active_currencies() == ["EUR"]
    db.session.add(rate("USD"))
    db.session.flush()
    assert active_currencies() == ["EUR", "USD"]
    savepoint = db.session.begin_nested()
    db.session.add(rate("CNY"))
    db.session.flush()
    assert active_currencies() == ["EUR", "CNY", "USD"]
    savepoint.rollback()
    assert active_currencies() == ["EUR", "USD"]
    db.session.rollback()
    set_viewer(SYSTEM)
    assert active_currencies() == ["EUR"]
    begin()
    assert active_currencies() == ["EUR"]


def test_who_writes_past_the_models_says_so(app):
    begin()
    assert active_currencies() == ["EUR"]
    row = {"currency": "USD", "valid_from": DAY, "rate": Decimal(1)}
    db.session.connection().execute(insert(CurrencyRate.__table__), [row])
    set_up_anew()
    db.session.commit()
    begin()
    assert active_currencies() == ["EUR", "USD"]


def test_rows_that_are_kept_become_the_sessions_own(app):
    begin()
    first = [each.id for each in statuses()]
    begin()
    with statements() as ran:
        again = statuses()
        assert all(each in db.session for each in again)
    assert [each.id for each in again] == first
    assert [each for each in ran if "FROM lead_statuses" in each] == []
    again[0].stale_days = 12
    assert db.session.get(NamedStatus, again[0].id) is again[0]
    assert statuses()[0].stale_days == 12
    db.session.commit()
    begin()
    assert statuses()[0].stale_days == 12
    assert db.session.scalar(select(NamedStatus.stale_days).where(NamedStatus.id == first[0])) == 12


def test_a_process_is_kept_with_its_stages_and_what_they_ask(app):
    begin()
    asked = stages()[0]
    asked.items.append(StageItem(text="Budget seen"))
    db.session.commit()
    begin()
    processes(), stages()
    begin()
    with statements() as ran:
        found = processes()[0]
        assert [each.id for each in found.stages] == [each.id for each in found.open_stages]
        assert [each.text for each in found.stages[0].items] == ["Budget seen"]
        assert found.stages[0].process is found
    assert [each for each in ran if "FROM s" in each] == []


def test_what_was_added_to_a_collection_and_not_written_yet_is_in_it(app):
    begin()
    found = processes()[0]
    db.session.add(Stage(process_id=found.id, name="Trial", position=99))
    assert found.stages[-1].name == "Trial"


def test_taking_an_item_from_a_stage_is_noticed(app):
    begin()
    stages()[0].items.append(StageItem(text="Budget seen"))
    db.session.commit()
    begin()
    assert len(stages()[0].items) == 1
    colleague(lambda session: session.execute(delete(StageItem)))
    begin()
    assert stages()[0].items == []


def test_the_company_is_as_it_was_saved_last_and_is_marked_once_for_each_change(app):
    begin()
    company().name = "Kranwerk"
    db.session.commit()
    first = company().setup_state
    begin()
    assert (company().name, company().setup_state) == ("Kranwerk", first)
    db.session.execute(update(Company).values(name="Hafenwerk"), execution_options={"told": "nowhere"})
    db.session.commit()
    begin()
    assert company().name == "Hafenwerk"
    assert company().setup_state != first


def test_a_user_acts_with_the_name_and_the_role_of_now(as_user, cast):
    ada, key = as_user("ada"), cast["ada"].id

    def become(**changes) -> None:
        begin()
        for name, value in changes.items():
            setattr(db.session.get_one(User, key), name, value)
        db.session.commit()

    before = ada.get("/setup").status_code
    become(name="Ada B.", role="administrator")
    assert "Ada B." in ada.get("/more").text
    assert (before, ada.get("/setup").status_code) == (403, 200)
    become(active=False)
    assert ada.get("/board").status_code == 303


@pytest.mark.postgres_only
def test_what_a_writer_reads_before_its_turn_to_commit_is_kept_for_nobody_else(app):
    """Two set something up at once; the second to commit read before it what the first had not committed."""
    begin()
    assert active_currencies() == ["EUR"]
    db.session.remove()
    read, committed = threading.Event(), threading.Event()

    def later() -> None:
        with app.app_context():
            set_viewer(SYSTEM)
            assert company().currency == "EUR", "known from the beginning, as in every request"
            db.session.add(rate("USD"))
            db.session.flush()
            seen.extend(active_currencies())
            read.set()
            assert committed.wait(20)
            db.session.commit()
            db.session.remove()

    seen: list[str] = []
    with Session(db.engine) as session:
        session.add(rate("CNY"))
        session.flush()
        thread = threading.Thread(target=later)
        thread.start()
        assert read.wait(20)
        session.commit()
    committed.set()
    thread.join()
    assert seen == ["EUR", "USD"]
    begin()
    assert active_currencies() == ["EUR", "CNY", "USD"]
