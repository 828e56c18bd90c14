"""What is refused of a draft: edits in words, on the whole page too where no script asks for a part of it."""

from decimal import Decimal

import pytest

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.money.currencies import CurrencyRate
from salesapp.orders.actions import write_order
from salesapp.orders.models import Order
from salesapp.quotes.models import Quote
from tests.invoices.stage import free_draft
from tests.quotes.stage import draft


def _order(house, lines):
    ada = house.people["ada"]
    order = write_order(Order(account_id=house.account.id, owner_id=ada.id), by=ada)
    for goods in lines:
        order.add_product(getattr(house, goods), by=ada)
    db.session.commit()
    return order


def _invoice(house, lines):
    invoice = free_draft(house, "pump")
    if not lines:
        invoice.remove_line(invoice.lines[0], by=house.people["finn"])
        db.session.commit()
    return invoice


def _quote(house, lines):
    return draft(house, lines=lines)


MAKERS = {"quotes": _quote, "orders": _order, "invoices": _invoice}


@pytest.mark.parametrize("plural", MAKERS)
def test_every_refused_edit_is_the_whole_page_again_without_a_script(house, as_user, plural):
    document = MAKERS[plural](house, ("pump",))
    root, page = as_user("root"), f"/{plural}/{document.id}"
    terms, line = f"{page}/terms", f"{page}/lines/{document.lines[0].id}"
    for action, typed in (
        (terms, {"discount": "abc"}),
        (terms, {"discount": "101"}),
        (line, {"quantity": "many"}),
        (line, {"discount": "101"}),
        (line, {"tax_rate": "999"}),
    ):
        answer = root.submit(page, action=action, **typed)
        assert (answer.status_code, "<html" in answer.text) == (422, True), (action, typed)
    for action, name, mine, theirs in ((terms, "notes", "Mine", "Theirs"), (line, "quantity", "2", "3")):
        late = root.filled(page, action=action) | {name: mine}
        root.submit(page, action=action, **{name: theirs})
        answer = root.post(action, data=late)
        assert (answer.status_code, "<html" in answer.text) == (409, True), (action, name)


@pytest.mark.parametrize("plural", MAKERS)
def test_another_currency_takes_the_rate_of_the_day_at_once(house, as_user, plural):
    for code, rate in (("CNY", "0.1281"), ("USD", "0.9215")):
        db.session.add(CurrencyRate(currency=code, valid_from=today_for(), rate=Decimal(rate)))
    document = MAKERS[plural](house, ())
    root, page = as_user("root"), f"/{plural}/{document.id}/edit"
    for code, rate in (("CNY", "0.1281"), ("USD", "0.9215"), ("EUR", "1")):
        assert root.submit(page, action=page, currency=code).status_code < 400, code
        db.session.expire_all()
        assert (document.currency, document.rate) == (code, Decimal(rate))


def test_a_currency_without_a_rate_is_refused_beside_its_field(house, as_user):
    quote = draft(house, lines=())
    db.session.add(CurrencyRate(currency="USD", valid_from=today_for().replace(year=2999), rate=Decimal(1)))
    db.session.commit()
    page = f"/quotes/{quote.id}/edit"
    answer = as_user("root").submit(page, action=page, currency="USD")
    assert answer.status_code == 422
    assert "There is no exchange rate for USD." in answer.text
    db.session.expire_all()
    assert db.session.get(Quote, quote.id).currency == "EUR"
