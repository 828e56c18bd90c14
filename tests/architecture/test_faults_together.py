"""A form with several faults names all of them: nobody mends one only to be told of the next.

Each form that a screen shows is sent with something wrong in every field. A field of which nothing is said then, though
the same is refused where it alone is wrong, is what this law is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from salesapp.core.once import new_key
from salesapp.core.outbox import beat
from salesapp.people.models import User
from tests.architecture.examples import Examples
from tests.architecture.source import refuse
from tests.architecture.test_odd_values import OF_MODE
from tests.architecture.test_screens import opened
from tests.clients import UNSENT, Client, proposed
from tests.markup import Page

WRONG = {
    "date": ("0001-01-01", ""),
    "datetime-local": ("9999-12-31T00:00",),
    "number": ("-1", "many", ""),
    "email": ("nobody", ""),
    "url": ("no place",),
    "select": ("", "nothing of the kind"),
    "text": ("", "?", "a" * 5000),
    "textarea": ("", "a" * 50_000),
}
"""Kind of input → what may be refused in it, what a rule refuses first."""
FOLLOWS = {
    ("/lead-limits", "hot_from"): "hot is compared with warm, which is no number",
    ("/tax-rates/new", "category"): "which category can be chosen follows from the rate, which is wrong",
    **{
        (f"/{plural}/new", "account_text"): "no account is needed where there is a contact, which is wrong"
        for plural in ("quotes", "orders", "invoices")
    },
    ("/orders/1/amendment/line", "description"): "no text is needed where there is a product, which is wrong",
}
"""What can only be said once something else of the form is right: form and field → why."""

Fields = dict[str, Element]


@pytest.mark.long
@pytest.mark.sqlite_only  # what is refused is the same on both
def test_a_form_names_all_that_is_wrong_at_once(app: Flask, cast: dict[str, User], as_user: Any) -> None:
    records = Examples(cast["ada"]).of_every_type()
    beat()
    browser = as_user("root")
    browser.checks_pages = False
    seen: set[str] = set()
    faults: list[str] = []
    for address in [route.address(app, records) for route in opened(app)]:
        for action, form in forms_at(browser, address).items():
            if action not in seen and len(fields_of(form)) > 1:
                seen.add(action)
                silent = silent_fields(browser, address, action, form) - {
                    n for a, n in FOLLOWS if a == action
                }
                faults += [f"{action}: {name}" for name in sorted(silent)]
    assert len(seen) > 80
    refuse("Say all of it at once (RuleBroken.others, records.editing.tell_rules):", faults)


def silent_fields(browser: Client, address: str, action: str, form: Element) -> set[str]:
    """Those of which nothing is said where the others are wrong too, though they would be refused alone."""
    fields, values = fields_of(form), proposed(form)
    wrong = {name: WRONG[kind_of(field)][0] for name, field in fields.items()}
    named = named_in(send(browser, action, values | wrong), fields)
    if not named:
        return set()  # it is refused as a whole, or takes anything
    silent = set()
    for name in fields.keys() - named:
        for odd in WRONG[kind_of(fields[name])]:
            answer = send(browser, action, values | {name: odd})
            if name in named_in(answer, fields):
                alone = {name: odd}
                if name not in named_in(send(browser, action, values | wrong | alone), fields):
                    silent.add(name)
                break
            if answer.status_code < 400:  # it was kept: what the form was opened with is another record now
                form = forms_at(browser, address).get(action, form)
                values = proposed(form)
    return silent


def forms_at(browser: Client, address: str) -> dict[str, Element]:
    """Action → form, of those that change something."""
    answer = browser.get(address)
    if answer.mimetype != "text/html":
        return {}
    return {form.get("action") or address: form for form in posting(Page(answer.text))}


def posting(page: Page) -> Iterator[Element]:
    return (each for each in page.elements if each.tag == "form" and each.get("method") == "post")


def fields_of(form: Element) -> Fields:
    """Name → the input that a person sees."""
    return {
        field.get("name", ""): field
        for field in form.iter()
        if isinstance(field.tag, str)
        and field.get("name")
        and kind_of(field) in WRONG
        and field.get("type") not in UNSENT | {"hidden"}
    }


def kind_of(field: Element) -> str:
    if field.tag in {"select", "textarea"}:
        return field.tag
    return "number" if field.get("inputmode") in OF_MODE else field.get("type", "text")


def send(browser: Client, action: str, values: dict[str, Any]) -> Any:
    return browser.post(action, data=values | {"once": new_key()})


def named_in(answer: Any, fields: Fields) -> set[str]:
    """Which of the fields the answer says something of."""
    if answer.status_code not in {409, 422} or answer.mimetype != "text/html":
        return set()
    return {name for name, field in fields.items() if f'id="{field.get("id")}-error"' in answer.text}
