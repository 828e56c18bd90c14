"""Converting a lead into a new account, contact and opportunity."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from bench.board import sign_in
from bench.data import ENGINES, Stock, opened
from bench.floor import Twin
from bench.people import Person
from bench.sizes import Sizes
from bench.timing import Act, Cost, Line, compared, in_turns
from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.db import db
from salesapp.leads.models import Lead
from tests.clients import posting_form, proposed
from tests.markup import Page

NEW = {"account": "new", "contact": "new", "opportunity": "new", "contact-email": ""}
"""The synthetic leads have addresses under `.test`, which no contact may have."""


def measure(stock: Stock, sizes: Sizes) -> Iterator[Line]:
    """Both databases: the product, and its statements sent again by hand on a twin."""
    for engine in ENGINES:
        with (
            stock.twin(engine, sizes.small) as url,
            stock.twin(engine, sizes.small) as other,
            opened(url, stock.folder) as app,
            opened(other, stock.folder) as copied,
        ):
            with copied.app_context():
                second = db.engine
            with app.app_context():
                twin, leads = Twin(db.engine, second), _leads(sizes.rounds + 10)
            person = sign_in(app, "rep")
            product, floor = in_turns(_turns(person, twin, iter(leads)), sizes.rounds)
            twin.close()
        figures = compared(product, floor)
        notes = ["the floor of what writes: the same statements sent again by hand on a twin of the database"]
        promise = "p50 ≤ 2.5 × floor"
        yield Line("convert", "Convert a lead", figures, promise, figures["ratio"] <= 2.5, engine, notes)


def _leads(most: int) -> list[int]:
    """Open leads of the first rep."""
    with acting_as(SYSTEM):
        owner = select(Lead.owner_id).order_by(Lead.owner_id).limit(1).scalar_subquery()
        found = list(
            db.session.scalars(select(Lead.id).where(Lead.owner_id == owner).order_by(Lead.id).limit(most))
        )
        db.session.remove()
    return found


def _turns(person: Person, twin: Twin, leads: Iterator[int]) -> list[Act]:
    def product() -> Cost:
        path = f"/leads/{next(leads)}/convert"
        values = proposed(posting_form(Page(person.open(path).text), path))
        twin.follow()
        return person.press(path, **(values | NEW)).cost

    return [product, lambda: twin.follow(b"x" * 300)]
