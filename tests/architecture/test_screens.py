"""Every screen opens whole, in both languages; `open_all` looks that opening one changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale, gettext
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.outbox import beat
from salesapp.leads.scoring.models import LeadScoreRule
from salesapp.opportunities.processes.models import LossReason, SalesProcess, Stage
from salesapp.people.models import Language, User
from tests.architecture.access_table import table
from tests.architecture.examples import Examples
from tests.architecture.routes import Route, routes, state_of_the_database
from tests.architecture.source import refuse
from tests.clients import HTMX, Client

ANSWERS = {200, 302, 303}
# Nothing to open without a secret of their own or a password typed just now, or made for programs.
# Or 404 where there is none: a document of the examples has no e-invoice, a survey that is a draft no answers,
# a quote that nobody accepted no confirmation.
# Or refused in words until there is something to demand: tests/invoices/pro_forma opens those.
ELSEWHERE = {
    *{"static", "second_factor.ask_code", "invoices.e_invoice", "credit_notes.e_invoice"},
    *{"surveys.download", "my_surveys.show", "quotes.accepted_pdf"},
    *{
        f"{place}.{page}"
        for place in ("quotes", "orders", "invoices")
        for page in ("pro_forma", "ask_pro_forma")
    },
}


def opened(app: Flask) -> list[Route]:
    """Screens: what is read, needs no secret and names no record that the examples lack."""
    return [
        route
        for route in routes(app)
        if route.method == "GET"
        and route.endpoint in table()
        and route.endpoint not in ELSEWHERE
        and fillable(route)
    ]


def say_in(language: Language) -> None:
    """What a new database begins with is named in English; a Chinese company names it in Chinese."""
    with force_locale(str(language)):
        for model in (SalesProcess, Stage, LossReason, LeadScoreRule):
            for row in db.session.scalars(select(model)):
                row.name = gettext(row.name)
    db.session.commit()


def fillable(route: Route) -> bool:
    return len(route.rule.arguments) == (route.record_type is not None)


@pytest.mark.sqlite_only  # the HTML is the same; test_odd_values opens every screen on both databases
@pytest.mark.parametrize("language", list(Language))
def test_every_screen_opens_whole(
    app: Flask, cast: dict[str, User], as_user: Any, language: Language
) -> None:
    cast["root"].locale = language
    records = Examples(cast["ada"]).of_every_type()
    say_in(language)
    beat()
    browser, faults = as_user("root"), []
    for route in opened(app):
        for headers in ({}, HTMX) if language is Language.EN else ({},):
            try:
                answer = browser.get(route.address(app, records), headers=headers)
            except Exception as fault:  # noqa: BLE001 - whatever it is, the other screens are to be told of as well
                faults.append(f"GET {route.rule.rule} ({route.endpoint}): {type(fault).__name__}: {fault}")
            else:
                if answer.status_code not in ANSWERS:
                    faults.append(f"GET {route.rule.rule} answered {answer.status_code}")
    refuse("Each screen opens for the administrator:", faults)


def open_all(browser: Client, addresses: list[str]) -> dict[str, Any]:
    """What each screen answers; refuses one that does not open, and one that changes anything by being opened."""

    def changed_by(*opened_now: str) -> list[str]:
        before = state_of_the_database()
        answers.update((address, browser.get(address)) for address in opened_now)
        return [name for name, state in state_of_the_database().items() if before[name] != state]

    answers: dict[str, Any] = {}
    if changed_by(*addresses):
        found = ((address, changed_by(address)) for address in addresses)
        refuse("A GET changes nothing; change by POST:", (f"GET {a} changed {t}" for a, t in found if t))
    refused = {address: found.status_code for address, found in answers.items()}
    assert set(refused.values()) <= ANSWERS, {a: code for a, code in refused.items() if code not in ANSWERS}
    return answers
