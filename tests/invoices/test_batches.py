"""Many at once from the finance desk: each by itself, with what refuses named and nothing done twice."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.outbox import Outbox, carry_all
from salesapp.customers.models import Contact
from salesapp.invoices.actions import invoice_order
from salesapp.invoices.batches.acts import act_called
from salesapp.invoices.batches.jobs import begin, carry_batch
from salesapp.invoices.batches.models import Batch
from salesapp.invoices.mailing import mark_sent
from salesapp.invoices.models import Invoice
from salesapp.invoices.queries import unsent
from salesapp.orders.models import Order
from tests.invoices.stage import anew, faults, free_draft, issued, order_of
from tests.invoices.test_races import at_once

ONE_PUMP = (("pump", "1", "0"),)


def mails() -> list[str]:
    anew()
    rows = db.session.scalars(select(Outbox).where(Outbox.kind == "mail").order_by(Outbox.id))
    return [row.payload["to"] for row in rows]


def orders(house: SimpleNamespace, count: int, **values: Any) -> list[Order]:
    return [order_of(house, ONE_PUMP, discount="0", **values) for _ in range(count)]


def without_address(house: SimpleNamespace) -> Contact:
    nobody = Contact(family_name="Post", account_id=house.account.id)
    db.session.add(nobody)
    db.session.commit()
    return nobody


def bill(house: SimpleNamespace, chosen: dict[int, int | None]) -> Batch:
    batch = begin(act_called("bill"), chosen, by=house.people["finn"])
    db.session.commit()
    return batch


def report(batch: Batch) -> list[tuple[str, str | None]]:
    anew()
    return [(row.outcome, row.sentence) for row in db.session.get_one(Batch, batch.id).rows]


def test_orders_are_invoiced_issued_and_mailed_from_one_page(house, as_user):
    waiting, finn = orders(house, 3), as_user("finn")
    assert "/finance/batches/new?act=bill" in finn.get("/finance").text
    page = finn.get("/finance/batches/new?act=bill")
    assert page.text.count("checked") == 3
    assert "3 of 3 · €357.00" in page.text
    assert page.text.count('data-worth="11900" data-currency="EUR" data-digits="2"') == 3, (
        "what is ticked is summed"
    )
    answer = finn.submit("/finance/batches/new?act=bill", id=[each.id for each in waiting])
    assert mails() == []
    carry_all()
    assert mails() == ["eva@echo.example"] * 3
    assert all(each.is_issued for each in db.session.scalars(select(Invoice)))
    done = finn.get(answer.headers["Location"])
    assert "3 / 3" in done.text
    for invoice in db.session.scalars(select(Invoice)):
        assert f'href="/invoices/{invoice.id}"' in done.text
    assert "Nothing to invoice" in finn.get("/finance").text
    assert faults() == {}


def test_why_a_row_was_refused_is_read_in_the_readers_language(house):
    order = orders(house, 1)[0]
    batch = bill(house, {order.id: 1})
    carry_all()
    with force_locale("zh"):
        assert "现为" in report(batch)[0][1]
    assert "The amount is now" in report(batch)[0][1]


def test_who_has_no_address_is_named_before_and_issued_only_where_ticked(house, as_user):
    person, finn = without_address(house), as_user("finn")
    order = orders(house, 1, contact_id=person.id)[0]
    page = finn.get("/finance/batches/new?act=bill").text
    assert "No e-mail address: it will be issued, not sent." in page
    assert "checked" not in page
    finn.submit("/finance/batches/new?act=bill", id=[order.id])
    carry_all()
    assert mails() == []
    anew()
    assert unsent().count == 1
    assert "Issued but not sent" in finn.get("/finance").text
    assert "No e-mail address." in finn.get("/finance/batches/new?act=send").text


def test_what_changed_since_it_was_seen_is_refused_and_the_others_are_done(house):
    first, second = orders(house, 2)
    batch = bill(house, {first.id: first.total - 1, second.id: second.total})
    carry_all()
    assert report(batch) == [("refused", "The amount is now €119.00, not €118.99."), ("done", None)]
    assert len(mails()) == 1


def test_an_order_that_a_colleague_invoiced_meanwhile_is_refused_with_their_name(house):
    (order,) = orders(house, 1)
    seen = order.total
    issued(house, order)
    batch = bill(house, {order.id: seen})
    carry_all()
    assert report(batch) == [("refused", "Finn Finance has invoiced it.")]


def test_a_draft_made_meanwhile_refuses_its_order_alone(house, finn):
    first, second = orders(house, 2)
    batch = bill(house, {first.id: first.total, second.id: second.total})
    invoice_order(first, by=finn)
    db.session.commit()
    carry_all()
    assert [each for each, _why in report(batch)] == ["refused", "done"]
    assert len(db.session.scalars(select(Invoice)).all()) == 2


def test_a_batch_that_is_carried_twice_or_by_two_does_each_once(house, app):
    waiting = orders(house, 3)
    batch = bill(house, {each.id: each.total for each in waiting})
    key = {"batch": batch.id}
    at_once(app, [lambda: carry_batch(key), lambda: carry_batch(key)])
    carry_batch(key)
    assert [each for each, _why in report(batch)] == ["done"] * 3
    assert len(mails()) == 3
    assert faults() == {}


def test_invoices_that_nobody_sent_are_sent_together_and_a_colleagues_is_not_sent_twice(house, finn):
    first, second = issued(house), issued(house)
    act = act_called("send")
    batch = begin(act, {first.id: None, second.id: None}, by=finn)
    mark_sent(first, by=finn)
    db.session.commit()
    carry_all()
    assert report(batch) == [("refused", "This invoice has already been sent."), ("done", None)]
    assert unsent().count == 0


def test_drafts_are_issued_and_mailed_together_and_an_empty_one_cannot_be_ticked(house, as_user):
    good, empty = (
        free_draft(house, contact_id=house.contact.id),
        free_draft(house, contact_id=house.contact.id),
    )
    for line in list(empty.lines):
        empty.remove_line(line, by=house.people["finn"])
    db.session.commit()
    finn = as_user("finn")
    page = finn.get("/finance/batches/new?act=issue").text
    assert "An invoice needs at least one line." in page
    finn.submit("/finance/batches/new?act=issue", id=[good.id])
    carry_all()
    assert mails() == ["eva@echo.example"]


def test_an_invoice_that_went_by_post_is_no_longer_unsent(house, as_user):
    invoice, finn = issued(house), as_user("finn")
    page = f"/invoices/{invoice.id}"
    assert finn.submit(page, action=f"{page}/sent").headers["Location"] == page
    assert f"{page}/sent" not in finn.get(page).text
    assert unsent().count == 0


@pytest.mark.parametrize("who", ["ada", "ben"])
def test_a_batch_is_seen_by_whoever_began_it(house, as_user, who):
    batch = bill(house, {orders(house, 1)[0].id: None})
    assert as_user(who).get(f"/finance/batches/{batch.id}").status_code in {403, 404}
    assert as_user("finn").get(f"/finance/batches/{batch.id}").status_code == 200
