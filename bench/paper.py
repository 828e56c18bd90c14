"""The PDF of a quote with 20 lines, in English and in Chinese."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask

from bench.board import sign_in
from bench.cash import LINES, shelf
from bench.data import Stock, opened
from bench.people import HTMX
from bench.sizes import Sizes
from bench.timing import Line, in_turns
from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.db import db
from salesapp.people.models import Language
from salesapp.quotes.models import Quote

FAST, LIGHT = 100.0, 120.0


def measure(stock: Stock, sizes: Sizes) -> Iterator[Line]:
    """On SQLite, through the application."""
    with stock.twin("sqlite", sizes.small) as url, opened(url, stock.folder) as app:
        with app.app_context():
            goods = shelf()
        person = sign_in(app, "admin")
        key = person.press("/quotes/new", account=8).key
        for product in goods:
            person.press(f"/quotes/{key}/lines", HTMX, product=product)
        address = f"/quotes/{key}.pdf"
        for language in Language:
            _speak(app, key, language)
            size = len(person.open(address).body) / 1024
            (times,) = in_turns([lambda: person.open(address).cost], sizes.rounds)
            figures = {"p50 ms": times.p50, "p95 ms": times.p95, "KB": size}
            kept = times.p50 <= FAST and size <= LIGHT
            what = f"PDF, {LINES} lines, {language.label}"
            yield Line("pdf", what, figures, "p50 ≤ 100 ms, ≤ 120 KB", kept, "sqlite")


def _speak(app: Flask, key: int, language: Language) -> None:
    with app.app_context(), acting_as(SYSTEM):
        quote = db.session.get(Quote, key)
        if quote is None:
            raise LookupError(key)
        quote.language = language
        db.session.commit()
        db.session.remove()
