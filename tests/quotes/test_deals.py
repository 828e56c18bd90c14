"""What was accepted and ordered of an opportunity is what it is won for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.opportunities.approvals.winning import agreed_amount
from salesapp.opportunities.models import Outcome
from salesapp.orders.actions import make_order
from tests.quotes.stage import opportunity_with_lines, sent


def accepted(house, deal, *lines):
    quote = sent(house, lines=lines, opportunity_id=deal.id)
    quote.accept("Eva Meyer", by=house.people["ada"])
    db.session.commit()
    return quote


def test_the_amount_won_is_what_was_ordered_else_accepted_else_estimated(house):
    deal = opportunity_with_lines(house)
    estimated = deal.amount
    assert agreed_amount(deal) == estimated
    first = accepted(house, deal, "pump")
    assert agreed_amount(deal) == first.net == 10_000
    accepted(house, deal, "work")
    assert agreed_amount(deal) == 8_050
    order = make_order(first, by=house.people["ada"])
    assert agreed_amount(deal) == 10_000
    order.cancel("No", by=house.people["ada"])
    db.session.flush()
    assert agreed_amount(deal) == 8_050


def test_a_deal_is_not_won_or_lost_on_a_day_to_come(house):
    deal = opportunity_with_lines(house)
    for close in (deal.close_won, deal.close_lost):
        with pytest.raises(RuleBroken, match="in the future"):
            close(Outcome(today_for() + timedelta(days=1), actual_amount=1), by=house.people["ada"])


def test_the_sheets_prefill_it_and_warn_of_a_second_accepted_quote(house, as_user):
    deal, ada = opportunity_with_lines(house), as_user("ada")
    first = accepted(house, deal, "pump")
    assert 'value="100.00"' in ada.get(f"/opportunities/{deal.id}/win").text
    second = sent(house, lines=("work",), opportunity_id=deal.id)
    warned = ada.get(f"/quotes/{second.id}/accept").text
    assert f"{first.title} of the same opportunity has already been accepted" in warned
    assert "already been accepted" not in ada.get(f"/quotes/{first.id}/accept").text
