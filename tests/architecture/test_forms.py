"""Every form that changes what exists is known to the page check, which looks that it says what it was opened with."""

from __future__ import annotations

import re

from flask import Flask

from tests.pages import EDITS

CHANGES = re.compile(r"^(update|save|change|set|terms|rate|reschedule|edit|rename)(_|$)")
"""How views are called that change what exists."""
MAKES = {
    "board.save_board": "a board of one's own, which is made or takes the place of the one that is shown",
    "budgets.save": "a year's amount, spread anew over its months; what they were stays in the history",
    "chart.save_account": "an account for what its form says, which is made or takes the place of the one shown",
    "forecasts.save_due": "a day for a team, in place of the one before",
    "goals.save": "one's own goals, which nobody else sets",
    "leads.change_owner": "a verb: one new owner for all, whoever each had",
    "leads.save_card": "a new lead",
    "numbers.save": "a format for what follows, in place of the one shown; what has a number keeps it",
    "opportunities.change_process": "a verb: nothing of what was there is kept",
    "orders.change_added": "a line that only an amendment holds; what it was when it was opened is sent as seen",
    "people.change_password": "a secret, of which nothing is shown",
    "people.save_lists": "one switch, pressed again to turn it back",
    "people.set_password": "a secret, of which nothing is shown",
    "products.set_price": "a new price",
    "quotas.save": "a year's amount, spread anew over its months; what they were stays in the history",
    "quotas.save_split": "a verb: the team's months divided anew",
    "quotas.save_table": "a table, which replaces the months that it names",
    "reports.save": "a report of one’s own, which is made or, as the button says, replaces the one that is edited",
    "subscriptions.save": "one's own wish for a report, which is made or takes the place of the one before",
    "setup.set_rate": "a new rate",
    **dict.fromkeys(
        ("invoices.update_tax_rates", "orders.update_tax_rates", "quotes.update_tax_rates"),
        "a verb: the rates of today are taken over, and nothing is typed",
    ),
    "views.save": "a view of one's own, which is made or, as the form says, replaces the one of that name",
}
"""Views that are called like it and need no opened values: endpoint → why."""


def test_every_form_that_changes_what_exists_carries_what_it_was_opened_with(app: Flask) -> None:
    left_out = []
    for rule in app.url_map.iter_rules():
        name = rule.endpoint.rpartition(".")[2]
        path = re.sub(r"<(int:)?\w+>", "1", rule.rule)
        if "POST" in (rule.methods or ()) and CHANGES.match(name) and not EDITS.search(path):
            left_out.append(rule.endpoint)
    assert sorted(left_out) == sorted(MAKES), "sort it into EDITS of tests/pages.py, or say why not in MAKES"
