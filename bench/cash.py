"""A quote with 20 lines becomes an order, an issued invoice and a payment, by the forms that people press."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from time import perf_counter

from flask import Flask
from sqlalchemy import func, select

from bench.board import sign_in
from bench.data import ENGINES, Stock, opened
from bench.floor import Twin
from bench.people import HTMX, Person, UnexpectedAnswer, crowd
from bench.serving import served
from bench.sizes import Sizes
from bench.timing import Cost, Line, Times, compared, in_turns
from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.invoices.audit import audit
from salesapp.invoices.models import Invoice
from salesapp.products.models import PriceBook, PriceBookEntry, Product, TaxRate
from tests.clients import posting_form, proposed
from tests.markup import Page

LINES = 20
FLOOR = 2.5
SEEN = re.compile(rb'name="seen" value="([^"]*)"')
"""What the editor says it shows: the answer to a press on a product says it anew."""


@dataclass(frozen=True)
class Flow:
    """One whole flow: milliseconds spent in the application, and the requests."""

    cost: Cost
    requests: int


def measure(stock: Stock, sizes: Sizes) -> Iterator[Line]:
    """Both databases: alone against the floor, then several clients at once by HTTP."""
    for engine in ENGINES:
        with stock.twin(engine, sizes.small) as url:
            with opened(url, stock.folder) as app, app.app_context():
                goods = shelf()
            with stock.twin(engine, sizes.small) as other:
                with opened(other, stock.folder) as app, app.app_context():
                    shelf()
                yield _alone(stock, engine, url, other, goods, sizes)
            yield _together(stock, engine, url, goods, sizes)


def shelf() -> list[int]:
    """Twenty products with prices and the company's address, as an invoice needs them; ids of the products."""
    with acting_as(SYSTEM):
        rate = TaxRate(name="VAT 19%", percent=Decimal(19), is_default=True)
        book = PriceBook(name="List", currency="EUR", is_default=True)
        goods = [Product(code=f"B-{number}", name=f"Product {number}", unit="pcs") for number in range(LINES)]
        db.session.add_all([rate, book, *goods])
        db.session.flush()
        for number, product in enumerate(goods):
            db.session.add(PriceBookEntry(price_book=book, product=product, price=Decimal(10 + number)))
        ours = company()
        ours.name, ours.street, ours.postal_code, ours.city = "Bench GmbH", "Ring 1", "10115", "Berlin"
        ours.country, ours.tax_number = "DE", "DE123456789"
        db.session.commit()
        found = [product.id for product in goods]
        db.session.remove()
    return found


def _alone(  # noqa: PLR0917  two databases, what is sold and how much of it
    stock: Stock, engine: str, url: str, other: str, goods: list[int], sizes: Sizes
) -> Line:
    with opened(url, stock.folder) as app, opened(other, stock.folder) as copied:
        with copied.app_context():
            second = db.engine
        with app.app_context():
            twin = Twin(db.engine, second)
        product, floor, requests = _turns(app, twin, goods, sizes)
        twin.close()
    figures = compared(product, floor) | {"requests": requests}
    promise = f"≤ {FLOOR} × floor"
    what = f"Quote with {LINES} lines → order → invoice → paid"
    return Line("cash", what, figures, promise, figures["ratio"] <= FLOOR, engine)


def _turns(app: Flask, twin: Twin, goods: list[int], sizes: Sizes) -> tuple[Times, Times, int]:
    person = sign_in(app, "admin")
    flows: list[Flow] = []
    floors: list[Cost] = []

    def by_product() -> Cost:
        floors.clear()
        flows.append(
            flow(person, goods, len(flows) + 1, twin.follow, lambda page: floors.append(twin.follow(page)))
        )
        return flows[-1].cost

    product, floor = in_turns([by_product, lambda: summed(floors)], sizes.flows)
    return product, floor, flows[-1].requests


def summed(costs: list[Cost]) -> Cost:
    """All of them together."""
    return Cost(sum(each.took for each in costs), sum(each.cpu for each in costs))


def flow(
    person: Person,
    goods: list[int],
    account: int,
    looked: Callable[[], object] = lambda: None,
    pressed: Callable[[bytes], object] = lambda _page: None,
) -> Flow:
    """From an empty quote to the payment. Only what is pressed counts; `looked` is told of the pages in between."""
    costs: list[Cost] = []
    seen = b""

    def press(path: str, form: str = "", **values: object) -> int:
        nonlocal seen
        given = proposed(posting_form(Page(person.open(form).text), path.partition("?")[0])) if form else {}
        looked()
        answer = person.press(path, HTMX if path.endswith("/lines") else None, **(given | values))
        pressed(answer.body)
        costs.append(answer.cost)
        seen = next(iter(SEEN.findall(answer.body)), b"")
        return 0 if path.endswith("/lines") else answer.key

    quote = press("/quotes/new", account=account)
    for product in goods:
        press(f"/quotes/{quote}/lines", product=product, seen=seen.decode())
    press(f"/quotes/{quote}/send", f"/quotes/{quote}/send", to="")
    press(f"/quotes/{quote}/accept", f"/quotes/{quote}/accept", name="Eva Meyer")
    order = press(f"/quotes/{quote}/order")
    invoice = press(f"/orders/{order}/invoice", what="all", then="issue")
    payment = f"/payments/new?invoice={invoice}"
    press(payment, payment)
    return Flow(summed(costs), len(costs))


def _together(stock: Stock, engine: str, url: str, goods: list[int], sizes: Sizes) -> Line:
    emails = ["admin@demo.example"] * sizes.clients
    with (
        served(url, stock.folder) as site,
        crowd(site.address, emails) as people,
        ThreadPoolExecutor(sizes.clients) as pool,
    ):
        begun = perf_counter()
        results = list(
            pool.map(
                lambda each: _several(each[1], goods, 20 + each[0] * sizes.flows, sizes.flows),
                enumerate(people),
            )
        )
        seconds = perf_counter() - begun
    times = Times(tuple(took for took_all, _failed in results for took in took_all) or (0.0,))
    failed = sum(failed for _took, failed in results)
    with opened(url, stock.folder) as app, app.app_context(), acting_as(SYSTEM):
        paid = (
            db.session.scalar(select(func.count()).select_from(Invoice).where(Invoice.number.is_not(None)))
            or 0
        )
        faults = sum(not finding.good for finding in audit())
        db.session.remove()
    flows = sizes.clients * sizes.flows
    figures = {
        "p50 ms": times.p50, "p95 ms": times.p95, "flows": flows, "failed": failed,
        "invoices": paid, "audit faults": faults, "flows per second": flows / seconds,
    }  # fmt: skip
    what = f"The same, {sizes.clients} clients by HTTP"
    return Line("cash", what, figures, "0 failures", not (failed or faults), engine)


def _several(person: Person, goods: list[int], account: int, flows: int) -> tuple[list[float], int]:
    """Times of the flows that went through, and how many did not."""
    took, failed = [], 0
    # A customer each: who pays the same twice within a week is asked whether that is a duplicate.
    for number in range(flows):
        try:
            took.append(flow(person, goods, account + number).cost.took)
        except UnexpectedAnswer:
            failed += 1
    return took, failed
