"""The company that runs this database: one row of settings, edited in set-up."""

from __future__ import annotations

import secrets
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import clock
from salesapp.core import fields as f
from salesapp.core.db import Base, Json, ShortText, db
from salesapp.core.i18n import _l

MOST_DAYS = 3650
"""Ten years: no term is longer, and a day is added to a date without leaving the calendar."""


def new_setup_state() -> str:
    """What tells one state of set-up from every other one, before and after it."""
    return secrets.token_hex(12)


class PaperSize(StrEnum):
    """The sheets that documents are printed on; the values are the names that the typesetter knows."""

    A4 = "a4"
    LETTER = "us-letter"

    @property
    def label(self) -> str:
        return PAPER_SIZES[self]


PAPER_SIZES = {PaperSize.A4: "A4 (210 × 297 mm)", PaperSize.LETTER: "US Letter (8.5 × 11 in)"}


class LeaderboardReach(StrEnum):
    """Whose results the leaderboard shows: those that each reader sees anyway, everybody's, or nobody's."""

    SEEN = "seen"
    EVERYONE = "everyone"
    OFF = "off"

    @property
    def label(self) -> str:
        return LEADERBOARD_REACHES[self]


LEADERBOARD_REACHES = {
    LeaderboardReach.SEEN: _l("Those whose records the reader can see"),
    LeaderboardReach.EVERYONE: _l("Everyone, to everyone"),
    LeaderboardReach.OFF: _l("No leaderboard"),
}


class Company(Base):
    """Our own name, money, language and limits."""

    __tablename__ = "companies"

    name: Mapped[str] = f.text(_l("Company name"), required=True, default="My company")
    street: Mapped[str | None] = f.text(_l("Street"))
    postal_code: Mapped[str | None] = f.text(_l("Postal code"), length=20)
    city: Mapped[str | None] = f.text(_l("City"))
    country: Mapped[str | None] = f.country(_l("Country"))
    tax_number: Mapped[str | None] = f.text(_l("Tax number"), length=40)
    register_number: Mapped[str | None] = f.text(
        _l("Register number"), length=60, hint=_l("Such as HRB 4711; e-invoices name it")
    )
    legal_lines: Mapped[str | None] = f.long_text(
        _l("Legal details"), hint=_l("Register court, directors, share capital; printed below documents")
    )
    email: Mapped[str | None] = f.email(_l("E-mail"))
    phone: Mapped[str | None] = f.phone(_l("Phone"))
    website: Mapped[str | None] = f.url(_l("Website"))
    currency: Mapped[str] = f.currency_code(_l("Currency"), required=True, default="EUR")
    region: Mapped[str] = f.country(_l("Default country for phone numbers"), required=True, default="DE")
    zone: Mapped[str] = f.time_zone(_l("Time zone"), required=True, default="Europe/Berlin")
    language: Mapped[str] = f.text(_l("Language"), required=True, default="en", length=10)
    fiscal_year_start: Mapped[int] = f.integer(
        _l("Fiscal year begins in month"), required=True, default=1, least=1, most=12
    )
    payment_days: Mapped[int] = f.integer(_l("Days to pay"), required=True, default=30, most=MOST_DAYS)
    quote_days: Mapped[int] = f.integer(
        _l("Days a quote is valid"), required=True, default=30, most=MOST_DAYS
    )
    discount_limit: Mapped[Decimal] = f.percent(
        _l("Discount limit for reps"), required=True, default=Decimal(20)
    )
    leaderboard: Mapped[LeaderboardReach] = f.choice(
        LeaderboardReach, _l("Leaderboard shows"), required=True, default=LeaderboardReach.SEEN
    )
    user_limit: Mapped[int | None] = f.integer(
        _l("Maximum number of users"),
        least=1,
        hint=_l("Leave empty for no limit. Users without access don’t count"),
    )
    locked_until: Mapped[date | None] = f.date_(_l("Books are closed up to and including"))
    document_footer: Mapped[str | None] = f.long_text(_l("Footer of documents"))
    document_footer_zh: Mapped[str | None] = f.long_text(_l("Footer of Chinese documents"))
    accent: Mapped[str] = f.text(_l("Color of documents"), required=True, default="#3845bf", length=7)
    paper_size: Mapped[PaperSize] = f.choice(PaperSize, _l("Paper size"), required=True, default=PaperSize.A4)
    logo: Mapped[str | None] = f.text(_l("Logo"), length=64, editable=False)
    """The SHA-256 of the stored PNG."""
    demo: Mapped[bool] = f.boolean(_l("Demo company"), editable=False)
    reach: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Record type → "private", "read" or "edit": how far the company sees records of others."""
    duplicate_handling: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Record type → "warn" or "refuse": what happens when something is added that is likely there already."""
    approval_limits: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """"credit" or "write_off" → role → beyond which amount, in minor units of `currency`, a colleague must approve."""
    setup_state: Mapped[str] = mapped_column(ShortText(24), default=new_setup_state)
    """Another one whenever something is set up: see `core/settings_cache.py`."""


def company() -> Company:
    """The settings row. There is exactly one: `begin_company` makes it with the schema."""
    found = db.session.info.get("company")
    if found is None or found not in db.session:
        found = db.session.info["company"] = db.session.scalars(
            select(Company)
            .limit(1)
            .execution_options(unscoped="every viewer's reach depends on the settings")
        ).one()
    return cast("Company", found)


def know_company(row: Company) -> None:
    """The settings row came along with something else: it is not asked for again."""
    db.session.info["company"] = row


def region_of(record: Any, field: f.Field | None = None) -> str:
    """Where the record's phone numbers without a country code are from: its own country, else as set-up says.

    `field` is the phone number meant, where the record has several.
    """
    field = field or next(
        (each for each in f.declared_fields(cast("Any", type(record))) if each.kind == "phone"), None
    )
    own = getattr(record, field.country, None) if field is not None else None
    return cast("str", own or company().region)


def today_for(person: Any = None) -> date:
    """The calendar day it is where that person works; for nobody and for the system itself, where the company is.

    Prices, rates and documents go by the company's day, plans by the day of whose they are.
    """
    return clock.today(zone_of(person))


def zone_of(person: Any = None) -> str:
    """The time zone that person works in, else the company's."""
    return str(getattr(person, "zone", None) or company().zone)


def _settings_row() -> Company:
    query = select(Company).limit(1).execution_options(unscoped="rights themselves depend on the settings")
    return db.session.scalars(query).one()


def begin_company() -> None:
    """Puts the settings row into a new database."""
    if db.session.scalar(select(Company.id).limit(1)) is None:
        db.session.add(Company(reach={}))
        db.session.flush()
