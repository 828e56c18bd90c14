"""Search as one types among 100,000 customers: two Chinese characters, three letters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from urllib.parse import quote

from flask import Response

from bench.board import sign_in
from bench.data import ENGINES, Stock
from bench.floor import BareApp
from bench.people import NARROWED, Person
from bench.sizes import Sizes
from bench.timing import Act, Line, compared, in_turns
from salesapp.core.db import db

TYPED = {"2 Chinese characters": ("上海", "北京", "贸易", "精密"), "3 letters": ("riv", "map", "ada", "sof")}
LIMIT = 50.0
LOOK_UP = (
    "SELECT id, name FROM accounts WHERE id IN (SELECT record_id FROM search_words"
    " WHERE record_type = 'account' AND word >= '{0}' AND word < '{0}\U0010ffff' LIMIT 7)"
)


def measure(stock: Stock, sizes: Sizes) -> Iterator[Line]:
    """Both databases, as a rep and as the administrator."""
    for engine in ENGINES:
        with stock.app(engine, sizes.big) as app:
            for role in ("rep", "admin"):
                person = sign_in(app, role)
                for what, texts in TYPED.items():
                    with app.app_context():
                        bare = BareApp(db.engine)
                    turns = [_typing(person, texts), _looking_up(bare, texts)]
                    product, floor = in_turns(turns, sizes.rounds)
                    bare.close()
                    figures = compared(product, floor)
                    notes = [
                        "the floor of search: one indexed look-up of seven accounts by the beginning of a word"
                    ]
                    name = f"Search, {sizes.big // 10:,} customers, {what}, {role}"
                    yield Line("search", name, figures, "p95 ≤ 50 ms", product.p95 <= LIMIT, engine, notes)


def _typing(person: Person, texts: tuple[str, ...]) -> Act:
    asked = cycle(texts)
    return lambda: person.open(f"/search?q={quote(next(asked))}", **NARROWED).cost


def _looking_up(bare: BareApp, texts: tuple[str, ...]) -> Act:
    asked = cycle(texts)

    def view() -> Response:
        rows = bare.rows(LOOK_UP.format(next(asked)))
        return Response("".join(f"<li>{key} {name}" for key, name in rows))

    bare.flask.add_url_rule("/", view_func=view)
    return bare.open
