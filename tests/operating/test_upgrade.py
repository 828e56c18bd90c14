"""A database that an older version filled is brought up to date, and loses nothing on the way."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask_babel import force_locale
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from salesapp.core.db import db
from salesapp.core.events import Event
from salesapp.customers.duplicates.pairs import DuplicatePair
from salesapp.customers.kinds import Industry
from salesapp.customers.models import Account
from salesapp.leads.conversion.models import LeadConversion
from salesapp.leads.models import Lead
from salesapp.marketing.kinds import LeadSource
from salesapp.operating import schema
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.specialists.models import Answered, SpecialistRequest
from salesapp.records.importing.running.runs import ImportRun
from salesapp.records.picklists.models import SHIPPED, PicklistEntry

BEFORE_LISTS = "0035"
"""The last version whose lists were enums."""
BEFORE_RENAMING = "0048"
"""The last version that spoke of doubles, and of what was taken back."""
EARLIER = datetime(2026, 1, 5, 9, tzinfo=UTC)
OLD_SOURCES = (
    "web", "trade-fair", "referral", "advertisement", "cold-call", "purchased-list", "social", "partner", "case",
    "other",
)  # fmt: skip
LONG = "Recommended by the owner of the shop beside ours at the fair in Hanover, May 2023"[:80]
TYPED = {
    "Trade fair": "trade-fair",
    " TRADE-FAIR ": "trade-fair",
    "展会": "trade-fair",
    "web": "web",
    "Podcast": "podcast",
    "podcast": "podcast",
    "行业协会": "行业协会",
    LONG: "recommended-by-the-owner-of-the-sho",
    "  ": None,
    None: None,
}


TOLD = {
    "currency": "EUR",
    "role": "administrator",
    "state": "open",
    "status": "draft",
    "region": "DE",
    "country": "DE",
    "zone": "Europe/Berlin",
    "language": "en",
}
"""What stands in a column of this name where a row needs something."""


class OldRows:
    """Puts rows into the tables of an older version: what a row needs and the test does not say is made up."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.tables = sa.MetaData()
        self.tables.reflect(connection)
        self.numbers = itertools.count(1)
        self.targets: dict[str, int] = {}

    def put(self, table: str, **values: Any) -> int:
        made = self.tables.tables[table]
        needed = {
            each.name: self._made_up(each)
            for each in made.columns
            if not each.nullable and each.name not in values and each.name != "id"
        }
        return self.connection.execute(sa.insert(made).values(**needed | values)).inserted_primary_key[0]

    def count(self, table: str) -> int:
        counted = sa.select(sa.func.count()).select_from(self.tables.tables[table])
        return self.connection.scalar(counted) or 0

    def _made_up(self, column: sa.Column[Any]) -> Any:
        for key in column.foreign_keys:
            target = key.column.table.name
            if target not in self.targets:
                self.targets[target] = self.put(target)
            return self.targets[target]
        match column.type:
            case sa.Boolean():
                return False
            case sa.DateTime():
                return datetime(2024, 1, 1, tzinfo=UTC)
            case sa.Date():
                return datetime(2024, 1, 1, tzinfo=UTC).date()
            case sa.JSON():
                return {}
            case sa.Integer() | sa.Numeric():
                return next(self.numbers)
            case sa.LargeBinary():
                return b"x"
            case _:
                return TOLD.get(column.name, f"x{next(self.numbers)}")


def fill() -> None:
    """Leads of each source, accounts of each industry, opportunities with what people typed, and one conversion."""
    with db.engine.begin() as connection:
        old = OldRows(connection)
        for source in OLD_SOURCES:
            lead = old.put("leads", name=source, source=source, status="new")
        for industry in SHIPPED[Industry.key]:
            old.put("accounts", name=industry, industry=industry)
        for number, text in enumerate(TYPED):
            old.put("opportunities", name=f"{number}", source=text)
        filled = {
            "account": {"source": "other"},
            "opportunity": {"source": "Trade fair", "next_step": "Call"},
        }
        old.put(
            "lead_conversions", lead_id=lead, written={"status": "new", "owner_id": None, "filled": filled}
        )


