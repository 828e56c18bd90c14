"""Days and amounts as sentences for the user name them."""

from __future__ import annotations

from datetime import date

from salesapp.web import filters


def day_words(day: date) -> str:
    """The day as the reader writes it."""
    return filters.day(day)


def amount_words(minor: int, currency: str) -> str:
    """Minor units with the currency as the reader writes it."""
    return filters.money(minor, currency)
