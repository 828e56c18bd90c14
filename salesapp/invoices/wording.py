"""Days and amounts as sentences for the user name them."""

from __future__ import annotations

from datetime import date

from flask_babel import format_date

from salesapp.web.filters import money


def day_words(day: date) -> str:
    """The day as the reader writes it."""
    return str(format_date(day, "medium"))


def amount_words(minor: int, currency: str) -> str:
    """Minor units with the currency as the reader writes it."""
    return money(minor, currency)
