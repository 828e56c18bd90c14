"""Amending an order on the screen: line by line on sheets, then confirmed, sent, or submitted."""

from decimal import Decimal

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.outbox import Outbox
from salesapp.orders.sending.models import OrderDispatch
from tests.invoices.stage import anew, order_of
from tests.quotes.test_screens import token


def test_lines_are_changed_added_and_removed_on_sheets_and_the_customer_is_told(house, as_user):
    order, ben = order_of(house, discount="0"), as_user("ben")
    page, (pump, pipe) = f"/orders/{order.id}", order.lines
    listed = ben.get(f"{page}/amendment").text
    assert f"{page}/amendment/lines/{pump.id}" in listed
    sheet = f"{page}/amendment/lines/{pump.id}"
    assert ben.submit(sheet, action=sheet, quantity="0").status_code == 422
    assert ben.submit(sheet, action=sheet, quantity="4", requested_on="2027-01-15").status_code == 303
    gone = f"{page}/amendment/lines/{pipe.id}"
    assert ben.submit(gone, action=gone, remove="1").status_code == 303
    added = f"{page}/amendment/line"
    assert ben.submit(added, action=added, quantity="2").status_code == 422
    assert "Enter a price." in ben.submit(added, action=added, quantity="2", description="Training").text
    assert ben.submit(added, action=added, product=house.work.id, quantity="2").status_code == 303
    place = f"{page}/amendment/added/2"
    assert place in ben.get(page).text
    assert ben.submit(place, action=place, quantity="0").status_code == 422
    assert ben.submit(place, action=place, quantity="3").status_code == 303
    assert ben.submit(place, action=place, quantity="2").status_code == 303
    shown = ben.get(page).text
    assert "Amendment being prepared" in shown
    assert "€471.03 → €619.99" in shown
    assert ben.submit(f"{page}/amend", action=f"{page}/amend", reason=" ").status_code == 422
    assert ben.submit(f"{page}/amend", action=f"{page}/amend", reason="Bigger").status_code == 303
    shown = ben.get(page).text
    assert f"{order.number}-A1" in shown
    assert ben.get(f"{page}/amend").text.count(f"{page}/amendment/line") > 1, "what applied can't apply again"
    assert "hasn’t been told" in shown
    assert ben.get(f"{page}.pdf").data.startswith(b"%PDF")
    amended = ben.submit(f"{page}/send", action=f"{page}/send")
    assert amended.status_code == 303
    assert "hasn’t been told" not in ben.get(page).text
    anew()
    (dispatch,) = db.session.scalars(select(OrderDispatch))
    mail = db.session.scalars(select(Outbox).where(Outbox.kind == "mail")).one()
    assert mail.payload["attachments"] == [["order_amendment", dispatch.amendment_id]]
    assert "has been changed" in mail.payload["text"]
    assert ben.get(f"{page}/amendments/{dispatch.amendment_id}.pdf").data.startswith(b"%PDF")


def test_beyond_the_limit_it_is_submitted_and_decided_from_the_list_of_what_waits(house, as_user):
    order, ada, ben = order_of(house, discount="0"), as_user("ada"), as_user("ben")
    page, pump = f"/orders/{order.id}", order.lines[0]
    sheet = f"{page}/amendment/lines/{pump.id}"
    ada.submit(sheet, action=sheet, discount="60")
    assert "must approve the amendment" in ada.get(f"{page}/amend").text
    assert ada.submit(f"{page}/amend", action=f"{page}/amend", reason="Match").status_code == 422
    assert (
        ada.submit(f"{page}/amend", action=f"{page}/amend", reason="Match", then="submit").status_code == 303
    )
    decide = (
        ben.get("/approvals").text.partition(f"{page}/amendments/")[2].partition("?")[0].partition('"')[0]
    )
    address = f"{page}/amendments/{decide}"
    assert "60% below the list price; the limit is 20%" in ben.get(address).text
    assert ada.post(f"{page}/amendment/discard", data=token(ada, page)).status_code == 409
    assert ben.submit(address, action=address, decision="reject").status_code == 422
    assert ben.submit(address, action=address, decision="approve").status_code == 303
    anew()
    assert (order.lines[0].discount, order.amendments[0].decided_by_id) == (
        Decimal(60),
        house.people["ben"].id,
    )


def test_what_was_changed_since_somebody_saw_it_is_neither_approved_nor_applied(house, as_user):
    order, ada, ben = order_of(house, discount="0"), as_user("ada"), as_user("ben")
    page, pump = f"/orders/{order.id}", order.lines[0]
    sheet, drop, amend = f"{page}/amendment/lines/{pump.id}", f"{page}/amendment/drop", f"{page}/amend"
    ada.submit(sheet, action=sheet, discount="50")
    own = ada.filled(amend, action=amend, reason="Match", then="submit")
    undo = ada.filled(page, action=drop)
    ada.submit(amend, action=amend, reason="Match", then="submit")
    anew()
    address = f"{page}/amendments/{order.amendments[0].id}"
    seen = ben.filled(address, action=address, decision="approve")
    ada.submit(page, action=f"{page}/amendment/withdraw")
    ada.submit(sheet, action=sheet, discount="95")
    for late in (ada.post(amend, data=own), ada.post(drop, data=undo)):
        assert "Someone else has changed this" in late.text
    ada.submit(amend, action=amend, reason="Match", then="submit")
    late = ben.post(address, data=seen)
    assert (late.status_code, "Someone else has changed this" in late.text) == (422, True)
    anew()
    assert (order.lines[0].discount, order.amendments[0].is_in_approval) == (Decimal(10), True)
    assert ben.submit(address, action=address, decision="approve").status_code == 303
