"""Reading waits for nobody: while somebody writes for long, open pages go on asking what is new."""

from __future__ import annotations

import time

import pytest

from salesapp.core.db import db, sqlite_module
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes import defaults

AT_ONCE = 5.0
"""Seconds, on a machine however busy; who waits for the lock waits thirty."""


@pytest.mark.sqlite_only
def test_what_pages_ask_by_themselves_is_answered_while_another_process_writes(as_user, cast, database):
    defaults.begin()
    account = Account(name="Acme", owner_id=cast["ada"].id)
    db.session.add(account)
    deal = Opportunity.open_new(name="Pumps", account=account, owner=cast["ada"], by=cast["ada"])
    db.session.commit()
    page = f"/opportunities/{deal.id}"
    ada = as_user("ada")
    mark = ada.get("/board").text.partition('data-mark="')[2].partition('"')[0]
    polls = {
        "the board": ("/board", {"HX-Request": "true", "HX-Request-Type": "partial", "If-None-Match": mark}),
        "what is new since one looked": (page, {}),
        "the bell and Today": ("/", {}),
        "a timeline": (f"{page}/timeline", {"HX-Request": "true", "HX-Request-Type": "partial"}),
        "suggestions": ("/accounts/pick?q=ac", {"HX-Request": "true", "HX-Request-Type": "partial"}),
        "a search": ("/search?q=acme", {}),
        "a list": ("/leads", {}),
        "whether the server is there": ("/healthz", {}),
    }
    db.session.rollback()
    other = sqlite_module().connect(database.url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        waited = {}
        for name, (path, headers) in polls.items():
            begun = time.monotonic()
            status = ada.get(path, headers=headers).status_code
            waited[name] = (status in {200, 304}, time.monotonic() - begun < AT_ONCE)
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert waited == dict.fromkeys(polls, (True, True))
