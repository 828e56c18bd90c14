"""Values that no person types, in every field of every form and every argument of every link: refused in words.

The forms and links are those that the screens show. What is tried is drawn by a seed and bounded in number:
a change is judged by the same tries each time, and `SALESAPP_TEST_SEED=9` looks for more.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from itertools import chain
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from salesapp.core.once import new_key
from salesapp.core.outbox import beat
from salesapp.core.registry import record_types
from salesapp.people.models import User
from tests.architecture.examples import Examples
from tests.architecture.routes import routes
from tests.architecture.source import refuse
from tests.architecture.test_screens import open_all, opened
from tests.clients import HTMX, Client, proposed
from tests.conftest import settle_in
from tests.markup import Page

SEED = int(os.environ.get("SALESAPP_TEST_SEED", "8"))
MOST = 500
"""So many tries of each kind and database; each database draws its own."""
LONGEST = 2.0
"""Seconds of work that an answer may cost, on whatever machine: no input makes anybody wait."""

NUMBERS = (
    "",
    " ",
    "²",
    "٣",
    "-1",
    "0",
    "1e400",
    "NaN",
    "Infinity",
    "2147483648",
    "9" * 40,
    "1,2.3,4",
    "0.00000001",
    "１２",
)
DAYS = (
    "",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "2026-13-01",
    "yesterday",
    "2026-W01",
    "99999-01-01",
    "²",
)
MOMENTS = (*DAYS, "2026-01-01T00:00", "2026-01-01T25:61", "0001-01-01T00:00", "9999-12-31T23:59")
TEXTS = (
    "",
    " ",
    "a" * 5000,
    "王" * 400,
    "\u202etxt.exe",
    "💥",
    "<b>x",
    "%",
    "_",
    "'\"",
    "x\ny",
    "[]",
    "{}",
    "null",
    "²",
)
CHOICES = ("", "nothing of the kind", "2147483648", "-1", "²", "9" * 40, "1.5", "None")
OF_TYPE = {"number": NUMBERS, "date": DAYS, "datetime-local": MOMENTS, "select": CHOICES, "radio": CHOICES}
OF_MODE = {"decimal": NUMBERS, "numeric": NUMBERS}
UNTRIED = {"csrf_token", "once"}

Try = tuple[str, dict[str, Any]]


@pytest.fixture
def pages(app: Flask, cast: dict[str, User], as_user: Any) -> tuple[Client, list[tuple[str, Page]]]:
    """An administrator's browser, and every screen as it shows them; whole, so that every form is there.

    Nothing is changed by opening them, on either database.
    """
    records = Examples(cast["ada"]).of_every_type()
    addresses = [route.address(app, records) for route in opened(app)]
    beat()
    browser = as_user("root")
    browser.checks_pages = False
    answers = open_all(browser, addresses)
    return browser, [
        (address, Page(found.text)) for address, found in answers.items() if found.mimetype == "text/html"
    ]


@pytest.mark.long
def test_no_argument_of_any_link_and_no_field_of_any_form_meets_an_error(
    pages: Any, app: Flask, database: Any
) -> None:
    browser, screens = pages
    lot = random.Random(f"{SEED} {database.name}")  # noqa: S311 - it is drawn again from its seed, and hides nothing

    def drawn(tries: Iterator[Try]) -> list[Try]:
        found = sorted(tries, key=repr)
        return lot.sample(found, min(MOST, len(found)))

    def get(path: str, arguments: dict[str, Any]) -> int:
        headers = lot.choice(({}, HTMX))
        return int(browser.get(f"{path}?{urlencode(arguments, doseq=True)}", headers=headers).status_code)

    def post(action: str, data: dict[str, Any]) -> int:
        return int(browser.post(action, data=data | {"once": new_key()}).status_code)

    asked, sent = drawn(chain(links(screens), filters(app))), drawn(posts(screens))
    settle_in()  # what tests and pages before left in memory is not gone through as part of somebody's request
    # What is asked changes nothing, so it comes first.
    refuse(f"Say in words what is wrong (seed {SEED}):", [*faults(get, asked), *faults(post, sent)])


def faults(ask: Any, tries: list[Try]) -> Iterator[str]:
    for address, values in tries:
        told = (
            f"{address} { {name: str(value)[:60] for name, value in values.items() if name not in UNTRIED} }"
        )
        begun = time.process_time()
        try:
            status = ask(address, values)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the other tries are to be told of as well
            yield f"{told}: {type(fault).__name__}: {str(fault)[:200]}"
        else:
            if status >= 500:
                yield f"{told} answered {status}"
            if (took := time.process_time() - begun) > LONGEST:
                yield f"{told} took {took:.1f} s of work"


def posts(screens: list[tuple[str, Page]]) -> Iterator[Try]:
    """Each form as it was proposed, but for one field."""
    seen: set[tuple[str, str, str]] = set()
    for address, page in screens:
        for form in (each for each in page.elements if each.tag == "form" and each.get("method") == "post"):
            action, values = form.get("action") or address, proposed(form)
            for field in form.iter():
                name = field.get("name") if isinstance(field.tag, str) else None
                for odd in values_for(field) if name and name not in UNTRIED else ():
                    if (action, str(name), odd) not in seen:
                        seen.add((action, str(name), odd))
                        yield action, values | {str(name): odd}


def values_for(field: Element) -> tuple[str, ...]:
    kind = "select" if field.tag == "select" else field.get("type", "text")
    if kind in {"submit", "button", "file", "image", "checkbox"}:
        return ()
    if kind == "hidden":
        return CHOICES
    return OF_TYPE.get(kind) or OF_MODE.get(field.get("inputmode", "")) or TEXTS


def links(screens: list[tuple[str, Page]]) -> Iterator[Try]:
    """Each address that a screen links with arguments, but for one of them."""
    seen = set()
    for _address, page in screens:
        for element in page.elements:
            there = urlsplit(element.get("href") or element.get("hx-get") or "")
            given = dict(parse_qsl(there.query, keep_blank_values=True))
            if there.netloc or not there.path.startswith("/") or there.path.startswith("/static"):
                continue
            for name in given:
                for odd in {*CHOICES, *MOMENTS, *TEXTS}:
                    if (there.path, name, odd) not in seen:
                        seen.add((there.path, name, odd))
                        yield there.path, given | {name: odd}


def filters(app: Flask) -> Iterator[Try]:
    """Each field of each list, as it is and with its bounds, and what every list takes."""
    there = {route.endpoint: route.rule.rule for route in routes(app)}
    for type_ in record_types():
        address = there.get(f"{type_.plural}.index")
        names = [each.name for each in type_.fields] if address else []
        bounded = [f"{name}__{bound}" for name in names for bound in ("min", "max", "is")]
        for name in [*names, *bounded, "sort", "after", "q"]:
            for odd in {*NUMBERS, *MOMENTS, *TEXTS}:
                yield str(address), {name: odd}
