"""A confirmed order is changed only by numbered amendments, which keep each line before and after."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import timeline
from salesapp.core.outbox import Outbox
from salesapp.core.paper.document import DocumentLanguage
from salesapp.invoices.actions import ask_down_payment, cancel_rest, close_order, credit, invoice_order
from salesapp.invoices.models.billing import billing_of
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.outcome import Outcome
from salesapp.opportunities.processes import defaults
from salesapp.orders.actions import ordered_net, paper_of_order
from salesapp.orders.amendments import mailing
from salesapp.orders.amendments.actions import (
    Wanted,
    add_line,
    amend,
    change_addition,
    change_line,
    discard,
    drop_change,
    remove_line,
)
from salesapp.orders.amendments.approval import to_approve_amendments
from salesapp.orders.amendments.models import OrderAmendment, prepared
from salesapp.orders.amendments.paper import paper_of_amendment
from salesapp.orders.models import OrderStatus
from salesapp.products.pricing import Percentage
from tests.invoices.stage import faults, issued, order_of


def wanted(line, **other):
    said = {
        "description": line.description,
        "quantity": line.quantity,
        "unit_price": line.unit_price,
        "discount": line.discount,
        "tax_rate": line.tax_rate,
        "requested_on": line.requested_on,
    }
    values = said | other
    values |= {name: Decimal(values[name]) for name in ("quantity", "unit_price", "discount")}
    return Wanted(**values)


def amended(order, line, by, reason="The customer called", **other):
    change_line(order, line, wanted(line, **other), by=by)
    made = amend(order, reason, by=by)
    db.session.commit()
    return made


def test_an_amendment_changes_adds_and_removes_lines_and_keeps_both_sides(house):
    order, ben = order_of(house, discount="0"), house.people["ben"]
    pump, pipe = order.lines
    assert order.total == 27_000 * 119 // 100 + round(13_993 * 1.07)
    change_line(order, pump, wanted(pump, quantity="5", requested_on=date(2027, 1, 15)), by=ben)
    remove_line(order, pipe, by=ben)
    add_line(order, Wanted("", Decimal(2), None), by=ben, product=house.work)
    assert (order.total, len(order.lines)) == (order.total, 2), "nothing changes while it is prepared"
    made = amend(order, "Bigger rollout", by=ben)
    db.session.commit()
    assert [(line.description, line.quantity) for line in order.lines] == [
        ("Pump", Decimal(5)),
        ("Installation", Decimal(2)),
    ]
    assert (order.net, order.total) == (45_000 + 16_100, (45_000 + 16_100) * 119 // 100)
    assert (made.number, made.total_before, made.total_after) == (
        f"{order.number}-A1",
        32_130 + 14_973,
        order.total,
    )
    assert [(each.was is None, each.is_now is None) for each in made.line_changes] == [
        (False, False),
        (False, True),
        (True, False),
    ]
    assert made.line_changes[0].was.quantity == 3
    event = timeline(order)[0]
    assert event.kind == "order_amended"
    body = event.particulars["body"]
    assert "Pump · 3 pcs × €100.00 −10% · tax 19% → 5 pcs × €100.00 −10% · tax 19%" in body
    assert "requested for 15 Jan 2027" in body
    assert "Removed: Pipe 3 m · 7 pcs × €19.99 · tax 7%" in body
    assert faults() == {}
    second = amended(order, order.lines[0], ben, quantity="4")
    assert (second.number, second.total_before) == (f"{order.number}-A2", made.total_after)
    assert faults() == {}


def test_what_is_delivered_or_invoiced_stays_in_the_order(house, finn):
    order, ben = order_of(house), house.people["ben"]
    pump, pipe = order.lines
    order.fulfil({pump.id: Decimal(2)}, by=ben)
    issued(house, order, quantities={pipe.id: Decimal(4)})
    for act, words in (
        (lambda: change_line(order, pump, wanted(pump, quantity="1.999"), by=ben), "delivered"),
        (lambda: remove_line(order, pump, by=ben), "delivered"),
        (lambda: change_line(order, pipe, wanted(pipe, quantity="3"), by=ben), "invoiced"),
        (lambda: change_line(order, pipe, wanted(pipe, unit_price="18"), by=ben), "present price"),
        (lambda: remove_line(order, pipe, by=ben), "stands on an invoice"),
    ):
        with pytest.raises(RuleBroken, match=words):
            act()
        db.session.rollback()
    amended(order, pipe, ben, quantity="4")
    assert faults() == {}
    amended(order, pump, ben, quantity="2")
    assert order.status is OrderStatus.PARTLY_FULFILLED
    rest = invoice_order(order, by=finn)
    rest.issue(by=finn)
    db.session.commit()
    assert not any(billing_of(order).quantities_left())
    assert faults() == {}, "what was billed and the rest are the amended order to the cent"


def test_a_line_is_not_lowered_below_what_was_cancelled_or_credited_for_good(house, finn):
    ben, lines = house.people["ben"], (("pump", "10", "0"), ("pipe", "7", "0"))
    order, other = order_of(house, lines), order_of(house, lines)
    pump, pipe = order.lines
    order.fulfil({pump.id: Decimal(3), pipe.id: Decimal(7)}, by=finn)
    cancel_rest(order, "Discontinued", by=finn)
    bill = issued(house, other)
    credit(bill, "Too many", quantities={bill.lines[0].id: Decimal(5)}, again=False, by=finn)
    db.session.commit()
    for line, quantity in ((pump, "4"), (other.lines[0], "5")):
        with pytest.raises(RuleBroken, match="10 of Pump are delivered, invoiced or cancelled"):
            change_line(line.order, line, wanted(line, quantity=quantity), by=ben)
        db.session.rollback()
    amended(order, pump, ben, unit_price="80")
    amended(order, pump, ben, quantity="12")
    assert billing_of(order).quantities_left() == [5, 7]
    assert faults() == {}


def test_a_down_payment_can_still_be_deducted_after_an_amendment(house, finn):
    order, ben = order_of(house), house.people["ben"]
    ask_down_payment(order, Percentage(Decimal(80)), by=finn).issue(by=finn)
    pump, _pipe = order.lines
    with pytest.raises(RuleBroken, match="could no longer be deducted"):
        change_line(order, pump, wanted(pump, quantity="1"), by=ben)


def test_a_line_without_a_tax_rate_gets_one_by_an_amendment(house, finn):
    order, ben = order_of(house), house.people["ben"]
    for line in order.lines:
        line.tax_at(None)
    order.reprice()
    company().country = "DE"
    db.session.commit()
    pump, pipe = order.lines
    change_line(order, pump, wanted(pump, tax_rate=house.full), by=ben)
    with pytest.raises(RuleBroken, match="Pipe"):
        amend(order, "Tax was missing", by=ben)
    db.session.rollback()
    change_line(order, pump, wanted(pump, tax_rate=house.full), by=ben)
    change_line(order, pipe, wanted(pipe, tax_rate=house.low), by=ben)
    amend(order, "Tax was missing", by=ben)
    assert order.tax > 0
    assert faults() == {}


def test_what_is_prepared_is_taken_back_or_discarded(house):
    order, ben = order_of(house), house.people["ben"]
    pump, pipe = order.lines
    change_line(order, pump, wanted(pump, quantity="9"), by=ben)
    change_line(order, pump, wanted(pump, quantity="8"), by=ben)
    remove_line(order, pipe, by=ben)
    assert [each.line_id for each in prepared(order).line_changes] == [pump.id, pipe.id]
    drop_change(order, 1, by=ben)
    change_line(order, pump, wanted(pump), by=ben)
    assert prepared(order) is None, "a line that says what it said is no change"
    remove_line(order, pump, by=ben)
    with pytest.raises(RuleBroken, match="at least one line"):
        remove_line(order, pipe, by=ben)
    db.session.rollback()
    remove_line(order, pump, by=ben)
    discard(order)
    db.session.commit()
    assert db.session.scalars(select(OrderAmendment)).all() == []
    with pytest.raises(RuleBroken, match="No amendment"):
        amend(order, "Why", by=ben)


def test_a_discount_beyond_the_limit_is_approved_by_whoever_may_give_it(house):
    ada, ben = house.people["ada"], house.people["ben"]
    order = order_of(house, (("pump", "3", "40"), ("pipe", "7", "0")), discount="0")
    pump, pipe = order.lines
    amended(order, pump, ada, requested_on=date(2027, 1, 15))
    amended(order, pipe, ada, quantity="9")
    change_line(order, pipe, wanted(pipe, discount="60"), by=ada)
    with pytest.raises(RuleBroken, match="Submit the amendment"):
        amend(order, "Price match", by=ada)
    mailing.submit(order, "Price match", by=ada)
    db.session.commit()
    waiting = prepared(order)
    with pytest.raises(RuleBroken, match="in approval"):
        change_line(order, pump, wanted(pump, quantity="9"), by=ada)
    with pytest.raises(RuleBroken, match="Only the owner’s manager"):
        mailing.approve(order, waiting.id, by=ada)
    assert list(db.session.scalars(to_approve_amendments(ben))) == [waiting]
    mailing.reject(order, waiting.id, "Too much", by=ben)
    change_line(order, pipe, wanted(pipe, discount="50"), by=ada)
    mailing.submit(order, "Price match", by=ada)
    mailing.approve(order, waiting.id, by=ben)
    db.session.commit()
    assert (waiting.place, pipe.discount, order.total) == (3, Decimal(50), waiting.total_after)
    subjects = [
        row.payload["subject"] for row in db.session.scalars(select(Outbox).where(Outbox.kind == "mail"))
    ]
    assert [subject.split(" · ")[0] for subject in subjects] == [
        f"{ada.name} requests your approval of an amendment",
        f"{ben.name} rejected the amendment",
        f"{ada.name} requests your approval of an amendment",
        f"{ben.name} approved the amendment",
    ]
    assert faults() == {}


def test_the_won_amount_follows_the_order(house):
    defaults.begin()
    ada, ben = house.people["ada"], house.people["ben"]
    deal = Opportunity.open_new(name="Rollout", account=house.account, amount=5000, by=ada)
    db.session.flush()
    order = order_of(house, opportunity_id=deal.id)
    deal.close_won(Outcome(today_for(), ordered_net(deal)), by=ben)
    db.session.commit()
    amended(order, order.lines[0], ben, quantity="6")
    assert deal.actual_amount == order.net == deal.closes[-1].actual_amount
    assert faults() == {}
    deal.correct_won_amount(1, because="A typing error", by=ben)
    amended(order, order.lines[0], ben, quantity="5")
    assert deal.actual_amount == 1, "it was won for something else than its order"


def test_the_won_amount_follows_though_finance_amends_which_sees_no_opportunity(house, finn):
    defaults.begin()
    deal = Opportunity.open_new(name="Rollout", account=house.account, amount=5000, by=house.people["ada"])
    db.session.flush()
    order = order_of(house, opportunity_id=deal.id)
    deal.close_won(Outcome(today_for(), ordered_net(deal)), by=house.people["ben"])
    db.session.commit()
    db.session.expire(order)
    db.session.expunge(deal)
    with acting_as(finn):
        assert order.opportunity is None
        amended(order, order.lines[0], finn, quantity="6")
    db.session.expire(order)
    assert order.opportunity.actual_amount == order.net
    assert faults() == {}


def test_what_is_prepared_or_waits_goes_with_the_order_that_ends(house, finn):
    ada, ben, lines = house.people["ada"], house.people["ben"], (("pump", "3", "40"),)
    cancelled, closed = order_of(house, lines, discount="0"), order_of(house, lines, discount="0")
    for order in (cancelled, closed):
        change_line(order, order.lines[0], wanted(order.lines[0], discount="60"), by=ada)
        mailing.submit(order, "Price match", by=ada)
    cancelled.cancel("No", by=ben)
    close_order(closed, "Enough", by=finn)
    db.session.commit()
    assert list(db.session.scalars(to_approve_amendments(ben))) == []
    [told] = db.session.scalars(select(OrderAmendment))
    assert (told.order_id, told.is_applied, told.changes) == (closed.id, True, []), (
        "the paper says what is cancelled"
    )


def test_the_paper_of_an_amendment_says_what_changed(house):
    order, ben = order_of(house, language=DocumentLanguage.ZH), house.people["ben"]
    made = amended(order, order.lines[0], ben, quantity="4")
    paper = paper_of_amendment(made)
    assert (paper.number, paper.total) == (made.number, order.total)
    assert "Pump · 3 pcs × €100.00 −10% · 税 19% → 4 pcs × €100.00 −10% · 税 19%" in paper.notes
    assert "Changed by" not in paper.notes
    assert paper_of_order(order).notes == (order.notes or "")


def test_a_fully_delivered_order_waits_for_what_an_amendment_adds(house):
    order, ben = order_of(house), house.people["ben"]
    order.fulfil_rest(by=ben)
    add_line(order, Wanted("Training", Decimal(1), Decimal(300)), by=ben)
    amend(order, "Training as well", by=ben)
    assert order.status is OrderStatus.PARTLY_FULFILLED
    assert order.lines[-1].quantity_open == 1
    credit(issued(house, order), "Wrong", by=SYSTEM)
    assert faults() == {}


def test_an_approved_amendment_is_its_authors_and_the_approval_is_told(house):
    order, ada, ben = order_of(house, discount="0"), house.people["ada"], house.people["ben"]
    change_line(order, order.lines[0], wanted(order.lines[0], discount="60"), by=ada)
    asked = mailing.submit(order, "Match", by=ada)
    mailing.approve(order, asked.id, by=ben)
    db.session.commit()
    told = {event.kind: event.by_id for event in timeline(order)}
    assert (told["order_amended"], told["amendment_approved"]) == (ada.id, ben.id)
    assert (asked.applied_by_id, asked.decided_by_id) == (ada.id, ben.id)
    assert faults() == {}


def test_what_is_cancelled_stands_on_the_confirmation_that_says_so(house):
    order, ben = order_of(house), house.people["ben"]
    pump, _pipe = order.lines
    order.fulfil({pump.id: Decimal(2)}, by=ben)
    cancel_rest(order, "Out of stock", by=ben)
    db.session.commit()
    assert [line.quantity_cancelled for line in order.lines] == [Decimal(1), Decimal(7)]
    [made] = order.amendments
    paper = paper_of_amendment(made)
    assert (paper.number, paper.notes.splitlines()[0]) == (
        f"{order.number}-A1",
        "Part of the order is cancelled.",
    )
    assert [each.description.splitlines()[-1] for each in paper.lines] == ["1 cancelled", "7 cancelled"]
    assert faults() == {}


def test_a_changed_text_is_shown_once_and_an_added_line_can_say_something_else(house):
    order, ben = order_of(house), house.people["ben"]
    pump, _pipe = order.lines
    change_line(order, pump, wanted(pump, description="Pump XL\nwith hose"), by=ben)
    add_line(order, Wanted("Training", Decimal(1), Decimal(50)), by=ben)
    change_addition(order, 1, Wanted("Training", Decimal(2), Decimal(60)), by=ben)
    with pytest.raises(RuleBroken, match="already been removed"):
        change_addition(order, 0, Wanted("Training", Decimal(2), Decimal(60)), by=ben)
    changes = prepared(order).line_changes
    assert [each.name for each in changes] == ["Pump", "Training"]
    assert (changes[0].new_text, changes[1].new_text) == ("Pump XL\nwith hose", "")
    assert (changes[1].is_now.quantity, changes[1].is_now.unit_price) == (2, 60)
