"""Column types. Everything that must be exact is an integer in the database, since SQLite has no decimal type."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from salesapp.core.i18n import Said

RATE_PLACES = 12


class ScaledDecimal(TypeDecorator[Decimal]):
    """A Decimal with a fixed number of places, stored as a whole number; more places than it has are refused."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value).scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {self.places} decimal places")
        return int(scaled)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-self.places)


class UtcTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class SentenceText(TypeDecorator[str]):
    """A sentence of ours that its reader sees in their own language, as far as it was noted what it is made of."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return json.dumps(value.made_of, ensure_ascii=False) if isinstance(value, Said) else value

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return Said.again(json.loads(value)) if value and value.startswith('{"message": ') else value


class OneOf(TypeDecorator[Any]):
    """One of choices that an administrator extends, kept by its code; what was archived is read as well."""

    impl = String(40)
    cache_ok = True

    def __init__(self, choices: type[Any]) -> None:
        super().__init__()
        self.choices = choices

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.choices.of_code(value)


def Amount() -> BigInteger:
    """Money in whole minor units of the row's currency."""
    return BigInteger()


def Quantity() -> ScaledDecimal:
    """Three decimal places."""
    return ScaledDecimal(3)


def UnitPrice() -> ScaledDecimal:
    """Four decimal places, in major units of the row's currency."""
    return ScaledDecimal(4)


def Percent() -> ScaledDecimal:
    """Four decimal places; 12.5 means 12.5 %."""
    return ScaledDecimal(4)


def Rate() -> ScaledDecimal:
    """An exchange rate, twelve decimal places: enough for a rupiah in euro, and for a dinar in dong."""
    return ScaledDecimal(RATE_PLACES)


def ShortText(length: int = 255) -> String:
    """One line of text."""
    return String(length)


def LongText() -> Text:
    """Paragraphs."""
    return Text()


Json = JSON().with_variant(JSONB(), "postgresql")
"""A JSON value; JSONB on Postgres."""

JsonOrNothing = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""The same, where nothing is no JSON null: it takes no room and SQL finds it."""