def test_choices_of_an_older_version_are_those_of_the_lists_and_typed_sources_become_entries(
    empty: None,
) -> None:
    schema.upgrade(BEFORE_LISTS)
    fill()
    schema.migrate()
    assert {each.name: each.source for each in db.session.scalars(select(Lead))} == dict(
        zip(OLD_SOURCES, OLD_SOURCES, strict=True)
    )
    assert {each.industry for each in db.session.scalars(select(Account))} == set(SHIPPED[Industry.key])
    became = {each.name: each.source for each in db.session.scalars(select(Opportunity))}
    assert became == {str(number): code for number, code in enumerate(TYPED.values())}
    assert [each.value for each in LeadSource][:10] == list(OLD_SOURCES)
    added = select(PicklistEntry.name_en, PicklistEntry.name_zh).where(PicklistEntry.code.not_in(OLD_SOURCES))
    added = added.where(PicklistEntry.picklist == LeadSource.key)
    named = {tuple(each) for each in db.session.execute(added)}
    assert named == {("Podcast", None), (None, "行业协会"), (LONG, None)}
    with force_locale("zh"):
        assert LeadSource("trade-fair").label == "展会"
    written = db.session.scalars(select(LeadConversion.written)).one()
    assert written["filled"]["opportunity"] == {"source": "trade-fair", "next_step": "Call"}


def test_a_row_of_every_table_of_the_first_version_comes_through_all_that_followed(empty: None) -> None:
    schema.upgrade("0001")
    with db.engine.begin() as connection:
        old = OldRows(connection)
        old.targets["leads"] = old.put("leads", status="new")
        invoice = old.put("invoices", status="issued", payable=100)
        payment = old.put("payments", amount=100)
        old.put("allocations", invoice_id=invoice, payment_id=payment, amount=100)
        for name in old.tables.tables.keys() - {"alembic_version", "allocations", "leads"}:
            old.put(name)
        before = {name: old.count(name) for name in old.tables.tables}
    schema.migrate()
    with db.engine.begin() as connection:
        now = OldRows(connection)
        assert {n: c for n, c in before.items() if n in now.tables.tables and now.count(n) < c} == {}


def test_stored_names_follow_their_renaming(empty: None) -> None:
    schema.upgrade(BEFORE_RENAMING)
    with db.engine.begin() as connection:
        old = OldRows(connection)
        for kind in ("payment_taken_back", "told_apart", "created"):
            old.put("events", kind=kind)
        old.put("specialist_requests", answered="taken_back")
        old.put("double_pairs", record_type="lead", one_id=1, other_id=2, score=90)
        ran = {"started_at": EARLIER, "finished_at": EARLIER + timedelta(minutes=5), "by_id": None}
        old.put("import_runs", plan_data={"doubles": "refuse", "match": []}, doubles=3, **ran)
        old.put("events", kind="imported", at=EARLIER + timedelta(minutes=1), by_id=None)
        under_way = old.put("import_runs", started_at=EARLIER, finished_at=None, by_id=None, doubles=0)
        old.put("events", kind="changed", at=EARLIER + timedelta(hours=1), by_id=None)
    schema.migrate()
    kinds = set(db.session.scalars(select(Event.kind)))
    assert {"payment_reversed", "marked_not_duplicate", "created"} <= kinds
    assert db.session.scalars(select(SpecialistRequest.answered)).one() is Answered.WITHDRAWN
    assert db.session.scalars(select(DuplicatePair.other_id)).one() == 2
    run = db.session.scalars(select(ImportRun).where(ImportRun.finished_at.is_not(None))).one()
    assert (run.plan.duplicates, run.duplicates) == ("refuse", 3)
    imported = select(Event.kind).where(Event.source == run.source)
    assert db.session.scalars(imported).all() == ["imported"]
    going_on = select(Event.kind).where(Event.source == f"import:{under_way}")
    assert db.session.scalars(going_on).all() == ["changed"], (
        "one that goes on after the upgrade knows its events"
    )
    with pytest.raises(DBAPIError, match="never changed"):
        db.session.execute(update(Event).values(kind="created"))
