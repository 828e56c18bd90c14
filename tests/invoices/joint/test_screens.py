"""A clerk invoices several orders together, adds one to a draft and takes it out again."""

from __future__ import annotations

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.invoices.actions import invoice_order
from salesapp.invoices.actions.joining import invoice_together
from salesapp.invoices.batches.acts import act_called
from salesapp.invoices.models import Invoice
from salesapp.invoices.models.billing import draft_of
from salesapp.orders.models import Order
from tests.invoices.stage import anew, faults, order_of

PAGE = "/finance/together"


def drafts() -> list[Invoice]:
    anew()
    return list(db.session.scalars(select(Invoice).where(Invoice.status == "draft").order_by(Invoice.id)))


def test_a_clerk_sees_which_orders_go_together_and_makes_one_draft_of_them(house, as_user):
    finn = as_user("finn")
    orders = [order_of(house, customer_reference=f"PO-{n}") for n in (1, 2)]
    other = order_of(house, payment_days=60)
    assert PAGE in finn.get("/finance").text
    page = finn.get(PAGE).text
    assert "Different: Payment terms" in page
    assert f'value="{other.id}"' not in page
    answer = finn.submit(PAGE, action=PAGE)
    (draft,) = drafts()
    assert answer.headers["Location"] == f"/invoices/{draft.id}"
    assert (draft.payable, draft.orders) == (sum(each.total for each in orders), orders)
    shown = finn.get(f"/invoices/{draft.id}").text
    assert all(f"Order {each.number}" in shown for each in orders)
    assert faults() == {}


def test_only_what_was_delivered_is_proposed_where_that_is_asked_for(house, as_user, finn):
    browser = as_user("finn")
    orders = [order_of(house) for _ in range(3)]
    for order in orders[:2]:
        order.fulfil({order.lines[0].id: order.lines[0].quantity}, by=finn)
    db.session.commit()
    browser.submit(f"{PAGE}?what=delivered", action=PAGE)
    (draft,) = drafts()
    assert [line.order_line_id for line in draft.lines] == [order.lines[0].id for order in orders[:2]]


def test_one_order_of_a_customer_alone_is_refused_with_a_sentence(house, as_user):
    orders = [order_of(house) for _ in range(2)]
    finn = as_user("finn")
    answer = finn.submit(PAGE, {"id": [str(orders[0].id)]}, action=PAGE)
    assert answer.status_code == 422
    assert "Select at least two orders of" in answer.text
    assert finn.submit(PAGE, {"id": []}, action=PAGE).status_code == 422
    assert drafts() == []


def test_an_order_is_added_to_a_draft_from_its_sheet_and_removed_on_the_draft(house, as_user, finn):
    first, second = order_of(house), order_of(house)
    draft = invoice_order(first, by=finn)
    db.session.commit()
    browser = as_user("finn")
    add = f"/orders/{second.id}/invoice/{draft.id}"
    answer = browser.submit(f"/orders/{second.id}/invoice", action=add)
    assert answer.headers["Location"] == f"/invoices/{draft.id}"
    anew()
    assert (draft.orders, draft.payable) == ([first, second], first.total + second.total)
    assert str(draft.id) in browser.get(f"/invoices/for/order/{second.id}").text
    browser.submit(f"/invoices/{draft.id}", action=f"/invoices/{draft.id}/orders/{first.id}/remove")
    anew()
    assert (draft.order_id, draft.is_joint, draft_of(db.session.get_one(Order, first.id))) == (
        second.id,
        False,
        None,
    )


def test_a_draft_with_other_terms_is_not_offered_and_refused_where_it_is_asked_for(house, as_user, finn):
    draft = invoice_order(order_of(house), by=finn)
    other = order_of(house, payment_days=60)
    db.session.commit()
    browser = as_user("finn")
    path = f"/orders/{other.id}/invoice/{draft.id}"
    assert path not in browser.get(f"/orders/{other.id}/invoice").text
    answer = browser.post(path, data={"csrf_token": browser.csrf()})
    assert answer.status_code == 409
    assert "Different: Payment terms" in answer.text


def test_the_desk_no_longer_lists_orders_of_a_joint_draft(house, as_user, finn):
    orders = [order_of(house) for _ in range(2)]
    finn_browser = as_user("finn")
    assert orders[1].number in finn_browser.get("/finance").text
    invoice_together(orders, by=finn)
    db.session.commit()
    assert orders[1].number not in finn_browser.get("/finance").text


def test_the_credit_form_says_of_each_line_which_order_it_is_of(house, as_user, finn):
    orders = [order_of(house) for _ in range(2)]
    invoice = invoice_together(orders, by=finn)
    invoice.issue(by=finn)
    db.session.commit()
    page = as_user("finn").get(f"/invoices/{invoice.id}/credit").text
    for order in orders:
        assert page.count(f" · {order.title}</label>") == len(order.lines)


def test_a_batch_leads_to_the_joint_invoice_of_its_orders(house, finn):
    orders = [order_of(house) for _ in range(3)]
    invoice, alone = invoice_together(orders[:2], by=finn), invoice_order(orders[2], by=finn)
    db.session.commit()
    assert act_called("bill").made([each.id for each in orders]) == [invoice, alone]


def test_the_page_says_how_many_orders_it_does_not_look_at(house, as_user, monkeypatch):
    for _ in range(3):
        order_of(house)
    finn = as_user("finn")
    assert "more order waits" not in finn.get(PAGE).text
    monkeypatch.setattr("salesapp.invoices.joint.views.MOST", 2)
    assert "1 more order waits. Only the oldest are looked at." in finn.get(PAGE).text
