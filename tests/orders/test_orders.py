import re
import threading
from decimal import Decimal

import pytest
from sqlalchemy import select

from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import timeline
from salesapp.opportunities.models import Opportunity
from salesapp.orders.actions import make_order, paper_of_order, write_order
from salesapp.orders.models import Order, OrderStatus, objections
from tests.quotes.stage import again, sent
from tests.quotes.test_screens import token
from tests.statements import statements


def accepted(house, **values):
    quote = sent(house, **values)
    quote.accept("Eva Meyer", by=house.people["ada"])
    db.session.commit()
    return quote


def ordered(house):
    order = make_order(accepted(house), by=house.people["ada"])
    db.session.commit()
    return order


def orders():
    set_viewer(SYSTEM)
    db.session.expire_all()
    return list(db.session.scalars(select(Order).order_by(Order.id)))


def test_the_order_says_what_the_quote_said(house):
    quote = accepted(house, discount=Decimal("3.3"))
    order = make_order(quote, by=house.people["ada"])
    assert (order.number[:4], order.status) == ("ORD-", OrderStatus.CONFIRMED)
    assert (order.net, order.tax, order.total, order.taxes) == (
        quote.net,
        quote.tax,
        quote.total,
        quote.taxes,
    )
    assert [line.net_after_discount for line in order.lines] == [
        line.net_after_discount for line in quote.lines
    ]
    assert order.billing_address == quote.billing_address
    assert paper_of_order(order).total == quote.total
    assert timeline(order.account)[0].kind == "order_confirmed"


def test_an_order_of_a_quote_is_written_once_with_all_that_it_says(house):
    quote = accepted(house)
    with statements() as ran:
        make_order(quote, by=house.people["ada"])
        db.session.commit()
    assert [each.split()[:3] for each in ran if each.startswith(("INSERT INTO orders", "UPDATE orders"))] == [
        ["INSERT", "INTO", "orders"]
    ]


def test_accepting_a_quote_writes_it_once(house, as_user):
    quote = sent(house)
    ada, form = as_user("ada"), f"/quotes/{quote.id}/accept"
    with statements() as ran:
        assert ada.submit(form, name="Eva Meyer").status_code == 303
    assert sum(each.startswith("UPDATE quotes") for each in ran) == 1


def test_only_an_accepted_quote_becomes_an_order(house):
    with pytest.raises(RuleBroken, match="accepted"):
        make_order(sent(house), by=SYSTEM)


def test_a_double_tap_makes_one_order(house, as_user):
    quote, ada = accepted(house), as_user("ada")
    page = f"/quotes/{quote.id}"
    first = ada.submit(page, action=f"{page}/order")
    assert first.status_code == 303
    second = ada.post(f"{page}/order", data=token(ada, page))
    assert second.headers["Location"] == first.headers["Location"]
    assert len(orders()) == 1
    assert orders()[0].number in ada.get(page).text
    assert orders()[0].number in ada.get(first.headers["Location"]).text


def test_undo_of_making_an_order_gives_the_quote_back_until_it_was_delivered(house, as_user):
    quote, ada = accepted(house), as_user("ada")
    page = f"/quotes/{quote.id}"

    def make():
        ada.post(f"{page}/order", data=token(ada, page))
        return re.search(r'action="(/orders/\d+/undo)"', ada.get(page).text)

    undo = make()[1]
    assert ada.post(undo, data=token(ada, page)).headers["Location"] == page
    assert [order.status for order in orders()] == [OrderStatus.CANCELLED]
    assert again(quote).status.value == "accepted"
    assert f'action="{page}/order"' in ada.get(page).text
    undo = make()[1]
    orders()[1].fulfil_rest(by=house.people["ada"])
    db.session.commit()
    refused = ada.post(undo, data=token(ada, page))
    assert refused.status_code == 409
    assert "without deliveries can be cancelled" in refused.text
    assert make() is None, "the order that is there already is not theirs to take back"


