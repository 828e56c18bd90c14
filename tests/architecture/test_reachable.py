"""Every screen is reached by following links from the first page."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from salesapp.people.models import DEMO_PASSWORD
from tests.architecture.access_table import PUBLIC, table
from tests.architecture.routes import routes
from tests.architecture.source import refuse

VISITS = 16
"""Pages of one kind that are looked at: records in other states show other links."""

UNLINKED_NAMES = {
    "count": "lists of more than 1,000 rows link it",
    "pick": "the pickers of forms ask it",
    "ask_delete": "pressing Delete asks what it would, where something hangs on the record",
    "ask_approval": "the draft of whoever may not give so much off links it",
    "ask_decision": "Today and the page of what waits for approval link it",
    "ask_unmerge": "the page of a record that others went up in links it",
}
UNLINKED_AREAS = {
    "stages": "set-up shows stages inside their process",
    "sales_processes": "set-up has a page of its own for processes",
    "loss_reasons": "set-up lists the reasons on one page",
}
UNFILTERED = {
    "assignment_rules": "rules are few and stand in the order they are asked",
    "lead_score_rules": "rules are few and stand by their kind",
    "lead_statuses": "statuses are few and stand by their state",
    "picklist_entries": "lists are short and stand in their order",
    "web_forms": "web forms are few",
}
"""Record type → why its list links none of the steps of a filter."""
FILTER_STEPS = ("filters", "filter_fields", "filter_condition", "set_filter")
UNLINKED = {
    "bank.ask_columns": "an upload whose columns nobody has explained leads there",
    "bank.ask_match": "each booking that waits links it, once a file was imported",
    "bank.statement": "the list of statements links each, once there is one",
    "fapiao.ask": "an issued invoice links it where the seller is in China",
    "fapiao.index": "the finance desk links it where the seller is in China",
    "fapiao.lines": "the list of what waits for a fapiao links it",
    "home.approvals": "Today and More link it while something waits",
    "orders.amendment_pdf": "an order links the paper of each of its amendments",
    "orders.ask_amend": "the page of an order links it while an amendment is prepared",
    "orders.ask_added": "an amendment that adds a line links it",
    "orders.ask_amendment_decision": "Today and the page of what waits for approval link it",
    "invoices.ask_reduction_decision": "Today, an invoice and the page of what waits for approval link it",
    "opening.ask_reverse": "the page of an opening balance links it while something of it is open",
    "reference_rates.preview": "an upload of rates leads there",
    "surveys.ask_close": "the page of a running survey links it",
    "recurring.ask_skip": "the page of a recurring invoice links it at its last date",
    "recurring.ask_resume": "the page of a recurring invoice links it while that is paused",
    "reminders.index": "an address to keep: it leads to the list that the finance desk links",
    "reminders.ask": "the page of an invoice links it once a reminder is due, and the list of those to remind",
    "invoices.ask_reverse_discount": "an invoice links it once a discount for paying early was taken",
    "datev.download": "a file links it once it was made",
    "returns.ec_sales_file": "a period with such sales links it",
    "dashboards.arrange": "a dashboard of one's own links it",
    "dashboards.edit": "a dashboard of one's own links it",
    "quotes.option": "a draft of a quote links each of its options",
    "quotes.template": "the list of quote templates links each",
    "batches.progress": "a running batch asks it",
    "batches.show": "pressing Issue and send leads there",
    "bulk_edits.show": "the list of bulk edits links each, once there is one",
    "imports.columns": "an upload leads there",
    "imports.preview": "the columns lead there",
    "imports.show": "the list of imports links each, once there is one",
    "imports.progress": "a running import asks it",
    "imports.refused": "the report of an import links it",
    "imports.refused_by": "the report of an import links each reason",
    "leads.ask_status": "the page of a lead links it where the company has many statuses",
    "second_factor.ask_turn_off": "the preferences of whoever turned it on link it",
    "files.download": "the list of files on a record links each, once there is one",
    "files.thumbnail": "the list of files shows it",
    "fairs.show": "beginning a trade fair leads there, and the page where one begins links those before",
    "opportunities.pick_competitor": "the picker of its forms asks it",
    "leads.new": "All fields on the sheet of a new lead leads there, with what was typed",
    "leads.work": "the call list leads there, one lead after the other",
    "credit_notes.ask_reverse_refund": "the page of a credit note links it beside each refund",
    "credit_notes.ask_unallocate": "the page of a credit note links it beside what it settled elsewhere",
    "invoices.ask_reverse_write_off": "the page of an invoice that was written off links it",
    "payments.ask_reverse_refund": "the page of a payment links it beside each refund",
    "board.many": "cards that were picked on the board are sent there",
    "board.column": "a column of more than 25 cards asks it",
    **{f"{name}.{step}": why for name, why in UNFILTERED.items() for step in FILTER_STEPS},
}
"""Endpoint (or its last part, or its blueprint, above) → why no page that the walk sees leads there."""


@pytest.mark.long
@pytest.mark.sqlite_only  # links are the same on both
def test_every_screen_is_reached_from_the_first_page(app: Flask, demo: None, client: Any) -> None:
    client.submit("/login", email="admin@demo.example", password=DEMO_PASSWORD, action="/login")
    client.checks_pages = False
    screens = {
        route.endpoint
        for route in routes(app)
        if route.method == "GET" and table().get(route.endpoint) != PUBLIC
    }
    lost = {each for each in screens - UNLINKED.keys() if not excused(each)}
    for seen in walked(app, client, lost):
        lost.discard(seen)
        if not lost:
            break
    refuse("Link it from a menu or a page, or say in UNLINKED why not:", sorted(lost))


def walked(app: Flask, browser: Any, lost: set[str]) -> Iterator[str]:
    """The screens that following links leads to, again and again; those that led to many others come more often.

    While something of an area is still looked for, its own pages come before all others: they link it most likely. Of
    one screen the shortest address comes first: the page itself, then one with one choice made, then combinations.
    """
    known, waiting = {"/"}, {endpoint_of(app, "/"): ["/"]}
    seen, led_to = Counter[str](), Counter[str]()
    while open_ones := [each for each, addresses in waiting.items() if addresses and seen[each] < VISITS]:
        areas = {area_of(each) for each in lost}
        endpoint = min(
            open_ones, key=lambda each: (area_of(each) not in areas, seen[each] / (1 + led_to[each]))
        )
        seen[endpoint] += 1
        shortest = min(waiting[endpoint], key=len)
        waiting[endpoint].remove(shortest)
        answer = browser.get(shortest)
        yield endpoint
        for address in sorted(links(answer.text) - known) if answer.mimetype == "text/html" else []:
            known.add(address)
            if there := endpoint_of(app, address):
                led_to[endpoint] += there not in waiting
                waiting.setdefault(there, []).append(address)


def area_of(endpoint: str) -> str:
    return endpoint.partition(".")[0]


def excused(endpoint: str) -> bool:
    """Whether a rule above says why it is not linked."""
    area, _dot, name = endpoint.partition(".")
    return area in UNLINKED_AREAS or name in UNLINKED_NAMES


def links(page: str) -> set[str]:
    """Addresses of this site in any attribute."""
    return {html.unescape(value) for value in re.findall(r'="(/(?!/)[^"]*)"', page)}


def endpoint_of(app: Flask, address: str) -> str:
    """What a GET of the address would open; empty when nothing."""
    try:
        endpoint, _arguments = app.url_map.bind("localhost").match(urlsplit(address).path, method="GET")
    except HTTPException:
        return ""
    return "" if endpoint == "static" else str(endpoint)
