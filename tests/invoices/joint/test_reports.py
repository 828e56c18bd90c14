"""Reports count an invoice of several orders for each of them: its share of the net, and the rows that open say so."""

from __future__ import annotations

from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from salesapp.core.access import acting_as
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.invoices.actions import credit
from salesapp.invoices.actions.joining import invoice_together
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes import defaults
from salesapp.reports.report import Report
from salesapp.reports.running import run
from tests.invoices.stage import free_draft, issued, order_of


@pytest.fixture
def billed(house, finn):
    """One invoice of two orders of two deals, of which a line is credited; one of the first deal; a free one."""
    defaults.begin()
    ada = house.people["ada"]
    deals = [Opportunity.open_new(name=each, account=house.account, by=ada) for each in ("One", "Two")]
    db.session.flush()
    orders = [
        order_of(house, lines, discount=discount, opportunity_id=deals[at].id)
        for at, lines, discount in (
            (0, (("pump", "3", "10"), ("pipe", "7", "0")), "5"),
            (1, (("pipe", "2", "0"),), "5"),
            (0, (("pump", "1", "0"),), "0"),
        )
    ]
    joint = invoice_together(orders[:2], by=finn)
    joint.issue(by=finn)
    note = credit(joint, "Broken", by=finn, quantities={joint.lines[0].id: Decimal(1)})
    alone, free = issued(house, orders[2]), free_draft(house)
    free.issue(by=finn)
    db.session.commit()
    return deals, orders, joint, alone, free, note


def counted(type_, by):
    report = Report.from_args(MultiDict({"type": type_, "by": by, "m": "sum:net"}))
    result = run(report)
    rows = {row[0] and int(row[0]): result.figure(row) for row in result.rows}
    opened = {
        row[0] and int(row[0]): {each.id for each in db.session.scalars(result.opened(row).statement())}
        for row in result.rows
    }
    return rows, opened, result.figure()


def test_each_order_and_each_deal_has_its_share(billed, finn):
    deals, orders, joint, alone, free, _note = billed
    with acting_as(finn):
        rows, opened, total = counted("invoice", "order")
        assert rows == {each.id: each.net for each in orders} | {None: free.net}
        assert total == sum(rows.values()) == joint.net + alone.net + free.net
        assert opened == {
            orders[0].id: {joint.id},
            orders[1].id: {joint.id},
            orders[2].id: {alone.id},
            None: {free.id},
        }
        rows, opened, total = counted("invoice", "opportunity")
        assert rows == {
            deals[0].id: orders[0].net + alone.net,
            deals[1].id: orders[1].net,
            None: free.net,
        }
        assert opened[deals[0].id] == {joint.id, alone.id}
        assert total == sum(rows.values())


def test_what_is_credited_falls_to_its_order(billed, finn):
    _deals, orders, _joint, _alone, _free, note = billed
    with acting_as(finn):
        rows, opened, total = counted("credit_note", "billed.order")
        assert (rows, opened, total) == ({orders[0].id: note.net}, {orders[0].id: {note.id}}, note.net)


def test_by_order_nothing_else_divides(billed, finn):
    args = [("type", "invoice"), ("by", "order"), ("by", "issued_on:month"), ("m", "sum:net")]
    with acting_as(finn), pytest.raises(RuleBroken):
        run(Report.from_args(MultiDict(args)))
    args[1] = ("by", "opportunity")
    with acting_as(finn):
        assert len(run(Report.from_args(MultiDict(args))).rows) == 2, "what is of several deals is of none"