def test_two_people_at_the_same_moment_make_one_order(house, as_user):
    quote = accepted(house)
    page, gate, answers = f"/quotes/{quote.id}", threading.Barrier(4), []
    browsers = [as_user(name) for name in ("ada", "ben", "finn", "root")]

    def tap(browser):
        fields = token(browser, page)
        gate.wait()
        answers.append(browser.post(f"{page}/order", data=fields))

    threads = [threading.Thread(target=tap, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [303] * 4
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert [order.number[-5:] for order in orders()] == ["00001"]


def test_a_cancelled_order_makes_room_for_another(house):
    quote, ada = accepted(house), house.people["ada"]
    first = make_order(quote, by=ada)
    first.cancel("Typing error", by=ada)
    db.session.commit()
    second = make_order(again(quote), by=ada)
    assert second.id != first.id


def test_an_order_is_delivered_line_by_line(house):
    order = ordered(house)
    pump, pipe = order.lines
    order.fulfil({pump.id: Decimal("0.5")}, by=SYSTEM)
    assert (order.status, pump.quantity_open) == (OrderStatus.PARTLY_FULFILLED, Decimal("0.5"))
    for wrong in ({pump.id: Decimal("0.501")}, {pump.id: Decimal(-1)}, {}, {999: Decimal(1)}):
        with pytest.raises(RuleBroken):
            order.fulfil(wrong, by=SYSTEM)
    order.fulfil({pump.id: Decimal("0.5"), pipe.id: Decimal(1)}, by=SYSTEM)
    assert order.status is OrderStatus.FULFILLED
    with pytest.raises(RuleBroken):
        order.fulfil_rest(by=SYSTEM)


def test_what_was_delivered_or_objected_to_is_not_cancelled(house):
    order = ordered(house)

    def invoiced(_order):
        raise RuleBroken("It was invoiced.")

    objections.append(invoiced)
    try:
        with pytest.raises(RuleBroken, match="invoiced"):
            order.cancel("Changed their mind", by=SYSTEM)
    finally:
        objections.remove(invoiced)
    order.fulfil({order.lines[0].id: Decimal("0.1")}, by=SYSTEM)
    with pytest.raises(RuleBroken, match="without deliveries can be cancelled"):
        order.cancel("Changed their mind", by=SYSTEM)


def test_a_confirmed_order_keeps_its_lines(house):
    order = ordered(house)
    for act in (
        lambda: order.add_product(house.pump, by=SYSTEM),
        lambda: order.remove_line(order.lines[0], by=SYSTEM),
        lambda: order.confirm(by=SYSTEM),
        order.refuse_deletion,
    ):
        with pytest.raises(RuleBroken):
            act()


def test_an_order_without_a_quote_is_written_and_confirmed_on_the_screen(house, as_user):
    ada = as_user("ada")
    page = ada.submit("/orders/new", account=house.account.id).headers["Location"]
    assert ada.post(f"{page}/confirm", data=token(ada, page)).status_code == 409
    ada.submit(page, action=f"{page}/lines", product=house.work.id, htmx=True)
    assert ada.submit(page, action=f"{page}/terms", customer_reference="PO 7", htmx=True).status_code == 200
    assert ada.submit(page, action=f"{page}/confirm").status_code == 303
    (order,) = orders()
    assert (order.status, order.customer_reference) == (OrderStatus.CONFIRMED, "PO 7")
    assert ada.get(f"{page}.pdf").data.startswith(b"%PDF")
    assert order.number in ada.get("/orders").text


def test_a_delivery_and_a_cancellation_are_entered_on_sheets(house, as_user):
    order, finn = ordered(house), as_user("finn")
    page, line = f"/orders/{order.id}", order.lines[0].id
    too_much = finn.submit(f"{page}/fulfil", action=f"{page}/fulfil", **{f"line_{line}": "2"})
    assert too_much.status_code == 422
    assert "can still be delivered" in too_much.text
    gone = finn.submit(f"{page}/fulfil", action=f"{page}/fulfil", **{f"line_{line}": "0.25"})
    assert gone.status_code == 303
    assert "0.25 / 1" in finn.get(page).text
    other = ordered(house)
    page = f"/orders/{other.id}"
    assert finn.submit(f"{page}/cancel", action=f"{page}/cancel", reason="").status_code == 422
    assert (
        finn.submit(f"{page}/cancel", action=f"{page}/cancel", reason="No longer needed").status_code == 303
    )
    assert "No longer needed" in finn.get(page).text


def test_others_neither_see_nor_change_an_order(house, as_user):
    order, cora, rob = ordered(house), as_user("cora"), as_user("rob")
    page = f"/orders/{order.id}"
    assert cora.get(page).status_code == cora.get(f"{page}.pdf").status_code == 404
    assert cora.post(f"{page}/fulfil", data=token(cora, "/orders")).status_code == 404
    assert rob.get(page).status_code == 200
    assert rob.post(f"{page}/fulfil", data=token(rob, "/orders")).status_code == 403


def test_a_quote_of_others_is_not_made_an_order(house, as_user):
    quote, cora = accepted(house), as_user("cora")
    assert cora.post(f"/quotes/{quote.id}/order", data=token(cora, "/quotes")).status_code == 404
    assert orders() == []


def test_a_draft_order_can_be_deleted_and_brought_back(house, as_user):
    order = write_order(Order(account_id=house.account.id), by=house.people["ada"])
    db.session.commit()
    ada, page = as_user("ada"), f"/orders/{order.id}"
    assert ada.submit(f"{page}/delete", action=f"{page}/delete").status_code == 303
    assert ada.submit(page, action=f"{page}/restore").status_code == 303


def test_a_record_that_the_reader_does_not_see_is_no_link(house, as_user):
    deal = Opportunity.open_new(name="Pumps for Köln", account=house.account, by=house.people["ada"])
    db.session.flush()
    order = write_order(Order(account_id=house.account.id, opportunity_id=deal.id), by=house.people["ada"])
    db.session.commit()
    page, link = f"/orders/{order.id}", f'href="/opportunities/{deal.id}"'
    assert link in as_user("ada").get(page).text
    assert link not in as_user("finn").get(page).text
