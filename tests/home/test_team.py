"""A manager's Today: what slips in the team and what was won, each figure with the list of what it counts."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from salesapp.activities.actions import add_task
from salesapp.core import clock
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.outcome import Outcome
from salesapp.opportunities.processes import defaults

FIGURE = re.compile(
    r'<a class="figure[^"]*" href="([^"]+)">\s*<span class="figure-label">([^<]+)</span>\s*'
    r'<span class="figure-value">([^<]+)</span>'
)


@pytest.fixture
def make(cast):
    """`make("Rollout", "ada", …)`: an open opportunity of somebody."""
    defaults.begin()
    db.session.commit()

    def opportunity(name, owner, **values):
        account = Account(name=f"Customer of {name}")
        person = cast[owner]
        return Opportunity.open_new(name=name, account=account, owner=person, by=person, **values)

    return opportunity


def figures(client):
    """Label → (value, address) of each on Today."""
    return {label: (value, html.unescape(url)) for url, label, value in FIGURE.findall(client.get("/").text)}


def rows(client, url):
    """The titles in the list that a figure opens."""
    return set(re.findall(r'class="cell-title"[^>]*>(?:<svg.*?</svg> )?([^<]+)<', client.get(url).text))


def test_each_figure_counts_the_rows_that_it_opens(make, cast, as_user):
    today, day = today_for(), timedelta(days=1)
    slipped = make("Slipped", "ada", close_on=today - day, next_step="Call")
    make("Planned", "ada", next_step="Visit", close_on=today + day)
    make("Elsewhere", "cora", close_on=today - day)
    add_task(slipped, "Send the offer", today - day, cast["ada"], by=cast["ada"])
    won = make("Won", "ada", amount=120_000, next_step="Sign")
    won.close_won(Outcome(today), by=cast["ada"])
    db.session.commit()
    ben = as_user("ben")
    seen = {label: (value, rows(ben, url)) for label, (value, url) in figures(ben).items()}
    assert seen == {
        "Overdue activities": ("1", {"Send the offer"}),
        "Past close date": ("1", {"Slipped"}),
        "No next step": ("0", set()),
        "Going stale": ("0", set()),
        "Won this week": ("€1,200", {"Won"}),
        "Won this month": ("€1,200", {"Won"}),
    }


def test_what_nobody_touched_and_what_nobody_planned_is_counted(make, as_user):
    with clock.travel(clock.now() - timedelta(days=200)):
        make("Old", "ada", next_step="Call")
    make("Aimless", "ada")
    db.session.commit()
    ben = as_user("ben")
    found = figures(ben)
    assert rows(ben, found["Going stale"][1]) == {"Old"}
    assert rows(ben, found["No next step"][1]) == {"Aimless"}


def test_whoever_leads_nobody_has_no_such_figures(make, as_user):
    make("Aimless", "ada")
    db.session.commit()
    assert figures(as_user("ada")) == {}
    assert set(figures(as_user("dana"))) >= {"Won this month"}
